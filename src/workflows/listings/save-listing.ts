import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
  type WorkflowData,
} from "@medusajs/framework/workflows-sdk"
import { changedMeanwhile, invalid } from "../../modules/marketplace/refusal"
import type { ListingRow } from "../../modules/marketplace/stores/listings"
import { releaseHeld } from "../release-held/release-held"
import { wakeOffers } from "../shared/mark-offers"
import { type Actor, marketplaceOf } from "../shared/marketplace"

export type SaveListingInput = Pick<ListingRow, "connection_id" | "external_sku" | "variant_id"> & {
  /** The variant that was shown, null for none; left out, whatever it is now is changed. */
  replaces?: string | null
  actor: Actor
}

const saveMarketplaceListingStep = createStep(
  "save-marketplace-listing",
  async ({ actor, ...input }: SaveListingInput, { container }) => {
    const marketplace = marketplaceOf(container)
    const { connection_id, external_sku, variant_id } = input
    await marketplace.connection(connection_id)
    const { data: variants } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
      entity: "variant",
      fields: ["id"],
      filters: { id: variant_id },
    })
    if (!variants.length) {
      throw invalid("listing_variant_not_found", { id: variant_id })
    }
    const { row, before } = await marketplace.listings.saveListing(input)
    if (!row) throw changedMeanwhile()
    if (await marketplace.offers.recognizeOffers(connection_id, [{ external_sku, variant_id }])) {
      wakeOffers(container, [connection_id])
    }
    if (before !== variant_id) {
      const names = await variantNames(container, [before, variant_id])
      await marketplace.createMarketplaceHistoryEntries({
        connection_id,
        event: "listing.saved",
        actor,
        data: {
          external_sku,
          from: before,
          to: variant_id,
          from_name: before && (names.get(before) ?? null),
          to_name: names.get(variant_id) ?? null,
        },
      })
    }
    return new StepResponse(row)
  }
)

/** What people call these variants, for the history: by then they may be gone. */
async function variantNames(
  container: MedusaContainer,
  ids: (string | null)[]
): Promise<Map<string, string | null>> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "variant",
    fields: ["id", "sku", "title", "product.title"],
    filters: { id: ids.filter((id) => id !== null) },
  })
  type Named = { id: string; sku: string | null; title: string | null; product?: { title: string } | null }
  return new Map(
    (data as unknown as Named[]).map(({ id, sku, title, product }) => [
      id,
      sku ?? [product?.title, title].filter(Boolean).join(", "),
    ])
  )
}

/** Makes the orders that waited for the SKU due and starts their import. Returns their number. */
const releaseOrdersWaitingForListingStep = createStep(
  "release-orders-waiting-for-listing",
  async ({ connection_id, external_sku }: { connection_id: string; external_sku: string }, { container }) => {
    return new StepResponse(await releaseHeld(container, { connection_id, skus: [external_sku] }))
  }
)

/** Says which variant a marketplace's SKU is; orders that waited for it are imported at once. */
export const saveMarketplaceListingWorkflow = createWorkflow(
  "save-marketplace-listing",
  (input: WorkflowData<SaveListingInput>) => {
    const listing = saveMarketplaceListingStep(input)
    const released = releaseOrdersWaitingForListingStep({
      connection_id: listing.connection_id,
      external_sku: listing.external_sku,
    })
    return new WorkflowResponse({ listing, released })
  }
)
