import type { z } from "zod"

import { MarketplaceError } from "../errors"
import type { HttpResponse } from "../port"
import { decodeText } from "../decode-text"

/** Where a value broke its schema, without the value: `items.3.orderId`. */
export function schemaPath(error: z.ZodError): string {
  return error.issues[0]?.path.map(String).join(".").slice(0, 200) || "the whole"
}

/**
 * The body as JSON of this shape. Throws `invalid_answer` with the call's label, the status and the place, never with
 * what the answer held.
 */
export function parseJson<T>(response: HttpResponse, schema: z.ZodType<T>, label: string): T {
  const invalid = (what: string) =>
    new MarketplaceError("invalid_answer", `${label}: ${what} (status ${response.status}).`, {
      effect: "unknown",
      status: response.status,
    })
  let value: unknown
  try {
    value = JSON.parse(decodeText(response.body))
  } catch {
    throw invalid("the answer is not JSON")
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success) {
    throw invalid(`the answer has not the documented shape at ${schemaPath(parsed.error)}`)
  }
  return parsed.data
}
