import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { marketplaceOf } from "../../../../../../workflows/shared/marketplace"
import { createMarketplaceTestOrderWorkflow } from "../../../../../../workflows/test-orders/create-test-order"
import { actorOf } from "../../../helpers"
import { presentOrders } from "../../../orders/present"
import { localeOf } from "../../../present-problem"
import type { TestOrderBody } from "../../validators"
import type { MarketplaceOrder } from "../../../orders/types"

export const POST = async (
  req: AuthenticatedMedusaRequest<TestOrderBody>,
  res: MedusaResponse<{ marketplace_order: MarketplaceOrder }>
) => {
  const { result: id } = await createMarketplaceTestOrderWorkflow(req.scope).run({
    input: { ...req.validatedBody, connection_id: req.params.id, actor: actorOf(req) },
  })
  const { rows } = await marketplaceOf(req.scope).orders.listOrders(
    { ids: [id] },
    { take: 1, skip: 0, order: { id: "ASC" } }
  )
  const [marketplace_order] = await presentOrders(req.scope, rows, localeOf(req))
  res.json({ marketplace_order })
}
