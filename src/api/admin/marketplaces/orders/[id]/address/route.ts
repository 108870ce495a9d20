import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { correctMarketplaceOrderAddress } from "../../../../../../workflows/manage-orders/correct-address"
import { actorOf } from "../../../helpers"
import { answerOrder } from "../../answer-order"
import type { CorrectAddressBody } from "../../validators"
import type { OrderWithActions } from "../../types"

export const POST = async (
  req: AuthenticatedMedusaRequest<CorrectAddressBody>,
  res: MedusaResponse<{ order: OrderWithActions }>
) => {
  const { address, reason } = req.validatedBody
  await correctMarketplaceOrderAddress(req.scope, {
    id: req.params.id,
    address,
    reason: reason ?? null,
    actor: actorOf(req),
  })
  await answerOrder(req, res)
}
