import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { deleteMarketplaceCarrierRuleWorkflow } from "../../../../../../../workflows/carriers/delete-carrier-rule"
import { saveMarketplaceCarrierRuleWorkflow } from "../../../../../../../workflows/carriers/save-carrier-rule"
import { presentRules } from "../../../../carriers/present"
import type { RuleBody } from "../../../../carriers/validators"
import { actorOf } from "../../../../helpers"
import { localeOf } from "../../../../present-problem"
import type { ShownRule } from "../../../../carriers/types"
import type { Deleted } from "../../../../types"

export const POST = async (
  req: AuthenticatedMedusaRequest<RuleBody>,
  res: MedusaResponse<{ carrier_rule: ShownRule | undefined }>
) => {
  const { id: connection_id, rule_id } = req.params
  await saveMarketplaceCarrierRuleWorkflow(req.scope).run({
    input: { connection_id, rule_id, rule: req.validatedBody, actor: actorOf(req) },
  })
  const rules = await presentRules(req.scope, connection_id, localeOf(req))
  res.json({ carrier_rule: rules.find(({ id }) => id === rule_id) })
}

export const DELETE = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<Deleted>) => {
  const { id: connection_id, rule_id } = req.params
  await deleteMarketplaceCarrierRuleWorkflow(req.scope).run({
    input: { connection_id, rule_id, actor: actorOf(req) },
  })
  res.json({ id: rule_id, object: "marketplace_carrier_rule", deleted: true })
}
