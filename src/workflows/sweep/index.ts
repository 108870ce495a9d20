import { type SweepResult, sweepConnection } from "./sweep-connection"
import { oneStepWorkflow } from "../shared/one-step-workflow"

/** Compares a connection's orders with the marketplace's and puts right what can be. */
export const sweepMarketplaceConnectionWorkflow = oneStepWorkflow(
  "sweep-marketplace-connection",
  async ({ connection_id }: { connection_id: string }, { container }): Promise<SweepResult> =>
    await sweepConnection(container, connection_id)
)
