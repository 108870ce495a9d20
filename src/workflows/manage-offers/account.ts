import type { MedusaContainer } from "@medusajs/framework/types"
import { invalid, notAllowed } from "../../modules/marketplace/refusal"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { ownerOf, unknownSales } from "../../offers/ownership"
import type { Aspect } from "../../offers/result"
import { readOfferSettings } from "../../offers/settings"
import { importFilters } from "../../orders/settings"
import { isActive } from "../shared/active-connection"
import { marketplaceOf } from "../shared/marketplace"

/** The connection with the adapter's policy for its offers; throws where its marketplace has none. */
export function offersOf(container: MedusaContainer, connection: ConnectionRow) {
  const marketplace = marketplaceOf(container)
  const adapter = marketplace.adapter(connection.marketplace_id)
  const capabilities = adapter.descriptor.capabilities.offers
  const own = adapter.settings_schema.safeParse(connection.settings[connection.marketplace_id] ?? {})
  if (!capabilities || !adapter.offer_policy || !own.success) {
    throw notAllowed("offers_not_here", { marketplace: adapter.descriptor.name })
  }
  return { adapter, capabilities, policy: adapter.offer_policy(own.data) }
}

/** Throws where another connection of the account sends one of these already, and names it. */
export function refuseSecondOwner(
  container: MedusaContainer,
  connection: ConnectionRow,
  others: ConnectionRow[],
  wanted: readonly Aspect[]
): void {
  const of = (one: ConnectionRow) => {
    const { policy } = offersOf(container, one)
    const { stock = false, price = false, delivery = false } = readOfferSettings(one.settings) ?? {}
    const channels = policy.channels.map(({ id }) => id)
    return { name: one.name, is_on: { stock, price, delivery }, channels, shares_stock: policy.shares_stock }
  }
  const owner = ownerOf(wanted, of(connection), others.map(of))
  if (owner) throw invalid("offers_owned_elsewhere", { name: owner.name, aspect: [owner.aspect] })
}

/** Throws where a channel of these offers sells what no active connection imports: its stock would be sold twice. */
export async function refuseUnknownSales(
  container: MedusaContainer,
  connection: ConnectionRow,
  others: ConnectionRow[]
): Promise<void> {
  const active: ConnectionRow[] = []
  for (const one of [connection, ...others]) {
    const isImporting = (one.settings.import as { enabled?: unknown } | undefined)?.enabled !== false
    if (isImporting && (await isActive(container, one))) active.push(one)
  }
  const imported = active.flatMap(({ settings }) => {
    const filters = importFilters(settings)
    return filters ? [{ channels: filters.channels, countries: filters.countries }] : []
  })
  const channels = offersOf(container, connection).policy.channels.map(({ id }) => id)
  const unknown = unknownSales(channels, imported)
  if (unknown.length)
    throw notAllowed("offers_orders_not_imported", { channels: unknown.filter(Boolean).join(", ") || "–" })
}
