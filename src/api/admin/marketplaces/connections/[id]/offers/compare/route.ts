import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { requestOffersComparisonWorkflow } from "../../../../../../../workflows/manage-offers/request-comparison"
import { actorOf } from "../../../../helpers"
import type { CompareOffersBody } from "../../../validators"
import { currentOffers } from "../present"
import type { ConnectionOffers } from "../types"

/**
 * Reads the marketplace's offers as soon as a process has a place; `is_comparing` says until when. With `other_tool_is_off`, what
 * waited because another tool wrote them goes.
 */
export const POST = async (
  req: AuthenticatedMedusaRequest<CompareOffersBody>,
  res: MedusaResponse<{ offers: ConnectionOffers }>
) => {
  const { other_tool_is_off } = req.validatedBody
  await requestOffersComparisonWorkflow(req.scope).run({
    input: { id: req.params.id, other_tool_is_off, actor: actorOf(req) },
  })
  res.status(202).json(await currentOffers(req))
}
