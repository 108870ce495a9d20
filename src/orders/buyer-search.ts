import { fold } from "../marketplaces/fold"
import type { Address, NormalizedOrder } from "../marketplaces/port"

/** Shorter texts name too many. */
const SHORTEST = 3
const SHORTEST_PHONE = 6

/** What a buyer is looked for by: a text without case and accents, and the digits of a phone if it can be one. */
export type BuyerSearch = { text: string; words: string[]; phone: string | null }

/** Null: too short to name a buyer. */
export function buyerSearch(q: string): BuyerSearch | null {
  const text = fold(q)
  if (text.length < SHORTEST) return null
  return { text, words: text.split(" "), phone: phoneIn(q) }
}

/** The digits of a phone without what is spelled in several ways (country, leading zero). */
const significant = (phone: string) =>
  phone
    .replace("(0)", "")
    .replace(/\D/g, "")
    .replace(/^(?:00)?33(?=\d{9}$)|^0+/, "")

function phoneIn(q: string): string | null {
  const digits = /^[\d\s+().\u00a0/-]+$/.test(q) ? significant(q) : ""
  return digits.length >= SHORTEST_PHONE ? digits : null
}

type Buyer = Pick<NormalizedOrder, "shipping_address" | "billing_address" | "other_addresses" | "email">

/** Before the digits of a phone in the text of a buyer. */
export const PHONE_MARK = "#"
/** More than the addresses of any order. */
const LONGEST = 20_000

/**
 * What a buyer is found by, of the same order as it is and as it was said: e-mail and addresses, folded, a space before
 * each word, a line each, and the digits of each phone. Personal data: it goes wherever the order's snapshot goes.
 */
export function buyerText(orders: Buyer[]): string {
  const lines = orders.flatMap(({ email, shipping_address, billing_address, other_addresses }) => [
    ` ${fold(email ?? "")}`,
    ...[shipping_address, billing_address, ...(other_addresses ?? []).map(({ address }) => address)].flatMap(
      (address) => (address ? [textOf(address), `${PHONE_MARK}${significant(address.phone ?? "")}`] : [])
    ),
  ])
  return [...new Set(lines)].join("\n").slice(0, LONGEST)
}

const textOf = ({ first_name, last_name, company, lines, postal_code, city, email }: Address) =>
  ` ${fold([first_name, last_name, company, ...lines, postal_code, city, email].filter(Boolean).join(" "))}`

/**
 * Whether one of these, the same order as it is and as it was said, names the buyer who is looked for: the text as it
 * stands, all of its words in any order ("Dupont Marie" is Marie Dupont), or the phone. `stores/buyers.ts` asks the same in SQL.
 */
export function namesBuyer({ text, words, phone }: BuyerSearch, orders: Buyer[]): boolean {
  const buyer = buyerText(orders)
  return (
    buyer.includes(text) ||
    words.every((word) => buyer.includes(` ${word}`)) ||
    (phone !== null && new RegExp(`${PHONE_MARK}\\d*${phone}`).test(buyer))
  )
}
