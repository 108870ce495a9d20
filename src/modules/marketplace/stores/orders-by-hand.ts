import { type Database, rowsOf, type TransactionalDatabase } from "./database"
import { hashOf, type OrderFacts } from "./orders"

/**
 * A person does not want this order: it is ignored until a person takes it back. Answers false when it is on its way into
 * the store, or in it.
 */
export async function ignoreOrder(database: Database, id: string): Promise<boolean> {
  const rows = await rowsOf(
    database,
    `update marketplace_order
        set state = 'ignored', state_reason = 'by_hand', problem_code = null, problem_params = null,
            problem_since = null, next_attempt_at = null, attempts = 0, updated_at = now()
      where id = ? and state in ('to_accept', 'waiting', 'ready', 'ignored') and order_id is null
        and (claimed_until is null or claimed_until < now())
      returning id`,
    [id]
  )
  return rows.length === 1
}

/**
 * Judges an order anew that is not in the store, ignored ones too, and makes it due. `facts` are what its snapshot says
 * now. A problem stays until the import has looked at the order again. Answers false when it is on its way into the store.
 */
export async function reopenOrder(database: Database, id: string, facts: OrderFacts): Promise<boolean> {
  const rows = await rowsOf(
    database,
    `update marketplace_order
        set state = ?, state_reason = ?, attempts = 0, next_attempt_at = ?, updated_at = now(),
            problem_code = case when ? then problem_code else ? end,
            problem_params = case when ? then problem_params else ?::jsonb end,
            reserved_ids = coalesce(reserved_ids, '{}'::jsonb)
              || case when state_reason = 'handled_elsewhere' then '{"reopened": "true"}'::jsonb else '{}'::jsonb end
      where id = ? and state in ('to_accept', 'waiting', 'ready', 'ignored', 'canceled') and order_id is null
        and (claimed_until is null or claimed_until < now())
      returning id`,
    [
      facts.state,
      facts.state_reason,
      facts.due_at,
      facts.state === "ready" && !facts.problem,
      facts.problem?.code ?? null,
      facts.state === "ready" && !facts.problem,
      facts.problem ? JSON.stringify(facts.problem.params) : null,
      id,
    ]
  )
  return rows.length === 1
}

/** Keeps what an operator corrected of an order that is not in the store. Answers false while it is on its way there. */
export async function correctOrder(database: Database, id: string, corrections: object): Promise<boolean> {
  const rows = await rowsOf(
    database,
    `update marketplace_order_snapshot s set corrections = ?::jsonb, updated_at = now()
       from marketplace_order o
      where o.id = ? and s.marketplace_order_id = o.id and s.deleted_at is null and o.imported_at is null and o.purged_at is null
        and (o.claimed_until is null or o.claimed_until < now())
      returning s.id`,
    [JSON.stringify(corrections), id]
  )
  return rows.length === 1
}

/** Without its buyer an order cannot come in any more. */
const NEVER_CAME = "order_id is null and state in ('to_accept', 'waiting', 'ready')"

/**
 * Takes the buyer's data out of the kept snapshot, for good: later answers of the marketplace are stored without it too.
 * The link to the order, numbers and amounts stay. Answers the orders that were not purged before.
 */
export const purgeOrders = (
  database: TransactionalDatabase,
  ids: string[],
  withoutPersonalData: (marketplace_id: string, payload: string) => string
): Promise<string[]> =>
  database.transaction(async (transaction) => {
    const rows = await rowsOf<{ id: string; marketplace_id: string; payload: string | null }>(
      transaction,
      `select o.id, o.marketplace_id, s.payload from marketplace_order o
         left join marketplace_order_snapshot s on s.marketplace_order_id = o.id and s.deleted_at is null
        where o.id = any(?) and o.purged_at is null order by o.id for update of o`,
      [ids]
    )
    for (const { id, marketplace_id, payload } of rows) {
      const purged = payload === null ? null : withoutPersonalData(marketplace_id, payload)
      const hash = purged === null ? null : hashOf(purged)
      // What the store's order is in line with stays what it is in line with.
      await transaction.raw(
        `update marketplace_order
            set state = case when ${NEVER_CAME} then 'ignored' else state end,
                state_reason = case when ${NEVER_CAME} then 'purged' else state_reason end,
                problem_code = case when ${NEVER_CAME} then null else problem_code end,
                problem_params = case when ${NEVER_CAME} then null else problem_params end,
                problem_since = case when ${NEVER_CAME} then null else problem_since end,
                next_attempt_at = case when ${NEVER_CAME} then null else next_attempt_at end,
                purged_at = now(), updated_at = now(), snapshot_hash = coalesce(?, snapshot_hash),
                applied_hash = case when applied_hash = snapshot_hash then coalesce(?, applied_hash) else applied_hash end
          where id = ?`,
        [hash, hash, id]
      )
      if (purged !== null) {
        await transaction.raw(
          "update marketplace_order_snapshot set payload = ?, corrections = null where marketplace_order_id = ? and deleted_at is null",
          [purged, id]
        )
      }
    }
    return rows.map(({ id }) => id)
  })
