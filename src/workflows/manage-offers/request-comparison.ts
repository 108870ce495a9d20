import { activeConnection } from "../shared/active-connection"
import { wakeOffers } from "../shared/mark-offers"
import { marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"
import { offersOf } from "./account"

/** Asks for the marketplace's offers to be read as soon as a process has a place. */
export const requestOffersComparisonWorkflow = oneStepWorkflow(
  "request-offers-comparison",
  async ({ id }: { id: string }, { container }) => {
    const connection = await activeConnection(container, id)
    offersOf(container, connection)
    await marketplaceOf(container).connections.writeConnection(id, { offers_compare_at: new Date() })
    wakeOffers(container, [id])
    return id
  }
)
