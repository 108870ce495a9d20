import type { KeyRefusal } from "./offers-port"

const EAN_LENGTH = 13
const UPC_LENGTH = 12

/** Whether the last digit fits the others: the same rule for GTINs of every length. */
function hasCheckDigit(digits: string): boolean {
  const sum = [...digits]
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 ? 3 : 1), 0)
  return sum % 10 === 0
}

/** A GTIN of 13 digits as a text; one of 12 gets its leading zero. Spaces and hyphens between the digits do not count. */
export function ean13Of(text: string): { ean: string } | { why: KeyRefusal } {
  const digits = text.replace(/[\s-]/g, "")
  if (!/^\d*$/.test(digits)) {
    return { why: "forbidden_characters" }
  }
  if (digits.length < UPC_LENGTH || digits.length > EAN_LENGTH) {
    return { why: digits.length < UPC_LENGTH ? "too_short" : "too_long" }
  }
  return hasCheckDigit(digits) ? { ean: digits.padStart(EAN_LENGTH, "0") } : { why: "wrong_check_digit" }
}
