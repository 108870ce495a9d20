import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { cancelMarketplaceOrderWorkflow } from "../../../../../../workflows/manage-orders/cancel-order"
import { actorOf } from "../../../helpers"
import { answerOrder } from "../../answer-order"
import type { CancelBody } from "../../validators"
import type { OrderWithActions } from "../../types"

export const POST = async (
  req: AuthenticatedMedusaRequest<CancelBody>,
  res: MedusaResponse<{ order: OrderWithActions }>
) => {
  await cancelMarketplaceOrderWorkflow(req.scope).run({
    input: { id: req.params.id, ...req.validatedBody, actor: actorOf(req) },
  })
  await answerOrder(req, res)
}
