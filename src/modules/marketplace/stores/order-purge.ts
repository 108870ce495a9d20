import { type Database, idsOf, rowsOf, type TransactionalDatabase } from "./database"
import { KEPT_PARAMS } from "../../../orders/problems/kept-params"
import { CLEARS_PROBLEM } from "./order-problems"
import { hashOf, withContents } from "./store-snapshots"

/** Without its buyer an order cannot be imported any more. */
const NEVER_CAME = "order_id is null and state in ('to_accept', 'waiting', 'ready')"

/** What an import or a change is at work on needs the buyer, and writes about it. */
const IN_HAND = "(o.state = 'importing' or o.claimed_until >= now())"

/**
 * Removes the buyer's data from the kept snapshot for good: later snapshots are stored without it too. The link to the
 * order, numbers and amounts stay. Leaves what is in hand; `keeps_open`: also what may still be imported. Returns the
 * orders that were not purged before.
 */
export const purgeOrders = (
  database: TransactionalDatabase,
  ids: string[],
  withoutPersonalData: (marketplace_id: string, payload: string) => string,
  { keeps_open = false } = {}
): Promise<string[]> =>
  database.transaction(async (transaction) => {
    const locked = await rowsOf<{ id: string; marketplace_id: string }>(
      transaction,
      `select o.id, o.marketplace_id from marketplace_order o
        where o.id = any(?) and o.purged_at is null and ${IN_HAND} is not true
          and (not ? or o.imported_at is not null or o.state in ('canceled', 'ignored'))
        order by o.id for update`,
      [ids, keeps_open]
    )
    const rows = await withContents(transaction, locked)
    for (const { id, marketplace_id, payload } of rows) {
      const purged = payload === null ? null : withoutPersonalData(marketplace_id, payload)
      const hash = purged === null ? null : hashOf(purged)
      // What the store's order is in line with stays what it is in line with. The key of a problem can be made of an address.
      await rowsOf(
        transaction,
        `update marketplace_order
            set purged_at = now(), updated_at = now(), snapshot_hash = coalesce(:hash, snapshot_hash),
                marks = (marks - 'shown') || case when marks -> 'noted' is null then '{}'::jsonb
                                                  else '{"noted": []}'::jsonb end,
                applied_hash = case when applied_hash = snapshot_hash then coalesce(:hash, applied_hash)
                                    else applied_hash end
          where id = :id`,
        { id, hash }
      )
      await rowsOf(
        transaction,
        `update marketplace_order
            set state = 'ignored', state_reason = 'purged', next_attempt_at = null, ${CLEARS_PROBLEM}
          where id = ? and ${NEVER_CAME}`,
        [id]
      )
      if (purged !== null) {
        await rowsOf(
          transaction,
          "update marketplace_order_snapshot set payload = ?, corrections = null, written = null, buyer = '' where marketplace_order_id = ? and deleted_at is null",
          [purged, id]
        )
      }
    }
    return rows.map(({ id }) => id)
  })

/** Returns orders whose connection keeps the buyer's data no longer; of deleted connections too, some at a time. */
export const listToPurge = (
  database: Database,
  marketplace_ids: string[],
  limit: number
): Promise<string[]> =>
  idsOf(
    database,
    `select o.id from marketplace_order o join marketplace_connection c on c.id = o.connection_id
      where o.marketplace_id = any(?) and o.purged_at is null and ${IN_HAND} is not true
        and coalesce(o.purchased_at, o.created_at)
          < now() - make_interval(days => case
              when c.settings #>> '{privacy,retention_days}' ~ '^[0-9]{1,5}$'
              then (c.settings #>> '{privacy,retention_days}')::int else 180 end)
      order by o.id limit ?`,
    [marketplace_ids, limit]
  )

/** Where a tracking link can be, with the column that holds it. */
const LINKED = {
  marketplace_action: "params",
  marketplace_action_attempt: "sent",
  marketplace_history_entry: "data",
}

export type LinkTrace = { id: string; table: keyof typeof LINKED; content: unknown }

/** Each table's rows `t` with their orders `o`. */
const OF_ORDERS = {
  marketplace_action: "marketplace_order o join marketplace_action t on t.marketplace_order_id = o.id",
  marketplace_action_attempt: `marketplace_order o join marketplace_action a on a.marketplace_order_id = o.id
    join marketplace_action_attempt t on t.action_id = a.id`,
  marketplace_history_entry:
    "marketplace_order o join marketplace_history_entry t on t.marketplace_order_id = o.id",
} satisfies Record<keyof typeof LINKED, string>

const LATELY = "now() - make_interval(days => :days)"
/**
 * Rows of purged orders, where the order was purged or the row written in the last `days`: a parcel can be settled much later.
 * Two parts, since each has an index of its own, and the later of two tables' times has none. Without `offset 0` the planner
 * would first look through the contents of every row.
 */
const traces = (table: keyof typeof LINKED) =>
  `(select t.* from ${OF_ORDERS[table]} where o.purged_at > ${LATELY}
    union all
    select t.* from ${OF_ORDERS[table]} where t.updated_at > ${LATELY} and o.purged_at <= ${LATELY} offset 0) t`

const HAS_LINK = `~ '"tracking_url": "'`

/**
 * Returns what holds a tracking link of purged orders, where the order was purged or the link written in the last `days`, some at
 * a time. Of what is still to be sent the action's link stays until it is sent.
 */
export const listLinkTraces = (database: Database, days: number, limit: number): Promise<LinkTrace[]> =>
  rowsOf(
    database,
    `select id, 'marketplace_action' as table, params as content from ${traces("marketplace_action")}
      where state in ('confirmed', 'skipped', 'done_elsewhere') and params::text ${HAS_LINK}
     union all
     select id, 'marketplace_action_attempt', sent from ${traces("marketplace_action_attempt")}
      where sent::text ${HAS_LINK}
     union all
     select id, 'marketplace_history_entry', data from ${traces("marketplace_history_entry")}
      where data::text ${HAS_LINK} limit :limit`,
    { days, limit }
  )

/** Writes such a content without its links. */
export async function writeTrace(database: Database, { id, table, content }: LinkTrace): Promise<void> {
  await rowsOf(database, `update ${table} set ${LINKED[table]} = ?::jsonb where id = ?`, [
    JSON.stringify(content),
    id,
  ])
}

/** Parameters of a problem without those that may hold a buyer's words; and whether it has any of these. */
const kept = (params: string) =>
  `(select coalesce(jsonb_object_agg(key, value), '{}'::jsonb) from jsonb_each(${params}) where key = any(:kept))`
const hasOthers = (params: string) => `jsonb_typeof(${params}) = 'object' and ${params} <> ${kept(params)}`

/**
 * Clears what marketplaces answered about such orders, and what problems say of them: it can repeat what was sent, and what a
 * buyer is called.
 */
export async function clearAnswers(database: Database, days: number): Promise<void> {
  const clear = (table: keyof typeof LINKED, change: string, condition: string) =>
    rowsOf(
      database,
      `update ${table} set ${change} where id in (select id from ${traces(table)}) and ${condition}`,
      { days, kept: KEPT_PARAMS }
    )
  const clearParams = (table: keyof typeof LINKED, column: string, path: string) =>
    clear(
      table,
      `${column} = jsonb_set(${column}, '${path}', ${kept(`${column} #> '${path}'`)})`,
      hasOthers(`${column} #> '${path}'`)
    )
  await clear("marketplace_action_attempt", "message = null", "message is not null")
  await clear("marketplace_action", `problem_params = ${kept("problem_params")}`, hasOthers("problem_params"))
  await clearParams("marketplace_action", "params", "{warning,params}")
  await clearParams("marketplace_history_entry", "data", "{params}")
  await rowsOf(
    database,
    `update marketplace_order set problem_params = ${kept("problem_params")}
      where purged_at is not null and greatest(purged_at, updated_at) > ${LATELY}
        and ${hasOthers("problem_params")}`,
    { days, kept: KEPT_PARAMS }
  )
}
