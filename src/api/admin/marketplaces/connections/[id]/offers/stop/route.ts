import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { stopMarketplaceOffersWorkflow } from "../../../../../../../workflows/manage-offers/stop-offers"
import { actorOf } from "../../../../helpers"
import type { StopOffersBody } from "../../../validators"
import { currentOffers } from "../present"
import type { ConnectionOffers } from "../types"

/** Shows 0 for every offer of the account, until that day or until `resume`. Orders go on. */
export const POST = async (
  req: AuthenticatedMedusaRequest<StopOffersBody>,
  res: MedusaResponse<{ offers: ConnectionOffers }>
) => {
  await stopMarketplaceOffersWorkflow(req.scope).run({
    input: {
      id: req.params.id,
      is_stopped: true,
      until: req.validatedBody.until ?? null,
      actor: actorOf(req),
    },
  })
  res.json(await currentOffers(req))
}
