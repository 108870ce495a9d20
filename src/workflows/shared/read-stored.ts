import { type MarketplaceAdapter, type NormalisedOrder, UnreadableOrderError } from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"

/** A stored snapshot in our words; null when it has not the documented shape. */
export function readStored(
  adapter: MarketplaceAdapter,
  connection: Pick<ConnectionRow, "settings">,
  payload: string
): NormalisedOrder | null {
  const own = adapter.settings_schema.parse(connection.settings[adapter.descriptor.id] ?? {})
  try {
    return adapter.normalise(payload, own)
  } catch (error) {
    if (error instanceof UnreadableOrderError) return null
    throw error
  }
}
