import { OWED_STATES } from "../../../orders/order-states"
import { isBlocking, PROBLEM_CODES } from "../../../orders/problems"
import { AT_RISK_MS } from "../../../orders/state"
import { containing, type Database, hasRow, rowsOf } from "./database"
import { type ListPage, readPage } from "./pages"
import { PROBLEM_VERSION } from "./order-problems"
import type { OrderRow } from "./orders"

/** An order as lists show it: every column but the snapshot, which is not in this table. */
export type ListedOrder = OrderRow & {
  external_reference: string | null
  channel: string | null
  delivery_mode: string | null
  external_status: string
  problem_params: Record<string, unknown> | null
  problem_version: string | null
  problem_since: Date | null
  total: string | null
  currency_code: string | null
  purchased_at: Date | null
  accept_by: Date | null
  ship_by: Date | null
  fulfilled_by: string
  next_attempt_at: Date | null
  seen_at: Date
  created_at: Date
}

/** Everything left out is not asked for. */
export type OrderFilter = {
  ids?: string[]
  connection_id?: string[]
  marketplace_id?: string[]
  state?: string[]
  problem?: string[]
  order_id?: string[]
  external_id?: string[]
  /** As the marketplace writes it. */
  delivery_mode?: string[]
  is_test?: boolean
  /** True: has a problem that keeps it out of the store. */
  held?: boolean
  /** By `accept_by` while it waits for an answer, by `ship_by` while it is owed; at risk within a day. */
  due?: "at_risk" | "overdue"
  /** ISO 8601; a date is its whole day in UTC. */
  purchased_from?: string
  purchased_to?: string
  /** Part of a number, an SKU or a title. */
  q?: string
  /** Orders whose buyer `q` names. */
  ids_of_q?: string[]
  /** Medusa orders that `q` names by another number. */
  order_ids_of_q?: string[]
}

/** Codes that are shown and keep nothing out of the store. */
export const INFORMING = PROBLEM_CODES.filter((code) => !isBlocking(code))

const OWED = OWED_STATES.map((state) => `'${state}'`).join(", ")
export const IS_OWED = `state in (${OWED})`
export const HAS_DEADLINE = `state in ('to_accept', ${OWED})`
/** What is due next: the answer, or the parcel. */
export const DEADLINE = `case when state = 'to_accept' then accept_by when state in (${OWED}) then ship_by end`

type Condition = [sql: string, ...bindings: unknown[]]

function conditionsOf(filter: OrderFilter): Condition[] {
  const conditions: Condition[] = [["deleted_at is null"]]
  const among = (column: string, values: string[] | undefined) => {
    if (values) conditions.push([`${column} = any(?)`, values])
  }
  among("id", filter.ids)
  among("connection_id", filter.connection_id)
  among("marketplace_id", filter.marketplace_id)
  among("state", filter.state)
  among("problem_code", filter.problem)
  among("external_id", filter.external_id)
  among("delivery_mode", filter.delivery_mode)
  among("order_id", filter.order_id)
  // The id of the order is reserved before there is one.
  if (filter.order_id) conditions.push(["imported_at is not null"])
  if (filter.is_test !== undefined) conditions.push(["is_test = ?", filter.is_test])
  if (filter.held !== undefined) {
    conditions.push(
      filter.held
        ? ["imported_at is null and problem_code is not null and problem_code <> all(?)", INFORMING]
        : ["(imported_at is not null or problem_code is null or problem_code = any(?))", INFORMING]
    )
  }
  // What is due is open: few of many.
  if (filter.due) conditions.push([HAS_DEADLINE])
  if (filter.due === "overdue") conditions.push([`${DEADLINE} <= now()`])
  if (filter.due === "at_risk") {
    const soon = `${DEADLINE} > now() and ${DEADLINE} <= now() + make_interval(secs => ?)`
    conditions.push([soon, AT_RISK_MS / 1000])
  }
  if (filter.purchased_from) conditions.push(["purchased_at >= ?::timestamptz", filter.purchased_from])
  if (filter.purchased_to) {
    const isDay = filter.purchased_to.length === "2026-01-01".length
    conditions.push([
      isDay ? "purchased_at < ?::timestamptz + interval '1 day'" : "purchased_at <= ?::timestamptz",
      isDay ? `${filter.purchased_to}T00:00:00Z` : filter.purchased_to,
    ])
  }
  if (filter.q) {
    const like = likeOf(filter.q)
    conditions.push([
      "(search like ? or order_id = any(?) or id = any(?))",
      like,
      filter.order_ids_of_q ?? [],
      filter.ids_of_q ?? [],
    ])
  }
  return conditions
}

const likeOf = (q: string) => containing(q.toLowerCase())

/** Whether this is the whole number of an order: the marketplace's, or the one that buyers know. */
export const isNumber = (database: Database, q: string): Promise<boolean> =>
  hasRow(
    database,
    `select 1 from marketplace_order
      where deleted_at is null and search like :like
        and (lower(external_id) = lower(:q) or lower(external_reference) = lower(:q)) limit 1`,
    { like: likeOf(q), q }
  )

/** Whether an order has this in its numbers, SKUs or titles. */
export const hasText = (database: Database, q: string): Promise<boolean> =>
  hasRow(database, "select 1 from marketplace_order where deleted_at is null and search like ? limit 1", [
    likeOf(q),
  ])

const whereOf = (filter: OrderFilter) => {
  const conditions = conditionsOf(filter)
  return {
    where: conditions.map(([sql]) => sql).join(" and "),
    bindings: conditions.flatMap(([, ...values]) => values),
  }
}

/** `page.order` holds a column name that the caller has checked. */
export const listOrders = (database: Database, filter: OrderFilter, page: ListPage) =>
  readPage<ListedOrder>(
    database,
    { row: "o", columns: `o.*, ${PROBLEM_VERSION} as problem_version` },
    { table: "marketplace_order", ...whereOf(filter) },
    page
  )

/** Returns the ids of at most `limit` orders, the newest purchases first. */
export async function listOrderIds(
  database: Database,
  filter: OrderFilter,
  limit: number
): Promise<string[]> {
  const { where, bindings } = whereOf(filter)
  const rows = await rowsOf<{ id: string }>(
    database,
    `select id from marketplace_order where ${where} order by purchased_at desc nulls last, id limit ?`,
    [...bindings, limit]
  )
  return rows.map(({ id }) => id)
}

/** Returns orders with one of these numbers: the marketplace's, the one that buyers know, or the store order's id. */
export const findByNumbers = (
  database: Database,
  numbers: string[],
  order_ids: string[]
): Promise<ListedOrder[]> =>
  rowsOf<ListedOrder>(
    database,
    `select o.*, ${PROBLEM_VERSION} as problem_version from marketplace_order o
      where deleted_at is null and imported_at is not null
        and (external_id = any(:numbers) or external_reference = any(:numbers) or order_id = any(:order_ids))
      order by id limit 1000`,
    { numbers, order_ids }
  )

/** Returns orders without their snapshots. */
export const loadRows = (database: Database, ids: string[]): Promise<ListedOrder[]> =>
  rowsOf<ListedOrder>(
    database,
    `select o.*, ${PROBLEM_VERSION} as problem_version from marketplace_order o where id = any(?)`,
    [ids]
  )

export type ProblemCount = {
  code: string
  params: Record<string, unknown> | null
  count: number
  /** Whose orders they are. */
  connection_ids: string[]
}

/** How many orders every cause holds up: the same code with the same details is one cause. The most frequent first. */
export async function countProblems(
  database: Database,
  filter: OrderFilter,
  limit: number
): Promise<{ codes: { code: string; count: number; due_at: Date | null }[]; causes: ProblemCount[] }> {
  const { where, bindings } = whereOf(filter)
  const codes = await rowsOf<{ code: string; count: number; due_at: Date | null }>(
    database,
    `select problem_code as code, count(*)::int as count, min(${DEADLINE}) as due_at from marketplace_order
      where ${where} and problem_code is not null group by 1 order by 2 desc, 1`,
    bindings
  )
  const causes = await rowsOf<ProblemCount>(
    database,
    `select problem_code as code, problem_params as params, count(*)::int as count,
            array_agg(distinct connection_id) as connection_ids
       from marketplace_order
      where ${where} and problem_code is not null group by 1, 2 order by 3 desc, min(purchased_at), 1 limit ?`,
    [...bindings, limit]
  )
  return { codes, causes }
}

/** More are no modes: a marketplace that has another word for each order. */
const MOST_MODES = 500

/** Returns the delivery modes that orders here have, and the connections of these orders. */
export const listDeliveryModes = (
  database: Database
): Promise<{ delivery_mode: string; connection_ids: string[] }[]> =>
  rowsOf(
    database,
    // One step of the index for each, not one for each order.
    `with recursive seen as (
       (select delivery_mode, connection_id from marketplace_order
         where delivery_mode is not null and deleted_at is null order by 1, 2 limit 1)
       union all
       select next.* from seen, lateral (
         select o.delivery_mode, o.connection_id from marketplace_order o
          where o.delivery_mode is not null and o.deleted_at is null
            and (o.delivery_mode, o.connection_id) > (seen.delivery_mode, seen.connection_id)
          order by 1, 2 limit 1) next
     )
     select delivery_mode, array_agg(connection_id order by connection_id) as connection_ids
       from (select * from seen limit ?) those group by 1 order by 1`,
    [MOST_MODES]
  )
