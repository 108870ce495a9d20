import type { PriceRule } from "../../../offers/price-rules"

/** Stored rules; null and what is no list are none. */
export const readPriceRules = (value: unknown): PriceRule[] =>
  Array.isArray(value) ? (value as PriceRule[]) : []

/** A number as it was typed, or undefined for an empty text. */
export const typedNumber = (text: string): number | undefined =>
  text.trim() === "" ? undefined : Number(text.trim().replace(",", "."))

/** The rule without what is undefined, as it is stored. */
export const withoutGaps = (rule: PriceRule): PriceRule => {
  const price = Object.fromEntries(
    Object.entries(rule.when?.price ?? {}).filter(([, limit]) => limit !== undefined)
  )
  const when = Object.fromEntries(
    Object.entries({ ...rule.when, price: Object.keys(price).length ? price : undefined }).filter(
      ([, condition]) => condition !== undefined
    )
  )
  return Object.fromEntries(
    Object.entries({ ...rule, when: Object.keys(when).length ? when : undefined }).filter(
      ([, part]) => part !== undefined
    )
  ) as PriceRule
}
