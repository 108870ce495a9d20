import { changedMeanwhile, notFound } from "../../modules/marketplace/refusal"
import { wakeOffers } from "../shared/mark-offers"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"

/** `variant_id`: the one that was shown; left out, whatever it is now is forgotten. */
type DeleteListingInput = { id: string; variant_id?: string; actor: Actor }

/** Forgets which variant a marketplace's SKU is. Orders that are in the store keep theirs. */
export const deleteMarketplaceListingWorkflow = oneStepWorkflow(
  "delete-marketplace-listing",
  async ({ id, variant_id, actor }: DeleteListingInput, { container }) => {
    const marketplace = marketplaceOf(container)
    const gone = await marketplace.listings.deleteListing({ id, variant_id })
    if (!gone) {
      const [other] = await marketplace.listMarketplaceListings({ id })
      throw other ? changedMeanwhile() : notFound("listing_not_found", { id })
    }
    if (
      await marketplace.offers.recognizeOffers(gone.connection_id, [
        { external_sku: gone.external_sku, variant_id: null },
      ])
    ) {
      wakeOffers(container, [gone.connection_id])
    }
    await marketplace.createMarketplaceHistoryEntries({
      connection_id: gone.connection_id,
      event: "listing.deleted",
      actor,
      data: { external_sku: gone.external_sku, from: gone.variant_id, to: null },
    })
    return id
  }
)
