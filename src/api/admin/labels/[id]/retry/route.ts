import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { retryMarketplaceLabelWorkflow } from "../../../../../workflows/labels/ask-for-labels"
import { actorOf } from "../../../marketplaces/helpers"
import { currentLabel } from "../../present"
import type { ShownLabel } from "../../types"
import type { RetryLabelBody } from "../../validators"

export const POST = async (
  req: AuthenticatedMedusaRequest<RetryLabelBody>,
  res: MedusaResponse<{ label: ShownLabel }>
) => {
  const { overrides = null } = req.validatedBody
  await retryMarketplaceLabelWorkflow(req.scope).run({
    input: { id: req.params.id, overrides, actor: actorOf(req) },
  })
  res.status(202).json(await currentLabel(req))
}
