import type { AfterSale } from "../../../marketplaces/port"
import type { Marks } from "../../../orders/marks"
import { type Database, rowsOf } from "./database"

export type OrderLineRecord = {
  key: string
  external_ids: string[]
  sku: string | null
  title: string
  /** Null where it cannot be read; what was imported keeps what was. */
  quantity: number | null
  /** Major units, tax included; null where it cannot be read. */
  unit_price: number | null
  variant_id: string | null
  line_item_id: string | null
  status: string
  /** Only there when true: a price that was negotiated with the buyer. */
  is_negotiated?: true
}

/** What is derived from a snapshot and kept in columns. Holds nothing about the buyer. */
export type OrderFacts = {
  external_reference: string | null
  channel: string | null
  /** In the marketplace's words. */
  delivery_mode: string | null
  external_status: string
  state: string
  state_reason: string | null
  /** When a waiting order is looked at again without a new snapshot (UTC); null for never. */
  due_at: string | null
  problem: { code: string; params: Record<string, unknown> } | null
  total: number | null
  currency_code: string | null
  purchased_at: string | null
  accept_by: string | null
  ship_by: string | null
  fulfilled_by: string
  lines: OrderLineRecord[]
  search: string
}

export type OrderRow = {
  id: string
  marketplace_id: string
  account: string
  connection_id: string
  external_id: string
  state: string
  state_reason: string | null
  problem_code: string | null
  order_id: string | null
  reserved_ids: Record<string, string> | null
  marks: Marks | null
  imported_at: Date | null
  is_test: boolean
  lines: OrderLineRecord[]
  snapshot_hash: string
  applied_hash: string | null
  attempts: number
  purged_at: Date | null
  after_sales: AfterSale[] | null
}

/** `corrections`: what an operator corrected, see `orders/corrections.ts`; `written`: see `orders/buyer-facts.ts`. */
export type OrderRowWithPayload = OrderRow & { payload: string; corrections: unknown; written: unknown }

/** A row with what the marketplace sent last; not one that was adopted and has not been read yet. */
export const WITH_SNAPSHOT = `marketplace_order o
  join marketplace_order_snapshot s on s.marketplace_order_id = o.id and s.deleted_at is null`

/** When the corrections of a snapshot `s` were written, as text; null where there are none. */
export const CORRECTED_AT =
  "case when s.corrections is not null then extract(epoch from s.updated_at)::text end"

/** `corrected_at` is another after each correction. */
export type LoadedOrderRow = OrderRowWithPayload & { corrected_at: string | null; problem_since: Date | null }

/** Returns orders with their snapshots, the earliest purchase first. */
export const loadOrders = (database: Database, ids: string[]): Promise<LoadedOrderRow[]> =>
  rowsOf<LoadedOrderRow>(
    database,
    `select o.*, s.payload, s.corrections, s.written, ${CORRECTED_AT} as corrected_at from ${WITH_SNAPSHOT}
      where o.id = any(?) order by o.purchased_at nulls last, o.id`,
    [ids]
  )

/** Until the transaction ends, nothing else changes these orders, or decides on them by hand. */
export const lockOrders = (
  transaction: Database,
  ids: string[]
): Promise<Pick<OrderRow, "id" | "state" | "state_reason">[]> =>
  rowsOf(
    transaction,
    "select id, state, state_reason from marketplace_order where id = any(?) order by id for update",
    [ids]
  )

/**
 * Returns when an order's snapshot was last written (one that says nothing new is not), and the time now, both in
 * milliseconds by the database's clock.
 */
export async function readSighting(
  database: Database,
  id: string
): Promise<{ account: string; seen: number; now: number }> {
  const [row] = await rowsOf<{ account: string; seen: number; now: number }>(
    database,
    `select account, extract(epoch from seen_at)::float8 * 1000 as seen, extract(epoch from now())::float8 * 1000 as now
       from marketplace_order where id = ?`,
    [id]
  )
  return row
}

/** Writes marks beside those that an order has; null takes one away. */
export async function markOrder(
  database: Database,
  id: string,
  marks: { [Name in keyof Marks]: Marks[Name] | null }
): Promise<void> {
  await rowsOf(
    database,
    `update marketplace_order
        set marks = jsonb_strip_nulls(coalesce(marks, '{}'::jsonb) || ?::jsonb), updated_at = now()
      where id = ?`,
    [JSON.stringify(marks), id]
  )
}

/** Fewer that are left out may be by chance what the filters are meant for. */
const LEFT_OUT = 5

/**
 * Returns, of connections whose every order of the last days was left out by their filters, how many these are and the
 * channels they came from.
 */
export const listAllFiltered = async (
  database: Database,
  connection_ids: string[],
  days: number
): Promise<{ connection_id: string; count: number; channels: string[] }[]> =>
  connection_ids.length === 0
    ? []
    : rowsOf(
        database,
        `select c.id as connection_id, seen.count, seen.channels
       from marketplace_connection c,
            lateral (select count(*)::int as count,
                            count(*) filter (where state = 'ignored'
                                               and state_reason in ('channel_not_wanted', 'country_not_wanted')) as left_out,
                            coalesce(array_agg(distinct channel) filter (where channel is not null), '{}') as channels
                       from marketplace_order
                      where connection_id = c.id and not is_test and deleted_at is null
                        and created_at > now() - make_interval(days => :days)) seen
      where c.id = any(:connection_ids) and seen.count >= :least and seen.left_out = seen.count`,
        { connection_ids, days, least: LEFT_OUT }
      )

/** Returns how many orders of each connection wait, need a person, or are in the store; test orders do not count. */
export const countByConnection = (
  database: Database,
  connection_ids: string[]
): Promise<
  {
    connection_id: string
    to_accept: number
    waiting: number
    to_fix: number
    imported: number
    ignored: number
    /** Waiting for details that the marketplace gives one by one. */
    details: number
  }[]
> =>
  rowsOf(
    database,
    `select c.id as connection_id, coalesce(open.to_accept, 0) as to_accept, coalesce(open.waiting, 0) as waiting,
            coalesce(open.to_fix, 0) as to_fix, coalesce(open.details, 0) as details, imported.count as imported,
            ignored.count as ignored
       from marketplace_connection c
       left join (select connection_id,
                         count(*) filter (where state = 'to_accept')::int as to_accept,
                         count(*) filter (where state = 'waiting')::int as waiting,
                         count(*) filter (where problem_code is not null)::int as to_fix,
                         count(*) filter (where state = 'waiting' and state_reason = 'details')::int as details
                    from marketplace_order
                   where deleted_at is null and not is_test
                     and (state in ('to_accept', 'waiting') or problem_code is not null)
                   group by 1) open on open.connection_id = c.id,
            lateral (select count(*)::int as count from marketplace_order
                      where connection_id = c.id and imported_at is not null and not is_test) imported,
            lateral (select count(*)::int as count from marketplace_order
                      where connection_id = c.id and state = 'ignored' and not is_test) ignored
      where c.id = any(?)`,
    [connection_ids]
  )

export type StoreOrderSource = {
  id: string
  order_id: string
  connection_id: string
  external_id: string
  external_reference: string | null
  is_test: boolean
  fulfilled_by: string
}

/** Which of these orders of the store are a marketplace's, and whose. */
export const listSources = (database: Database, order_ids: string[]): Promise<StoreOrderSource[]> =>
  rowsOf(
    database,
    `select id, order_id, connection_id, external_id, external_reference, is_test, fulfilled_by
       from marketplace_order where order_id = any(?)`,
    [order_ids]
  )
