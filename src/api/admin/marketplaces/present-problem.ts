import type { MedusaRequest } from "@medusajs/framework/http"
import type { Locale } from "../../../orders/fill-text"
import { describeProblem, type ProblemParams } from "../../../orders/problems"
import { describeRefusal, type Refusal } from "../../../orders/refusals"
import type { ShownProblem, Unavailable } from "./types"

/** The operator's language: French where the request prefers it, else English. */
export const localeOf = (req: MedusaRequest): Locale =>
  req.acceptsLanguages(["en", "fr"]) === "fr" ? "fr" : "en"

/** A stored code and its parameters as `{ code, message, hint, remedy, params }`, or null. */
export function presentProblem(
  code: string,
  params: Record<string, unknown> | null,
  locale: Locale
): ShownProblem
export function presentProblem(
  code: string | null,
  params: Record<string, unknown> | null,
  locale: Locale
): ShownProblem | null
export function presentProblem(
  code: string | null,
  params: Record<string, unknown> | null,
  locale: Locale
): ShownProblem | null {
  return code
    ? { ...describeProblem(code, (params ?? {}) as ProblemParams, locale), params: params ?? {} }
    : null
}

/** Why something would be refused, said before it is asked: `{ code, message }`, or null. */
export const presentRefusal = (refusal: Refusal | null, locale: Locale): Unavailable | null =>
  refusal && { code: refusal.code, message: describeRefusal(refusal.code, refusal.params, locale) }
