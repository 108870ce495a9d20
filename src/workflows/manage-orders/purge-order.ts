import { notAllowed, notFound } from "../../modules/marketplace/refusal"
import type { OrderRow } from "../../modules/marketplace/stores/orders"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { purge } from "./purge"
import { oneStepWorkflow } from "../shared/one-step-workflow"

export type PurgeOrderInput = { id: string; reason: string; actor: Actor }

/**
 * Permanently deletes the buyer's data from the plugin's records of an order. Medusa's own order keeps its addresses:
 * they are the store's.
 */
export const purgeMarketplaceOrderWorkflow = oneStepWorkflow(
  "purge-marketplace-order",
  async ({ id, reason, actor }: PurgeOrderInput, { container }) => {
    const marketplace = marketplaceOf(container)
    const [row] = await marketplace.orders.loadRows([id])
    if (!row) throw notFound("order_not_found", { id })
    const purged = await purge(container, [id], { keeps_open: true })
    if (!purged.length) {
      const [left] = await marketplace.orders.loadRows([id])
      if (left && !left.purged_at) throw notAllowed(whyNot(left))
    } else {
      await marketplace.createMarketplaceHistoryEntries({
        connection_id: row.connection_id,
        marketplace_order_id: id,
        event: "order.purged",
        actor,
        data: { reason },
      })
    }
    return id
  }
)

const whyNot = ({ imported_at, state }: Pick<OrderRow, "imported_at" | "state">) =>
  imported_at || ["importing", "canceled", "ignored"].includes(state)
    ? "order_in_hand"
    : "purge_before_import"
