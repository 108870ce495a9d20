import { type Database, rowsOf } from "./database"
import { isDue, lacksDetails } from "./due-orders"
import { type OrderRow, type OrderRowWithPayload, WITH_SNAPSHOT } from "./orders"

// Our records of orders that the marketplace names.

type Account = { marketplace_id: string; account: string }

/** An order as its marketplace is asked for it. */
export type KnownOrder = { id: string; external_id: string; payload: string }

/** Returns which of these numbers have a record here; with `states`: one in these states. */
export const listExternalIds = async (
  database: Database,
  { marketplace_id, account }: Account,
  external_ids: string[],
  states?: readonly string[]
): Promise<Set<string>> => {
  const rows = await rowsOf<{ external_id: string }>(
    database,
    `select external_id from marketplace_order
      where marketplace_id = :marketplace_id and account = :account and external_id = any(:external_ids)
        and (:states::text[] is null or state = any(:states))`,
    { marketplace_id, account, external_ids, states: states ?? null }
  )
  return new Set(rows.map(({ external_id }) => external_id))
}

/** Returns what is known about these orders, whichever connection has them. */
export const listKnown = (
  database: Database,
  { marketplace_id, account }: Account,
  external_ids: string[]
): Promise<
  (Pick<OrderRow, "id" | "external_id" | "is_test" | "imported_at" | "reserved_ids" | "marks"> &
    Pick<OrderRowWithPayload, "corrections">)[]
> =>
  rowsOf(
    database,
    `select id, external_id, is_test, imported_at, reserved_ids, marks,
            (select corrections from marketplace_order_snapshot s
              where s.marketplace_order_id = o.id and s.deleted_at is null) as corrections
       from marketplace_order o where marketplace_id = ? and account = ? and external_id = any(?)`,
    [marketplace_id, account, external_ids]
  )

/** Returns what is stored of these orders of a connection. */
export const listStored = (
  database: Database,
  connection_id: string,
  external_ids: string[]
): Promise<KnownOrder[]> =>
  rowsOf(
    database,
    `select o.id, o.external_id, s.payload from ${WITH_SNAPSHOT}
      where o.connection_id = ? and not o.is_test and o.external_id = any(?)`,
    [connection_id, external_ids]
  )

/** Returns what is stored of those of these orders that are in one of these states. */
export const listOpen = (
  database: Database,
  connection_id: string,
  external_ids: string[],
  states: readonly string[]
): Promise<KnownOrder[]> =>
  rowsOf(
    database,
    `select o.id, o.external_id, s.payload from ${WITH_SNAPSHOT}
      where o.connection_id = ? and not o.is_test and o.external_id = any(?) and o.state = any(?)`,
    [connection_id, external_ids, states]
  )

/** Returns orders in these states that are not among those which the marketplace lists, those that were not read for longest first. */
export const listUnlisted = (
  database: Database,
  connection_id: string,
  states: readonly string[],
  listed: string[],
  limit: number
): Promise<KnownOrder[]> =>
  rowsOf(
    database,
    `select o.id, o.external_id, s.payload from ${WITH_SNAPSHOT}
      where o.connection_id = ? and not o.is_test and o.state = any(?) and not (o.external_id = any(?))
      order by o.updated_at, o.id limit ?`,
    [connection_id, states, listed, limit]
  )

/**
 * Returns the orders that wait for a parcel; with `listed`, those among these. The one due first, then the one unheard of
 * for longest, then the second of either kind, and so on: none waits for ever. Last come those whose parcel was sent.
 */
export const listWaitingForParcel = (
  database: Database,
  connection_id: string,
  limit: number,
  listed: string[] | null = null
): Promise<KnownOrder[]> =>
  rowsOf(
    database,
    `with waiting as (
       select w.id,
              exists (select 1 from marketplace_action a
                       where a.marketplace_order_id = w.id and a.type = 'ship' and a.state = 'sent') as is_sent,
              least(row_number() over (order by w.ship_by nulls last, w.id),
                    row_number() over (order by w.updated_at, w.id)) as turn
         from marketplace_order w
        where w.connection_id = :connection_id and not w.is_test and w.state in ('imported', 'partly_shipped')
          and (:listed::text[] is null or w.external_id = any(:listed)))
     select o.id, o.external_id, s.payload from ${WITH_SNAPSHOT} join waiting on waiting.id = o.id
      order by waiting.is_sent, waiting.turn, o.id limit :limit`,
    { connection_id, limit, listed }
  )

/** An order that was asked for goes to the end of the queue. */
export async function markAsked(database: Database, id: string): Promise<void> {
  await rowsOf(database, "update marketplace_order set updated_at = now() where id = ?", [id])
}

/** Returns orders whose details may be asked for now, the most urgent first. */
export const listWithoutDetails = (
  database: Database,
  connection_id: string,
  limit: number
): Promise<KnownOrder[]> =>
  rowsOf(
    database,
    `select o.id, o.external_id, s.payload from ${WITH_SNAPSHOT}
      where o.connection_id = ? and ${lacksDetails("o")} and ${isDue("o")}
      order by o.ship_by nulls last, o.purchased_at limit ?`,
    [connection_id, limit]
  )

/** Details that did not come are asked for later, each time after twice as long. */
export async function postponeDetails(
  database: Database,
  id: string,
  { first_seconds, last_seconds }: { first_seconds: number; last_seconds: number }
): Promise<void> {
  await rowsOf(
    database,
    `update marketplace_order
        set attempts = attempts + 1,
            next_attempt_at = now() + make_interval(secs => least(?, ? * power(2, least(attempts, 10))))
      where id = ? and state = 'waiting'`,
    [last_seconds, first_seconds, id]
  )
}

/** The marketplace gives no details for so long: none are asked for before. */
export async function postponeAllDetails(
  database: Database,
  connection_id: string,
  seconds: number
): Promise<void> {
  await rowsOf(
    database,
    `update marketplace_order o set next_attempt_at = now() + make_interval(secs => ?)
      where connection_id = ? and ${lacksDetails("o")} and ${isDue("o")}`,
    [seconds, connection_id]
  )
}

/** Returns the order in the store that an after-sale is about: by its number, or by an item where there is none. */
export async function findAffected(
  database: Database,
  { marketplace_id, account }: Account,
  order_external_id: string | null,
  item_external_ids: string[]
): Promise<(KnownOrder & Pick<OrderRow, "after_sales">) | undefined> {
  const [order] = await rowsOf<KnownOrder & Pick<OrderRow, "after_sales">>(
    database,
    `select o.id, o.external_id, o.after_sales, s.payload from ${WITH_SNAPSHOT}
      where o.marketplace_id = :marketplace_id and o.account = :account and o.imported_at is not null and not o.is_test
        and (o.external_id = :order_external_id or :order_external_id::text is null and exists (
              select 1 from jsonb_array_elements(o.lines) line
               where jsonb_exists_any(line -> 'external_ids', :item_external_ids)))
      limit 1`,
    { marketplace_id, account, order_external_id, item_external_ids }
  )
  return order
}

/** Returns how many of these orders are in the store, held, waiting, or not to be imported. */
export async function countExternalIds(
  database: Database,
  { marketplace_id, account }: Account,
  external_ids: string[]
): Promise<{ imported: number; held: number; waiting: number; ignored: number }> {
  const [counts] = await rowsOf<{ imported: number; held: number; waiting: number; ignored: number }>(
    database,
    `select count(*) filter (where imported_at is not null)::int as imported,
            count(*) filter (where imported_at is null and state in ('ready', 'importing')
                               and problem_code is not null)::int as held,
            count(*) filter (where imported_at is null and state in ('ignored', 'canceled'))::int as ignored,
            count(*) filter (where imported_at is null and (state in ('to_accept', 'waiting')
                               or state in ('ready', 'importing') and problem_code is null))::int as waiting
       from marketplace_order where marketplace_id = ? and account = ? and external_id = any(?)`,
    [marketplace_id, account, external_ids]
  )
  return counts
}
