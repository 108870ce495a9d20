import type { MedusaContainer } from "@medusajs/framework/types"
import { UnreadableOrderError } from "../../marketplaces/port"
import { correctAddress, correctionsOf, type CorrectedAddress } from "../../orders/corrections"
import { NO_COUNTS } from "../../modules/marketplace/stores/runs"
import { importIds } from "../import-orders/import-due-orders"
import { isActive } from "../shared/active-connection"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { notAllowed, notFound } from "../shared/one-by-one"
import { reopen } from "./reopen"

export type CorrectAddressInput = {
  id: string
  address: Partial<CorrectedAddress>
  reason: string | null
  actor: Actor
}

const OPEN = ["to_accept", "waiting", "ready", "importing"]

/**
 * Corrects the delivery address of an order that is not in the store yet, and imports the order if it may come in now.
 * Later answers of the marketplace do not change it back. Not a workflow: no buyer's data goes through the engine.
 */
export async function correctMarketplaceOrderAddress(
  container: MedusaContainer,
  { id, address, reason, actor }: CorrectAddressInput
): Promise<void> {
  const marketplace = marketplaceOf(container)
  const [row] = await marketplace.loadOrders([id])
  if (!row) throw notFound(`There is no marketplace order ${id}.`)
  if (row.imported_at) {
    throw notAllowed("This order is in the store already: change its address there, on the order.")
  }
  if (row.purged_at) throw notAllowed("The buyer's data of this order was removed for good.")
  if (!OPEN.includes(row.state)) {
    throw notAllowed("This order is not on its way into the store: take it back with a retry first.")
  }
  const connection = await marketplace.anyConnection(row.connection_id)
  const adapter = marketplace.adapter(row.marketplace_id)
  const own = adapter.settings_schema.parse(connection.settings[row.marketplace_id] ?? {})
  let corrections
  try {
    const order = adapter.normalise(row.payload, own)
    corrections = correctAddress(order, correctionsOf(row.corrections), address)
  } catch (error) {
    if (!(error instanceof UnreadableOrderError)) throw error
    throw notAllowed("This order cannot be read, so that there is no address to correct.")
  }
  if (!(await marketplace.correctOrder(id, corrections))) {
    throw notAllowed("This order is being imported right now.")
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
