import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { orderMarketplaceCarrierRulesWorkflow } from "../../../../../../../workflows/carriers/order-carrier-rules"
import { presentRules } from "../../../../carriers/present"
import type { OrderRulesBody } from "../../../../carriers/validators"
import { actorOf } from "../../../../helpers"
import { localeOf } from "../../../../present-problem"
import type { RulesPage } from "../../../../carriers/types"

export const POST = async (
  req: AuthenticatedMedusaRequest<OrderRulesBody>,
  res: MedusaResponse<RulesPage>
) => {
  const connection_id = req.params.id
  await orderMarketplaceCarrierRulesWorkflow(req.scope).run({
    input: { connection_id, ids: req.validatedBody.ids, actor: actorOf(req) },
  })
  const carrier_rules = await presentRules(req.scope, connection_id, localeOf(req))
  res.json({ carrier_rules, count: carrier_rules.length, limit: carrier_rules.length, offset: 0 })
}
