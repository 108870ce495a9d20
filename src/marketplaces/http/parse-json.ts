import { MarketplaceError } from "../errors"
import type { HttpResponse, Schema, SchemaError } from "../port"
import { decodePieces } from "../decode-text"
import { pauses } from "../pauses"

/** Where a value broke its schema, without the value: `items.3.orderId`. */
export function schemaPath(error: SchemaError): string {
  return error.issues[0]?.path.map(String).join(".").slice(0, 200) || "the whole"
}

/** Commas and opening brackets. A page of 100 orders has 10,000; each costs more than the bytes that it takes. */
const MOST_PARTS = 205_000

/**
 * The body as JSON of this shape. Throws `invalid_answer` with the call's label, the status and the place, never with
 * what the answer contained; `too_large` where reading it would keep everything else waiting.
 */
export async function parseJson<T>(response: HttpResponse, schema: Schema<T>, label: string): Promise<T> {
  const failed = (what: string, kind: "invalid_answer" | "too_large" = "invalid_answer") =>
    new MarketplaceError(kind, `${label}: ${what} (status ${response.status}).`, {
      effect: "unknown",
      status: response.status,
    })
  const pause = pauses()
  const pieces: string[] = []
  let parts = 0
  for (const piece of decodePieces(response.body, "utf-8")) {
    await pause()
    parts += partsOf(piece)
    if (parts > MOST_PARTS) {
      throw failed("the answer has more parts than any has to have", "too_large")
    }
    pieces.push(piece)
  }
  let value: unknown
  try {
    value = JSON.parse(pieces.join(""))
  } catch {
    throw failed("the answer is not JSON")
  }
  await pause()
  const parsed = schema.safeParse(value)
  if (!parsed.success) {
    throw failed(`the answer has not the documented shape at ${schemaPath(parsed.error)}`)
  }
  return parsed.data
}

function partsOf(text: string): number {
  let parts = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === "," || character === "{" || character === "[") parts++
  }
  return parts
}
