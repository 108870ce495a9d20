import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { answerAction } from "../answer-action"
import type { MarketplaceAction } from "../types"

export const GET = (req: AuthenticatedMedusaRequest, res: MedusaResponse<{ action: MarketplaceAction }>) =>
  answerAction(req, res)
