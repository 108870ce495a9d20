import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import {
  deleteMarketplaceLabelRuleWorkflow,
  saveMarketplaceLabelRuleWorkflow,
} from "../../../../../../workflows/labels/label-accounts"
import { labelsOf } from "../../../../../../workflows/shared/labels"
import { answerConflict } from "../../../../marketplaces/answer-conflict"
import { actorOf, type DeleteQuery } from "../../../../marketplaces/helpers"
import type { LabelRuleConflict, LabelRulesPage } from "../../../types"
import type { LabelRuleBody } from "../../../validators"

const rulesOf = async (req: AuthenticatedMedusaRequest<unknown>): Promise<LabelRulesPage> => ({
  rules: await labelsOf(req.scope).optionRules.listOptionRules(req.params.id),
})

/** With the `version` that was shown, only that one is changed. */
export const POST = async (
  req: AuthenticatedMedusaRequest<LabelRuleBody>,
  res: MedusaResponse<LabelRulesPage | LabelRuleConflict>
) => {
  const { version, ...rule } = req.validatedBody
  const { id: account_id, rule_id } = req.params
  await answerConflict(
    res,
    () => rulesOf(req),
    async () => {
      await saveMarketplaceLabelRuleWorkflow(req.scope).run({
        input: { account_id, rule_id, version, rule, actor: actorOf(req) },
      })
      res.json(await rulesOf(req))
    }
  )
}

export const DELETE = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<LabelRulesPage | LabelRuleConflict>
) => {
  const { id: account_id, rule_id } = req.params
  const { version } = req.validatedQuery as DeleteQuery
  await answerConflict(
    res,
    () => rulesOf(req),
    async () => {
      await deleteMarketplaceLabelRuleWorkflow(req.scope).run({
        input: { account_id, rule_id, version, actor: actorOf(req) },
      })
      res.json(await rulesOf(req))
    }
  )
}
