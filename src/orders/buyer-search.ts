import { fold } from "../marketplaces/fold"
import type { Address, NormalisedOrder } from "../marketplaces/port"

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

type Buyer = Pick<NormalisedOrder, "shipping_address" | "billing_address" | "other_addresses" | "email">

/** Whether one of these, the same order as it is and as it was said, names the buyer who is looked for. */
export const namesBuyer = (search: BuyerSearch, orders: Buyer[]): boolean =>
  orders.some(
    ({ email, shipping_address, billing_address, other_addresses }) =>
      fold(email ?? "").includes(search.text) ||
      [shipping_address, billing_address, ...(other_addresses ?? []).map(({ address }) => address)].some(
        (address) => address !== null && isAt(search, address)
      )
  )

/** The text as it stands, or all of its words in any order: "Dupont Marie" is Marie Dupont. */
function isAt({ text, words, phone }: BuyerSearch, address: Address): boolean {
  const { first_name, last_name, company, lines, postal_code, city, email } = address
  const whole = ` ${fold([first_name, last_name, company, ...lines, postal_code, city, email].filter(Boolean).join(" "))}`
  const digits = significant(address.phone ?? "")
  return (
    whole.includes(text) ||
    words.every((word) => whole.includes(` ${word}`)) ||
    (phone !== null && digits.includes(phone))
  )
}
