import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
  type WorkflowData,
} from "@medusajs/framework/workflows-sdk"
import { sendDueActions } from "./send-due-actions"

const sendMarketplaceActionsStep = createStep(
  "send-marketplace-actions",
  async ({ connection_id }: { connection_id: string }, { container }) =>
    new StepResponse(await sendDueActions(container, connection_id))
)

/** Sends what is due on one connection; answers how many actions were worked on. */
export const sendMarketplaceActionsWorkflow = createWorkflow(
  "send-marketplace-actions",
  (input: WorkflowData<{ connection_id: string }>) => new WorkflowResponse(sendMarketplaceActionsStep(input))
)
