import type { MedusaContainer } from "@medusajs/framework/types"
import { changedMeanwhile, notAllowed, notFound } from "../../modules/marketplace/refusal"
import type { ActionRow } from "../../modules/marketplace/stores/actions"
import type { RefusalCode } from "../../orders/refusals"
import { holdStock } from "../accept-orders/decide-orders"
import { offerCorrections } from "../plan-shipment/plan-order"
import { beginSending } from "../send-actions/begin-sending"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneByOne } from "../shared/one-by-one"
import { oneStepWorkflow } from "../shared/one-step-workflow"

export type CloseActionsInput = {
  ids: string[]
  /** What each was shown as; where it is left out, whatever it is now is meant. */
  versions?: Record<string, string>
  /** `skipped`: it shall not be sent; `done_elsewhere`: a person did it on the marketplace's own site. */
  as: "skipped" | "done_elsewhere"
  reason: string
  actor: Actor
  /** The refusal of the only one is thrown. */
  is_single: boolean
}

/** Ends actions by a person's word, with the reason in the history. Not those that are being sent. */
export const closeMarketplaceActionsWorkflow = oneStepWorkflow(
  "close-marketplace-actions",
  async (input: CloseActionsInput, { container }) => {
    const connections = new Set<string>()
    const outcomes = await oneByOne(container, input, async (id) => {
      const { connection_id } = await close(container, id, input)
      connections.add(connection_id)
      return { outcome: input.as }
    })
    // What waited behind an action may go.
    beginSending(container, [...connections])
    return outcomes
  }
)

async function close(
  container: MedusaContainer,
  id: string,
  { as, versions = {}, reason, actor }: CloseActionsInput
): Promise<ActionRow> {
  const marketplace = marketplaceOf(container)
  const [before] = await marketplace.actions.loadActions([id])
  if (!before) throw notFound("action_not_found", { id })
  const version = Object.hasOwn(versions, id) ? versions[id] : undefined
  const closed = await marketplace.actions.closeAction({ id, version }, as, reason)
  if (!closed) {
    const [now] = await marketplace.actions.loadActions([id])
    throw version !== undefined && now.version !== version ? changedMeanwhile() : notAllowed(whyNot(now, as))
  }
  await marketplace.createMarketplaceHistoryEntries({
    connection_id: closed.connection_id,
    marketplace_order_id: closed.marketplace_order_id,
    event: as === "skipped" ? "action.skipped" : "action.marked_done",
    actor,
    data: { action_id: id, type: closed.type, from: before.state, reason },
  })
  // Skipped, an acceptance holds no stock.
  if (closed.type === "accept") await holdStock(container, [closed.marketplace_order_id])
  // Skipped, a cancellation leaves the order open there: the next run shows that.
  if (closed.type === "cancel") await marketplace.orders.lookAgain([closed.marketplace_order_id])
  await offerCorrections(container, closed)
  return closed
}

function whyNot({ state, sent_at }: ActionRow, as: CloseActionsInput["as"]): RefusalCode {
  if (state === "confirmed" || state === "done_elsewhere") return "action_done"
  if (state === "skipped") return "action_skipped"
  if (sent_at && as === "skipped") return "action_sent"
  return "action_being_sent"
}
