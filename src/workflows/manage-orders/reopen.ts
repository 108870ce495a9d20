import type { MedusaContainer } from "@medusajs/framework/types"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { OrderRowWithPayload } from "../../modules/marketplace/stores/orders"
import { settingsOf } from "../shared/connection-settings"
import { orderFacts } from "../snapshots/order-facts"
import { marketplaceOf } from "../shared/marketplace"

/**
 * Judges an order as if it had just come: a fixed cause, a changed setting or a person's "ignore" counts no more than
 * the snapshot. An order whose import has begun continues with its ids and is not judged again.
 * Returns false when it is being imported right now.
 */
export async function reopen(
  container: MedusaContainer,
  row: OrderRowWithPayload,
  connection: ConnectionRow
): Promise<boolean> {
  if (row.order_id) return true
  const marketplace = marketplaceOf(container)
  const { orders } = marketplace
  const adapter = marketplace.adapter(connection.marketplace_id)
  const settings = settingsOf(adapter, connection.settings, {})
  const facts = orderFacts(row, { adapter, connection, settings, now: new Date(), is_reopened: true })
  if (await orders.reopenOrder(row, facts)) return true
  const [current] = await orders.loadOrders([row.id])
  // The marketplace's newer answer is judged instead.
  return current && current.snapshot_hash !== row.snapshot_hash
    ? reopen(container, current, connection)
    : false
}
