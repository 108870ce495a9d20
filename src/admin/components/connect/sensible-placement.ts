import type { Destination } from "../../../orders/destinations"
import { NEW_CHANNEL } from "../placement-fields"

type Named = { id: string; name?: string | null }
type Region = Named & { currency_code?: string }

const FRENCH = /france|french|europe/i

/**
 * What most stores would choose: the sales channel that bears the marketplace's name, else one that is made; a
 * region in euros, France before others; the only stock location, else the first.
 */
export function sensiblePlacement(
  marketplace: string,
  channels: Named[],
  regions: Region[],
  locations: Named[]
): Destination {
  const named = channels.find(({ name }) => name?.toLowerCase().includes(marketplace.toLowerCase()))
  const inEuros = regions.filter(({ currency_code }) => currency_code?.toLowerCase() === "eur")
  const region = inEuros.find(({ name }) => FRENCH.test(name ?? "")) ?? inEuros[0] ?? regions[0]
  return {
    sales_channel_id: named?.id ?? NEW_CHANNEL,
    region_id: region?.id ?? "",
    stock_location_ids: locations.slice(0, 1).map(({ id }) => id),
  }
}
