import { activeConnection } from "../shared/active-connection"
import { wakeOffers } from "../shared/mark-offers"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"
import { offersOf } from "./account"

export type RequestComparisonInput = {
  id: string
  /** A person has switched off the tool that wrote these offers as well: what waited for that goes. */
  other_tool_is_off: boolean
  actor: Actor
}

/** Asks for the marketplace's offers to be read as soon as a process has a place. */
export const requestOffersComparisonWorkflow = oneStepWorkflow(
  "request-offers-comparison",
  async ({ id, other_tool_is_off, actor }: RequestComparisonInput, { container }) => {
    const marketplace = marketplaceOf(container)
    const connection = await activeConnection(container, id)
    offersOf(container, connection)
    const isCleared = other_tool_is_off && connection.offers_other_tool_at !== null
    await marketplace.connections.writeConnection(id, {
      offers_compare_at: new Date(),
      ...(isCleared && { offers_other_tool_at: null }),
    })
    if (isCleared) {
      await marketplace.offers.wakeWaiting(id)
      await marketplace.createMarketplaceHistoryEntries({
        connection_id: id,
        event: "offers.other_tool_off",
        actor,
      })
    }
    wakeOffers(container, [id])
    return id
  }
)
