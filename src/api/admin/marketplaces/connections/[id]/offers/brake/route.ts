import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { decideMarketplaceOffersBrakeWorkflow } from "../../../../../../../workflows/manage-offers/decide-brake"
import { actorOf } from "../../../../helpers"
import type { BrakeDecided } from "../types"
import type { DecideBrakeBody } from "../../../validators"

/**
 * Lets what the brake holds go, all of it or some, or leaves what the marketplace shows. With `held_until`, what is held only
 * since then, or since then with another value, stays held.
 */
export const POST = async (
  req: AuthenticatedMedusaRequest<DecideBrakeBody>,
  res: MedusaResponse<BrakeDecided>
) => {
  const { result } = await decideMarketplaceOffersBrakeWorkflow(req.scope).run({
    input: { ...req.validatedBody, id: req.params.id, actor: actorOf(req) },
  })
  res.json(result)
}
