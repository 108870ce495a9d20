import type { IOrderModuleService, MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
  type WorkflowData,
} from "@medusajs/framework/workflows-sdk"
import { notAllowed, notFound } from "../../modules/marketplace/refusal"
import { marketplaceOf } from "../shared/marketplace"

/** Takes a test order out of the store, with everything that is known of it; any other order is refused. */
export async function removeTestOrder(container: MedusaContainer, id: string): Promise<void> {
  const marketplace = marketplaceOf(container)
  const [row] = await marketplace.orders.loadOrders([id])
  if (!row) throw notFound("order_not_found", { id })
  if (!row.is_test) {
    throw notAllowed("not_a_test_order")
  }
  if (row.order_id) {
    await container.resolve<IOrderModuleService>(Modules.ORDER).softDeleteOrders([row.order_id])
  }
  await marketplace.orders.deleteTestOrder(id)
}

const removeMarketplaceTestOrderStep = createStep(
  "remove-marketplace-test-order",
  async ({ id }: { id: string }, { container }) => {
    await removeTestOrder(container, id)
    return new StepResponse(id)
  }
)

export const removeMarketplaceTestOrderWorkflow = createWorkflow(
  "remove-marketplace-test-order",
  (input: WorkflowData<{ id: string }>) => new WorkflowResponse(removeMarketplaceTestOrderStep(input))
)
