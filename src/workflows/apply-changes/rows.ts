import type { MedusaContainer } from "@medusajs/framework/types"
import type { AfterSale } from "../../marketplaces/port"
import type { OrderRow } from "../../modules/marketplace/stores/orders"
import { codesClearedBy, type Problem } from "../../orders/problems"
import { marketplaceOf } from "../shared/marketplace"

/** Imported orders whose snapshot is newer than what was applied, after `after`, by id. */
export const listChanged = async (
  container: MedusaContainer,
  connection_id: string,
  after: string,
  limit: number
): Promise<string[]> => {
  const rows = await marketplaceOf(container).query<{ id: string }>(
    `select id from marketplace_order
      where connection_id = ? and imported_at is not null and not is_test and id > ?
        and applied_hash is distinct from snapshot_hash and (claimed_until is null or claimed_until < now())
      order by id limit ?`,
    [connection_id, after, limit]
  )
  return rows.map(({ id }) => id)
}

/** One worker changes an order at a time; the claim ends by itself when the worker dies. */
export const claimImported = async (
  container: MedusaContainer,
  ids: string[],
  seconds: number
): Promise<string[]> => {
  const rows = await marketplaceOf(container).query<{ id: string }>(
    `with free as (
       select id from marketplace_order
        where id = any(?) and imported_at is not null and (claimed_until is null or claimed_until < now())
        order by id for update skip locked)
     update marketplace_order o set claimed_until = now() + make_interval(secs => ?)
       from free where o.id = free.id returning o.id`,
    [ids, seconds]
  )
  return rows.map(({ id }) => id)
}

export const countOpen = async (container: MedusaContainer, connection_id: string): Promise<number> => {
  const [{ count }] = await marketplaceOf(container).query<{ count: number }>(
    `select count(*)::int as count from marketplace_order
      where connection_id = ? and not is_test
        and state in ('to_accept', 'waiting', 'ready', 'importing', 'imported', 'partly_shipped')`,
    [connection_id]
  )
  return count
}

/** Keeps facts with the ids of our row, or forgets them with null. */
export const remember = (container: MedusaContainer, id: string, facts: Record<string, string | null>) =>
  marketplaceOf(container).query(
    `update marketplace_order
        set reserved_ids = jsonb_strip_nulls(coalesce(reserved_ids, '{}'::jsonb) || ?::jsonb), updated_at = now()
      where id = ?`,
    [JSON.stringify(facts), id]
  )

export const writeAfterSales = (container: MedusaContainer, id: string, after_sales: AfterSale[]) =>
  marketplaceOf(container).query(
    "update marketplace_order set after_sales = ?::jsonb, updated_at = now() where id = ?",
    [JSON.stringify(after_sales), id]
  )

export type Applied = {
  /** Left out: it stays. */
  state?: string
  /** Null: what is left of an earlier difference is gone. */
  problem: Problem | null
  /** The snapshot that the store is in line with now; null: look at it again in the next run. */
  applied_hash: string | null
}

/**
 * Writes what became of an order and gives it back. Where its state is no longer that of `row`, since a parcel was confirmed
 * meanwhile, the state stays and the order is looked at again in the next run. Answers whether its problem is another
 * than before.
 */
export async function settleImported(
  container: MedusaContainer,
  row: Pick<OrderRow, "id" | "state">,
  { state, problem, applied_hash }: Applied
): Promise<boolean> {
  const [result] = await marketplaceOf(container).query<{ changed: boolean }>(
    `with before as (select id, problem_code, state = ? as is_as_loaded from marketplace_order where id = ? for update),
          next as (select case when ?::text is not null then ?
                               when problem_code = any(?) then null else problem_code end as code from before)
     update marketplace_order o
        set state = case when before.is_as_loaded then ? else o.state end, state_reason = null,
            applied_hash = case when before.is_as_loaded then coalesce(?, applied_hash) else applied_hash end,
            claimed_until = null, updated_at = now(), problem_code = next.code,
            problem_params = case when ?::text is not null then ?::jsonb when next.code is null then null
                                  else o.problem_params end,
            problem_since = case when next.code is null then null
                                 when next.code = before.problem_code then o.problem_since else now() end
       from before, next where o.id = before.id
     returning (o.problem_code is not null and o.problem_code is distinct from before.problem_code) as changed`,
    [
      row.state,
      row.id,
      problem?.code ?? null,
      problem?.code ?? null,
      codesClearedBy("agreement"),
      state ?? row.state,
      applied_hash,
      problem?.code ?? null,
      problem ? JSON.stringify(problem.params) : null,
    ]
  )
  return result?.changed ?? false
}

/** What a person has taken note of is not raised again while it says the same: compare with `noteKey`. */
export async function acknowledged(container: MedusaContainer, ids: string[]): Promise<Set<string>> {
  const entries = await marketplaceOf(container).query<{ id: string; data: Problem }>(
    `select marketplace_order_id as id, data from marketplace_history_entry
      where marketplace_order_id = any(?) and event = 'order.acknowledged'`,
    [ids]
  )
  return new Set(entries.map(({ id, data }) => noteKey(id, data)))
}

export const noteKey = (id: string, { code, params }: Problem) =>
  JSON.stringify([id, code, Object.entries(params ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))])
