import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { decideMarketplaceOrdersWorkflow } from "../../../../../../workflows/accept-orders/decide-orders"
import { actorOf } from "../../../helpers"
import { answerOrder } from "../../answer-order"
import type { DecisionBody } from "../../validators"
import type { OrderWithActions } from "../../types"

export const POST = async (
  req: AuthenticatedMedusaRequest<DecisionBody>,
  res: MedusaResponse<{ order: OrderWithActions }>
) => {
  const { reason = null, line_external_ids, refuse_line_external_ids } = req.validatedBody
  await decideMarketplaceOrdersWorkflow(req.scope).run({
    input: {
      ids: [req.params.id],
      decision: "accept",
      line_external_ids,
      refuse_line_external_ids,
      reason,
      actor: actorOf(req),
      is_single: true,
    },
  })
  await answerOrder(req, res)
}
