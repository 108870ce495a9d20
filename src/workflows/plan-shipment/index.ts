import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
  type WorkflowData,
} from "@medusajs/framework/workflows-sdk"
import { marketplaceOf } from "../shared/marketplace"
import { planOrderShipments } from "./plan-order"

export type PlanShipmentResult = { connection_id: string; is_due: boolean } | null

const planMarketplaceShipmentStep = createStep(
  "plan-marketplace-shipment",
  async ({ fulfillment_id }: { fulfillment_id: string }, { container }) => {
    const order = await marketplaceOf(container).medusaTables.orderOfFulfillment(fulfillment_id)
    if (!order) return new StepResponse<PlanShipmentResult>(null)
    const is_due = await planOrderShipments(container, order.id)
    return new StepResponse<PlanShipmentResult>({ connection_id: order.connection_id, is_due })
  }
)

/** Writes what has to be told to the marketplace about a shipped fulfilment; null for an ordinary store order. */
export const planMarketplaceShipmentWorkflow = createWorkflow(
  "plan-marketplace-shipment",
  (input: WorkflowData<{ fulfillment_id: string }>) =>
    new WorkflowResponse(planMarketplaceShipmentStep(input))
)
