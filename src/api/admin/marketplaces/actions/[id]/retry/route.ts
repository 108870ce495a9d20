import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { retryMarketplaceActionsWorkflow } from "../../../../../../workflows/manage-actions/retry-actions"
import { actorOf } from "../../../helpers"
import { answerAction } from "../../answer-action"
import type { RetryActionBody } from "../../validators"
import type { MarketplaceAction } from "../../types"

export const POST = async (
  req: AuthenticatedMedusaRequest<RetryActionBody>,
  res: MedusaResponse<{ action: MarketplaceAction }>
) => {
  await retryMarketplaceActionsWorkflow(req.scope).run({
    input: {
      ids: [req.params.id],
      reason: req.validatedBody.reason ?? null,
      actor: actorOf(req),
      is_single: true,
    },
  })
  await answerAction(req, res)
}
