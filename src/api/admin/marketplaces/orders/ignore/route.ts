import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ignoreMarketplaceOrdersWorkflow } from "../../../../../workflows/manage-orders/ignore-orders"
import { actorOf } from "../../helpers"
import type { BulkWithReasonBody } from "../validators"
import { whichOrders } from "../which-orders"
import type { BulkAnswer } from "../../types"

export const POST = async (
  req: AuthenticatedMedusaRequest<BulkWithReasonBody>,
  res: MedusaResponse<BulkAnswer>
) => {
  const { ids, remaining } = await whichOrders(req.scope, req.validatedBody)
  const { result: results } = await ignoreMarketplaceOrdersWorkflow(req.scope).run({
    input: { ids, reason: req.validatedBody.reason, actor: actorOf(req), is_single: false },
  })
  res.json({ results, count: results.length, remaining })
}
