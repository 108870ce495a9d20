import type { OrdersQuery } from "../../hooks/api/marketplace-orders"
import { MARKETPLACE_ORDER_STATES } from "../../../orders/order-states"

/** What the table's filters are called in the address and at the route. */
export const FILTERS = [
  "connection_id",
  "marketplace_id",
  "state",
  "delivery_mode",
  "problem",
  "due",
  "is_test",
  "held",
  "purchased_at",
] as const

type Raw = Partial<Record<(typeof FILTERS)[number], string | undefined>>

/** Which orders a page is narrowed to; an omitted filter does not apply. */
export type OrderFilters = Pick<OrdersQuery, Exclude<(typeof FILTERS)[number], "purchased_at">> & {
  connection_id?: string[]
  problem?: string[]
  delivery_mode?: string[]
  purchased_from?: string
  purchased_to?: string
}

/** The table keeps a filter in the address as JSON; what is no filter of ours is left out. */
export function readFilters(raw: Raw): OrderFilters {
  const many = (text: string | undefined) => {
    const value = parse(text)
    const list = [value].flat().filter((one): one is string => typeof one === "string")
    return some(list)
  }
  const one = (text: string | undefined, allowed: string[]) =>
    many(text)?.find((value) => allowed.includes(value))
  return {
    connection_id: many(raw.connection_id),
    marketplace_id: many(raw.marketplace_id),
    state: some(MARKETPLACE_ORDER_STATES.filter((state) => many(raw.state)?.includes(state))),
    delivery_mode: many(raw.delivery_mode),
    problem: many(raw.problem),
    due: one(raw.due, ["at_risk", "overdue"]),
    is_test: one(raw.is_test, ["true", "false"]),
    held: one(raw.held, ["true", "false"]),
    ...readPeriod(raw.purchased_at),
  }
}

/** The table's date filter: `{ $gte, $lte }`. */
function readPeriod(text: string | undefined): Pick<OrderFilters, "purchased_from" | "purchased_to"> {
  const value = parse(text)
  const period = (value && typeof value === "object" ? value : {}) as Record<string, unknown>
  const moment = (one: unknown) =>
    typeof one === "string" && !Number.isNaN(Date.parse(one)) ? new Date(one).toISOString() : undefined
  const [purchased_from, purchased_to] = [moment(period.$gte), moment(period.$lte)]
  return { ...(purchased_from && { purchased_from }), ...(purchased_to && { purchased_to }) }
}

const some = <T>(list: T[]) => (list.length ? list : undefined)

/** A tab of the page of orders, narrowed by what the tables keep in the address. */
export function ordersLink(tab: string, filters: OrderFilters = {}): string {
  const params = new URLSearchParams({ tab })
  for (const name of FILTERS) {
    if (name !== "purchased_at" && filters[name]) params.set(name, JSON.stringify(filters[name]))
  }
  const { purchased_from: $gte, purchased_to: $lte } = filters
  if ($gte || $lte) params.set("purchased_at", JSON.stringify({ $gte, $lte }))
  return `/marketplace-orders?${params}`
}

function parse(text: string | undefined): unknown {
  if (!text) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === "boolean" ? String(value) : value
  } catch {
    // Written by hand into the address.
    return text
  }
}
