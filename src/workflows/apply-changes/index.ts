import { marketplaceOf } from "../shared/marketplace"
import { applyBatch } from "./apply-changes"
import { oneStepWorkflow } from "../shared/one-step-workflow"

/** Compares one imported order with the marketplace's again, because something changed on our side. */
export const applyMarketplaceChangesWorkflow = oneStepWorkflow(
  "apply-marketplace-changes",
  async ({ id }: { id: string }, { container }) => {
    const marketplace = marketplaceOf(container)
    const [row] = await marketplace.orders.loadOrders([id])
    if (row) await applyBatch(container, await marketplace.anyConnection(row.connection_id), [id], false)
    return id
  }
)
