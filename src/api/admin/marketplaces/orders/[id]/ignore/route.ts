import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ignoreMarketplaceOrdersWorkflow } from "../../../../../../workflows/manage-orders/ignore-orders"
import { actorOf } from "../../../helpers"
import { answerOrder } from "../../answer-order"
import type { ReasonBody } from "../../validators"
import type { OrderWithActions } from "../../types"

export const POST = async (
  req: AuthenticatedMedusaRequest<ReasonBody>,
  res: MedusaResponse<{ order: OrderWithActions }>
) => {
  await ignoreMarketplaceOrdersWorkflow(req.scope).run({
    input: { ids: [req.params.id], reason: req.validatedBody.reason, actor: actorOf(req), is_single: true },
  })
  await answerOrder(req, res)
}
