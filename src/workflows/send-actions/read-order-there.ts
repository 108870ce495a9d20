import type { MedusaContainer } from "@medusajs/framework/types"
import { MarketplaceError, type MarketplaceSession, type NormalizedOrder } from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { NO_COUNTS } from "../../modules/marketplace/stores/runs"
import { readSaid } from "../../orders/read-order"
import { marketplaceOf } from "../shared/marketplace"
import { storePage } from "../snapshots/store-page"

/** The order as the marketplace has it now, stored like any other answer. */
export async function readOrderThere(
  container: MedusaContainer,
  connection: ConnectionRow,
  session: MarketplaceSession,
  marketplace_order_id: string
): Promise<NormalizedOrder> {
  const marketplace = marketplaceOf(container)
  const [before] = await marketplace.orders.loadOrders([marketplace_order_id])
  const known = { external_id: before.external_id, payload: before.payload }
  const snapshot = await session.read(before.external_id, known)
  if (!snapshot) {
    throw new MarketplaceError("not_found", "The marketplace does not know this order.", { effect: "none" })
  }
  await storePage(container, connection, [snapshot], { ...NO_COUNTS })
  const [row] = await marketplace.orders.loadOrders([marketplace_order_id])
  return readSaid(marketplace.adapter(connection.marketplace_id), connection, row.payload)
}
