import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { ListedOrder } from "../../../../modules/marketplace/stores/order-list"
import type { Locale } from "../../../../orders/fill-text"
import type { MarketplaceOrderState } from "../../../../orders/order-states"
import { deadlineProblem } from "../../../../orders/state"
import type { Refusal } from "../../../../orders/refusals"
import { decisionFacts } from "../../../../workflows/accept-orders/decision-facts"
import { cancelingRefusedFor } from "../../../../workflows/manage-orders/load-cancellation"
import { iso } from "../iso"
import { presentProblem, presentRefusal } from "../present-problem"
import type { MarketplaceOrder } from "./types"

/** The Medusa order of a marketplace order. Totals in major units. */
export type LinkedOrder = {
  id: string
  display_id: number
  total: number
  currency_code: string
  status: string
}

/** Medusa's orders of these rows by id; one that was deleted is missing. */
export const storeOrders = (
  container: MedusaContainer,
  rows: ListedOrder[]
): Promise<Map<string, LinkedOrder>> =>
  readStoreOrders(container, rows, ["id", "display_id", "total", "currency_code", "status"])

/** A total is computed from all parts of an order: a list does without. */
const storeNumbers = (
  container: MedusaContainer,
  rows: ListedOrder[]
): Promise<Map<string, Pick<LinkedOrder, "id" | "display_id">>> =>
  readStoreOrders(container, rows, ["id", "display_id"])

async function readStoreOrders<Fields extends Pick<LinkedOrder, "id">>(
  container: MedusaContainer,
  rows: ListedOrder[],
  fields: (keyof LinkedOrder & keyof Fields)[]
): Promise<Map<string, Fields>> {
  const ids = rows.flatMap(({ order_id, imported_at }) => (order_id && imported_at ? order_id : []))
  if (!ids.length) return new Map()
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields,
    filters: { id: ids },
  })
  return new Map((data as unknown as Fields[]).map((order) => [order.id, order]))
}

/**
 * Orders as the API shows them: nothing about the buyer, and an `order_id` only once there is that order.
 * @param isToDecide with what the store knows of the articles of those that wait for an answer
 */
export async function presentOrders(
  container: MedusaContainer,
  rows: ListedOrder[],
  locale: Locale,
  isToDecide = false
): Promise<MarketplaceOrder[]> {
  const [orders, facts] = await Promise.all([
    storeNumbers(container, rows),
    isToDecide ? decisionFacts(container, rows) : null,
  ])
  const now = new Date()
  const canceling = new Map<string, Refusal | null>()
  for (const id of new Set(rows.map(({ connection_id }) => connection_id))) {
    canceling.set(id, await cancelingRefusedFor(container, id))
  }
  return rows.map((row) => ({
    ...presentOrder(row, orders, locale, now),
    lines: row.lines.map((line) => ({ ...line, here: facts?.get(row.id)?.get(line.key) })),
    unavailable: { cancel: presentRefusal(canceling.get(row.connection_id) ?? null, locale) },
  }))
}

function presentOrder(
  row: ListedOrder,
  orders: Map<string, Pick<LinkedOrder, "display_id">>,
  locale: Locale,
  now: Date
): Omit<MarketplaceOrder, "unavailable"> {
  const state = row.state as MarketplaceOrderState
  const order_id = row.imported_at ? row.order_id : null
  const deadline = deadlineProblem({ accept_by: iso(row.accept_by), ship_by: iso(row.ship_by) }, state, now)
  return {
    id: row.id,
    connection_id: row.connection_id,
    marketplace_id: row.marketplace_id,
    account: row.account,
    external_id: row.external_id,
    external_reference: row.external_reference,
    channel: row.channel,
    delivery_mode: row.delivery_mode,
    external_status: row.external_status,
    state,
    state_reason: row.state_reason,
    problem: presentProblem(row.problem_code, row.problem_params, locale),
    problem_version: row.problem_version,
    problem_since: iso(row.problem_since),
    next_attempt_at: iso(row.next_attempt_at),
    deadline: deadline && presentProblem(deadline.code, deadline.params, locale),
    order_id,
    display_id: order_id ? (orders.get(order_id)?.display_id ?? null) : null,
    total: row.total === null ? null : Number(row.total),
    currency_code: row.currency_code,
    purchased_at: iso(row.purchased_at),
    accept_by: iso(row.accept_by),
    ship_by: iso(row.ship_by),
    is_test: row.is_test,
    fulfilled_by: row.fulfilled_by,
    lines: row.lines,
    imported_at: iso(row.imported_at),
    purged_at: iso(row.purged_at),
    created_at: iso(row.created_at),
  }
}
