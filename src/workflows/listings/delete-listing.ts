import { notFound } from "../../modules/marketplace/refusal"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"

/** Forgets which variant a marketplace's SKU is. Orders that are in the store keep theirs. */
export const deleteMarketplaceListingWorkflow = oneStepWorkflow(
  "delete-marketplace-listing",
  async ({ id, actor }: { id: string; actor: Actor }, { container }) => {
    const marketplace = marketplaceOf(container)
    const [listing] = await marketplace.listMarketplaceListings({ id })
    if (!listing) throw notFound("listing_not_found", { id })
    const { connection_id, external_sku, variant_id } = listing
    await marketplace.softDeleteMarketplaceListings([id])
    await marketplace.createMarketplaceHistoryEntries({
      connection_id,
      event: "listing.deleted",
      actor,
      data: { external_sku, from: variant_id, to: null },
    })
    return { result: id, before: id }
  },
  async (id, { container }) => {
    if (id) await marketplaceOf(container).restoreMarketplaceListings([id])
  }
)
