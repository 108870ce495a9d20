import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
  type WorkflowData,
} from "@medusajs/framework/workflows-sdk"
import { marketplaceOf } from "../shared/marketplace"
import { applyBatch } from "./apply-changes"

const applyMarketplaceChangesStep = createStep(
  "apply-marketplace-changes",
  async ({ id }: { id: string }, { container }) => {
    const marketplace = marketplaceOf(container)
    const [row] = await marketplace.orders.loadOrders([id])
    if (row) await applyBatch(container, await marketplace.anyConnection(row.connection_id), [id], false)
    return new StepResponse(id)
  }
)

/** Compares one imported order with the marketplace's again, because something changed on our side. */
export const applyMarketplaceChangesWorkflow = createWorkflow(
  "apply-marketplace-changes",
  (input: WorkflowData<{ id: string }>) => new WorkflowResponse(applyMarketplaceChangesStep(input))
)
