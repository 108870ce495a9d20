import { type MarketplaceAdapter, type NormalisedOrder, UnreadableOrderError } from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { OrderRowWithPayload } from "../../modules/marketplace/stores/orders"
import { correctionsOf, withCorrections } from "../../orders/corrections"

/** A connection's settings for its marketplace, with the defaults of what is not set. */
export const ownSettings = (
  adapter: MarketplaceAdapter,
  { settings }: Pick<ConnectionRow, "settings">
): Record<string, unknown> => adapter.settings_schema.parse(settings[adapter.descriptor.id] ?? {})

/** A stored order in our words, as it was corrected here; null when it has not the documented shape. */
export function readStored(
  adapter: MarketplaceAdapter,
  connection: Pick<ConnectionRow, "settings">,
  { payload, corrections }: Pick<OrderRowWithPayload, "payload" | "corrections">
): NormalisedOrder | null {
  try {
    return withCorrections(
      adapter.normalise(payload, ownSettings(adapter, connection)),
      correctionsOf(corrections)
    )
  } catch (error) {
    if (error instanceof UnreadableOrderError) return null
    throw error
  }
}
