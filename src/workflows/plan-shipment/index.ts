import { marketplaceOf } from "../shared/marketplace"
import { planOrderShipments } from "./plan-order"
import { oneStepWorkflow } from "../shared/one-step-workflow"

export type PlanShipmentResult = {
  marketplace_order_id: string
  connection_id: string
  is_due: boolean
} | null

/** Writes what has to be sent to the marketplace about a shipped fulfillment; null for an ordinary store order. */
export const planMarketplaceShipmentWorkflow = oneStepWorkflow(
  "plan-marketplace-shipment",
  async ({ fulfillment_id }: { fulfillment_id: string }, { container }): Promise<PlanShipmentResult> => {
    const order = await marketplaceOf(container).medusaTables.orderOfFulfillment(fulfillment_id)
    if (!order) return null
    const is_due = await planOrderShipments(container, order.id)
    return { marketplace_order_id: order.id, connection_id: order.connection_id, is_due }
  }
)
