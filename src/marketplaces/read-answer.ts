import type { z } from "zod"

import { MarketplaceError } from "./errors"
import { schemaPath } from "./http/parse-json"

/**
 * What an adapter returned, in the form of the port. Throws `invalid_answer` with the place that has another form, never with
 * what stands there: an adapter's fault is one of its marketplace, and stops nothing else.
 */
export function readAnswer<Form extends z.ZodType>(
  form: Form,
  answer: z.input<Form>,
  what: string
): z.output<Form> {
  const parsed = form.safeParse(answer)
  if (!parsed.success) {
    throw new MarketplaceError(
      "invalid_answer",
      `${what}: not in the form of the port at ${schemaPath(parsed.error)}.`,
      { effect: "unknown" }
    )
  }
  return parsed.data
}
