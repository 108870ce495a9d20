import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { currentOffers } from "./present"
import type { ConnectionOffers } from "./types"

export const GET = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ offers: ConnectionOffers }>
) => {
  res.json(await currentOffers(req))
}
