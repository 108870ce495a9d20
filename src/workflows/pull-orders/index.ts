import { runConnection } from "./run-connection"
import { oneStepWorkflow } from "../shared/one-step-workflow"

/** `only_backlog`: only orders that are known and wait for details; the marketplace's lists are not read. */
export type PullInput = { connection_id: string; only_backlog?: boolean }

/** One run of one connection: what was asked for by hand first, else what is due. Returns the run's id. */
export const pullMarketplaceOrdersWorkflow = oneStepWorkflow(
  "pull-marketplace-orders",
  async ({ connection_id, only_backlog = false }: PullInput, { container }) =>
    await runConnection(container, connection_id, only_backlog)
)
