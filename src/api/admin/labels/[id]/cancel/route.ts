import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { cancelMarketplaceLabelWorkflow } from "../../../../../workflows/labels/ask-for-labels"
import { actorOf } from "../../../marketplaces/helpers"
import { currentLabel } from "../../present"
import type { ShownLabel } from "../../types"

/** Cancels the label, not the fulfillment. What the service says of it is on the label later. */
export const POST = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<{ label: ShownLabel }>) => {
  await cancelMarketplaceLabelWorkflow(req.scope).run({ input: { id: req.params.id, actor: actorOf(req) } })
  res.status(202).json(await currentLabel(req))
}
