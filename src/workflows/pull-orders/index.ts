import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
  type WorkflowData,
} from "@medusajs/framework/workflows-sdk"
import { runConnection } from "./run-connection"

const runMarketplaceConnectionStep = createStep(
  "run-marketplace-connection",
  async ({ connection_id }: { connection_id: string }, { container }) =>
    new StepResponse(await runConnection(container, connection_id))
)

/** One run of one connection: what was asked for by hand first, else what is due. Answers the run's id. */
export const pullMarketplaceOrdersWorkflow = createWorkflow(
  "pull-marketplace-orders",
  (input: WorkflowData<{ connection_id: string }>) =>
    new WorkflowResponse(runMarketplaceConnectionStep(input))
)
