import { z } from "zod"
import {
  addressSchema,
  type NormalizedOrder,
  type PickupPoint,
  pickupPointSchema,
} from "../marketplaces/port"
import {
  customerOf,
  emailOf,
  type GuestCustomer,
  labelOf,
  type StoreAddress,
  storeAddress,
} from "./addresses"
import type { ConnectionSettings } from "./settings"
import { cleanOrNull, cleanText } from "./text"

const text = z.string().nullable()

const storeAddressSchema = z.object({
  first_name: text,
  last_name: text,
  company: text,
  address_1: text,
  address_2: text,
  postal_code: text,
  city: text,
  province: text,
  country_code: text,
  phone: text,
  metadata: z.record(z.string(), z.unknown()).nullable(),
})

/** What the marketplace says of the buyer, as it says it: whatever settings make of it, this is what can change there. */
const givenSchema = z.object({
  shipping_address: addressSchema.nullable(),
  billing_address: addressSchema.nullable(),
  pickup_point: pickupPointSchema.nullable(),
  email: text,
  delivery_mode: text,
})

const guestSchema = z.object({
  first_name: text,
  last_name: text,
  company_name: text,
  phone: text,
  address: storeAddressSchema,
})

/**
 * What the store's order says of its buyer as we wrote it last, with what the marketplace said then: an operator's own
 * change shows as a difference. Buyer's data.
 */
export const writtenSchema = z.object({
  /** Null where it is not known: an order of before these facts were kept. */
  given: givenSchema.nullable(),
  shipping_address: storeAddressSchema,
  pickup_point: pickupPointSchema.nullable(),
  /** Null where it is not known. */
  billing_address: storeAddressSchema.nullable(),
  email: text,
  /** Null without a customer of ours. */
  customer: guestSchema.nullable(),
})
type Given = z.infer<typeof givenSchema>
export type Written = z.infer<typeof writtenSchema>
export type WrittenGuest = z.infer<typeof guestSchema>

const GUEST_FIELDS = ["first_name", "last_name", "company_name", "phone"] as const

const guestFacts = (guest: GuestCustomer): WrittenGuest => ({
  first_name: guest.first_name,
  last_name: guest.last_name,
  company_name: guest.company_name,
  phone: guest.phone,
  address: guest.address,
})

/** What the guest's record says, as one comparable value. */
export const guestLabel = (guest: WrittenGuest): unknown[] => [
  ...GUEST_FIELDS.map((field) => guest[field] || null),
  labelOf(guest.address),
]

export function cleanPickupPoint(point: PickupPoint | null): PickupPoint | null {
  return (
    point && { id: cleanText(point.id), name: cleanOrNull(point.name), network: cleanOrNull(point.network) }
  )
}

/** The facts as the marketplace says them. */
export type Said = Written & { given: Given; billing_address: StoreAddress }

/**
 * Every fact about the buyer that goes into the store's order, each for all of its copies; null without an address.
 * @param countries the region's countries in lower case
 */
export function buyerFacts(
  order: NormalizedOrder,
  settings: ConnectionSettings,
  countries: readonly string[]
): Said | null {
  if (!order.shipping_address) {
    return null
  }
  const pickup_point = settings.shipping.pickup_point ? cleanPickupPoint(order.pickup_point) : null
  const shipping = storeAddress(order.shipping_address, countries, pickup_point)
  const billing = order.billing_address && storeAddress(order.billing_address, countries)
  const customer = customerOf(order, settings, countries)
  return {
    given: givenOf(order),
    shipping_address: { ...shipping, phone: shipping.phone ?? billing?.phone ?? null },
    pickup_point,
    billing_address: billing ?? storeAddress(order.shipping_address, countries),
    email: emailOf(order, settings.customer.name_rule),
    customer: customer && guestFacts(customer),
  }
}

export const givenOf = (order: NormalizedOrder): Given => ({
  shipping_address: order.shipping_address,
  billing_address: order.billing_address,
  pickup_point: order.pickup_point,
  email: order.email,
  delivery_mode: order.delivery_mode,
})

/** Where an order's metadata has its pickup point, and under which name its id besides. */
export function pickupMetadata(
  pickup_point: PickupPoint | null,
  { pickup_point_field }: ConnectionSettings["shipping"]
): Record<string, unknown> {
  return pickup_point
    ? { ...(pickup_point_field ? { [pickup_point_field]: pickup_point.id } : {}), pickup_point }
    : {}
}
