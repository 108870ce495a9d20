import fc from "fast-check"
import { CARRIERS } from "../catalog"
import type { Carrier, NumberPattern } from "../carrier"
import { CHECK_RULES } from "../check-digits"
import { isPlaceholder } from "../placeholder"

const CHARACTERS = [..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"]

const isValid = ({ pattern, check }: NumberPattern, number: string) =>
  pattern.test(number) && (check === null || CHECK_RULES[check](number))

/** The same with the one character changed that makes its key right; null where none does. */
function withKey(format: NumberPattern, number: string): string | null {
  for (let index = number.length - 1; index >= 0; index--) {
    for (const character of CHARACTERS) {
      const changed = number.slice(0, index) + character + number.slice(index + 1)
      if (isValid(format, changed)) return changed
    }
  }
  return null
}

/** Some patterns take letters alone too; a text without a digit is read as no number. */
const isReal = (number: string) => /\d/.test(number) && !isPlaceholder(number)

const formats = CARRIERS.flatMap((carrier) => carrier.patterns.map((format) => ({ carrier, format })))

function numbersOf(
  of: (format: NumberPattern) => boolean
): fc.Arbitrary<{ carrier: Carrier; number: string }> {
  const arbitraries = formats
    .filter(({ format }) => of(format))
    .map(({ carrier, format }) =>
      fc
        // The generator knows no look-ahead, so numbers are made without and then matched against the whole pattern.
        .stringMatching(new RegExp(format.pattern.source.replace(/\(\?[=!][^)]*\)/g, "")))
        .map((text) => ({ carrier, number: isValid(format, text) ? text : (withKey(format, text) ?? "") }))
        .filter(({ number }) => number !== "" && number.length <= 50 && isReal(number))
    )
  return fc.oneof(...arbitraries)
}

/** A number that one of this carrier's formats takes. */
export const numberOf = (carrier: Carrier): fc.Arbitrary<string> =>
  numbersOf((format) => carrier.patterns.includes(format)).map(({ number }) => number)

/** A number that one of the catalog's formats takes. */
export const validNumber = numbersOf(() => true)

/** A number with a right check digit. */
export const checkedNumber = numbersOf(({ check }) => check !== null)
