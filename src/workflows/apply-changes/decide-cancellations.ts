import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"
import { lookAtLabels, outcomeOf, seenOf } from "./acknowledge-problems"

export type DecideCancellationsInput = {
  connection_id?: string
  ids?: string[]
  /** What each order was shown with (`problem_version`); where it is left out, whatever it shows now is meant. */
  versions?: Record<string, string>
  /** `discard`: the orders stay as they are; a later change of one is judged again. */
  decision: "confirm" | "discard"
  reason: string | null
  actor: Actor
}

/**
 * What a person says of many cancellations that came at once. A confirmed one is applied by the next run, after it was
 * read again alone. Of two persons who decide on one order the first counts. Returns what became of each order.
 */
export const decideMarketplaceCancellationsWorkflow = oneStepWorkflow(
  "decide-marketplace-cancellations",
  async (
    { connection_id, ids, versions = {}, decision, reason, actor }: DecideCancellationsInput,
    { container }
  ) => {
    const marketplace = marketplaceOf(container)
    const asked = ids && [...new Set(ids)]
    const waiting = await marketplace.orders.decideCancellations(
      { connection_id: connection_id ?? null, seen: asked ? seenOf(asked, versions) : null },
      decision
    )
    const decided = waiting.filter(({ is_as_seen }) => is_as_seen)
    const done = decision === "confirm" ? "confirmed" : "discarded"
    if (decided.length) {
      await marketplace.createMarketplaceHistoryEntries(
        decided.map(({ id, connection_id }) => ({
          connection_id,
          marketplace_order_id: id,
          event: `order.cancellation_${done}`,
          actor,
          data: { reason },
        }))
      )
      await lookAtLabels(
        container,
        decided.map(({ id }) => id)
      )
    }
    const known = new Map(waiting.map((one) => [one.id, one.is_as_seen]))
    return (asked ?? [...known.keys()]).map((id) => outcomeOf(id, known.get(id), done))
  }
)
