import { type Database, hasRow, rowsOf, type TransactionalDatabase } from "./database"
import { CLEARS_PROBLEM, problemValues, SETS_PROBLEM } from "./order-problems"
import { CORRECTED_AT, lockOrders, type OrderFacts, type OrderRowWithPayload, WITH_SNAPSHOT } from "./orders"

/**
 * A person does not want this order: it is ignored until a person takes it back. Not while a decision on it is on its
 * way, nor when it is on its way into the store, or in it: nothing of this changes until it is written.
 */
export const ignoreOrder = (
  database: TransactionalDatabase,
  id: string
): Promise<"ignored" | "decided" | "coming_in"> =>
  database.transaction(async (transaction) => {
    await lockOrders(transaction, [id])
    const isDecided = await hasRow(
      transaction,
      `select 1 from marketplace_action where marketplace_order_id = ? and deleted_at is null
          and type in ('accept', 'refuse') and state in ('pending', 'sending', 'retrying', 'sent') limit 1`,
      [id]
    )
    if (isDecided) return "decided"
    const isIgnored = await hasRow(
      transaction,
      `update marketplace_order
          set state = 'ignored', state_reason = 'by_hand', ${CLEARS_PROBLEM}, next_attempt_at = null, attempts = 0,
              updated_at = now()
        where id = ? and state in ('to_accept', 'waiting', 'ready', 'ignored') and order_id is null
          and (claimed_until is null or claimed_until < now())
        returning id`,
      [id]
    )
    return isIgnored ? "ignored" : "coming_in"
  })

/**
 * Judges an order again that is not in the store, also an ignored one, and makes it due. `facts` are what its snapshot
 * says now: a newer one is judged by whoever stores it. A problem stays until the import has judged the order again.
 * Returns false during its import.
 */
export const reopenOrder = (
  database: Database,
  { id, snapshot_hash }: { id: string; snapshot_hash: string },
  facts: OrderFacts
): Promise<boolean> =>
  hasRow(
    database,
    `update marketplace_order
        set state = :state, state_reason = :state_reason, attempts = 0, next_attempt_at = :due_at, updated_at = now(),
            ${facts.state === "ready" && !facts.problem ? "" : `${SETS_PROBLEM},`}
            marks = case when state_reason = 'handled_elsewhere'
                         then coalesce(marks, '{}'::jsonb) || '{"reopened": true}'::jsonb else marks end
      where id = :id and state in ('to_accept', 'waiting', 'ready', 'ignored', 'canceled') and order_id is null
        and (claimed_until is null or claimed_until < now()) and snapshot_hash = :snapshot_hash
      returning id`,
    {
      id,
      snapshot_hash,
      state: facts.state,
      state_reason: facts.state_reason,
      due_at: facts.due_at,
      ...problemValues(facts.problem),
    }
  )

/**
 * Keeps what an operator corrected of an order that is not in the store, over what was corrected until `corrected_at`.
 * Returns false when it was corrected since, or is on its way into the store.
 */
export const correctOrder = (
  database: Database,
  { id, corrected_at }: { id: string; corrected_at: string | null },
  corrections: object
): Promise<boolean> =>
  hasRow(
    database,
    `update marketplace_order_snapshot s
        set corrections = :corrections::jsonb, buyer = null, updated_at = clock_timestamp()
       from marketplace_order o
      where o.id = :id and s.marketplace_order_id = o.id and s.deleted_at is null and o.imported_at is null and o.purged_at is null
        and (o.claimed_until is null or o.claimed_until < now())
        and ${CORRECTED_AT} is not distinct from :corrected_at::text
      returning s.id`,
    { corrections: JSON.stringify(corrections), id, corrected_at }
  )

/** Returns test orders that are older, some at a time. */
export const listOldTests = (database: Database, days: number, limit: number): Promise<{ id: string }[]> =>
  rowsOf(
    database,
    "select id from marketplace_order where is_test and created_at < now() - make_interval(days => ?) limit ?",
    [days, limit]
  )

/** Deletes a test order with all that was written of it. */
export async function deleteTestOrder(database: Database, id: string): Promise<void> {
  await rowsOf(
    database,
    `with actions as (delete from marketplace_action where marketplace_order_id = :id returning id),
          attempts as (delete from marketplace_action_attempt where action_id in (select id from actions)),
          snapshots as (delete from marketplace_order_snapshot where marketplace_order_id = :id)
     delete from marketplace_order where id = :id and is_test`,
    { id }
  )
}

/** Returns orders that are kept out, or waiting, for one of these reasons and whose import has not begun, by id. */
export const listJudged = (
  database: Database,
  connection_id: string,
  state_reasons: string[],
  after: string,
  limit: number
): Promise<
  Pick<OrderRowWithPayload, "id" | "state" | "state_reason" | "snapshot_hash" | "payload" | "corrections">[]
> =>
  rowsOf(
    database,
    `select o.id, o.state, o.state_reason, o.snapshot_hash, s.payload, s.corrections from ${WITH_SNAPSHOT}
      where o.connection_id = ? and o.state in ('ignored', 'waiting') and o.state_reason = any(?) and o.order_id is null
        and o.purged_at is null and o.id > ? order by o.id limit ?`,
    [connection_id, state_reasons, after, limit]
  )
