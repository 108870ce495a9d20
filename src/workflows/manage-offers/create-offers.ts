import { notAllowed } from "../../modules/marketplace/refusal"
import { settingNames } from "../../marketplaces/setting-fields"
import { activeConnection } from "../shared/active-connection"
import { wakeOffers } from "../shared/mark-offers"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"
import { createOffers, noteCreated, type OffersCreated } from "../offers/create-offers"
import { offersContext } from "../offers/offers-context"

export type CreateOffersInput = {
  connection_id: string
  /** Null: all of the connection's sales channel that have an EAN and no offer. */
  variant_ids: string[] | null
  /** Where `variant_ids` is null: only variants after this one. */
  after?: string
  /** Only says what would be created. */
  dry_run: boolean
  actor: Actor
}

/**
 * Asks for offers of variants by their EAN. Refused where the marketplace creates none, where stock or prices are switched off
 * (an offer has both), and where a setting that new offers need is missing.
 */
export const createMarketplaceOffersWorkflow = oneStepWorkflow(
  "create-marketplace-offers",
  async (
    { connection_id, variant_ids, after, dry_run, actor }: CreateOffersInput,
    { container }
  ): Promise<OffersCreated> => {
    const marketplace = marketplaceOf(container)
    const connection = await activeConnection(container, connection_id)
    const context = offersContext(container, connection)
    const name = marketplace.marketplaceName(connection.marketplace_id)
    if (!context?.capabilities.create) throw notAllowed("offers_not_created_here", { marketplace: name })
    const { adapter, offers, policy } = context
    if (!offers.stock || !offers.price) throw notAllowed("offers_created_with_both")
    if (policy.creation_lacks?.length) {
      const { en, fr } = settingNames(adapter.descriptor.setting_fields, ...policy.creation_lacks)
      throw notAllowed("offers_creation_lacks", { settings_en: en, settings_fr: fr })
    }
    const created = await createOffers(container, context, { variant_ids, after, dry_run })
    if (!dry_run && created.count) {
      await noteCreated(container, connection_id, actor, created.count, created.offers)
      wakeOffers(container, [connection_id])
    }
    return created
  }
)
