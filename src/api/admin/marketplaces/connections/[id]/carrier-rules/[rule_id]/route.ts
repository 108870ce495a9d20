import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { deleteMarketplaceCarrierRuleWorkflow } from "../../../../../../../workflows/carriers/delete-carrier-rule"
import { saveMarketplaceCarrierRuleWorkflow } from "../../../../../../../workflows/carriers/save-carrier-rule"
import { presentRules } from "../../../../carriers/present"
import type { RuleBody } from "../../../../carriers/validators"
import { answerConflict } from "../../../../answer-conflict"
import { actorOf, type DeleteQuery } from "../../../../helpers"
import { localeOf } from "../../../../present-problem"
import type { OneRule } from "../../../../carriers/types"
import type { Conflict, Deleted } from "../../../../types"

export const POST = async (
  req: AuthenticatedMedusaRequest<RuleBody>,
  res: MedusaResponse<OneRule | (Conflict & OneRule)>
) => {
  const { id: connection_id, rule_id } = req.params
  const { version, ...rule } = req.validatedBody
  const current = () => currentRule(req)
  await answerConflict(res, current, async () => {
    await saveMarketplaceCarrierRuleWorkflow(req.scope).run({
      input: {
        connection_id,
        rule_id,
        rule,
        ...(version !== undefined && { version: String(version) }),
        actor: actorOf(req),
      },
    })
    res.json(await current())
  })
}

/** With the `version` that was shown, only that rule is deleted. */
export const DELETE = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<Deleted | (Conflict & OneRule)>
) => {
  const { id: connection_id, rule_id } = req.params
  const { version } = req.validatedQuery as DeleteQuery
  await answerConflict(
    res,
    () => currentRule(req),
    async () => {
      await deleteMarketplaceCarrierRuleWorkflow(req.scope).run({
        input: { connection_id, rule_id, version, actor: actorOf(req) },
      })
      res.json({ id: rule_id, object: "marketplace_carrier_rule", deleted: true })
    }
  )
}

async function currentRule(req: AuthenticatedMedusaRequest<unknown>): Promise<OneRule> {
  const { id: connection_id, rule_id } = req.params
  const rules = await presentRules(req.scope, connection_id, localeOf(req))
  return { carrier_rule: rules.find(({ id }) => id === rule_id) }
}
