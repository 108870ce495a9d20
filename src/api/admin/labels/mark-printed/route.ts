import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { markMarketplaceLabelsPrintedWorkflow } from "../../../../workflows/labels/ask-for-labels"
import { actorOf } from "../../marketplaces/helpers"
import type { LabelIdsBody } from "../validators"

export const POST = async (
  req: AuthenticatedMedusaRequest<LabelIdsBody>,
  res: MedusaResponse<{ ids: string[] }>
) => {
  const { result } = await markMarketplaceLabelsPrintedWorkflow(req.scope).run({
    input: { ids: req.validatedBody.ids, actor: actorOf(req) },
  })
  res.json({ ids: result })
}
