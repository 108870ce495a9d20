import type { MedusaContainer } from "@medusajs/framework/types"
import { readOrder } from "../../orders/read-order"
import { notAllowed, notFound } from "../../modules/marketplace/refusal"
import { correctAddress, correctionsOf, type CorrectedAddress } from "../../orders/corrections"
import { NO_COUNTS } from "../../modules/marketplace/stores/runs"
import { importIds } from "../import-orders/import-due-orders"
import { isActive } from "../shared/active-connection"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { reopen } from "./reopen"

export type CorrectAddressInput = {
  id: string
  address: Partial<CorrectedAddress>
  reason: string | null
  actor: Actor
}

const OPEN = ["to_accept", "waiting", "ready", "importing"]

/**
 * Corrects the delivery address of an order that is not in the store yet, and imports the order if nothing else holds it.
 * Later snapshots do not change it back. Not a workflow: no buyer's data goes through the engine.
 */
export async function correctMarketplaceOrderAddress(
  container: MedusaContainer,
  { id, address, reason, actor }: CorrectAddressInput
): Promise<void> {
  const marketplace = marketplaceOf(container)
  const [row] = await marketplace.orders.loadOrders([id])
  if (!row) throw notFound("order_not_found", { id })
  if (row.imported_at) {
    throw notAllowed("address_in_store")
  }
  if (row.purged_at) throw notAllowed("buyer_purged")
  if (!OPEN.includes(row.state)) {
    throw notAllowed("not_coming_in")
  }
  const connection = await marketplace.anyConnection(row.connection_id)
  const adapter = marketplace.adapter(row.marketplace_id)
  const read = readOrder(adapter, connection, row)
  if (read.problem) throw notAllowed("order_unreadable")
  const corrections = correctAddress(read.said, correctionsOf(row.corrections), address)
  if (!(await marketplace.orders.correctOrder(id, corrections))) {
    throw notAllowed("being_imported")
  }
  await marketplace.createMarketplaceHistoryEntries({
    connection_id: row.connection_id,
    marketplace_order_id: id,
    event: "order.address_corrected",
    actor,
    data: { fields: Object.keys(address), reason },
  })
  await reopen(container, { ...row, corrections }, connection)
  if (await isActive(container, connection)) {
    await importIds(container, row.connection_id, [id], { ...NO_COUNTS })
  }
}
