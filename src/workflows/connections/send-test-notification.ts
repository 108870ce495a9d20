import { sendTestMessage } from "../notify/notify"
import { marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"

/** A message to everyone who is notified of a connection; at most 10 seconds. */
export const sendTestNotificationWorkflow = oneStepWorkflow(
  "send-test-notification",
  async ({ id }: { id: string }, { container }) =>
    sendTestMessage(container, await marketplaceOf(container).connection(id))
)
