import { runConnection } from "./run-connection"
import { oneStepWorkflow } from "../shared/one-step-workflow"

/** One run of one connection: what was asked for by hand first, else what is due. Returns the run's id. */
export const pullMarketplaceOrdersWorkflow = oneStepWorkflow(
  "pull-marketplace-orders",
  async ({ connection_id }: { connection_id: string }, { container }) =>
    await runConnection(container, connection_id)
)
