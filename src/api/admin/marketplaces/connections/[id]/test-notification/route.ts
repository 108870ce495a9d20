import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { sendTestNotificationWorkflow } from "../../../../../../workflows/connections/send-test-notification"
import type { TestMessage } from "../../types"

export const POST = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<TestMessage>) => {
  const { result } = await sendTestNotificationWorkflow(req.scope).run({ input: { id: req.params.id } })
  res.json(result)
}
