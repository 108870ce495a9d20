import { notAllowed, notFound } from "../../modules/marketplace/refusal"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { purge } from "./purge"
import { oneStepWorkflow } from "../shared/one-step-workflow"

export type PurgeOrderInput = { id: string; reason: string; actor: Actor }

const OVER = ["canceled", "ignored"]

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
    if (!row.imported_at && !OVER.includes(row.state)) {
      throw notAllowed("purge_before_import")
    }
    const purged = await purge(container, [id])
    if (purged.length) {
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
