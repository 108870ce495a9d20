import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"

export type DecideCancellationsInput = {
  connection_id?: string
  ids?: string[]
  /** `discard`: the orders stay as they are; a later change of one is judged again. */
  decision: "confirm" | "discard"
  reason: string | null
  actor: Actor
}

/**
 * What a person says of many cancellations that came at once. A confirmed one is applied by the next run, after it was
 * read again alone. Returns how many there were, by connection.
 */
export const decideMarketplaceCancellationsWorkflow = oneStepWorkflow(
  "decide-marketplace-cancellations",
  async ({ connection_id, ids, decision, reason, actor }: DecideCancellationsInput, { container }) => {
    const marketplace = marketplaceOf(container)
    const waiting = await marketplace.orders.listUndecidedCancellations({ connection_id, ids })
    const rows = await marketplace.orders.loadOrders(waiting)
    for (const row of rows) {
      if (decision === "confirm") {
        await marketplace.orders.markOrder(row.id, { cancellation_confirmed: row.snapshot_hash })
      }
      await marketplace.orders.writeApplied(row, {
        problem: null,
        applied_hash: decision === "discard" ? row.snapshot_hash : null,
      })
    }
    await marketplace.createMarketplaceHistoryEntries(
      rows.map((row) => ({
        connection_id: row.connection_id,
        marketplace_order_id: row.id,
        event: decision === "confirm" ? "order.cancellation_confirmed" : "order.cancellation_discarded",
        actor,
        data: { reason },
      }))
    )
    return [...new Set(rows.map((row) => row.connection_id))].map((id) => ({
      connection_id: id,
      count: rows.filter((row) => row.connection_id === id).length,
    }))
  }
)
