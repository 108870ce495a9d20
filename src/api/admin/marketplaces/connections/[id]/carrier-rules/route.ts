import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { saveMarketplaceCarrierRuleWorkflow } from "../../../../../../workflows/carriers/save-carrier-rule"
import { presentRules } from "../../../carriers/present"
import { contains } from "../../../carriers/search"
import type { ListRulesQuery, RuleBody } from "../../../carriers/validators"
import { actorOf } from "../../../helpers"
import { localeOf } from "../../../present-problem"
import type { RulesPage, ShownRule } from "../../../carriers/types"

export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<RulesPage>) => {
  const { q, limit, offset } = req.validatedQuery as ListRulesQuery
  const rules = (await presentRules(req.scope, req.params.id, localeOf(req))).filter((rule) =>
    contains(
      [
        rule.name ?? "",
        rule.carrier ?? "",
        rule.marketplace_carrier_name ?? "",
        rule.match.tracking_pattern ?? "",
      ],
      q ?? ""
    )
  )
  res.json({ carrier_rules: rules.slice(offset, offset + limit), count: rules.length, limit, offset })
}

export const POST = async (
  req: AuthenticatedMedusaRequest<RuleBody>,
  res: MedusaResponse<{ carrier_rule: ShownRule | undefined }>
) => {
  const connection_id = req.params.id
  const { result: rule_id } = await saveMarketplaceCarrierRuleWorkflow(req.scope).run({
    input: { connection_id, rule: req.validatedBody, actor: actorOf(req) },
  })
  const rules = await presentRules(req.scope, connection_id, localeOf(req))
  res.json({ carrier_rule: rules.find(({ id }) => id === rule_id) })
}
