import { isDeepStrictEqual } from "node:util"
import { z } from "zod"
import { addressSchema, pickupPointSchema } from "../marketplaces/port"
import type { Address, NormalizedOrder } from "../marketplaces/port"
import { cleanOrNull } from "./text"

const part = z.string().nullable()

/** A delivery address in the fields of Medusa's forms; `country_code` in upper case. */
export const correctedAddressSchema = z.object({
  first_name: part,
  last_name: part,
  company: part,
  address_1: part,
  address_2: part,
  postal_code: part,
  city: part,
  province: part,
  country_code: part,
  phone: part,
})
export type CorrectedAddress = z.infer<typeof correctedAddressSchema>

/** What an operator corrected of an order, as it is stored beside its snapshot. Buyer's data. */
const correctionsSchema = z.object({
  /** The whole address: a later answer of the marketplace is not mixed into it. */
  shipping_address: correctedAddressSchema,
  /** The marketplace's address that was corrected. */
  given_address: addressSchema.nullable(),
  /** The pickup point that belongs to it; left out by what was corrected before it was kept. */
  given_pickup_point: pickupPointSchema.nullish(),
})
export type Corrections = z.infer<typeof correctionsSchema>

/** The stored corrections of an order; null where there are none. */
export const correctionsOf = (stored: unknown): Corrections | null =>
  stored === null || stored === undefined ? null : correctionsSchema.parse(stored)

/** The order with an operator's corrections laid over what the marketplace says. */
export function withCorrections(order: NormalizedOrder, corrections: Corrections | null): NormalizedOrder {
  if (!corrections) {
    return order
  }
  const { address_1, address_2, ...rest } = corrections.shipping_address
  const { vat_number = null, email = null } = order.shipping_address ?? {}
  const lines = [address_1, address_2].filter((line) => line !== null)
  const { given_pickup_point: pickup_point = order.pickup_point } = corrections
  return {
    ...order,
    shipping_address: { ...rest, lines, vat_number, email },
    pickup_point,
    other_addresses: [],
  }
}

/** Whether the marketplace's own address or pickup point has become another than the one that an operator corrected. */
export function isOvertaken(
  { shipping_address, pickup_point }: NormalizedOrder,
  { given_address, given_pickup_point = pickup_point }: Corrections
): boolean {
  return !isDeepStrictEqual([shipping_address, pickup_point], [given_address, given_pickup_point])
}

/** A marketplace's address in the fields of a form. */
export function formAddress(address: Address): CorrectedAddress {
  const [first, ...others] = address.lines.map(cleanOrNull).filter((line) => line !== null)
  return {
    first_name: cleanOrNull(address.first_name),
    last_name: cleanOrNull(address.last_name),
    company: cleanOrNull(address.company),
    address_1: first ?? null,
    address_2: others.join(", ") || null,
    postal_code: cleanOrNull(address.postal_code),
    city: cleanOrNull(address.city),
    province: cleanOrNull(address.province),
    country_code: address.country_code,
    phone: cleanOrNull(address.phone),
  }
}

const EMPTY: Address = {
  first_name: null,
  last_name: null,
  company: null,
  vat_number: null,
  lines: [],
  postal_code: null,
  city: null,
  province: null,
  country_code: null,
  phone: null,
  email: null,
}

/**
 * The corrections of an order after an operator changed some fields of its address; an absent field stays, null empties
 * it.
 * @param order as the marketplace says, without corrections
 */
export function correctAddress(
  order: NormalizedOrder,
  before: Corrections | null,
  given: Partial<CorrectedAddress>
): Corrections {
  const known = withCorrections(order, before).shipping_address ?? EMPTY
  const patch = Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => [field, cleanOrNull(value)])
  )
  return {
    shipping_address: { ...formAddress(known), ...patch },
    given_address: order.shipping_address,
    given_pickup_point: order.pickup_point,
  }
}
