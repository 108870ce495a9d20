import { readableOrNull } from "./text"

/** Digits of a postcode, where postcodes are digits only and some begin with 0, with the most zeros that one begins with. */
const LENGTHS: Record<string, [digits: number, zeros: number]> = {
  ...countries("DE DZ ES FR GT KR LT MX MY PE SK TR UA", 5, 1),
  ...countries("FI IT PL PR US VA VI", 5, 2),
  ...countries("AU DK GE NZ PH", 4, 1),
  ...countries("AM NO ZA", 4, 3),
  ...countries("CN CO KZ RO SG", 6, 1),
  ...countries("JP", 7, 2),
  ...countries("BR", 8, 1),
}

const WITH_ZIP = ["US", "PR", "VI"]
const ZIP_PLUS_4 = /^(\d{3,4})-(\d{4})$/

function countries(codes: string, digits: number, zeros: number): Record<string, [number, number]> {
  return Object.fromEntries(codes.split(" ").map((code) => [code, [digits, zeros]]))
}

/**
 * The postcode with the leading zeros that it lost where it was handled as a number ("6000" in France is 06000), and
 * without the blanks and the country's letter that people write. What is no such number stays as it is.
 */
export function postcodeOf(given: string | null | undefined, country: string | null): string | null {
  const text = readableOrNull(given)?.trim() ?? null
  const code = country?.toUpperCase() ?? ""
  if (text === null || !Object.hasOwn(LENGTHS, code)) {
    return text
  }
  const [length, zeros] = LENGTHS[code]
  const digits = text
    .replace(new RegExp(`^(?:${code}|${code[0]})\\s*[-\\s]\\s*`, "i"), "")
    .replace(/[.,]0+$|\s+/g, "")
  const isNumber = /^\d+$/.test(digits) && Number(digits) > 0
  if (isNumber && digits.length <= length && digits.length >= length - zeros) {
    const whole = digits.padStart(length, "0")
    return code === "PL" && digits.length < length ? `${whole.slice(0, 2)}-${whole.slice(2)}` : whole
  }
  const [, short, route] = ZIP_PLUS_4.exec(text) ?? []
  return WITH_ZIP.includes(code) && short ? `${short.padStart(length, "0")}-${route}` : text
}
