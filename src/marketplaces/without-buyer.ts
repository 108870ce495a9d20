import { isMarketplaceError, MarketplaceError } from "./errors"
import { foldName } from "./fold"
import { spelledDigits } from "./phone"
import type { Address, NormalizedOrder } from "./port"
import { readableText } from "./text"

/** Shorter words of a buyer ("de", "le") say nothing of him and much of anything else. */
const SHORTEST = 3
const SHORTEST_PHONE = 8
const HIDDEN = "…"
const WORD = /[\p{L}\p{M}\p{N}]+/gu
const EMAIL = /[^\s@<>"'(),:;]+@[^\s@<>"'(),:;]+/g
/** Digits as phones and postcodes are spelled. */
const DIGITS = /\+?\(?\d(?:[\p{Zs}\p{Pd}.()/\t]{0,3}\d){3,40}/gu
/** Between the parts of a postcode with letters, and between the digits of a phone however it is written. */
const BETWEEN = "[\\p{Zs}\\p{Pd}.]{0,2}"
const BETWEEN_DIGITS = "[^\\p{L}\\p{N}…]{0,4}"

/** What is known of a buyer. */
export type Buyer = Partial<
  Pick<
    NormalizedOrder,
    "shipping_address" | "billing_address" | "other_addresses" | "email" | "buyer_reference"
  >
>

/**
 * Takes a buyer out of what a marketplace says, before it is stored or shown: names, company, street and city as a whole
 * and by each of their words of three letters or more, whatever their case and accents; postcode, phone in every spelling,
 * e-mail and account name. What is hidden is one "…" each.
 */
export function buyerHider(...buyers: Buyer[]): (text: string) => string {
  const known = buyers.flatMap(textsOf)
  const phrases = known.map((text) => wordsOf(text).map(({ folded }) => folded)).filter(isTelling)
  const words = new Set(phrases.flat().filter((word) => word.length >= SHORTEST))
  // What could not be written in a marketplace's charset comes back in pieces: "Fran?ois".
  const pieces = known.flatMap((text) => text.toLowerCase().match(/[a-z]{3,}/g) ?? [])
  pieces.forEach((piece) => words.add(piece))
  const byFirst = new Map<string, string[][]>()
  for (const phrase of phrases) {
    byFirst.set(phrase[0], [...(byFirst.get(phrase[0]) ?? []), phrase])
  }
  const numbers = buyers.flatMap(numbersOf)
  const addresses = buyers.flatMap(addressesOf)
  const postcodes = addresses.flatMap(spelledPostcode)
  const phones = addresses.flatMap(spelledPhone)

  return (text) => {
    const bare = replaced(unescaped(text).replace(EMAIL, HIDDEN), postcodes)
    const plain = replaced(hideNumbers(bare, numbers), phones)
    const found = wordsOf(plain)
    let hidden = ""
    let end = 0
    for (let at = 0; at < found.length; at++) {
      const length = phraseAt(found, at, byFirst) || Number(isOfBuyer(found[at], plain, words))
      if (length > 0) {
        hidden += plain.slice(end, found[at].start) + HIDDEN
        at += length - 1
        end = found[at].end
      }
    }
    return hidden + plain.slice(end)
  }
}

/** The error with the marketplace's words without these buyers; anything else as it is. */
export function withoutBuyer(error: unknown, ...buyers: Buyer[]): unknown {
  const said = isMarketplaceError(error) ? error.details.marketplace_message : undefined
  if (!isMarketplaceError(error) || said === undefined) {
    return error
  }
  const details = { ...error.details, marketplace_message: buyerHider(...buyers)(said) }
  return new MarketplaceError(error.kind, error.message, details)
}

const replaced = (text: string, patterns: readonly RegExp[]): string =>
  patterns.reduce((left, pattern) => left.replace(pattern, HIDDEN), text)

type Word = { folded: string; start: number; end: number }

const addressesOf = ({ shipping_address, billing_address, other_addresses = [] }: Buyer): Address[] =>
  [shipping_address, billing_address, ...other_addresses.map(({ address }) => address)].filter(
    (address) => address !== null && address !== undefined
  )

function textsOf(buyer: Buyer): string[] {
  const texts = ({ first_name, last_name, company, vat_number, lines, city }: Address) => {
    const isShort = [first_name, last_name].some((name) => name !== null && name.trim().length < SHORTEST)
    const whole = isShort ? [`${first_name} ${last_name}`, `${last_name} ${first_name}`] : []
    return [first_name, last_name, company, vat_number, ...lines, city, ...whole]
  }
  return addressesOf(buyer)
    .flatMap(texts)
    .concat(buyer.buyer_reference ?? null)
    .filter((text) => text !== null)
}

/** A postcode with letters in it, however its parts are set apart. */
function spelledPostcode({ postal_code }: Address): RegExp[] {
  const letters = (postal_code ?? "").match(/[\p{L}\p{N}]/gu) ?? []
  return letters.length >= 4 && letters.length <= 12 && letters.some((letter) => /\p{L}/u.test(letter))
    ? [new RegExp(`(?<![\\p{L}\\p{N}])${letters.join(BETWEEN)}(?![\\p{L}\\p{N}])`, "giu")]
    : []
}

/** A phone with anything between its digits, and what stands before its subscriber's number. */
const spelledPhone = (address: Address): RegExp[] =>
  phoneDigits(address)
    .filter(isPhone)
    .map(
      (digits) =>
        new RegExp(`[+(]{0,2}\\d{0,5}${BETWEEN_DIGITS}${[...digits].join(BETWEEN_DIGITS)}(?!\\d)`, "gu")
    )

const isPhone = (digits: string): boolean => digits.length >= SHORTEST_PHONE - 1

const phoneDigits = ({ phone, country_code }: Address): string[] => spelledDigits(phone ?? "", country_code)

/** The digits of postcodes and phones, those without what is spelled in several ways (country, leading zero). */
function numbersOf(buyer: Buyer): string[] {
  return addressesOf(buyer).flatMap((address) => {
    const postcode = address.postal_code?.replace(/\D/g, "") ?? ""
    return [
      ...phoneDigits(address).filter(isPhone),
      ...(postcode.length >= 4 ? [postcode, postcode.replace(/^0+/, "")] : []),
    ]
  })
}

/** A postcode is a number of its own; a phone can have its country, or a neighbor, before it. */
function hideNumbers(text: string, numbers: readonly string[]): string {
  return text.replace(DIGITS, (found) => {
    const digits = found.replace("(0)", "").replace(/\D/g, "")
    const isHidden = numbers.some((number) => (isPhone(number) ? digits.includes(number) : digits === number))
    return isHidden ? HIDDEN : found.replace(/\d+/g, (part) => (numbers.includes(part) ? HIDDEN : part))
  })
}

function wordsOf(text: string): Word[] {
  return [...text.matchAll(WORD)].map(({ 0: word, index }) => ({
    folded: foldName(word),
    start: index,
    end: index + word.length,
  }))
}

const isTelling = (words: string[]): boolean => words.join("").length >= SHORTEST

/** How many words from here on are one whole text of the buyer. */
function phraseAt(found: readonly Word[], at: number, byFirst: ReadonlyMap<string, string[][]>): number {
  const lengths = (byFirst.get(found[at].folded) ?? [])
    .filter((phrase) => phrase.every((word, index) => found[at + index]?.folded === word))
    .map(({ length }) => length)
  return Math.max(0, ...lengths)
}

/** Also a word that was cut with the end of the message. */
function isOfBuyer({ folded, end }: Word, text: string, words: ReadonlySet<string>): boolean {
  const isCut = text.startsWith("…", end) && end + 1 === text.length
  return words.has(folded) || (isCut && [...words].some((word) => word.startsWith(folded)))
}

/** With what stands in entities and percent signs readable. */
function unescaped(text: string): string {
  const ascii = readableText(text).replace(/[\uff10-\uff19]/g, (digit) => digit.normalize("NFKC"))
  return ascii.replace(/(?:%[\da-f]{2})+/gi, (escaped) => {
    try {
      return decodeURIComponent(escaped)
    } catch {
      return escaped
    }
  })
}
