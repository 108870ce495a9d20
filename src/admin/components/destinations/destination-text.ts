import type { Connection } from "../../../api/admin/marketplaces/connections/types"
import type { DestinationRule } from "../../../orders/destinations"

/** "FR, be" as codes in upper case; nothing at all is null. */
export function readCodes(text: string): string[] | null {
  const codes = text
    .split(/[\s,;]+/)
    .map((code) => code.trim())
    .filter(Boolean)
  return codes.length ? codes : null
}

/** As it is sent: what is empty applies to everything, and what leads nowhere keeps the connection's own. */
export function cleanDestination({
  channels,
  countries,
  currency_code,
  region_id,
  sales_channel_id,
  stock_location_ids,
}: DestinationRule): DestinationRule {
  return {
    channels: channels?.length ? channels : null,
    countries: countries?.length ? countries.map((code) => code.toUpperCase()) : null,
    currency_code: currency_code?.trim().toLowerCase() || null,
    region_id: region_id || null,
    sales_channel_id: sales_channel_id || null,
    stock_location_ids: stock_location_ids?.length ? stock_location_ids : null,
  }
}

/** Whether it says for which orders it is, and sends them somewhere else than the connection does. */
export const isUseful = (destination: DestinationRule) => {
  const { channels, countries, currency_code, ...places } = cleanDestination(destination)
  return Boolean(channels || countries || currency_code) && Object.values(places).some(Boolean)
}

/** Whether some of its orders go to this sales channel. */
export const sellsIn = ({ sales_channel_id, destinations }: Connection, channel: string) =>
  [sales_channel_id, ...destinations.map((destination) => destination.sales_channel_id)].includes(channel)

/** Whether some of its orders are packed at this stock location. */
export const packsAt = ({ stock_location_ids, destinations }: Connection, location: string) =>
  [stock_location_ids, ...destinations.map((destination) => destination.stock_location_ids ?? [])]
    .flat()
    .includes(location)

/** With one more for the country or currency that is asked for, unless there is one for exactly that. */
export function withOffered(stored: DestinationRule[], asked: URLSearchParams): DestinationRule[] {
  const country = asked.get("country")
  const currency = asked.get("currency")
  if (!country && !currency) return stored
  const offered = cleanDestination({ countries: country ? [country] : null, currency_code: currency })
  const when = ({ channels, countries, currency_code }: DestinationRule) =>
    JSON.stringify([channels, countries, currency_code])
  return stored.some((one) => when(cleanDestination(one)) === when(offered)) ? stored : [...stored, offered]
}
