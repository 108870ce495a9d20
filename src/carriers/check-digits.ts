/**
 * Check digits of tracking numbers. Each function takes a cleaned number (upper case, no spaces, dots or dashes) and
 * says whether its shape and its key are right. A right key proves little: of random numbers one in ten passes.
 * Rules from public specifications and code (see `data/sources.ts`), each tried with published numbers.
 */

const digitsOf = (text: string) => [...text].map(Number)

const weighted = (digits: readonly number[], weights: readonly number[]) =>
  digits.reduce((sum, digit, index) => sum + digit * weights[index % weights.length], 0)

const untilTen = (sum: number) => (10 - (sum % 10)) % 10

/** Digits from the right, weighted 3, 1, 3, 1 … */
const alternating = (digits: string) => weighted(digitsOf(digits).reverse(), [3, 1])

function s10Key(digits: string): number {
  const rest = weighted(digitsOf(digits), [8, 6, 4, 2, 3, 5, 9, 7]) % 11
  return rest === 0 ? 5 : rest === 1 ? 0 : 11 - rest
}

/** Universal Postal Union S10: two letters, eight digits, key, country. */
export function s10(number: string): boolean {
  const parts = /^[A-Z]{2}(\d{8})(\d)[A-Z]{2}$/.exec(number)
  return parts !== null && s10Key(parts[1]) === Number(parts[2])
}

/** Product code of two characters, ten digits, key over the ten digits. */
export function colissimo(number: string): boolean {
  const parts = /^[A-Z0-9]{2}(\d{10})(\d)$/.exec(number)
  return parts !== null && untilTen(alternating(parts[1])) === Number(parts[2])
}

const DPD_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

/** DPD and Geopost, ISO 7064 MOD 37,36 over 14 or 27 digits. */
export function dpd(number: string): boolean {
  if (!/^(?:\d{14}|\d{27})[0-9A-Z]$/.test(number)) {
    return false
  }
  let carry = 36
  for (const character of number.slice(0, -1)) {
    carry += DPD_ALPHABET.indexOf(character)
    carry = carry > 36 ? carry - 36 : carry
    carry *= 2
    carry = carry > 36 ? carry - 37 : carry
  }
  return DPD_ALPHABET[(37 - carry) % 36] === number.slice(-1)
}

/** Eleven digits and a key. */
export function gls(number: string): boolean {
  const parts = /^(\d{11})(\d)$/.exec(number)
  return parts !== null && untilTen(alternating(parts[1]) + 1) === Number(parts[2])
}

/** "1Z", fifteen characters of which every second counts double, key. */
export function ups(number: string): boolean {
  const parts = /^1Z([A-Z0-9]{15})(\d)$/.exec(number)
  if (!parts) {
    return false
  }
  const values = [...parts[1]].map((character) =>
    /\d/.test(character) ? Number(character) : (character.charCodeAt(0) - 63) % 10
  )
  return untilTen(weighted(values, [1, 2])) === Number(parts[2])
}

/** A letter, nine digits of which every second counts double, key. */
export function upsWaybill(number: string): boolean {
  const parts = /^[AHJKTV](\d{9})(\d)$/.exec(number)
  return parts !== null && untilTen(weighted(digitsOf(parts[1]), [1, 2])) === Number(parts[2])
}

/** Nine digits, and as key what is left of them modulo 7. */
export function dhlExpress(number: string): boolean {
  const parts = /^(\d{9})(\d)$/.exec(number)
  return parts !== null && Number(parts[1]) % 7 === Number(parts[2])
}

/** FedEx Express: eleven digits weighted 3, 1, 7 from the left, key modulo 11 then 10. */
export function fedex(number: string): boolean {
  const parts = /^(\d{11})(\d)$/.exec(number)
  return parts !== null && (weighted(digitsOf(parts[1]), [3, 1, 7]) % 11) % 10 === Number(parts[2])
}

/** GS1 modulo 10, any number of digits. */
export function gs1(number: string): boolean {
  const parts = /^(\d+)(\d)$/.exec(number)
  return parts !== null && untilTen(alternating(parts[1])) === Number(parts[2])
}

/** Serial shipping container code: "00" and eighteen digits under the GS1 rule. */
export function sscc(number: string): boolean {
  return /^00\d{18}$/.test(number) && gs1(number.slice(2))
}

/** TNT international: eight digits and either of two keys that are both in use. */
export function tnt(number: string): boolean {
  const parts = /^(\d{8})(\d)$/.exec(number)
  return parts !== null && [s10Key(parts[1]), Number(parts[1]) % 7].includes(Number(parts[2]))
}

/** Correos: 15 or 22 characters, and a letter that stands for the sum of their ASCII codes modulo 23. */
export function correosSpain(number: string): boolean {
  if (!/^(?:[A-Z0-9]{15}|[A-Z0-9]{22})[A-Z]$/.test(number)) {
    return false
  }
  const sum = [...number.slice(0, -1)].reduce((total, character) => total + character.charCodeAt(0), 0)
  return "TRWAGMYFPDXBNJZSQVHLCKE"[sum % 23] === number.slice(-1)
}

/** The rules by the names that the catalog uses. */
export const CHECK_RULES = {
  s10,
  colissimo,
  dpd,
  gls,
  ups,
  ups_waybill: upsWaybill,
  dhl_express: dhlExpress,
  fedex,
  gs1,
  sscc,
  tnt,
  correos_spain: correosSpain,
} as const

export type CheckRule = keyof typeof CHECK_RULES
