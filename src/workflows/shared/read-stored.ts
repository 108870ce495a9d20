import { type MarketplaceAdapter, type NormalisedOrder, UnreadableOrderError } from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { OrderRowWithPayload } from "../../modules/marketplace/stores/orders"
import { correctionsOf, withCorrections } from "../../orders/corrections"

/** A stored order in our words, as it was corrected here; null when it has not the documented shape. */
export function readStored(
  adapter: MarketplaceAdapter,
  connection: Pick<ConnectionRow, "settings">,
  { payload, corrections }: Pick<OrderRowWithPayload, "payload" | "corrections">
): NormalisedOrder | null {
  const own = adapter.settings_schema.parse(connection.settings[adapter.descriptor.id] ?? {})
  try {
    return withCorrections(adapter.normalise(payload, own), correctionsOf(corrections))
  } catch (error) {
    if (error instanceof UnreadableOrderError) return null
    throw error
  }
}
