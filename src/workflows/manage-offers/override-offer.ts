import { changedMeanwhile, notFound } from "../../modules/marketplace/refusal"
import type { OfferOverrides } from "../../offers/overrides"
import { wakeOffers } from "../shared/mark-offers"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"
import { overridesVersion } from "./overrides-version"

export type OverrideOfferInput = {
  id: string
  /** Null takes one away. */
  overrides: { [Name in keyof OfferOverrides]?: OfferOverrides[Name] | null }
  /** Of the overrides that were shown; left out, whatever they are now is changed. */
  version?: string
  actor: Actor
}

/** Sets what counts for one offer alone. */
export const overrideMarketplaceOfferWorkflow = oneStepWorkflow(
  "override-marketplace-offer",
  async ({ id, overrides, version, actor }: OverrideOfferInput, { container }) => {
    const marketplace = marketplaceOf(container)
    const [offer] = await marketplace.offers.loadOffers([id])
    if (!offer) throw notFound("offer_not_found", { id })
    if (version !== undefined && version !== overridesVersion(offer.overrides)) throw changedMeanwhile()
    const before = version === undefined ? undefined : offer.overrides
    const written = await marketplace.offers.writeOverridesOf([{ id, overrides, before }])
    if (!written.length) throw changedMeanwhile()
    await marketplace.createMarketplaceHistoryEntries({
      connection_id: offer.connection_id,
      event: "offer.overridden",
      actor,
      data: {
        external_sku: offer.external_sku,
        changes: Object.entries(overrides).map(([field, to]) => ({
          field: `offer.${field}`,
          from: offer.overrides[field as keyof OfferOverrides] ?? null,
          to: to ?? null,
        })),
      },
    })
    wakeOffers(container, [offer.connection_id])
    return id
  }
)
