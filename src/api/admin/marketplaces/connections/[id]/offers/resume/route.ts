import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { stopMarketplaceOffersWorkflow } from "../../../../../../../workflows/manage-offers/stop-offers"
import { actorOf } from "../../../../helpers"
import { currentOffers } from "../present"
import type { ConnectionOffers } from "../types"

/** Shows again what the store has. */
export const POST = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ offers: ConnectionOffers }>
) => {
  await stopMarketplaceOffersWorkflow(req.scope).run({
    input: { id: req.params.id, is_stopped: false, until: null, actor: actorOf(req) },
  })
  res.json(await currentOffers(req))
}
