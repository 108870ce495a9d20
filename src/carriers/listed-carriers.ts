import type { CarrierNames, MarketplaceCarrier } from "./carrier-names"
import { CARRIERS } from "./catalog"
import { marketplaceCarrierName } from "./marketplace-name"

/**
 * The marketplace's list, each entry with the carrier of the catalog that is sent under exactly this name: the first,
 * where several are. Null for what only the marketplace knows.
 */
export function listedCarriers(
  names: CarrierNames,
  live: readonly MarketplaceCarrier[]
): (MarketplaceCarrier & { key: string | null })[] {
  const rest = { names, text: null, own_name: null, live, match: "listed", fallback: null } as const
  const keys = new Map<string | null, string>()
  for (const carrier of CARRIERS) {
    const { name } = marketplaceCarrierName({ ...rest, carrier })
    if (!keys.has(name)) keys.set(name, carrier.key)
  }
  return live.map((entry) => ({ ...entry, key: keys.get(entry.name) ?? null }))
}
