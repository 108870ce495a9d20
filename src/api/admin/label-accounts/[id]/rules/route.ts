import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { saveMarketplaceLabelRuleWorkflow } from "../../../../../workflows/labels/label-accounts"
import { labelsOf } from "../../../../../workflows/shared/labels"
import { actorOf } from "../../../marketplaces/helpers"
import type { LabelRulesPage } from "../../types"
import type { LabelRuleBody } from "../../validators"

const rulesOf = async ({ scope, params }: AuthenticatedMedusaRequest<unknown>): Promise<LabelRulesPage> => {
  const labels = labelsOf(scope)
  await labels.account(params.id)
  return { rules: await labels.optionRules.listOptionRules(params.id) }
}

export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<LabelRulesPage>) => {
  res.json(await rulesOf(req))
}

export const POST = async (
  req: AuthenticatedMedusaRequest<LabelRuleBody>,
  res: MedusaResponse<LabelRulesPage>
) => {
  const { version: _, ...rule } = req.validatedBody
  await saveMarketplaceLabelRuleWorkflow(req.scope).run({
    input: { account_id: req.params.id, rule, actor: actorOf(req) },
  })
  res.json(await rulesOf(req))
}
