import { readableOrNull } from "./text"

/** Digits of a postcode, where postcodes are digits only and some begin with 0. */
const LENGTHS: Record<string, number> = {
  DE: 5,
  ES: 5,
  FI: 5,
  FR: 5,
  IT: 5,
  VA: 5,
  DK: 4,
  NO: 4,
  RO: 6,
}

/**
 * The postcode with the leading zeros that it lost where it was handled as a number ("6000" in France is 06000), and
 * without the blanks and the country's letter that people write. What is no such number stays as it is.
 */
export function postcodeOf(given: string | null | undefined, country: string | null): string | null {
  const text = readableOrNull(given)?.trim() ?? null
  const code = country?.toUpperCase() ?? ""
  const length = LENGTHS[code]
  if (text === null || length === undefined) {
    return text
  }
  const digits = text.replace(new RegExp(`^(?:${code}|${code[0]})\\s*-\\s*`, "i"), "").replace(/\s+/g, "")
  return /^\d+$/.test(digits) && digits.length <= length && digits.length >= length - 2 && Number(digits) > 0
    ? digits.padStart(length, "0")
    : text
}
