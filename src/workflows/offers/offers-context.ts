import type { MedusaContainer } from "@medusajs/framework/types"
import type { MarketplaceAdapter, OfferCapabilities, OfferPolicy } from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { OfferSettings } from "../../offers/settings"
import type { ConnectionSettings } from "../../orders/settings"
import { settingsOf } from "../shared/connection-settings"
import { marketplaceOf } from "../shared/marketplace"

/** What all offers of a connection share. */
export type OffersContext = {
  connection: ConnectionRow
  adapter: MarketplaceAdapter
  capabilities: OfferCapabilities
  policy: OfferPolicy
  settings: ConnectionSettings & Record<string, unknown>
  offers: OfferSettings
}

/** Null where the marketplace has no offers. Throws where the settings are not valid. */
export function offersContext(container: MedusaContainer, connection: ConnectionRow): OffersContext | null {
  const marketplace = marketplaceOf(container)
  const adapter = marketplace.adapter(connection.marketplace_id)
  const capabilities = adapter.descriptor.capabilities.offers
  if (!capabilities || !adapter.offer_policy) return null
  const settings = settingsOf(adapter, connection.settings, {})
  if (!settings.offers) return null
  const own = settings[connection.marketplace_id] as Record<string, unknown>
  return {
    connection,
    adapter,
    capabilities,
    policy: adapter.offer_policy(own),
    settings,
    offers: settings.offers,
  }
}
