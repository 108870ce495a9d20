import { notFound } from "../../modules/marketplace/refusal"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"

/** Forgets which variant a marketplace's SKU is. Orders that are in the store keep theirs. */
export const deleteMarketplaceListingWorkflow = oneStepWorkflow(
  "delete-marketplace-listing",
  async ({ id, actor }: { id: string; actor: Actor }, { container }) => {
    const marketplace = marketplaceOf(container)
    const gone = await marketplace.listings.deleteListing(id)
    if (!gone) throw notFound("listing_not_found", { id })
    await marketplace.createMarketplaceHistoryEntries({
      connection_id: gone.connection_id,
      event: "listing.deleted",
      actor,
      data: { external_sku: gone.external_sku, from: gone.variant_id, to: null },
    })
    return id
  }
)
