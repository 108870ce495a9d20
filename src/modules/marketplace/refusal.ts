import { AsyncLocalStorage } from "node:async_hooks"
import { MedusaError } from "@medusajs/framework/utils"
import type { Locale } from "../../orders/fill-text"
import type { ProblemParams } from "../../orders/problems"
import { describeRefusal, type RefusalCode } from "../../orders/refusals"
import type { WrongField } from "./wrong-fields"

/** Medusa hands a request's language to no workflow, and answers with the error's message and nothing beside it. */
const request = new AsyncLocalStorage<{ locale: Locale; wrong: WrongField[] }>()

/** What is refused during this work is said in this language, else in English; `wrong` gets the fields that it is about. */
export const inLanguage = <Result>(locale: Locale, work: () => Result, wrong: WrongField[] = []): Result =>
  request.run({ locale, wrong }, work)

export const spokenLanguage = (): Locale => request.getStore()?.locale ?? "en"

const refusal =
  (type: string) =>
  (code: RefusalCode, params: ProblemParams = {}) =>
    new MedusaError(type, describeRefusal(code, params, spokenLanguage()), code)

/** 400: not now, or not for this one. (Medusa answers a conflict with a sentence of its own.) */
export const notAllowed = refusal(MedusaError.Types.NOT_ALLOWED)
/** 400: what was given is wrong. */
export const invalid = refusal(MedusaError.Types.INVALID_DATA)
/** 409, with what is there now beside it: another person saved since this was shown. */
export const changedMeanwhile = () => notAllowed(CHANGED_MEANWHILE)
export const CHANGED_MEANWHILE = "changed_meanwhile" as const
/** The same, of a row of a file. */
export const rowChangedMeanwhile = (row: number, sku: string) =>
  notAllowed(ROW_CHANGED_MEANWHILE, { row, sku })
export const ROW_CHANGED_MEANWHILE = "row_changed_meanwhile" as const
/** 400: these fields are wrong. The message names them for developers, the answer's `wrong_fields` for forms. */
export function invalidFields(message: string, wrong: WrongField[]): MedusaError {
  request.getStore()?.wrong.push(...wrong)
  return new MedusaError(MedusaError.Types.INVALID_DATA, message)
}
/** 404 */
export const notFound = refusal(MedusaError.Types.NOT_FOUND)
