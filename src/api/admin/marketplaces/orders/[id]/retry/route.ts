import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { retryMarketplaceOrdersWorkflow } from "../../../../../../workflows/manage-orders/retry-orders"
import { answerConflict } from "../../../answer-conflict"
import { actorOf } from "../../../helpers"
import { answerOrder, currentOrder } from "../../answer-order"
import type { RetryBody } from "../../validators"
import type { OrderConflict, OrderWithActions } from "../../types"

export const POST = async (
  req: AuthenticatedMedusaRequest<RetryBody>,
  res: MedusaResponse<{ order: OrderWithActions } | OrderConflict>
) => {
  const { reason = null, accept_total, version } = req.validatedBody
  await answerConflict(
    res,
    () => currentOrder(req),
    async () => {
      await retryMarketplaceOrdersWorkflow(req.scope).run({
        input: {
          ids: [req.params.id],
          reason,
          accept_total,
          version,
          actor: actorOf(req),
          is_single: true,
        },
      })
      await answerOrder(req, res)
    }
  )
}
