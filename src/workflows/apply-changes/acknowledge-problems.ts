import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"

export type AcknowledgeProblemsInput = { ids: string[]; reason: string | null; actor: Actor }

/**
 * Acknowledges the problems that orders in the store show: the same ones are not shown again. Returns the orders that
 * had something to take note of.
 */
export const acknowledgeMarketplaceProblemsWorkflow = oneStepWorkflow(
  "acknowledge-marketplace-problems",
  async ({ ids, reason, actor }: AcknowledgeProblemsInput, { container }) => {
    const marketplace = marketplaceOf(container)
    const cleared = await marketplace.orders.acknowledgeProblems(ids)
    if (cleared.length) {
      await marketplace.createMarketplaceHistoryEntries(
        cleared.map(({ id, connection_id, code, params }) => ({
          connection_id,
          marketplace_order_id: id,
          event: "order.acknowledged",
          actor,
          data: { code, params: params ?? {}, reason },
        }))
      )
    }
    return cleared.map(({ id }) => id)
  }
)
