import type { AfterSale } from "../../../marketplaces/port"
import { codesClearedBy } from "../../../orders/problems"
import { type Database, idsOf, rowsOf } from "./database"
import { CLEARS_PROBLEM, type StoredProblem, problemValues, setsProblem } from "./order-problems"
import type { OrderLineRecord, OrderRow } from "./orders"

// What changes on orders that are in the store.

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
      where connection_id = ? and imported_at is not null and not is_test and id > ?
        and applied_hash is distinct from snapshot_hash and (claimed_until is null or claimed_until < now())
      order by id limit ?`,
    [connection_id, after, limit]
  )

/** Claims orders: one worker changes an order at a time, and the claim ends when the worker dies. Returns the claimed. */
export const claimImported = (database: Database, ids: string[], seconds: number): Promise<string[]> =>
  idsOf(
    database,
    `with free as (
       select id from marketplace_order
        where id = any(?) and imported_at is not null and (claimed_until is null or claimed_until < now())
        order by id for update skip locked)
     update marketplace_order o set claimed_until = now() + make_interval(secs => ?)
       from free where o.id = free.id returning o.id`,
    [ids, seconds]
  )

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
  problem: StoredProblem | null
  /** The snapshot that the store is in line with now; null: look at it again in the next run. */
  applied_hash: string | null
}

/**
 * Writes what became of an order and gives it back. Where its state is no longer that of `row`, since a parcel was confirmed
 * meanwhile, the state stays and the order is judged again in the next run. Returns whether its problem is another
 * than before.
 */
export async function settleImported(
  database: Database,
  row: Pick<OrderRow, "id" | "state">,
  { state, problem, applied_hash }: Applied
): Promise<boolean> {
  const [result] = await rowsOf<{ changed: boolean }>(
    database,
    `with before as (
       select id as before_id, problem_code as before_code, state = :loaded_state as is_as_loaded,
              case when :problem_code::text is not null then :problem_code::text
                   when problem_code = any(:change_problems) then null else problem_code end as next_code,
              case when :problem_code::text is not null then :problem_params::jsonb
                   when problem_code is null or problem_code = any(:change_problems) then null
                   else problem_params end as next_params
         from marketplace_order where id = :id for update)
     update marketplace_order o
        set state = case when is_as_loaded then :state else o.state end, state_reason = null,
            applied_hash = case when is_as_loaded then coalesce(:applied_hash, applied_hash) else applied_hash end,
            claimed_until = null, updated_at = now(), ${setsProblem("next_code", "next_params")}
       from before where o.id = before_id
     returning (o.problem_code is not null and o.problem_code is distinct from before_code) as changed`,
    {
      id: row.id,
      loaded_state: row.state,
      state: state ?? row.state,
      applied_hash,
      change_problems: codesClearedBy("agreement"),
      ...problemValues(problem),
    }
  )
  return result?.changed ?? false
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
