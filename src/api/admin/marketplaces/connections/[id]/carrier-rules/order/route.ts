import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { orderMarketplaceCarrierRulesWorkflow } from "../../../../../../../workflows/carriers/order-carrier-rules"
import { presentRules } from "../../../../carriers/present"
import type { OrderRulesBody } from "../../../../carriers/validators"
import { answerConflict } from "../../../../answer-conflict"
import { actorOf } from "../../../../helpers"
import { localeOf } from "../../../../present-problem"
import type { RulesPage } from "../../../../carriers/types"
import type { Conflict } from "../../../../types"

export const POST = async (
  req: AuthenticatedMedusaRequest<OrderRulesBody>,
  res: MedusaResponse<RulesPage | (Conflict & RulesPage)>
) => {
  const connection_id = req.params.id
  const current = async () => {
    const carrier_rules = await presentRules(req.scope, connection_id, localeOf(req))
    return { carrier_rules, count: carrier_rules.length, limit: carrier_rules.length, offset: 0 }
  }
  await answerConflict(res, current, async () => {
    await orderMarketplaceCarrierRulesWorkflow(req.scope).run({
      input: { connection_id, ...req.validatedBody, actor: actorOf(req) },
    })
    res.json(await current())
  })
}
