import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { markMarketplaceLabelsPrintedWorkflow } from "../../../../../workflows/labels/ask-for-labels"
import { actorOf } from "../../../marketplaces/helpers"
import { currentLabel } from "../../present"
import type { ShownLabel } from "../../types"

export const POST = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<{ label: ShownLabel }>) => {
  await markMarketplaceLabelsPrintedWorkflow(req.scope).run({
    input: { ids: [req.params.id], actor: actorOf(req) },
  })
  res.json(await currentLabel(req))
}
