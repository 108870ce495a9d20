import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
  type WorkflowData,
} from "@medusajs/framework/workflows-sdk"
import { notFound } from "../../modules/marketplace/refusal"
import { type Actor, marketplaceOf } from "../shared/marketplace"

const deleteMarketplaceListingStep = createStep(
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
    return new StepResponse(id, id)
  },
  async (id, { container }) => {
    if (id) await marketplaceOf(container).restoreMarketplaceListings([id])
  }
)

/** Forgets which variant a marketplace's SKU is. Orders that are in the store keep theirs. */
export const deleteMarketplaceListingWorkflow = createWorkflow(
  "delete-marketplace-listing",
  (input: WorkflowData<{ id: string; actor: Actor }>) =>
    new WorkflowResponse(deleteMarketplaceListingStep(input))
)
