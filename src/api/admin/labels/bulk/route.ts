import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { labelMarketplaceOrdersWorkflow } from "../../../../workflows/label-many/label-many"
import { actorOf } from "../../marketplaces/helpers"
import type { LabeledOrders } from "../types"
import type { LabelOrdersBody } from "../validators"

/** Packs these orders, each for itself, and asks for their labels, which are made behind this request. */
export const POST = async (
  req: AuthenticatedMedusaRequest<LabelOrdersBody>,
  res: MedusaResponse<LabeledOrders>
) => {
  const { result } = await labelMarketplaceOrdersWorkflow(req.scope).run({
    input: { order_ids: req.validatedBody.order_ids, actor: actorOf(req) },
  })
  res.status(202).json({ orders: result })
}
