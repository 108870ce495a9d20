import { notAllowed, notFound } from "../../modules/marketplace/refusal"
import type { NewAction } from "../../modules/marketplace/stores/plan-actions"
import { type ActionRow, itemIdsOf } from "../../modules/marketplace/stores/actions"
import { cancellationKey } from "../../orders/intent-keys"
import { GIVEN_UP } from "../apply-changes/cancel-at-marketplace"
import { beginSending } from "../send-actions/begin-sending"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { loadCancellation } from "./load-cancellation"
import { oneStepWorkflow } from "../shared/one-step-workflow"

export type CancelOrderInput = {
  id: string
  /** One of the marketplace's own reasons where it has a list, else the seller's words to the buyer. */
  reason: string
  /** Some items; left out: everything that can be canceled. */
  line_external_ids?: string[]
  actor: Actor
}

/** Asks the marketplace to cancel an accepted order, or some items of it: writes an intent and starts sending. */
export const cancelMarketplaceOrderWorkflow = oneStepWorkflow(
  "cancel-marketplace-order",
  async ({ id, reason, line_external_ids, actor }: CancelOrderInput, { container }) => {
    const marketplace = marketplaceOf(container)
    const [row] = await marketplace.orders.loadOrders([id])
    if (!row) throw notFound("order_not_found", { id })
    const loaded = await loadCancellation(container, row, line_external_ids)
    if ("refusal" in loaded) throw notAllowed(loaded.refusal.code, loaded.refusal.params)
    const { known, judge } = loaded
    const wholeKey = cancellationKey(id)
    const keyOf = (item: string) => (line_external_ids ? `${wholeKey}:${item}` : wholeKey)
    const isAsked = (actions: ActionRow[], item: string) =>
      actions.some(
        (one) =>
          one.type === "cancel" &&
          !GIVEN_UP.includes(one.state) &&
          one.intent_key !== keyOf(item) &&
          itemIdsOf(one).includes(item)
      )
    const items = loaded.items.filter((item) => !isAsked(known, item))
    if (!items.length) throw notAllowed("cancellation_on_its_way")
    const intent = (item_external_ids: string[], intent_key: string): NewAction => ({
      connection_id: row.connection_id,
      marketplace_order_id: id,
      type: "cancel",
      fulfillment_id: null,
      intent_key,
      state: "pending",
      params: { item_external_ids, reason },
      problem: null,
      due_in_seconds: 0,
      is_wanted_again: known.some((one) => one.intent_key === intent_key && one.state !== "pending"),
    })
    const intents = line_external_ids
      ? items.map((item) => intent([item], keyOf(item)))
      : [intent(items, wholeKey)]
    const planned = await marketplace.actions.planDecisions(intents, (actions) => {
      judge(actions)
      if (items.some((item) => isAsked(actions, item))) throw notAllowed("cancellation_on_its_way")
    })
    if (planned.some(({ changed }) => changed)) {
      await marketplace.createMarketplaceHistoryEntries({
        connection_id: row.connection_id,
        marketplace_order_id: id,
        event: "order.cancellation_asked",
        actor,
        data: { item_external_ids: items, reason },
      })
      beginSending(container, [row.connection_id])
    }
    return { id, actions: planned.map((one) => one.row.id) }
  }
)
