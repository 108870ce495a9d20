import type { MarketplaceAdapter, NormalizedOrder } from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { OrderFacts, OrderLineRecord } from "../../modules/marketplace/stores/orders"
import { readOrder, type StoredOrder } from "../../orders/read-order"
import type { ConnectionSettings } from "../../orders/settings"
import type { Problem } from "../../orders/problems"
import { deliveryModeOf } from "../../orders/delivery-mode"
import { orderState } from "../../orders/state"
import { cleanText } from "../../orders/text"
import { sumAmounts } from "../../orders/totals"
import { isGone } from "../../orders/item-status"
import { blockingParts } from "../../orders/unread"

/**
 * What our columns say of a snapshot. Never throws for the marketplace's sake: an order that cannot be read becomes a
 * row with a problem, and its neighbors go on.
 */
export function orderFacts(
  stored: StoredOrder,
  context: {
    adapter: MarketplaceAdapter
    connection: ConnectionRow
    settings: ConnectionSettings & Record<string, unknown>
    now: Date
    /** A person took it back after the merchant had said that older orders are handled elsewhere. */
    is_reopened?: boolean
  }
): OrderFacts {
  const { adapter, settings, now } = context
  const { order, problem } = readOrder(adapter, { settings }, stored)
  if (!order) return unreadable(problem)
  const state = stateOf(order, context, now)
  return {
    external_reference: order.external_reference && cleanText(order.external_reference),
    channel: order.channel && cleanText(order.channel.id),
    delivery_mode: deliveryModeOf(order),
    external_status: cleanText(order.external_status),
    ...state,
    total: order.total ?? valueOf(order),
    currency_code: order.currency_code.toLowerCase(),
    purchased_at: order.purchased_at,
    accept_by: order.accept_by,
    ship_by: order.ship_by,
    fulfilled_by: order.lines.every((line) => line.fulfilled_by === "marketplace") ? "marketplace" : "seller",
    lines: linesOf(order),
    search: searchOf(order),
  }
}

function stateOf(
  order: NormalizedOrder,
  {
    connection,
    settings,
    is_reopened = false,
  }: { connection: ConnectionRow; settings: ConnectionSettings; is_reopened?: boolean },
  now: Date
): Pick<OrderFacts, "state" | "state_reason" | "due_at" | "problem"> {
  const state = orderState(order, settings, { start_at: new Date(connection.start_at), now })
  const olderThanActivation =
    connection.activated_at !== null && new Date(order.purchased_at) < new Date(connection.activated_at)
  if (
    connection.older_open_orders === "handled_elsewhere" &&
    olderThanActivation &&
    !is_reopened &&
    state.state !== "canceled"
  ) {
    return { state: "ignored", state_reason: "handled_elsewhere", due_at: null, problem: null }
  }
  return {
    state: state.state,
    state_reason: "reason" in state ? state.reason : null,
    due_at: "until" in state ? state.until : null,
    problem: state.problem,
  }
}

function linesOf(order: NormalizedOrder): OrderLineRecord[] {
  return order.lines.map((line) => {
    const live = line.items.filter((item) => !isGone(item))
    return {
      key: cleanText(line.key),
      external_ids: line.items.map((item) => cleanText(item.external_id)),
      sku: line.sku && cleanText(line.sku),
      title: cleanText(line.title),
      quantity: sumOrNull((live.length ? live : line.items).map(({ quantity }) => quantity)),
      unit_price: line.unit_price,
      variant_id: null,
      line_item_id: null,
      status: [...new Set(line.items.map((item) => item.status))].join(", "),
      ...(line.is_negotiated && { is_negotiated: true }),
    }
  })
}

/** Null where a part cannot be read. Shipping that is still to be asked for is left out meanwhile. */
const valueOf = (order: NormalizedOrder): number | null => {
  const isUnread = blockingParts(order, (item) => !isGone(item)).length > 0
  return sumOrNull(
    order.lines.flatMap((line) =>
      line.items
        .filter((item) => !isGone(item))
        .map(({ quantity, shipping_price }) => {
          const shipping = shipping_price ?? (isUnread ? null : 0)
          return line.unit_price === null || quantity === null || shipping === null
            ? null
            : Math.round((line.unit_price * quantity + shipping) * 1000) / 1000
        })
    )
  )
}

const sumOrNull = (values: (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null)
  return known.length < values.length ? null : sumAmounts(known)
}

const searchOf = (order: NormalizedOrder) =>
  cleanText(
    [order.external_id, order.external_reference, ...order.lines.flatMap((line) => [line.sku, line.title])]
      .filter(Boolean)
      .join(" ")
      .toLowerCase()
      .slice(0, 4000)
  )

/** What is known of an order of which nothing can be read: it is held. */
export const unreadable = (problem: Problem): OrderFacts => ({
  external_reference: null,
  channel: null,
  delivery_mode: null,
  external_status: "",
  state: "ready",
  state_reason: null,
  due_at: null,
  problem,
  total: null,
  currency_code: null,
  purchased_at: null,
  accept_by: null,
  ship_by: null,
  fulfilled_by: "seller",
  lines: [],
  search: "",
})
