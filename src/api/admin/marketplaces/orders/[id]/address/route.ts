import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { correctMarketplaceOrderAddress } from "../../../../../../workflows/manage-orders/correct-address"
import { addressVersion } from "../../../../../../workflows/manage-orders/read-order"
import { marketplaceOf } from "../../../../../../workflows/shared/marketplace"
import { answerConflict } from "../../../answer-conflict"
import { actorOf } from "../../../helpers"
import { answerOrder } from "../../answer-order"
import type { CorrectAddressBody } from "../../validators"
import type { AddressConflict, OrderWithActions } from "../../types"

/** A conflict does not show the other correction: it is a buyer's address. */
export const POST = async (
  req: AuthenticatedMedusaRequest<CorrectAddressBody>,
  res: MedusaResponse<{ order: OrderWithActions } | AddressConflict>
) => {
  const { address, reason, version } = req.validatedBody
  await answerConflict(
    res,
    async () => {
      const [row] = await marketplaceOf(req.scope).orders.loadOrders([req.params.id])
      return { version: addressVersion(row) }
    },
    async () => {
      await correctMarketplaceOrderAddress(req.scope, {
        id: req.params.id,
        address,
        version,
        reason: reason ?? null,
        actor: actorOf(req),
      })
      await answerOrder(req, res)
    }
  )
}
