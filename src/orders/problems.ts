import { fillText, type Locale, type TextParams } from "./fill-text"
import { ACTION_PROBLEMS } from "./problems/action-problems"
import { ACTION_TEXTS } from "./problems/action-texts"
import { CONNECTION_PROBLEMS } from "./problems/connection-problems"
import { CONNECTION_TEXTS } from "./problems/connection-texts"
import type { Clearing, Definition, ProblemTexts, Remedy } from "./problems/define-problems"
import { LABEL_PROBLEMS } from "./problems/label-problems"
import { LABEL_TEXTS } from "./problems/label-texts"
import { OFFER_PROBLEMS } from "./problems/offer-problems"
import { OFFER_TEXTS } from "./problems/offer-texts"
import { ORDER_PROBLEMS } from "./problems/order-problems"
import { ORDER_TEXTS } from "./problems/order-texts"

/** Every reason why something waits for a person, in the words of the person who has to act. */
export const PROBLEMS = {
  ...ORDER_PROBLEMS,
  ...ACTION_PROBLEMS,
  ...CONNECTION_PROBLEMS,
  ...OFFER_PROBLEMS,
  ...LABEL_PROBLEMS,
}

export type ProblemCode = keyof typeof PROBLEMS

export const PROBLEM_TEXTS: ProblemTexts<ProblemCode> = {
  ...ORDER_TEXTS,
  ...ACTION_TEXTS,
  ...CONNECTION_TEXTS,
  ...OFFER_TEXTS,
  ...LABEL_TEXTS,
}
export type ProblemParams = TextParams
export type Problem = {
  code: ProblemCode
  params: ProblemParams
  /** The items, parcels and values that it is about [its params]. They go into its key only: they can be the buyer's. */
  about?: readonly string[]
}

export const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[]

/** The codes whose entry fits. */
export const problemCodes = (fits: (definition: Definition) => boolean): ProblemCode[] =>
  PROBLEM_CODES.filter((code) => fits(PROBLEMS[code]))

/** The problems that one of these events ends, or lets be judged again. */
export const codesClearedBy = (...events: Clearing[]): ProblemCode[] =>
  problemCodes(({ cleared_by }) => cleared_by.some((event) => events.includes(event)))

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code)
}

/** Whether this event ends the problem with this code, or lets it be judged again. */
export const isClearedBy = (code: string | null, event: Clearing): boolean =>
  code !== null && isProblemCode(code) && PROBLEMS[code].cleared_by.includes(event)

/** A code of the catalog. One from outside (a store's own hook) counts as `rejected_by_hook`. */
const listed = (code: string): ProblemCode => (isProblemCode(code) ? code : "rejected_by_hook")

export const problemFacts = (code: string): Definition => PROBLEMS[listed(code)]

/** Whether the subject stands still until the problem is fixed. */
export const isBlocking = (code: string): boolean => problemFacts(code).blocks

/** The title of a code of the catalog; null for any other. */
export const problemTitle = (code: string, locale: Locale): string | null =>
  isProblemCode(code) ? PROBLEMS[code].title[locale] : null

export type DescribedProblem = {
  code: string
  title: string
  message: string
  hint: string
  remedy: Remedy | null
}

/** The problem in the operator's language. A code that a hook gave is kept beside the texts of `rejected_by_hook`. */
export function describeProblem(code: string, params: ProblemParams, locale: Locale): DescribedProblem {
  const { remedy, title } = problemFacts(code)
  const [message, hint] = PROBLEM_TEXTS[listed(code)][locale].map((text) => fillText(text, params, locale))
  return { code, title: title[locale], message, hint, remedy }
}
