import { type Creation, judgeCreation } from "../../offers/create-offer"
import { describeProblem } from "../../orders/problems"
import { notAllowed, spokenLanguage } from "../../modules/marketplace/refusal"
import { activeConnection } from "../shared/active-connection"
import { wakeOffers } from "../shared/mark-offers"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import type { Outcome } from "../shared/one-by-one"
import { oneStepWorkflow } from "../shared/one-step-workflow"
import { loadOfferVariants } from "./load-variants"
import { offersContext } from "./offers-context"

export type CreateOffersInput = { connection_id: string; variant_ids: string[]; actor: Actor }

/**
 * Asks for offers of variants that the marketplace does not list for the account, by their EAN. Where the same product is
 * offered there already, or the list was not read to its end lately, nothing is created and the outcome says why. Each
 * offer goes once it has a stock and a price.
 */
export const createMarketplaceOffersWorkflow = oneStepWorkflow(
  "create-marketplace-offers",
  async ({ connection_id, variant_ids, actor }: CreateOffersInput, { container }): Promise<Outcome[]> => {
    const marketplace = marketplaceOf(container)
    const connection = await activeConnection(container, connection_id)
    const context = offersContext(container, connection)
    if (!context?.capabilities.create) {
      throw notAllowed("offers_not_here", {
        marketplace: marketplace.marketplaceName(connection.marketplace_id),
      })
    }
    const { policy } = context
    const [{ id: channel }] = policy.channels
    const seen = await marketplace.offers.listSeen(connection, channel)
    const variants = await loadOfferVariants(container, variant_ids)
    const inventory = connection.offers_read_at && {
      read_at: new Date(connection.offers_read_at).getTime(),
      offers: seen,
    }
    const wanted: { sku: string; ean: string; variant_id: string }[] = []
    const outcomes: Outcome[] = []
    for (const id of new Set(variant_ids)) {
      const variant = variants.get(id)
      const judged: Creation | null = variant
        ? judgeCreation(variant, policy.condition, { inventory, now: Date.now(), policy })
        : null
      if (judged && "sku" in judged) {
        wanted.push({ ...judged, variant_id: id })
        // The next one of the same product finds this one.
        seen.push({ sku: judged.sku, ean: judged.ean, condition: policy.condition })
        outcomes.push({ id, outcome: "asked", message: null })
      } else {
        const message = judged
          ? describeProblem(judged.problem.code, judged.problem.params, spokenLanguage()).message
          : null
        outcomes.push({ id, outcome: judged ? "refused" : "not_found", message })
      }
    }
    if (!wanted.length) return outcomes
    await marketplace.offers.insertNewOffers({ connection_id, channel }, wanted)
    await marketplace.createMarketplaceHistoryEntries({
      connection_id,
      event: "offers.created",
      actor,
      data: { count: wanted.length, skus: wanted.slice(0, 50).map(({ sku }) => sku) },
    })
    wakeOffers(container, [connection_id])
    return outcomes
  }
)
