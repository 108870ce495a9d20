import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { orderMarketplaceLabelRulesWorkflow } from "../../../../../../workflows/labels/label-accounts"
import { labelsOf } from "../../../../../../workflows/shared/labels"
import { actorOf } from "../../../../marketplaces/helpers"
import type { LabelRulesPage } from "../../../types"
import type { LabelRuleOrderBody } from "../../../validators"

export const POST = async (
  req: AuthenticatedMedusaRequest<LabelRuleOrderBody>,
  res: MedusaResponse<LabelRulesPage>
) => {
  const account_id = req.params.id
  const labels = labelsOf(req.scope)
  await labels.account(account_id)
  await orderMarketplaceLabelRulesWorkflow(req.scope).run({
    input: { account_id, ids: req.validatedBody.ids, actor: actorOf(req) },
  })
  res.json({ rules: await labels.optionRules.listOptionRules(account_id) })
}
