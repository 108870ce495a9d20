import BigNumber from "bignumber.js"

/** Exact decimals: a division keeps 40 places, and no number is ever written with an exponent. */
const Decimal = BigNumber.clone({
  DECIMAL_PLACES: 40,
  ROUNDING_MODE: BigNumber.ROUND_HALF_UP,
  EXPONENTIAL_AT: 1e9,
  RANGE: 1e3,
})
export type Exact = BigNumber

/** Digits with an optional decimal part, as machines write them; an exponent is how JavaScript writes small numbers. */
const PLAIN = /^-?\d{1,30}(\.\d{1,40})?(e-?\d{1,2})?$/i
/** What a division leaves behind its last true digit is taken for nothing. */
const NOISE_PLACES = 25
const PRICE_PLACES = 2

/** The exact value of a number, or of its text; null for everything that is none ("12,50", "", NaN). */
export function exact(value: unknown): Exact | null {
  if (typeof value === "number") {
    return Number.isFinite(value) ? new Decimal(String(value)) : null
  }
  if (value instanceof BigNumber) {
    return value.isFinite() ? new Decimal(value) : null
  }
  return typeof value === "string" && PLAIN.test(value.trim()) ? new Decimal(value.trim()) : null
}

/** As `exact`, and a decimal comma is read too: how people write a price into a text field. No thousands marks. */
export const exactAsTyped = (text: unknown): Exact | null =>
  exact(typeof text === "string" ? text.trim().replace(/^(-?\d+),(\d+)$/, "$1.$2") : text)

/** Without the noise of a division that does not end: a third of 3 is 1 again. */
export const withoutNoise = (value: Exact): Exact =>
  value.decimalPlaces(NOISE_PLACES, BigNumber.ROUND_HALF_UP)

/** "24.90": two decimals, half up, a point whatever the locale, no thousands mark. */
export const priceText = (value: Exact): string => value.toFixed(PRICE_PLACES, BigNumber.ROUND_HALF_UP)

/** The nearest price that is not lower. */
export const priceUp = (value: Exact): Exact => value.decimalPlaces(PRICE_PLACES, BigNumber.ROUND_CEIL)

/** The nearest price that is not higher. */
export const priceDown = (value: Exact): Exact => value.decimalPlaces(PRICE_PLACES, BigNumber.ROUND_FLOOR)

export const ENDINGS = ["0.01", "0.10", ".x9", ".99"] as const
export type Ending = (typeof ENDINGS)[number]

/** Each as a step and the first price that ends so. */
const STEPS: Record<Ending, [step: string, first: string]> = {
  "0.01": ["0.01", "0"],
  "0.10": ["0.1", "0"],
  ".x9": ["0.1", "0.09"],
  ".99": ["1", "0.99"],
}

/** The next price with this ending that is not lower. */
export function roundUpTo(value: Exact, ending: Ending): Exact {
  const [step, first] = STEPS[ending]
  const steps = value.minus(first).dividedBy(step).integerValue(BigNumber.ROUND_CEIL)
  return steps.times(step).plus(first)
}

/** A price without tax, with these rates in percent on it: they add up, as Medusa's do. */
export function withTax(net: Exact, rates: readonly Exact[]): Exact {
  const percent = rates.reduce((sum, rate) => sum.plus(rate), new Decimal(0))
  return net.times(percent.plus(100)).dividedBy(100)
}

/** By how many percent `to` is away from `from`; below zero for a fall. */
export const percentBetween = (from: Exact, to: Exact): Exact => to.minus(from).dividedBy(from).times(100)
