import type { IOrderModuleService, MedusaContainer } from "@medusajs/framework/types"
import { MedusaError, Modules } from "@medusajs/framework/utils"
import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
  type WorkflowData,
} from "@medusajs/framework/workflows-sdk"
import { marketplaceOf } from "../shared/marketplace"

/** Takes a test order out of the store, with everything that is known of it; any other order is refused. */
export async function removeTestOrder(container: MedusaContainer, id: string): Promise<void> {
  const marketplace = marketplaceOf(container)
  const [row] = await marketplace.loadOrders([id])
  if (!row) throw new MedusaError(MedusaError.Types.NOT_FOUND, `There is no marketplace order ${id}.`)
  if (!row.is_test) {
    throw new MedusaError(
      MedusaError.Types.NOT_ALLOWED,
      "Only test orders can be removed: a marketplace's order stays, so that it cannot come in twice. Ignore it instead."
    )
  }
  if (row.order_id) {
    await container.resolve<IOrderModuleService>(Modules.ORDER).softDeleteOrders([row.order_id])
  }
  await marketplace.query(
    `with actions as (delete from marketplace_action where marketplace_order_id = ? returning id),
          attempts as (delete from marketplace_action_attempt where action_id in (select id from actions)),
          snapshots as (delete from marketplace_order_snapshot where marketplace_order_id = ?)
     delete from marketplace_order where id = ? and is_test`,
    [id, id, id]
  )
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
