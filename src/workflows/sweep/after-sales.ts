import type { MedusaContainer } from "@medusajs/framework/types"
import type { MarketplaceSession } from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { KnownOrder } from "../../modules/marketplace/stores/orders-there"
import { NO_COUNTS } from "../../modules/marketplace/stores/runs"
import { mergeAfterSales } from "../../orders/after-sales"
import { storePage } from "../snapshots/store-page"
import { eachOrder } from "../shared/each-order"
import { marketplaceOf } from "../shared/marketplace"

/** Orders that one sweep reads again because of what happened to their items; the others' turn comes the next day. */
const MAX_READS = 50

/**
 * Writes the marketplace's returns, gestures and claims onto the orders in the store; the next round of changes reports
 * them. `onFailure` gets what fails for one service or one order.
 */
export async function recordAfterSales(
  container: MedusaContainer,
  connection: ConnectionRow,
  session: MarketplaceSession,
  onFailure: (sentence: string) => void
): Promise<void> {
  const marketplace = marketplaceOf(container)
  const sightings = (await session.afterSales?.(onFailure)) ?? []
  const toRead: KnownOrder[] = []
  for (const sighting of sightings) {
    const { order_external_id, item_external_ids } = sighting
    const order = await marketplace.orders.findAffected(connection, order_external_id, item_external_ids)
    if (!order) continue
    if (!sighting.after_sale) {
      toRead.push(order)
      continue
    }
    const known = order.after_sales ?? []
    const merged = mergeAfterSales(known, [sighting.after_sale])
    if (JSON.stringify(merged) === JSON.stringify(known)) continue
    // Marked as not applied, so that the next round of changes reports it.
    await marketplace.orders.writeAfterSales(order.id, merged, true)
  }
  await eachOrder(
    [...new Map(toRead.map((order) => [order.id, order])).values()].slice(0, MAX_READS),
    async (order) => {
      const snapshot = await session.read(order.external_id, order)
      if (snapshot) await storePage(container, connection, [snapshot], { ...NO_COUNTS })
    },
    (order, error) => onFailure(`The order ${order.external_id} could not be read again: ${error.message}`)
  )
}
