import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { retryMarketplaceOrdersWorkflow } from "../../../../../../workflows/manage-orders/retry-orders"
import { actorOf } from "../../../helpers"
import { answerOrder } from "../../answer-order"
import type { RetryBody } from "../../validators"
import type { OrderWithActions } from "../../types"

export const POST = async (
  req: AuthenticatedMedusaRequest<RetryBody>,
  res: MedusaResponse<{ order: OrderWithActions }>
) => {
  await retryMarketplaceOrdersWorkflow(req.scope).run({
    input: {
      ids: [req.params.id],
      reason: req.validatedBody.reason ?? null,
      accept_total: req.validatedBody.accept_total,
      actor: actorOf(req),
      is_single: true,
    },
  })
  await answerOrder(req, res)
}
