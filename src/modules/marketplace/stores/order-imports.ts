import type { Marks } from "../../../orders/marks"
import { problemKey } from "../../../orders/problem-key"
import type { Problem } from "../../../orders/problems"
import { type Database, hasRow, idsOf, rowsOf } from "./database"
import { isDue, isImportable } from "./due-orders"
import type { OrderLineRecord } from "./orders"
import { type StoredProblem, problemValues, SETS_PROBLEM } from "./order-problems"

const IS_FREE_HERE = `o.connection_id = :connection_id and ${isImportable("o")}
  and (o.claimed_until is null or o.claimed_until < now())`

/** What the orders of a batch may take in memory: more than any batch of ordinary ones. */
const MOST_BYTES = 8_000_000

/**
 * Returns orders that a batch may take now: first those whose order may exist and lack its reservations or its payment,
 * then those without a problem. At most `limit`, and fewer where they are very large.
 */
export const listImportable = (database: Database, connection_id: string, limit: number): Promise<string[]> =>
  idsOf(
    database,
    `with due as (
       select id, row_number() over (order by (order_id is not null) desc, (problem_code is null) desc,
                                              purchased_at nulls last, id) as position
         from marketplace_order o where ${IS_FREE_HERE} and ${isDue("o")}
        order by position limit :limit),
     sized as (
       select due.*, sum(octet_length(s.payload)) over (order by position) - octet_length(s.payload) as before
         from due join marketplace_order_snapshot s on s.marketplace_order_id = due.id and s.deleted_at is null)
     select id from sized where before < ${MOST_BYTES} order by position`,
    { connection_id, limit }
  )

/**
 * Claims orders for one worker: the given ones whether they are due or not, else those that are due. A claim outlives
 * any batch, and ends with the lease of its `owner`; whoever takes it over goes on with the same reserved ids. An order that is made due while it is claimed
 * stays due when its claim ends. Returns what was claimed.
 */
export async function claimImportable(
  database: Database,
  {
    connection_id,
    ids,
    limit,
    claim_seconds,
    owner = null,
  }: { connection_id: string; ids?: string[]; limit: number; claim_seconds: number; owner?: string | null }
): Promise<string[]> {
  return idsOf(
    database,
    `with free as (
       select o.id from marketplace_order o where ${IS_FREE_HERE} and o.id = any(:ids) order by o.id for update skip locked)
     update marketplace_order o
        set claimed_until = now() + make_interval(secs => :claim_seconds), claimed_by = :owner,
            attempts = greatest(o.attempts, 0)
       from free where o.id = free.id returning o.id`,
    {
      connection_id,
      ids: ids ?? (await listImportable(database, connection_id, limit)),
      claim_seconds,
      owner,
    }
  )
}

/** Gives claimed orders back, except those that another worker has claimed since. */
export const releaseClaims = async (
  database: Database,
  ids: string[],
  owner: string | null = null
): Promise<void> => {
  await rowsOf(
    database,
    `update marketplace_order set claimed_until = null, claimed_by = null
      where id = any(?) and claimed_by is not distinct from ?`,
    [ids, owner]
  )
}

/**
 * Writes the ids that the Medusa order and its parts will have, before anything is created. Ids that are already
 * reserved win: whoever comes second works with the same ones, and the database refuses to create them twice.
 * With the id of the order itself among them, its import has begun.
 */
export async function reserveIds(
  database: Database,
  orders: { id: string; ids: Record<string, string> }[]
): Promise<Map<string, Record<string, string>>> {
  const rows = await rowsOf<{ id: string; reserved_ids: Record<string, string> }>(
    database,
    `update marketplace_order o
        set reserved_ids = v.ids::jsonb || coalesce(o.reserved_ids, '{}'::jsonb),
            order_id = coalesce(o.order_id, v.ids::jsonb ->> 'order'),
            state = case when o.imported_at is null and v.ids::jsonb ->> 'order' is not null then 'importing'
                         else o.state end
       from (values ${orders.map(() => "(?::text, ?::text)").join(", ")}) as v (id, ids)
      where o.id = v.id returning o.id, o.reserved_ids`,
    orders.flatMap(({ id, ids }) => [id, JSON.stringify(ids)])
  )
  return new Map(rows.map((row) => [row.id, row.reserved_ids]))
}

/** Takes ids back that name nothing any more. */
export async function forgetReservedIds(
  database: Database,
  forgotten: { id: string; keys: string[] }[]
): Promise<void> {
  for (const { id, keys } of forgotten) {
    await rowsOf(
      database,
      "update marketplace_order set reserved_ids = reserved_ids - ?::text[] where id = ?",
      [keys, id]
    )
  }
}

export type FinishedImport = {
  id: string
  state: string
  lines: OrderLineRecord[]
  applied_hash: string
  problem: Problem | null
  /** What is remembered of it from now on. */
  marks?: Marks
}

/** Marks orders as imported. Returns those that were not yet: only they are announced. */
export async function markImported(database: Database, orders: FinishedImport[]): Promise<string[]> {
  if (!orders.length) return []
  return idsOf(
    database,
    `update marketplace_order o
        set state = v.state, imported_at = now(), updated_at = now(), lines = v.lines::jsonb, applied_hash = v.hash,
            problem_code = v.code, problem_params = v.params::jsonb, attempts = 0, next_attempt_at = null,
            problem_since = case when v.code is null then null else now() end, claimed_until = null, claimed_by = null,
            marks = coalesce(o.marks, '{}'::jsonb) || v.marks::jsonb
       from (values ${orders.map(() => "(?::text, ?::text, ?::text, ?::text, ?::text, ?::text, ?::text)").join(", ")})
         as v (id, state, lines, hash, code, params, marks)
      where o.id = v.id and o.imported_at is null returning o.id`,
    orders.flatMap(({ id, state, lines, applied_hash, problem, marks }) => [
      id,
      state,
      JSON.stringify(lines),
      applied_hash,
      problem?.code ?? null,
      problem ? JSON.stringify(problem.params) : null,
      JSON.stringify({
        ...marks,
        noted: [],
        ...(problem && { shown: { code: problem.code, key: problemKey(problem) } }),
      }),
    ])
  )
}

export type OrderOutcome = {
  id: string
  state: "ready" | "waiting" | "ignored" | "to_accept" | "canceled"
  state_reason?: string
  problem: StoredProblem | null
  /** When to look again without anybody asking, in seconds; null only for states that are not imported. */
  retry_seconds: number | null
  /** Each further try waits twice as long, up to so many seconds. */
  doubles_up_to?: number
}

/**
 * Gives claimed orders back with what became of them. One that a faster worker has imported meanwhile stays imported.
 * Returns those whose problem is another than before.
 */
export async function writeImportOutcomes(database: Database, outcomes: OrderOutcome[]): Promise<string[]> {
  const changed: string[] = []
  for (const { id, state, state_reason, problem, retry_seconds, doubles_up_to = null } of outcomes) {
    const rows = await rowsOf<{ changed: boolean }>(
      database,
      `with before as (select id as before_id, problem_code as before_code from marketplace_order where id = :id for update)
       update marketplace_order o
          set state = :state, state_reason = :state_reason, ${SETS_PROBLEM}, attempts = o.attempts + 1,
              claimed_until = null, claimed_by = null, updated_at = now(),
              next_attempt_at = case when o.attempts >= 0
                                     then now() + make_interval(secs => least(:doubles_up_to::float8,
                                       :retry_seconds::float8 * case when :doubles_up_to::float8 is null then 1
                                                                     else power(2, least(o.attempts, 10)) end)) end
         from before where o.id = before_id and o.imported_at is null
       returning (before_code is distinct from o.problem_code and o.problem_code is not null) as changed`,
      {
        id,
        state,
        state_reason: state_reason ?? null,
        retry_seconds,
        doubles_up_to,
        ...problemValues(problem),
      }
    )
    if (rows[0]?.changed) changed.push(id)
  }
  return changed
}

/**
 * Makes held orders due now (-1 attempts: it happened during a claim), since their cause may be fixed, and returns them. `skus`: of the problem or of any line;
 * `eans`: anywhere in what the marketplace sent, since our lines keep none.
 */
export const releaseHeld = (
  database: Database,
  filter: { connection_id?: string; problem_codes?: string[]; skus?: string[]; eans?: string[] }
): Promise<{ id: string; connection_id: string }[]> =>
  rowsOf(
    database,
    `update marketplace_order set next_attempt_at = null, updated_at = now(),
            attempts = case when claimed_until > now() then -1 else 0 end
      where state in ('ready', 'importing') and problem_code is not null
        and (:connection_id::text is null or connection_id = :connection_id)
        and (:problem_codes::text[] is null or problem_code = any(:problem_codes))
        and (:skus::text[] is null or problem_params ->> 'sku' = any(:skus) or exists (
              select 1 from jsonb_array_elements(lines) line where line ->> 'sku' = any(:skus))
              or exists (select 1 from marketplace_order_snapshot s, unnest(:eans::text[]) ean
                          where s.marketplace_order_id = marketplace_order.id and strpos(s.payload, ean) > 0))
      returning id, connection_id`,
    {
      connection_id: filter.connection_id ?? null,
      problem_codes: filter.problem_codes ?? null,
      skus: filter.skus ?? null,
      eans: filter.eans ?? [],
    }
  )

/** Whether an order that is not in the store has one of these problems. */
export const hasHeld = (database: Database, problem_codes: string[]): Promise<boolean> =>
  hasRow(
    database,
    "select 1 from marketplace_order where problem_code = any(?) and state in ('ready', 'importing') limit 1",
    [problem_codes]
  )
