import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
  type WorkflowData,
} from "@medusajs/framework/workflows-sdk"
import type { ItemStatus, NormalisedOrder } from "../../marketplaces/port"
import { notAllowed, notFound } from "../../modules/marketplace/refusal"
import type { ActionRow, NewAction } from "../../modules/marketplace/stores/actions"
import { cancellationKey } from "../apply-changes/cancel-at-marketplace"
import { beginSending } from "../send-actions/begin-sending"
import { activeConnection } from "../shared/active-connection"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { readStored } from "../shared/read-stored"

export type CancelOrderInput = {
  id: string
  /** One of the marketplace's own reasons where it has a list, else the seller's words to the buyer. */
  reason: string
  /** Some items; left out: everything that can be cancelled. */
  line_external_ids?: string[]
  actor: Actor
}

const CANCELLABLE: readonly ItemStatus[] = ["waiting", "ready", "cancel_requested"]
const NOT_SHIPPED = ["skipped", "needs_attention"]

const cancelMarketplaceOrderStep = createStep(
  "cancel-marketplace-order",
  async ({ id, reason, line_external_ids, actor }: CancelOrderInput, { container }) => {
    const marketplace = marketplaceOf(container)
    const [row] = await marketplace.loadOrders([id])
    if (!row) throw notFound("order_not_found", { id })
    if (row.is_test) throw notAllowed("test_order")
    const connection = await activeConnection(container, row.connection_id)
    const adapter = marketplace.adapter(connection.marketplace_id)
    const { name, capabilities } = adapter.descriptor
    if (capabilities.cancels === "none") {
      throw notAllowed("no_cancellation", { name })
    }
    const order = readStored(adapter, connection, row)
    if (!order) throw notAllowed("order_unreadable")
    const known = await marketplace.query<ActionRow>(
      "select * from marketplace_action where marketplace_order_id = ? and deleted_at is null and type in ('ship', 'cancel')",
      [id]
    )
    const items = itemsToCancel(order, known, line_external_ids)
    if (line_external_ids && capabilities.cancels === "order") {
      throw notAllowed("one_cancellation", { name })
    }
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
      ? items.map((item) => intent([item], `${cancellationKey(id)}:${item}`))
      : [intent(items, cancellationKey(id))]
    const planned = await marketplace.planDecisions(intents)
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
    return new StepResponse({ id, actions: planned.map((one) => one.row.id) })
  }
)

function itemsToCancel(order: NormalisedOrder, known: ActionRow[], wanted: string[] | undefined): string[] {
  const items = order.lines
    .filter((line) => line.fulfilled_by === "seller")
    .flatMap((line) => line.items)
    .filter((item) => !wanted || wanted.includes(item.external_id))
  const open = items.filter((item) => CANCELLABLE.includes(item.status)).map((item) => item.external_id)
  if (items.some((item) => item.status === "to_accept")) {
    throw notAllowed("refuse_instead")
  }
  if (!open.length || (wanted && open.length < new Set(wanted).size)) {
    throw notAllowed("nothing_to_cancel", { status: order.external_status })
  }
  const shipped = known.filter(({ type, state }) => type === "ship" && !NOT_SHIPPED.includes(state))
  const told = shipped.flatMap(({ params }) => (params.item_external_ids ?? []) as string[])
  if (open.some((id) => told.includes(id))) {
    throw notAllowed("shipment_on_its_way")
  }
  return open
}

/** Asks the marketplace to cancel an accepted order, or some items of it: an intent, and it begins to be sent. */
export const cancelMarketplaceOrderWorkflow = createWorkflow(
  "cancel-marketplace-order",
  (input: WorkflowData<CancelOrderInput>) => new WorkflowResponse(cancelMarketplaceOrderStep(input))
)
