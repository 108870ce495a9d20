import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { currentAction } from "../answer-action"
import type { MarketplaceAction } from "../types"

export const GET = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ action: MarketplaceAction }>
) => {
  res.json(await currentAction(req, req.params.id))
}
