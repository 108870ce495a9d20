import { type Database, hasRow, idsOf, rowsOf } from "./database"
import { CLEARS_PROBLEM, problemValues, SETS_PROBLEM } from "./order-problems"
import { type OrderFacts, type OrderRowWithPayload, WITH_SNAPSHOT } from "./orders"

/**
 * A person does not want this order: it is ignored until a person takes it back. Returns false when it is on its way into
 * the store, or in it.
 */
export const ignoreOrder = (database: Database, id: string): Promise<boolean> =>
  hasRow(
    database,
    `update marketplace_order
        set state = 'ignored', state_reason = 'by_hand', ${CLEARS_PROBLEM}, next_attempt_at = null, attempts = 0,
            updated_at = now()
      where id = ? and state in ('to_accept', 'waiting', 'ready', 'ignored') and order_id is null
        and (claimed_until is null or claimed_until < now())
      returning id`,
    [id]
  )

/**
 * Judges an order again that is not in the store, also an ignored one, and makes it due. `facts` are what its snapshot
 * says now. A problem stays until the import has judged the order again. Returns false during its import.
 */
export const reopenOrder = (database: Database, id: string, facts: OrderFacts): Promise<boolean> =>
  hasRow(
    database,
    `update marketplace_order
        set state = :state, state_reason = :state_reason, attempts = 0, next_attempt_at = :due_at, updated_at = now(),
            ${facts.state === "ready" && !facts.problem ? "" : `${SETS_PROBLEM},`}
            marks = case when state_reason = 'handled_elsewhere'
                         then coalesce(marks, '{}'::jsonb) || '{"reopened": true}'::jsonb else marks end
      where id = :id and state in ('to_accept', 'waiting', 'ready', 'ignored', 'canceled') and order_id is null
        and (claimed_until is null or claimed_until < now())
      returning id`,
    {
      id,
      state: facts.state,
      state_reason: facts.state_reason,
      due_at: facts.due_at,
      ...problemValues(facts.problem),
    }
  )

/** Keeps what an operator corrected of an order that is not in the store. Returns false while it is on its way there. */
export const correctOrder = (database: Database, id: string, corrections: object): Promise<boolean> =>
  hasRow(
    database,
    `update marketplace_order_snapshot s set corrections = ?::jsonb, updated_at = now()
       from marketplace_order o
      where o.id = ? and s.marketplace_order_id = o.id and s.deleted_at is null and o.imported_at is null and o.purged_at is null
        and (o.claimed_until is null or o.claimed_until < now())
      returning s.id`,
    [JSON.stringify(corrections), id]
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

/**
 * Returns the orders before their import whose snapshot or corrections hold all these texts, the latest purchase first.
 * Only the latest `read` are looked through.
 */
export const searchWaiting = (
  database: Database,
  likes: string[],
  { read, found }: { read: number; found: number }
): Promise<string[]> =>
  idsOf(
    database,
    `select o.id from (select id, purchased_at from marketplace_order
                        where imported_at is null and purged_at is null
                          and state in ('to_accept', 'waiting', 'ready', 'importing')
                        order by purchased_at desc limit ?) o
       join marketplace_order_snapshot s on s.marketplace_order_id = o.id and s.deleted_at is null
      where lower(s.payload || coalesce(s.corrections::text, '')) like all(?) order by o.purchased_at desc limit ?`,
    [read, likes, found]
  )

/** Returns orders that are kept out, or waiting, for one of these reasons and whose import has not begun, by id. */
export const listJudged = (
  database: Database,
  connection_id: string,
  state_reasons: string[],
  after: string,
  limit: number
): Promise<Pick<OrderRowWithPayload, "id" | "state" | "state_reason" | "payload" | "corrections">[]> =>
  rowsOf(
    database,
    `select o.id, o.state, o.state_reason, s.payload, s.corrections from ${WITH_SNAPSHOT}
      where o.connection_id = ? and o.state in ('ignored', 'waiting') and o.state_reason = any(?) and o.order_id is null
        and o.purged_at is null and o.id > ? order by o.id limit ?`,
    [connection_id, state_reasons, after, limit]
  )
