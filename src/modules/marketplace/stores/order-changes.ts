import type { AfterSale } from "../../../marketplaces/port"
import type { Written } from "../../../orders/buyer-facts"
import { problemKey } from "../../../orders/problem-key"
import { codesClearedBy, type Problem, type ProblemCode } from "../../../orders/problems"
import { type Database, idsOf, rowsOf } from "./database"
import { CLEARS_PROBLEM, problemValues } from "./order-problems"
import type { OrderLineRecord, OrderRow } from "./orders"

// What changes on orders that are in the store.

/** Whether the snapshot of an order in the store changed since it was last applied, whatever its state. */
export const IS_CHANGED =
  "imported_at is not null and not is_test and applied_hash is distinct from snapshot_hash"

/** Returns imported orders whose snapshot is newer than what was applied, after `after`, by id. */
export const listChanged = (
  database: Database,
  connection_id: string,
  after: string,
  limit: number
): Promise<string[]> =>
  idsOf(
    database,
    `select id from marketplace_order
      where connection_id = ? and ${IS_CHANGED} and id > ? and (claimed_until is null or claimed_until < now())
      order by id limit ?`,
    [connection_id, after, limit]
  )

/** Orders in the store that show one of these problems are looked at again in the next run. */
export async function forgetApplied(
  database: Database,
  connection_id: string,
  problem_codes: ProblemCode[]
): Promise<void> {
  await rowsOf(
    database,
    `update marketplace_order set applied_hash = null
      where connection_id = ? and imported_at is not null and problem_code = any(?)`,
    [connection_id, problem_codes]
  )
}

/**
 * Claims orders: one worker changes an order at a time. The claim ends with the lease of its `owner`, if it has one, else
 * after `seconds`. Returns the claimed.
 */
export const claimImported = (
  database: Database,
  ids: string[],
  seconds: number,
  owner: string | null = null
): Promise<string[]> =>
  idsOf(
    database,
    `with free as (
       select id from marketplace_order
        where id = any(?) and imported_at is not null and (claimed_until is null or claimed_until < now())
        order by id for update skip locked)
     update marketplace_order o set claimed_until = now() + make_interval(secs => ?), claimed_by = ?
       from free where o.id = free.id returning o.id`,
    [ids, seconds, owner]
  )

/** Orders whose changes failed are looked at again after `seconds`, whatever asked for it. */
export const postponeChanges = async (database: Database, ids: string[], seconds: number): Promise<void> => {
  if (!ids.length) return
  await rowsOf(
    database,
    `update marketplace_order set applied_hash = null, claimed_until = now() + make_interval(secs => ?),
            claimed_by = null
      where id = any(?) and imported_at is not null`,
    [seconds, ids]
  )
}

/** Returns how many orders of a connection are not finished. */
export async function countOpen(database: Database, connection_id: string): Promise<number> {
  const [{ count }] = await rowsOf<{ count: number }>(
    database,
    `select count(*)::int as count from marketplace_order
      where connection_id = ? and not is_test
        and state in ('to_accept', 'waiting', 'ready', 'importing', 'imported', 'partly_shipped')`,
    [connection_id]
  )
  return count
}

/** Keeps what the marketplace said after the sale. `is_unapplied`: the next look at the order applies it. */
export async function writeAfterSales(
  database: Database,
  id: string,
  after_sales: AfterSale[],
  is_unapplied = false
): Promise<void> {
  await rowsOf(
    database,
    `update marketplace_order
        set after_sales = ?::jsonb, updated_at = now()${is_unapplied ? ", applied_hash = null" : ""} where id = ?`,
    [JSON.stringify(after_sales), id]
  )
}

export type Applied = {
  /** Left out: it stays. */
  state?: string
  /** Null: nothing is left of an earlier difference. */
  problem: Problem | null
  /** The snapshot that the store is in line with now; null: look at it again in the next run. */
  applied_hash: string | null
  /** Everything that was found of the order: what was acknowledged and is not among it is over [not known]. */
  found?: Problem[]
  /** Of what was found, what a person has taken note of, for an order whose marks do not say it yet. */
  noted?: Problem[]
}

/**
 * Writes what became of an order and gives it back. Where its state is no longer that of `row`, since a parcel was confirmed
 * meanwhile, the state stays and the order is judged again in the next run; so it is where a person has acknowledged the
 * problem, or decided on it, meanwhile. Returns whether the order shows something else than before.
 */
export async function writeApplied(
  database: Database,
  row: Pick<OrderRow, "id" | "state">,
  { state, problem, applied_hash, found, noted }: Applied
): Promise<boolean> {
  const [result] = await rowsOf<{ changed: boolean }>(
    database,
    `with locked as (
       select id as before_id, state = :loaded_state as is_as_loaded, problem_code as before_code, problem_params,
              marks -> 'shown' ->> 'key' as before_key, coalesce(marks, '{}'::jsonb) as before_marks,
              :problem_code::text is not null
                and (jsonb_exists(coalesce(marks -> 'noted', '[]'::jsonb), :key)
                     or :problem_code::text = 'mass_cancellation'
                        and (coalesce(marks ->> 'cancellation_confirmed' = snapshot_hash, false)
                             or coalesce(applied_hash = snapshot_hash, false))) as is_noted
         from marketplace_order where id = :id for update),
     judged as (
       select *, :problem_code::text is not null and not is_noted as is_set,
              before_code = any(:change_problems) as is_over from locked),
     before as (
       select *, case when is_set then :problem_code::text when is_over then null else before_code end as next_code,
              case when is_set then :problem_params::jsonb when is_over then null else problem_params end as next_params,
              case when is_set then :key::text when is_over then null else before_key end as next_key
         from judged)
     update marketplace_order o
        set state = case when is_as_loaded then :state else o.state end, state_reason = null,
            applied_hash = case when is_as_loaded and not is_noted then coalesce(:applied_hash, applied_hash)
                                else applied_hash end,
            claimed_until = null, claimed_by = null, updated_at = now(), problem_code = next_code, problem_params = next_params,
            problem_since = case when next_code is null then null
                                 when next_code = before_code and next_key is not distinct from before_key
                                 then problem_since else now() end,
            marks = jsonb_strip_nulls(before_marks || jsonb_build_object(
              'shown', case when next_key is not null
                            then jsonb_build_object('code', next_code, 'key', next_key) end,
              'noted', (select case when before_marks -> 'noted' is null and :found::text[] is null then null
                                    else coalesce(jsonb_agg(key), '[]'::jsonb) end
                          from jsonb_array_elements_text(coalesce(before_marks -> 'noted', :noted::jsonb)) key
                         where :found::text[] is null or key = any(:found))))
       from before where o.id = before_id
     returning (next_code is not null
                and (next_code is distinct from before_code or next_key is distinct from before_key)) as changed`,
    {
      id: row.id,
      loaded_state: row.state,
      state: state ?? row.state,
      applied_hash,
      change_problems: codesClearedBy("agreement"),
      key: problem && problemKey(problem),
      found: found?.map(problemKey) ?? null,
      noted: JSON.stringify((noted ?? []).map(problemKey)),
      ...problemValues(problem),
    }
  )
  return result?.changed ?? false
}

/** Keeps what is written about the buyers of these orders, unless they are purged. What they are found by is read again. */
export async function writeBuyers(
  database: Database,
  orders: { id: string; written: Written }[]
): Promise<void> {
  if (!orders.length) return
  await rowsOf(
    database,
    `update marketplace_order_snapshot s set written = v.written::jsonb, updated_at = now(),
            buyer = case when s.buyer = '' then '' end
       from (values ${orders.map(() => "(?::text, ?::text)").join(", ")}) as v (id, written)
       join marketplace_order o on o.id = v.id and o.purged_at is null
      where s.marketplace_order_id = o.id and s.deleted_at is null`,
    orders.flatMap(({ id, written }) => [id, JSON.stringify(written)])
  )
}

/** Lets the next run look again at the orders whose buyer has not followed the marketplace: a parcel may be unpacked. */
export const lookAtBuyersAgain = (database: Database, connection_id: string): Promise<string[]> =>
  idsOf(
    database,
    `update marketplace_order set applied_hash = null
      where connection_id = ? and imported_at is not null and not is_test and marks -> 'buyer_behind' is not null
      returning id`,
    [connection_id]
  )

/** Lets the next run look again at these orders in the store. */
export async function lookAgain(database: Database, ids: string[]): Promise<void> {
  await rowsOf(
    database,
    "update marketplace_order set applied_hash = null where id = any(?) and imported_at is not null",
    [ids]
  )
}

/** Returns the order of ours that this order of the store is. */
export async function findImported(database: Database, order_id: string): Promise<string | undefined> {
  const [id] = await idsOf(
    database,
    "select id from marketplace_order where order_id = ? and imported_at is not null and not is_test",
    [order_id]
  )
  return id
}

/** Returns those of these orders whose edit was begun and not ended. */
export const listBegunEdits = (database: Database, ids: string[]): Promise<string[]> =>
  idsOf(
    database,
    "select id from marketplace_order where id = any(?) and marks -> 'order_edit' is not null",
    [ids]
  )

/** Writes an order's lines after its edit. What is not in the order any more is not sold beyond the stock either. */
export async function writeEditedLines(
  database: Database,
  id: string,
  lines: OrderLineRecord[]
): Promise<void> {
  await rowsOf(database, "update marketplace_order set lines = ?::jsonb, updated_at = now() where id = ?", [
    JSON.stringify(lines),
    id,
  ])
  await rowsOf(
    database,
    `update marketplace_order set ${CLEARS_PROBLEM}
      where id = ? and problem_code in ('oversold', 'stock_elsewhere') and not exists (
        select 1 from jsonb_array_elements(lines) line
         where line ->> 'sku' = problem_params ->> 'sku' and line ->> 'line_item_id' is not null)`,
    [id]
  )
}

/** Returns the order of ours that was canceled in the store, and not by us after its marketplace. */
export async function findCanceledInStore(
  database: Database,
  order_id: string
): Promise<{ id: string; connection_id: string } | undefined> {
  const [order] = await rowsOf<{ id: string; connection_id: string }>(
    database,
    `select id, connection_id from marketplace_order
      where order_id = ? and imported_at is not null and marks -> 'canceled_by' is null`,
    [order_id]
  )
  return order
}

/** An order whose parcels are confirmed is shipped, or partly. */
export async function markShipped(
  database: Database,
  id: string,
  state: "partly_shipped" | "shipped"
): Promise<void> {
  await rowsOf(
    database,
    `update marketplace_order set state = ?, updated_at = now()
      where id = ? and state in ('imported', 'partly_shipped')`,
    [state, id]
  )
}
