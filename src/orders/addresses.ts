import { fold } from "../marketplaces/fold"
import { phoneOf } from "../marketplaces/phone"
import type { Address, NormalizedOrder, PickupPoint } from "../marketplaces/port"
import { postcodeOf } from "../marketplaces/postcode"
import { hasLostLetters } from "../marketplaces/text"
import type { Problem } from "./problems"
import type { ConnectionSettings, NameRule } from "./settings"
import { namedCountry } from "./territories"
import { cleanOrNull } from "./text"

/** Characters of one line on a French label (NF Z 10-011); carriers cut what is longer. */
export const ADDRESS_LINE_LENGTH = 38

/** An address as Medusa's order takes it; `country_code` in lower case. */
export type StoreAddress = {
  first_name: string | null
  last_name: string | null
  company: string | null
  address_1: string | null
  address_2: string | null
  postal_code: string | null
  city: string | null
  province: string | null
  country_code: string | null
  phone: string | null
  metadata: Record<string, unknown> | null
}

/** The customer record of a buyer. Without e-mail: Medusa has one guest per e-mail, and relay addresses are shared. */
export type GuestCustomer = {
  first_name: string | null
  last_name: string | null
  company_name: string | null
  phone: string | null
  address: StoreAddress
  group_id: string | null
  /** The marketplace's stable reference of the buyer, to find the same guest again. */
  buyer_reference: string | null
}

/**
 * The address in Medusa's two lines, with every character kept: lines longer than a label's go on in `address_2`, the VAT
 * number and the pickup point's id are in `metadata`, and a Corsican department in the postcode (2A000) becomes the
 * postcode (20000).
 * @param countries the region's countries in lower case: decide which code a French territory gets
 * @param pickupPoint where the buyer collects the parcel: its name becomes the company, its id is in `address_2` too
 */
export function storeAddress(
  address: Address,
  countries: readonly string[],
  pickupPoint: PickupPoint | null = null
): StoreAddress {
  const company = cleanOrNull(address.company)
  const relay = pickupPoint && cleanOrNull(pickupPoint.name)
  const isRelayNamed = relay !== null && company !== null && fold(company) === fold(relay)
  const extra = [
    relay && company && !isRelayNamed ? company : null,
    pickupPoint ? `Point relais ${cleanOrNull(pickupPoint.id) ?? ""}`.trim() : null,
  ]
  const [address_1, address_2] = twoLines(address.lines, extra)
  const written = postcodeOf(address.postal_code, address.country_code)
  const postal_code = written?.replace(/^2[AB](?=\d{3}$)/i, "20") ?? null
  const name = namesOf(address, company)
  const metadata = {
    ...(address.vat_number ? { vat_number: cleanOrNull(address.vat_number) } : {}),
    ...(pickupPoint ? { pickup_point: pickupPoint } : {}),
    ...(postal_code === written ? {} : { postal_code_as_given: written }),
  }
  return {
    ...name,
    company: relay ?? company,
    address_1,
    address_2,
    postal_code,
    city: cleanOrNull(address.city),
    province: cleanOrNull(address.province),
    country_code: storeCountry(address, countries),
    phone: phoneOf([address.phone], address.country_code),
    metadata: Object.keys(metadata).length > 0 ? metadata : null,
  }
}

/**
 * The country code that the store's region knows, in lower case. A French territory may be written as itself or as
 * France, whatever the marketplace wrote; its own code is preferred where the region has both, or neither.
 */
export function storeCountry(
  address: Pick<Address, "country_code" | "postal_code">,
  countries: readonly string[]
): string | null {
  return namedCountry(address, countries)?.toLowerCase() ?? null
}

/** What a parcel cannot do without and the address does not have; words of the problem catalog. */
export function missingFields(address: StoreAddress | null): string[] {
  if (!address) {
    return ["address"]
  }
  return [
    address.last_name ? null : "name",
    address.address_1 ? null : "street",
    address.postal_code ? null : "postal_code",
    address.city ? null : "city",
    address.country_code ? null : "country",
  ].filter((field) => field !== null)
}

/** What stands on a label; the metadata beside it does not count. */
export const labelOf = (address: StoreAddress): (string | null)[] =>
  [
    address.first_name,
    address.last_name,
    address.company,
    address.address_1,
    address.address_2,
    address.postal_code,
    address.city,
    address.province,
    address.country_code,
    address.phone,
  ].map((part) => part || null)

/** What is shown of a delivery address of which letters were lost on their way to us. */
export function lostLetters(address: StoreAddress | null): Problem[] {
  const fields = address ? fieldsWithLostLetters(address) : []
  return address && fields.length > 0
    ? [{ code: "lost_letters", params: { fields }, about: [JSON.stringify(labelOf(address))] }]
    : []
}

/** Words of the problem catalog. */
export function fieldsWithLostLetters(address: StoreAddress): string[] {
  const { first_name, last_name, company, address_1, address_2, postal_code, city } = address
  const fields = {
    name: [first_name, last_name, company],
    street: [address_1, address_2],
    postal_code: [postal_code],
    city: [city],
  }
  return Object.entries(fields).flatMap(([field, texts]) => (texts.some(hasLostLetters) ? field : []))
}

/**
 * The buyer as a guest, by `customer.name_rule`. `dynamic`: with the same name on both addresses, or no delivery name,
 * the billing data and no company; else the delivery data, and the company is the billing name.
 */
export function customerOf(
  order: NormalizedOrder,
  settings: ConnectionSettings,
  countries: readonly string[]
): GuestCustomer | null {
  const shipping = order.shipping_address ?? order.billing_address
  const billing = order.billing_address ?? order.shipping_address
  if (!shipping || !billing) {
    return null
  }
  const source = { shipping: storeAddress(shipping, countries), billing: storeAddress(billing, countries) }
  const rule = settings.customer.name_rule
  const { name, company, phone, address } = rule === "dynamic" ? dynamicRule(shipping, billing) : rule
  const companySource = company === "none" ? null : source[company]
  const companyName = rule === "dynamic" ? companySource && nameOf(companySource) : companySource?.company
  return {
    first_name: source[name].first_name,
    last_name: source[name].last_name,
    company_name: companyName || null,
    phone: phone === "none" ? null : source[phone].phone,
    address: source[address],
    group_id: settings.customer.group_id,
    buyer_reference: cleanOrNull(order.buyer_reference),
  }
}

/** The order's e-mail, kept for labels also where no customer is made. */
export function emailOf(order: NormalizedOrder, rule: NameRule): string | null {
  const emails = {
    order: order.email,
    shipping: order.shipping_address?.email,
    billing: order.billing_address?.email,
    none: null,
  }
  return cleanOrNull(
    rule === "dynamic" ? (emails.order ?? emails.shipping ?? emails.billing) : emails[rule.email]
  )
}

function dynamicRule(shipping: Address, billing: Address): Exclude<NameRule, "dynamic"> {
  const delivered = fold(personOf(shipping))
  const isSame = delivered === "" || delivered === fold(personOf(billing))
  const from = isSame ? "billing" : "shipping"
  return { name: from, company: isSame ? "none" : "billing", email: "order", phone: from, address: from }
}

function personOf(address: Address): string {
  return [address.first_name, address.last_name].filter(Boolean).join(" ")
}

function nameOf(address: StoreAddress): string {
  return address.company ?? [address.first_name, address.last_name].filter(Boolean).join(" ")
}

/** A label needs a last name: the first name or the company stand in for a missing one. */
function namesOf(
  address: Address,
  company: string | null
): { first_name: string | null; last_name: string | null } {
  const first_name = cleanOrNull(address.first_name)
  const last_name = cleanOrNull(address.last_name)
  return last_name ? { first_name, last_name } : { first_name: null, last_name: first_name ?? company }
}

function twoLines(
  lines: readonly string[],
  extra: readonly (string | null)[]
): [string | null, string | null] {
  const [first, ...others] = lines.map(cleanOrNull).filter((line) => line !== null)
  const [address_1, ...wrapped] = wrap(first ?? "")
  return [address_1 ?? null, [...wrapped, ...others, ...extra].filter(Boolean).join(", ") || null]
}

/** Cut in two between words, and inside a word only where it is longer than a line, never inside a visible character. */
function wrap(text: string): string[] {
  if (text.length <= ADDRESS_LINE_LENGTH) {
    return text ? [text] : []
  }
  const space = text.slice(0, ADDRESS_LINE_LENGTH + 1).search(/\s\S*$/)
  const end = space > 0 ? space : wholeCharacters(text)
  return [text.slice(0, end), text.slice(end).trim()].filter(Boolean)
}

const characters = new Intl.Segmenter("fr", { granularity: "grapheme" })

function wholeCharacters(text: string): number {
  let end = 0
  for (const { index, segment } of characters.segment(text.slice(0, 4 * ADDRESS_LINE_LENGTH))) {
    if (index > 0 && index + segment.length > ADDRESS_LINE_LENGTH) {
      break
    }
    end = index + segment.length
  }
  return end
}
