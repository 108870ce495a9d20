import { wakeOffers } from "../shared/mark-offers"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"

export type DecideBrakeInput = {
  id: string
  decision: "release" | "keep"
  /** Left out: all that is held. */
  ids?: string[]
  actor: Actor
}

/** Lets what the brake holds go, or leaves what the marketplace shows until the store's value changes again. */
export const decideMarketplaceOffersBrakeWorkflow = oneStepWorkflow(
  "decide-marketplace-offers-brake",
  async ({ id, decision, ids, actor }: DecideBrakeInput, { container }) => {
    const marketplace = marketplaceOf(container)
    await marketplace.connection(id)
    const { count, skus } = await marketplace.offers.decideBraked(id, decision, ids ?? null)
    if (count) {
      await marketplace.createMarketplaceHistoryEntries({
        connection_id: id,
        event: `offers.brake_${decision === "release" ? "released" : "kept"}`,
        actor,
        data: { count, skus },
      })
    }
    wakeOffers(container, [id])
    return { count }
  }
)
