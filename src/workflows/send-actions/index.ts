import { sendDueActions } from "./send-due-actions"
import { oneStepWorkflow } from "../shared/one-step-workflow"

/** Sends what is due on one connection; returns how many actions were worked on. */
export const sendMarketplaceActionsWorkflow = oneStepWorkflow(
  "send-marketplace-actions",
  async ({ connection_id }: { connection_id: string }, { container }) =>
    await sendDueActions(container, connection_id)
)
