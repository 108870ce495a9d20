import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { deleteMarketplaceListingWorkflow } from "../../../../../workflows/listings/delete-listing"
import { marketplaceOf } from "../../../../../workflows/shared/marketplace"
import { answerConflict } from "../../answer-conflict"
import { actorOf } from "../../helpers"
import { presentListings } from "../present"
import type { ListingConflict } from "../types"
import type { DeleteListingQuery } from "../validators"
import type { Deleted } from "../../types"

/** With the `variant_id` that was shown, only that mapping is deleted. */
export const DELETE = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<Deleted | ListingConflict>
) => {
  const { id } = req.params
  const { variant_id } = req.validatedQuery as DeleteListingQuery
  const current = async () => {
    const [listing] = await presentListings(
      req.scope,
      await marketplaceOf(req.scope).listMarketplaceListings({ id })
    )
    return { listing }
  }
  await answerConflict(res, current, async () => {
    await deleteMarketplaceListingWorkflow(req.scope).run({ input: { id, variant_id, actor: actorOf(req) } })
    res.json({ id, object: "marketplace_listing", deleted: true })
  })
}
