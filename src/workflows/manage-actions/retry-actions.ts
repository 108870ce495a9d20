import { changedMeanwhile, notAllowed, notFound } from "../../modules/marketplace/refusal"
import type { VersionedAction } from "../../modules/marketplace/stores/actions"
import { holdStock } from "../accept-orders/decide-orders"
import { beginSending } from "../send-actions/begin-sending"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { type Outcome } from "../shared/one-by-one"
import { oneStepWorkflow } from "../shared/one-step-workflow"

export type RetryActionsInput = {
  ids: string[]
  /** What each was shown as; where it is left out, whatever it is now is meant. */
  versions?: Record<string, string>
  reason: string | null
  actor: Actor
  is_single: boolean
}

/** Makes actions due now, also failed and skipped ones, and starts sending. */
export const retryMarketplaceActionsWorkflow = oneStepWorkflow(
  "retry-marketplace-actions",
  async ({ ids, versions = {}, reason, actor, is_single }: RetryActionsInput, { container }) => {
    const marketplace = marketplaceOf(container)
    const before = await marketplace.actions.loadActions(ids)
    const known = new Map(before.map((action) => [action.id, action]))
    const driven = await marketplace.actions.redriveActions(
      before.filter(({ is_orphan }) => !is_orphan).map(({ id }) => id),
      versions
    )
    const left = new Map((await marketplace.actions.loadActions(ids)).map((action) => [action.id, action]))
    const refusalOf = (id: string) =>
      whyNot(id, left.get(id), Object.hasOwn(versions, id) ? versions[id] : null)
    const due = new Set(driven.map(({ id }) => id))
    const outcomes = [...new Set(ids)].map((id): Outcome => {
      if (due.has(id)) return { id, outcome: "due", message: null }
      return { id, outcome: "refused", message: refusalOf(id).message }
    })
    if (is_single && !due.size) throw refusalOf(ids[0])
    await marketplace.createMarketplaceHistoryEntries(
      driven.map((action) => ({
        connection_id: action.connection_id,
        marketplace_order_id: action.marketplace_order_id,
        event: "action.retried",
        actor,
        data: { action_id: action.id, type: action.type, from: known.get(action.id)?.state ?? null, reason },
      }))
    )
    await holdStock(
      container,
      driven.filter(({ type }) => type === "accept").map((action) => action.marketplace_order_id)
    )
    beginSending(
      container,
      driven.map(({ connection_id }) => connection_id)
    )
    return outcomes
  }
)

function whyNot(
  id: string,
  action: (VersionedAction & { is_orphan: boolean }) | undefined,
  version: string | null
): Error {
  if (!action) return notFound("action_not_found", { id })
  if (version !== null && version !== action.version) return changedMeanwhile()
  if (action.is_orphan) return notAllowed("action_orphaned")
  return notAllowed(
    ["confirmed", "done_elsewhere"].includes(action.state) ? "action_done" : "action_being_sent"
  )
}
