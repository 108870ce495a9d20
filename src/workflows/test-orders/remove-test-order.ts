import type { IOrderModuleService, MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { notAllowed, notFound } from "../../modules/marketplace/refusal"
import { marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"

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

export const removeMarketplaceTestOrderWorkflow = oneStepWorkflow(
  "remove-marketplace-test-order",
  async ({ id }: { id: string }, { container }) => {
    await removeTestOrder(container, id)
    return id
  }
)
