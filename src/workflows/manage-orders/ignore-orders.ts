import type { MedusaContainer } from "@medusajs/framework/types"
import { notAllowed, notFound } from "../../modules/marketplace/refusal"
import { holdStock } from "../accept-orders/decide-orders"
import { ordersChanged } from "../shared/mark-offers"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneByOne } from "../shared/one-by-one"
import { oneStepWorkflow } from "../shared/one-step-workflow"

export type IgnoreOrdersInput = { ids: string[]; reason: string; actor: Actor; is_single: boolean }

/** Leaves orders out of the store that are not in it yet; a retry takes them back. Sends nothing to the marketplace. */
export const ignoreMarketplaceOrdersWorkflow = oneStepWorkflow(
  "ignore-marketplace-orders",
  async (input: IgnoreOrdersInput, { container }) => {
    const outcomes = await oneByOne(container, input, (id) => ignoreOne(container, id, input))
    const ids = outcomes.filter(({ outcome }) => outcome === "ignored").map(({ id }) => id)
    // What their acceptance reserved is free again, and what they had sold is offered again.
    await holdStock(container, ids)
    await ordersChanged(container, ids, { sold: false })
    return outcomes
  }
)

async function ignoreOne(container: MedusaContainer, id: string, { reason, actor }: IgnoreOrdersInput) {
  const marketplace = marketplaceOf(container)
  const [row] = await marketplace.orders.loadRows([id])
  if (!row) throw notFound("order_not_found", { id })
  if (row.imported_at) {
    throw notAllowed("ignore_in_store")
  }
  if (row.state_reason === "by_hand") return { outcome: "already" }
  const became = await marketplace.orders.ignoreOrder(id)
  if (became === "decided") throw notAllowed("decision_on_its_way")
  if (became === "coming_in") throw notAllowed("being_imported_or_over")
  await marketplace.createMarketplaceHistoryEntries({
    connection_id: row.connection_id,
    marketplace_order_id: id,
    event: "order.ignored",
    actor,
    data: { reason },
  })
  return { outcome: "ignored" }
}
