import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { approveMarketplaceLabelsWorkflow } from "../../../../../workflows/labels/ask-for-labels"
import { actorOf } from "../../../marketplaces/helpers"
import { currentLabel } from "../../present"
import type { ShownLabel } from "../../types"

/** A person's word on a label that is beyond a limit of spending. */
export const POST = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<{ label: ShownLabel }>) => {
  await approveMarketplaceLabelsWorkflow(req.scope).run({
    input: { ids: [req.params.id], actor: actorOf(req) },
  })
  res.status(202).json(await currentLabel(req))
}
