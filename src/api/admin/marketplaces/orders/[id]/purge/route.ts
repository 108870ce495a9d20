import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { purgeMarketplaceOrderWorkflow } from "../../../../../../workflows/manage-orders/purge-order"
import { actorOf } from "../../../helpers"
import { answerOrder } from "../../answer-order"
import type { ReasonBody } from "../../validators"
import type { OrderWithActions } from "../../types"

export const POST = async (
  req: AuthenticatedMedusaRequest<ReasonBody>,
  res: MedusaResponse<{ order: OrderWithActions }>
) => {
  await purgeMarketplaceOrderWorkflow(req.scope).run({
    input: { id: req.params.id, reason: req.validatedBody.reason, actor: actorOf(req) },
  })
  await answerOrder(req, res)
}
