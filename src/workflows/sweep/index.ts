import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
  type WorkflowData,
} from "@medusajs/framework/workflows-sdk"
import type { Completeness } from "./report"
import { sweepConnection } from "./sweep-connection"

const sweepMarketplaceConnectionStep = createStep(
  "sweep-marketplace-connection",
  async ({ connection_id }: { connection_id: string }, { container }) =>
    new StepResponse<Completeness | null>(await sweepConnection(container, connection_id))
)

/** Compares a connection's orders with the marketplace's and puts right what can be; null where it may not now. */
export const sweepMarketplaceConnectionWorkflow = createWorkflow(
  "sweep-marketplace-connection",
  (input: WorkflowData<{ connection_id: string }>) =>
    new WorkflowResponse(sweepMarketplaceConnectionStep(input))
)
