import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { requestOffersComparisonWorkflow } from "../../../../../../../workflows/manage-offers/request-comparison"
import { currentOffers } from "../present"
import type { ConnectionOffers } from "../types"

/** Reads the marketplace's offers as soon as a process has a place; `is_comparing` says until when. */
export const POST = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ offers: ConnectionOffers }>
) => {
  await requestOffersComparisonWorkflow(req.scope).run({ input: { id: req.params.id } })
  res.status(202).json(await currentOffers(req))
}
