import type { MedusaRequest } from "@medusajs/framework/http"
import { describeProblem, type Locale, type ProblemParams } from "../../../orders/problems"

/** The operator's language: French where the request prefers it, else English. */
export const localeOf = (req: MedusaRequest): Locale =>
  req.acceptsLanguages(["en", "fr"]) === "fr" ? "fr" : "en"

/** A stored code and its parameters as `{ code, message, hint, mend, params }`, or null. */
export function presentProblem(code: string | null, params: Record<string, unknown> | null, locale: Locale) {
  return code
    ? { ...describeProblem(code, (params ?? {}) as ProblemParams, locale), params: params ?? {} }
    : null
}
