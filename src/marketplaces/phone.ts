import { isSupportedCountry, parsePhoneNumberFromString, type PhoneNumber } from "libphonenumber-js/mobile"

import { readableText } from "./text"

/** E.164 allows no more; less reaches no subscriber in France. */
const DIGITS = { min: 8, max: 15 }
/** Between two phones of one text; a slash can stand between the digits of one phone too. */
const SEPARATORS = [/[;,|]|\s(?:ou|or|et)\s/i, "/"]
/** An address in France can be overseas, where numbers have the same length and other beginnings. */
const FRENCH = ["FR", "RE", "GP", "MQ", "GF", "YT"]

/**
 * The phone that a carrier should have, of all that a marketplace gives: a mobile where there is one, since carriers send
 * messages to it. As it is written, unless no phone takes it so: with the zero in brackets, with words beside it, or
 * without its leading zero or plus. Null: nothing that can be called.
 * @param country of the address; a number without a country's prefix is taken as its own, else as a French one
 */
export function phoneOf(
  given: readonly (string | null | undefined)[],
  country: string | null
): string | null {
  const numbers = given
    .flatMap((text) => candidates(readableText(text ?? "").slice(0, 100)))
    .map((text) => ({ text, number: read(text, country?.toUpperCase() ?? "FR") }))
  const chosen =
    numbers.find(({ number }) => number && isMobile(number)) ??
    numbers.find(({ number }) => number) ??
    numbers[0]
  if (!chosen) {
    return null
  }
  const { text, number } = chosen
  const isWritten = /^[+0]\P{L}*$/u.test(text) && !text.includes("(0)")
  return number && !isWritten ? number.number : text
}

/** A text that is one phone, or the phones of a text that holds several. */
function candidates(text: string): string[] {
  const isPhone = (part: string) => {
    const digits = part.replace(/\D/g, "").length
    return digits >= DIGITS.min && digits <= DIGITS.max
  }
  const parts = SEPARATORS.reduce(
    (texts, separator) => texts.flatMap((part) => (isPhone(part) ? [part] : part.split(separator))),
    [text]
  )
  return parts.map((part) => part.trim()).filter(isPhone)
}

/** The number as the first country that has such a one reads it. */
function read(text: string, country: string): PhoneNumber | undefined {
  const digits = text
    .replace(/\(0\)/g, "")
    .replace(/[^\d+]/g, "")
    .replace(/^00/, "+")
  for (const code of new Set([country, ...FRENCH])) {
    const number = isSupportedCountry(code) ? parsePhoneNumberFromString(digits, code) : undefined
    if (number && (number.isValid() || isMobile(number))) {
      return number
    }
  }
}

/** Of the French ones all that begin like one: some of them are not in use yet. */
const isMobile = (number: PhoneNumber): boolean =>
  number.getType() === "MOBILE" ||
  (number.countryCallingCode === "33" && /^[67]\d{8}$/.test(number.nationalNumber))

/**
 * The digits of a phone that stand in its spellings: without a French prefix or leading zeros, and without whatever country's
 * prefix where that can be read. Each once; a text without digits has none.
 * @param country of the address; null: a number without prefix is taken as a French one
 */
export function spelledDigits(phone: string, country: string | null): string[] {
  const given = phone
    .normalize("NFKC")
    .replace("(0)", "")
    .replace(/[^\d+]/g, "")
    .replace(/^00/, "+")
  const code = country?.toUpperCase() ?? "FR"
  const national = parsePhoneNumberFromString(given, isSupportedCountry(code) ? code : "FR")?.nationalNumber
  const bare = given.replace(/\D/g, "").replace(/^33(?=\d{9}$)|^0+/, "")
  return [...new Set([bare, national?.replace(/^0+/, "") ?? ""])].filter(Boolean)
}
