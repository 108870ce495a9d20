import { foldName } from "../marketplaces/fold"
import { spelledDigits } from "../marketplaces/phone"
import type { Address, NormalizedOrder } from "../marketplaces/port"

/** Shorter texts name too many. */
const SHORTEST = 3
const SHORTEST_PHONE = 6

/** What a buyer is looked for by: a text without case and accents, and the digits of a phone if it can be one. */
export type BuyerSearch = { text: string; words: string[]; phone: string | null }

/** Null: too short to name a buyer. */
export function buyerSearch(q: string): BuyerSearch | null {
  const text = foldName(q)
  if (text.length < SHORTEST) return null
  return { text, words: text.split(" "), phone: phoneIn(q) }
}

/** The shortest of its spellings, which each of the others holds. */
function phoneIn(q: string): string | null {
  const isPhone = /^[\p{N}\s+().,·_\p{Pd}/]+$/u.test(q)
  const digits = isPhone ? spelledDigits(q, null).sort((a, b) => a.length - b.length)[0] : undefined
  return digits !== undefined && digits.length >= SHORTEST_PHONE ? digits : null
}

export type NamedBuyer = Pick<
  NormalizedOrder,
  "shipping_address" | "billing_address" | "other_addresses" | "email"
>

/** As the store's order says it. */
type StoreAddress = Partial<
  Record<
    | "first_name"
    | "last_name"
    | "company"
    | "address_1"
    | "address_2"
    | "postal_code"
    | "city"
    | "country_code"
    | "phone",
    string | null
  >
>
export type StoreBuyer = {
  email?: string | null
  shipping_address?: StoreAddress | null
  billing_address?: StoreAddress | null
}

/** What the store's order says of its buyer, in the shape of what the marketplace says. */
export const buyerInStore = ({ email, shipping_address, billing_address }: StoreBuyer): NamedBuyer => ({
  email: email ?? null,
  shipping_address: addressInStore(shipping_address),
  billing_address: addressInStore(billing_address),
})

const addressInStore = (address: StoreAddress | null | undefined): Address | null =>
  address
    ? {
        first_name: address.first_name ?? null,
        last_name: address.last_name ?? null,
        company: address.company ?? null,
        vat_number: null,
        lines: [address.address_1, address.address_2].filter((line) => typeof line === "string"),
        postal_code: address.postal_code ?? null,
        city: address.city ?? null,
        province: null,
        country_code: address.country_code?.toUpperCase() ?? null,
        phone: address.phone ?? null,
        email: null,
      }
    : null

/** Before the digits of a phone in the text of a buyer. */
export const PHONE_MARK = "#"
/** More than the addresses of any order. */
const LONGEST = 20_000

/**
 * What a buyer is found by, of the same order as it is and as it was said: e-mail and addresses, folded, a space before
 * each word, a line each, and the digits of each phone. Personal data: it goes wherever the order's snapshot goes.
 */
export function buyerText(orders: NamedBuyer[]): string {
  const lines = orders.flatMap(({ email, shipping_address, billing_address, other_addresses }) => [
    ` ${foldName(email ?? "")}`,
    ...[shipping_address, billing_address, ...(other_addresses ?? []).map(({ address }) => address)].flatMap(
      (address) => (address ? [textOf(address), ...phonesOf(address)] : [])
    ),
  ])
  return [...new Set(lines)].join("\n").slice(0, LONGEST)
}

const phonesOf = ({ phone, country_code }: Address) =>
  spelledDigits(phone ?? "", country_code).map((digits) => `${PHONE_MARK}${digits}`)

const textOf = ({ first_name, last_name, company, lines, postal_code, city, email }: Address) =>
  ` ${foldName([first_name, last_name, company, ...lines, postal_code, city, email].filter(Boolean).join(" "))}`

/**
 * Whether one of these, the same order as it is and as it was said, names the buyer who is looked for: the text as it
 * stands, all of its words in any order ("Dupont Marie" is Marie Dupont), or the phone. `stores/buyers.ts` asks the same in SQL.
 */
export function namesBuyer({ text, words, phone }: BuyerSearch, orders: NamedBuyer[]): boolean {
  const buyer = buyerText(orders)
  return (
    buyer.includes(text) ||
    words.every((word) => buyer.includes(` ${word}`)) ||
    (phone !== null && new RegExp(`${PHONE_MARK}\\d*${phone}`).test(buyer))
  )
}
