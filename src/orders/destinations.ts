import type { NormalizedOrder } from "../marketplaces/port"
import { countriesOverlap, namedCountry } from "./territories"

/** Where orders go in the store. */
export type Destination = { region_id: string; sales_channel_id: string; stock_location_ids: string[] }

/** A rule of a connection: unset conditions match everything, unset targets fall back to the connection's own. */
export type DestinationRule = {
  /** Sales channel ids of the marketplace. */
  channels?: string[] | null
  /** Delivery countries, ISO 3166-1 alpha-2; FR stands for a French territory too that no rule names. */
  countries?: string[] | null
  currency_code?: string | null
  region_id?: string | null
  sales_channel_id?: string | null
  /** In order of preference. */
  stock_location_ids?: string[] | null
}

/** The destination of the first rule that matches the order, else the connection's own. */
export function chooseDestination(
  order: NormalizedOrder,
  rules: readonly DestinationRule[],
  own: Destination
): Destination {
  const named = rules.flatMap(({ countries }) => countries ?? [])
  const country = namedCountry(order.shipping_address, named)
  const rule = rules.find(
    (candidate) =>
      contains(candidate.channels, order.channel?.id) &&
      contains(candidate.countries, country) &&
      contains(candidate.currency_code ? [candidate.currency_code] : null, order.currency_code)
  )
  return {
    region_id: rule?.region_id || own.region_id,
    sales_channel_id: rule?.sales_channel_id || own.sales_channel_id,
    stock_location_ids: rule?.stock_location_ids?.length ? rule.stock_location_ids : own.stock_location_ids,
  }
}

type Filters = { channels: string[] | null; countries: string[] | null }

/**
 * Whether two connections on the same account could both import one order: true unless their channels or their
 * countries are disjoint. Null is all.
 */
export function destinationsOverlap(a: Filters, b: Filters): boolean {
  const [one, other] = [a.countries ?? [], b.countries ?? []]
  const areCountriesShared = one.length === 0 || other.length === 0 || countriesOverlap(one, other)
  return intersect(a.channels, b.channels) && areCountriesShared
}

function intersect(a: string[] | null, b: string[] | null): boolean {
  return !a?.length || a.some((one) => contains(b, one))
}

function contains(list: readonly string[] | null | undefined, value: string | null | undefined): boolean {
  return !list?.length || (!!value && list.some((one) => one.toLowerCase() === value.toLowerCase()))
}
