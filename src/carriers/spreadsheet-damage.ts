import type { Carrier } from "./carrier"
import { detectCarriers, isOf } from "./detect"
import { cleanNumber } from "./normalize"

/** `date`: the cell was taken for a date; `rounded`: the last digits of a long number are gone. */
export type SpreadsheetDamage = "damaged_by_spreadsheet" | PossibleDamage
export type PossibleDamage = "date" | "rounded"

/** "6.1E+13", "6,1E13", "61123456789.0", "#####", "#REF!": what a spreadsheet leaves of a number or shows instead. */
const LEFT_OVER =
  /^(?:[-+]?\d+(?:[.,]\d+)?E\+\d{1,3}|\d+[.,]\d+E-?\d{1,3}|\d{1,2}E\d{1,2}|\d{6,}[.,]0+|#+|#N\/?A|#\p{L}[\p{L}\d/]*[!?])$/iu

/** Full or short, in English and French, without accents. */
const MONTH =
  "(?:jan(?:uary|vier|v)?|fe[bv](?:ruary|rier|r)?|mar(?:ch|s)?|a[pv]r(?:il)?|ma[iy]|june?|juin|july?|juil(?:let)?|aug(?:ust)?|aout|sept?(?:embe?re?)?|oct(?:obe?re?)?|nov(?:embe?re?)?|dec(?:embe?re?)?)\\.?"
const [DAY, MONTH_NUMBER, YEAR] = ["(?:0?[1-9]|[12]\\d|3[01])", "(?:0?[1-9]|1[0-2])", "(?:19|20)\\d{2}"]
const GAP = "[\\s./\\p{Pd}]+"
const TIME =
  "(?:(?:[T,]|\\s)*\\d{1,2}[:h]\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?\\s*(?:[ap]m|z|[+-]\\d{2}:?\\d{2})?)?"
/** "12-mars", "mars-26", "12/03/2026", "2026-03-12 10:30", "12.03": each needs what separates its parts. */
const DATE = new RegExp(
  `^(?:(?:${[
    `${DAY}${GAP}${MONTH}(?:${GAP}(?:${YEAR}|\\d{2}))?`,
    `${MONTH}${GAP}(?:${YEAR}|\\d{1,2}(?:,?${GAP}${YEAR})?)`,
    `${YEAR}${GAP}${MONTH_NUMBER}${GAP}${DAY}`,
    `${DAY}${GAP}${MONTH_NUMBER}${GAP}${YEAR}`,
    `${MONTH_NUMBER}${GAP}${DAY}${GAP}${YEAR}`,
    `${DAY}[./\\p{Pd}]${MONTH_NUMBER}(?:[./\\p{Pd}]\\d{2})?`,
    `${MONTH_NUMBER}[./\\p{Pd}]${DAY}(?:[./\\p{Pd}]\\d{2})?`,
  ].join("|")})${TIME})$`,
  "iu"
)
/** Days since 1900 by which spreadsheets keep a date, with the time as a fraction: those of 2000 to 2049. */
const DAY_NUMBER = /^(\d{5})(?:[.,]\d+)?$/
const [FIRST_DAY, LAST_DAY] = [36_526, 54_788]
/** A spreadsheet keeps 15 digits of a number and writes zeros for the others. */
const ROUNDED = /^[1-9]\d{14}(0+)$/
/** So many zeros at the end are no chance. */
const SURELY_LOST = 3

/** What a spreadsheet has surely done to a number, or null: it is no number of any carrier any more. */
export function spreadsheetDamage(tidy: string): SpreadsheetDamage | null {
  const text = tidy.replace(/\p{Zs}/gu, "")
  if (LEFT_OVER.test(text)) {
    return "damaged_by_spreadsheet"
  }
  const number = cleanNumber(tidy)
  if (isCertain(number)) {
    return null
  }
  if (DATE.test(tidy.normalize("NFD").replace(/\p{Mn}/gu, ""))) {
    return "date"
  }
  return zerosOf(number) >= SURELY_LOST ? "rounded" : null
}

/**
 * What a spreadsheet may have done to a number, or null.
 * @param carrier who carries the parcel, where that is decided: a number of its shape may end with a zero or two
 */
export function possibleDamage(tidy: string, carrier: Carrier | null): PossibleDamage | null {
  const number = cleanNumber(tidy)
  if (carrier ? isOf(carrier, number) : detectCarriers(number).length > 0) {
    return null
  }
  const day = Number(DAY_NUMBER.exec(tidy.replace(/\p{Zs}/gu, ""))?.[1] ?? 0)
  if (day >= FIRST_DAY && day <= LAST_DAY) {
    return "date"
  }
  return zerosOf(number) > 0 && !isCertain(number) ? "rounded" : null
}

const isCertain = (number: string): boolean =>
  detectCarriers(number).some(({ checked, confidence }) => checked && confidence === "high")

const zerosOf = (number: string): number => ROUNDED.exec(number)?.[1].length ?? 0
