import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http"
import { retryMarketplaceActionsWorkflow } from "../../../../../../workflows/manage-actions/retry-actions"
import { actorOf, versionsOf } from "../../../helpers"
import { type ActionResponse, changeAction } from "../../answer-action"
import type { RetryActionBody } from "../../validators"

export const POST = async (req: AuthenticatedMedusaRequest<RetryActionBody>, res: ActionResponse) => {
  const { id } = req.params
  const { reason = null, version } = req.validatedBody
  await changeAction(req, res, () =>
    retryMarketplaceActionsWorkflow(req.scope).run({
      input: { ids: [id], versions: versionsOf(id, version), reason, actor: actorOf(req), is_single: true },
    })
  )
}
