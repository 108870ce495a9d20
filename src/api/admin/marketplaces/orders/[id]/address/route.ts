import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { correctMarketplaceOrderAddress } from "../../../../../../workflows/manage-orders/correct-address"
import { actorOf } from "../../../helpers"
import { answerOrder } from "../../answer-order"
import type { CorrectAddressBody } from "../../validators"

export const POST = async (req: AuthenticatedMedusaRequest<CorrectAddressBody>, res: MedusaResponse) => {
  const { address, reason } = req.validatedBody
  await correctMarketplaceOrderAddress(req.scope, {
    id: req.params.id,
    address,
    reason: reason ?? null,
    actor: actorOf(req),
  })
  await answerOrder(req, res)
}
