import { isDeepStrictEqual } from "node:util"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { notAllowed, notFound } from "../../modules/marketplace/refusal"
import { type ActionRow, decidedIdsOf, refusedIdsOf } from "../../modules/marketplace/stores/actions"
import type { ActionState } from "../../orders/actions"
import { isOppositeDecision } from "../../modules/marketplace/stores/actions-by-hand"
import { undecidedItems } from "../../orders/acceptance"
import { itemsById } from "../../orders/fulfillments"
import { codesClearedBy } from "../../orders/problems"
import { beginSending } from "../send-actions/begin-sending"
import { activeConnection } from "../shared/active-connection"
import { errorKind } from "../shared/error-kind"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneByOne, type Outcome } from "../shared/one-by-one"
import { readOrder } from "../../orders/read-order"
import { decisionKey } from "../../orders/intent-keys"
import { reserveAccepted } from "../plan-import/reserve-accepted"
import { oneStepWorkflow } from "../shared/one-step-workflow"

export type Decision = "accept" | "refuse"

export type DecideOrdersInput = {
  ids: string[]
  decision: Decision
  /** Some items of one order; left out: all that are not decided. */
  line_external_ids?: string[]
  /** Of an acceptance of one order: the items that are refused with it. */
  refuse_line_external_ids?: string[]
  reason: string | null
  actor: Actor
  /** One order: a refusal is thrown instead of reported. */
  is_single: boolean
}

/** Accepts or refuses orders: writes the intents, reserves the accepted stock and starts sending. */
export const decideMarketplaceOrdersWorkflow = oneStepWorkflow(
  "decide-marketplace-orders",
  async (input: DecideOrdersInput, { container }): Promise<Outcome[]> => {
    const connections = new Set<string>()
    const outcomes = await oneByOne(container, input, async (id) => {
      const { row, changed } = await planDecision(container, { ...input, marketplace_order_id: id })
      if (changed) connections.add(row.connection_id)
      return { outcome: changed ? "planned" : "already" }
    })
    await holdStock(
      container,
      outcomes.filter(({ outcome }) => outcome === "planned").map(({ id }) => id)
    )
    beginSending(container, connections)
    return outcomes
  }
)

/** A decision is made when its intent is written; stock that could not be reserved now is reserved before it is sent. */
export async function holdStock(container: MedusaContainer, ids: string[]): Promise<void> {
  try {
    await reserveAccepted(container, ids)
  } catch (error) {
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .error(
        `marketplace-connect: stock of ${ids.length} accepted order(s) is not reserved yet (${errorKind(error)})`
      )
  }
}

export type DecisionInput = {
  marketplace_order_id: string
  decision: Decision
  line_external_ids?: string[]
  refuse_line_external_ids?: string[]
  reason: string | null
  actor: Actor
  is_automatic?: boolean
}

/**
 * Writes the intent to accept or refuse one order, or some of its items: one row an item where the marketplace decides so,
 * else one for the order, which can accept some items and refuse the others where one call says both. Of two opposite
 * decisions only the first is written. Sends nothing.
 */
export async function planDecision(
  container: MedusaContainer,
  {
    marketplace_order_id,
    decision,
    line_external_ids,
    refuse_line_external_ids: refused = [],
    reason,
    actor,
    is_automatic = false,
  }: DecisionInput
): Promise<{ row: { id: string; connection_id: string }; actions: ActionRow[]; changed: boolean }> {
  const marketplace = marketplaceOf(container)
  const [row] = await marketplace.orders.loadOrders([marketplace_order_id])
  if (!row) throw notFound("order_not_found", { id: marketplace_order_id })
  if (row.is_test) throw notAllowed("test_order")
  const connection = await activeConnection(container, row.connection_id)
  const adapter = marketplace.adapter(connection.marketplace_id)
  const { name, capabilities } = adapter.descriptor
  const { decides } = capabilities
  if (decides === "none") throw notAllowed("no_acceptance", { name })
  const order = readOrder(adapter, connection, row).order
  if (!order) throw notAllowed("order_unreadable")

  const undecided = undecidedItems(order).map(({ external_id }) => external_id)
  const decided = await marketplace.actions.listActionsOf([row.id], ["accept", "refuse"])
  const opposite = decided.filter(({ type, state }) => type !== decision && state !== "skipped")
  const items =
    line_external_ids ??
    undecided.filter((id) => !refused.includes(id) && !opposite.some((one) => decidedIdsOf(one).includes(id)))
  const all = [...items, ...refused]
  if (new Set(all).size < all.length) throw notAllowed("decided_twice")
  const strange = all.filter((id) => !undecided.includes(id))
  const positions = itemsById(order)
  if (strange.some((id) => positions.get(id)?.line.fulfilled_by === "marketplace")) {
    throw notAllowed("decided_by_marketplace")
  }
  if (strange.length) throw notAllowed("undecidable", { ids: strange.join(", ") })
  if (!items.length) {
    throw undecided.length
      ? opposed(decision)
      : notAllowed("nothing_to_decide", { status: order.external_status })
  }
  if (decides === "order" && items.length < undecided.length) {
    throw notAllowed("one_decision", { name })
  }
  if (decides === "items_together" && all.length < undecided.length) {
    throw notAllowed("decide_all_items", { name })
  }
  const isTogether = decides === "items_together"
  const intent = (type: Decision, item_external_ids: string[], key: string | null) => ({
    connection_id: row.connection_id,
    marketplace_order_id: row.id,
    type,
    fulfillment_id: null,
    intent_key: decisionKey(row.id, key),
    state: "pending" as const,
    params: {
      item_external_ids,
      ...(isTogether && refused.length && { refused_item_external_ids: refused }),
      ...((type === "refuse" || (isTogether && refused.length > 0)) && reason && { reason }),
    },
    problem: null,
    due_in_seconds: 0,
    is_wanted_again: decided.some(
      (one) => GIVEN_UP.includes(one.state) && item_external_ids.some((id) => decidedIdsOf(one).includes(id))
    ),
  })
  const planned = await marketplace.actions
    .planDecisions(
      decides === "item"
        ? [
            ...items.map((id) => intent(decision, [id], id)),
            ...refused.map((id) => intent("refuse", [id], id)),
          ]
        : [intent(decision, items, null)],
      (_, [{ state_reason }]) => {
        if (decision === "accept" && state_reason === "by_hand") throw notAllowed("accept_ignored")
      }
    )
    .catch((error: unknown) => {
      throw isOppositeDecision(error) ? opposed(decision) : error
    })
  // What is on its way says something else of some items.
  const other = planned.find(({ row: one }) => isTogether && !isDeepStrictEqual(refusedIdsOf(one), refused))
  if (other) throw opposed(decision)
  const changed = planned.some((one) => one.changed)
  if (changed) {
    await marketplace.orders.setProblem({ ids: [row.id] }, null, { codes: codesClearedBy("decision") })
    await marketplace.createMarketplaceHistoryEntries({
      connection_id: row.connection_id,
      marketplace_order_id: row.id,
      event: decision === "accept" ? "order.accepted" : "order.refused",
      actor,
      data: {
        item_external_ids: items,
        ...(refused.length && { refused_item_external_ids: refused }),
        reason,
        is_automatic,
      },
    })
  }
  return { row, actions: planned.map((one) => one.row), changed }
}

const opposed = (decision: Decision) =>
  notAllowed(decision === "accept" ? "refusal_on_its_way" : "acceptance_on_its_way")

/** States of a decision that a person may take once more. */
const GIVEN_UP: readonly ActionState[] = ["retrying", "needs_attention", "skipped"]
