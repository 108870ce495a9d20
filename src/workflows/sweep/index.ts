import type { Completeness } from "../../orders/completeness"
import { sweepConnection } from "./sweep-connection"
import { oneStepWorkflow } from "../shared/one-step-workflow"

/** Compares a connection's orders with the marketplace's and puts right what can be; null where it may not now. */
export const sweepMarketplaceConnectionWorkflow = oneStepWorkflow(
  "sweep-marketplace-connection",
  async ({ connection_id }: { connection_id: string }, { container }): Promise<Completeness | null> =>
    await sweepConnection(container, connection_id)
)
