import { wakeOffers } from "../shared/mark-offers"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"

export type ChangeOffersInput = {
  ids?: string[]
  connection_id?: string
  as: "push" | "exclude" | "include"
  actor: Actor
}

/**
 * Push: the values are computed and sent once more, also those that were refused or that differ from what is shown. Exclude:
 * the offers are not sold here, and their quantity goes to 0. Include: they are again.
 */
export const changeMarketplaceOffersWorkflow = oneStepWorkflow(
  "change-marketplace-offers",
  async ({ ids, connection_id, as, actor }: ChangeOffersInput, { container }) => {
    const marketplace = marketplaceOf(container)
    if (connection_id) await marketplace.connection(connection_id)
    const changed = await marketplace.offers.changeOffersByHand({ ids, connection_id }, as)
    for (const { connection_id, count, skus } of changed) {
      await marketplace.createMarketplaceHistoryEntries({
        connection_id,
        event: `offers.${as}`,
        actor,
        data: { count, skus },
      })
    }
    wakeOffers(
      container,
      changed.map(({ connection_id }) => connection_id)
    )
    return { count: changed.reduce((sum, { count }) => sum + count, 0) }
  }
)
