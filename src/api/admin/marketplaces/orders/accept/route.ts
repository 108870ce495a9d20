import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { decideMarketplaceOrdersWorkflow } from "../../../../../workflows/accept-orders/decide-orders"
import { actorOf } from "../../helpers"
import type { BulkBody } from "../validators"
import { whichOrders } from "../which-orders"
import type { BulkAnswer } from "../../types"

export const POST = async (req: AuthenticatedMedusaRequest<BulkBody>, res: MedusaResponse<BulkAnswer>) => {
  const { ids, remaining } = await whichOrders(req.scope, req.validatedBody)
  const { result: results } = await decideMarketplaceOrdersWorkflow(req.scope).run({
    input: {
      ids,
      decision: "accept",
      reason: req.validatedBody.reason ?? null,
      actor: actorOf(req),
      is_single: false,
    },
  })
  res.json({ results, count: results.length, remaining })
}
