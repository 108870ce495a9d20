import type { BrakedChoice } from "../../modules/marketplace/stores/offers-by-hand"
import { wakeOffers } from "../shared/mark-offers"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"

export type DecideBrakeInput = {
  id: string
  decision: "release" | "keep"
  actor: Actor
} & Partial<BrakedChoice>

/** Lets what the brake holds go, or leaves what the marketplace shows until the store's value changes again. */
export const decideMarketplaceOffersBrakeWorkflow = oneStepWorkflow(
  "decide-marketplace-offers-brake",
  async ({ id, decision, actor, ...choice }: DecideBrakeInput, { container }) => {
    const marketplace = marketplaceOf(container)
    await marketplace.connection(id)
    const { ids = null, problem = null, held_until = null } = choice
    const { count, later, skus } = await marketplace.offers.decideBraked(id, decision, {
      ids,
      problem,
      held_until,
    })
    if (count) {
      await marketplace.createMarketplaceHistoryEntries({
        connection_id: id,
        event: `offers.brake_${decision === "release" ? "released" : "kept"}`,
        actor,
        data: { count, skus },
      })
    }
    wakeOffers(container, [id])
    return { count, later }
  }
)
