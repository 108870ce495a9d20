import { wakeOffers } from "../shared/mark-offers"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"
import { activeConnection } from "../shared/active-connection"
import { notAllowed } from "../../modules/marketplace/refusal"
import { readOfferSettings } from "../../offers/settings"
import { offersOf } from "./account"

export type StopOffersInput = {
  id: string
  is_stopped: boolean
  /** A day or a time, as text: the engine makes text of a workflow's input. Null: until a person ends it. */
  until: string | null
  actor: Actor
}

/**
 * Shows nothing for sale on the account, or shows again what the store has: vacation, an inventory count. Orders go on, and the
 * brake does not apply.
 */
export const stopMarketplaceOffersWorkflow = oneStepWorkflow(
  "stop-marketplace-offers",
  async ({ id, is_stopped, until, actor }: StopOffersInput, { container }) => {
    const marketplace = marketplaceOf(container)
    const connection = await activeConnection(container, id)
    offersOf(container, connection)
    if (!readOfferSettings(connection.settings)?.stock) throw notAllowed("offers_stock_is_off")
    await marketplace.connections.writeConnection(id, {
      offers_stopped_at: is_stopped ? (connection.offers_stopped_at ?? new Date()) : null,
      offers_stopped_until: is_stopped && until ? new Date(until) : null,
    })
    await marketplace.offers.markOffersOf(id, ["stock"])
    await marketplace.createMarketplaceHistoryEntries({
      connection_id: id,
      event: is_stopped ? "offers.stopped" : "offers.resumed",
      actor,
      data: is_stopped ? { until } : null,
    })
    wakeOffers(container, [id])
    return id
  }
)
