export { alone } from "./database"
import { isDue, isImportable, lacksDetails } from "./due-orders"
import type { DestinationRule } from "../../../orders/destinations"
import {
  assignments,
  type Database,
  hasRow,
  insertable,
  lock,
  rowsOf,
  type TransactionalDatabase,
} from "./database"
import { endsClaims, isFree } from "./lease-columns"
import { HAS_NEWS } from "./notices"
import { IS_CHANGED } from "./order-changes"

export type ShippingOptionChoice = { id: string; stock_location_id: string; shipping_profile_id: string }

type ListedCarrier = { name: string; code: string | null }

/** `removed` were listed once and are not any more. */
export type CarrierListRecord = { fetched_at: string; carriers: ListedCarrier[]; removed?: ListedCarrier[] }

export type ConnectionRow = {
  id: string
  marketplace_id: string
  account: string
  name: string
  is_enabled: boolean
  sales_channel_id: string
  region_id: string
  stock_location_ids: string[]
  shipping_options: ShippingOptionChoice[]
  destinations: DestinationRule[]
  settings: Record<string, unknown>
  activated_instance: string | null
  activated_at: Date | null
  older_open_orders: string | null
  health_status: "ok" | "degraded" | "paused" | "new"
  health_code: string | null
  health_params: Record<string, unknown> | null
  health_since: Date | null
  failures: number
  blocked_until: Date | null
  cursor: string | null
  start_at: Date
  next_run_at: Date | null
  last_run_id: string | null
  rechecked_at: Date | null
  swept_at: Date | null
  completeness: Record<string, unknown> | null
  carriers: CarrierListRecord | null
  pulled_from: Date | null
  offers_activated_at: Date | null
  offers_mark_at: Date | null
  offers_stopped_at: Date | null
  offers_stopped_until: Date | null
  offers_compare_at: Date | null
  offers_read_at: Date | null
  offers_comparison: Record<string, unknown> | null
  offers_brake: { since: string; count: number; limit: number } | null
  offers_other_tool_at: Date | null
  created_at: Date
  deleted_at: Date | null
}

/** Returns a connection, a deleted one too. */
export async function loadConnection(database: Database, id: string): Promise<ConnectionRow | undefined> {
  const [row] = await rowsOf<ConnectionRow>(database, "select * from marketplace_connection where id = ?", [
    id,
  ])
  return row
}

/**
 * Pauses connections that were activated elsewhere: this is a copy of that store, and must not accept or ship on the
 * live account. Returns those that are paused only now.
 */
export const pauseForeignConnections = (database: Database, instance: string): Promise<{ id: string }[]> =>
  rowsOf(
    database,
    `update marketplace_connection
        set health_status = 'paused', health_code = 'copied_database', health_since = now(), updated_at = now(),
            health_params = jsonb_build_object('activated_in', activated_instance, 'current', :instance::text)
      where deleted_at is null and is_enabled and activated_instance <> :instance
        and health_code is distinct from 'copied_database'
      returning id`,
    { instance }
  )

/**
 * After a pull: cursor and next due time (null: as they are), and the lease given back; only its owner may move the cursor. With
 * `read_seconds`, all that was sold until so long ago is known. Returns whether no one was notified of what orders show.
 */
export async function finishPull(
  database: Database,
  connection_id: string,
  owner: string,
  values: {
    cursor: string | null
    next_in_seconds: number | null
    run_id: string
    rechecked: boolean
    read_seconds: number | null
  }
): Promise<boolean> {
  const [row] = await rowsOf<{ has_news: boolean }>(
    database,
    `with ended as (${endsClaims("pull")})
     update marketplace_connection c
        set cursor = coalesce(:cursor, cursor), last_run_id = :run_id,
            next_run_at = coalesce(now() + make_interval(secs => :next_in_seconds::float8), next_run_at),
            rechecked_at = case when :rechecked then now() else rechecked_at end, updated_at = now(),
            pulled_from = coalesce(now() - make_interval(secs => :read_seconds::float8), pulled_from),
            pull_lease_owner = null, pull_lease_until = null
      where c.id = :connection_id and c.pull_lease_owner = :owner
     returning ${HAS_NEWS} as has_news`,
    { ...values, connection_id, owner }
  )
  return row?.has_news ?? false
}

export type Health = {
  status: ConnectionRow["health_status"]
  code: string | null
  params?: Record<string, unknown>
  /** How long the connection makes no call at all, in seconds. */
  block_seconds?: number | null
  failed: boolean
}

/** Writes the health of a connection. Returns whether status or reason changed: a cause is notified once. */
export async function setHealth(database: Database, connection_id: string, health: Health): Promise<boolean> {
  const rows = await rowsOf<{ changed: boolean }>(
    database,
    `with before as (select id, health_status, health_code from marketplace_connection where id = :id for update)
     update marketplace_connection c
        set health_status = :status, health_code = :code, health_params = :params::jsonb,
            health_since = case when before.health_status = :status and before.health_code is not distinct from :code
                                then c.health_since else now() end,
            failures = case when :failed then c.failures + 1 else 0 end,
            blocked_until = now() + make_interval(secs => :block_seconds::float8), updated_at = now()
       from before where c.id = before.id
     returning (before.health_status <> c.health_status or before.health_code is distinct from c.health_code) as changed`,
    {
      id: connection_id,
      status: health.status,
      code: health.code,
      params: JSON.stringify(health.params ?? {}),
      failed: health.failed,
      block_seconds: health.block_seconds ?? null,
    }
  )
  return rows[0]?.changed ?? false
}

const JSON_COLUMNS = [
  "stock_location_ids",
  "shipping_options",
  "destinations",
  "settings",
  "carriers",
  "completeness",
  "offers_comparison",
  "offers_brake",
]

const columnsOf = (values: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([column, value]) => [column, JSON_COLUMNS.includes(column) ? JSON.stringify(value) : value])
  )

/** Writes the given columns of a connection. */
export async function writeConnection(
  database: Database,
  connection_id: string,
  values: Partial<Omit<ConnectionRow, "id">>
): Promise<void> {
  const columns = columnsOf(values)
  await rowsOf(
    database,
    `update marketplace_connection set ${assignments(columns)}, updated_at = now() where id = :id`,
    { ...columns, id: connection_id }
  )
}

/**
 * Writes what a comparison of offers came to. What a person has asked for since it began stays: another one, or that the other
 * tool is off.
 */
export async function endComparison(
  database: Database,
  began: Pick<ConnectionRow, "id" | "offers_compare_at" | "offers_other_tool_at">,
  ended: Pick<ConnectionRow, "offers_comparison" | "offers_compare_at" | "offers_other_tool_at"> &
    Partial<Pick<ConnectionRow, "offers_read_at">>
): Promise<void> {
  const unlessAskedFor = (column: string) => `${column} =
    case when date_trunc('milliseconds', ${column}) is not distinct from :${column}_before::timestamptz
         then :${column}::timestamptz else ${column} end`
  await rowsOf(
    database,
    `update marketplace_connection
        set offers_comparison = :offers_comparison::jsonb,
            offers_read_at = coalesce(:offers_read_at::timestamptz, offers_read_at),
            ${unlessAskedFor("offers_compare_at")}, ${unlessAskedFor("offers_other_tool_at")}, updated_at = now()
      where id = :id`,
    {
      id: began.id,
      offers_comparison: JSON.stringify(ended.offers_comparison),
      offers_read_at: ended.offers_read_at ?? null,
      offers_compare_at: ended.offers_compare_at,
      offers_compare_at_before: began.offers_compare_at,
      offers_other_tool_at: ended.offers_other_tool_at,
      offers_other_tool_at_before: began.offers_other_tool_at,
    }
  )
}

/** All that a person can change of a connection `c`, in a few signs: after any change they are others. */
const VERSION = `md5(jsonb_build_array(c.name, c.account, c.is_enabled, c.sales_channel_id, c.region_id,
  c.stock_location_ids, c.shipping_options, c.destinations, c.settings,
  (select k.updated_at from marketplace_credential k where k.connection_id = c.id and k.deleted_at is null))::text)`

/** Returns the versions of connections that are not deleted. */
export const listVersions = (database: Database, ids: string[]): Promise<{ id: string; version: string }[]> =>
  rowsOf(
    database,
    `select c.id, ${VERSION} as version from marketplace_connection c where c.id = any(?) and c.deleted_at is null`,
    [ids]
  )

export type NewCredential = { encrypted: string; hints: Record<string, string> }
/** Throws when the connection may not be as it would become. */
/** `transaction`: for what has to be written with the connection, or not at all. */
type Judge = (others: ConnectionRow[], hasOrders: boolean, transaction: Database) => void | Promise<void>

const lockAccount = (transaction: Database, { marketplace_id, account }: AccountOf) =>
  lock(transaction, `account:${marketplace_id}:${account}`)
type AccountOf = { marketplace_id: string; account: string }

/** Writes a new connection with its credential. What the others on its account forbid is judged in the same moment. */
export const insertConnection = (
  database: TransactionalDatabase,
  connection: AccountOf & { id: string } & Partial<ConnectionRow>,
  credential: NewCredential & { id: string },
  judge: Judge
): Promise<void> =>
  database.transaction(async (transaction) => {
    await lockAccount(transaction, connection)
    await judge(await listOnAccount(transaction, connection, null), false, transaction)
    const [row, values] = insertable([columnsOf(connection)])
    await rowsOf(transaction, `insert into marketplace_connection ${row}`, values)
    await rowsOf(
      transaction,
      `insert into marketplace_credential (id, connection_id, encrypted, hints)
       values (:id, :connection_id, :encrypted, :hints::jsonb)`,
      { ...credential, connection_id: connection.id, hints: JSON.stringify(credential.hints) }
    )
  })

/**
 * Changes a connection, and its credential, if it is still the one of this version; otherwise returns false. What its
 * orders and the others on its account forbid is judged in the same moment. Another account begins without a cursor,
 * and a pull of the one before ends.
 */
export const changeConnection = (
  database: TransactionalDatabase,
  { id, version }: { id: string; version: string },
  values: AccountOf & Partial<ConnectionRow>,
  credential: NewCredential | null,
  judge: Judge
): Promise<boolean> =>
  database.transaction(async (transaction) => {
    const [row] = await rowsOf<AccountOf>(
      transaction,
      "select marketplace_id, account from marketplace_connection where id = ? and deleted_at is null for update",
      [id]
    )
    // A statement of its own: it sees what whoever had the row before has written.
    const [current] = row ? await listVersions(transaction, [id]) : []
    if (current?.version !== version) return false
    await lockAccount(transaction, values)
    await judge(await listOnAccount(transaction, values, id), await hasOrders(transaction, id), transaction)
    await writeConnection(transaction, id, values)
    if (values.account !== row.account) {
      await rowsOf(
        transaction,
        "update marketplace_connection set cursor = null, pull_lease_owner = null, pull_lease_until = null where id = ?",
        [id]
      )
    }
    if (credential) {
      await rowsOf(
        transaction,
        `update marketplace_credential set encrypted = :encrypted, hints = :hints::jsonb, updated_at = now()
          where connection_id = :id and deleted_at is null`,
        { id, encrypted: credential.encrypted, hints: JSON.stringify(credential.hints) }
      )
    }
    return true
  })

/** A connection that a person was shown; without `version`, whatever it is now. */
export type SeenConnection = { id: string; version?: string }

/** Does something about a connection as it was shown, before anything else changes it: `gone`, `changed`, or `done`. */
const asSeen = (
  database: TransactionalDatabase,
  { id, version }: SeenConnection,
  work: (transaction: Database) => Promise<unknown>
): Promise<"done" | "gone" | "changed"> =>
  database.transaction(async (transaction) => {
    const isThere = await hasRow(
      transaction,
      "select id from marketplace_connection where id = ? and deleted_at is null for update",
      [id]
    )
    const [current] = isThere ? await listVersions(transaction, [id]) : []
    if (!current) return "gone"
    if (version !== undefined && version !== current.version) return "changed"
    await work(transaction)
    return "done"
  })

/** Activates a connection in this installation. What was decided of older orders stays decided. */
export const activateConnection = (
  database: TransactionalDatabase,
  seen: SeenConnection,
  { instance, older_open_orders }: { instance: string; older_open_orders: string }
) =>
  asSeen(database, seen, (transaction) =>
    rowsOf(
      transaction,
      `update marketplace_connection
          set is_enabled = true, activated_at = coalesce(activated_at, now()), activated_instance = :instance,
              older_open_orders = coalesce(older_open_orders, :older_open_orders), next_run_at = now(), updated_at = now()
        where id = :id`,
      { id: seen.id, instance, older_open_orders }
    )
  )

/** A connection of which nothing can be judged here does nothing any more. */
export const disableConnection = (database: TransactionalDatabase, seen: SeenConnection) =>
  asSeen(database, seen, (transaction) => writeConnection(transaction, seen.id, { is_enabled: false }))

/** Deletes a connection and, for good, its credential. */
export const deleteConnection = (database: TransactionalDatabase, seen: SeenConnection) =>
  asSeen(database, seen, (transaction) =>
    rowsOf(
      transaction,
      `with gone as (update marketplace_connection set deleted_at = now(), updated_at = now() where id = ? returning id)
       delete from marketplace_credential where connection_id in (select id from gone)`,
      [seen.id]
    )
  )

/** Adds shipping options to those of a connection that are not there yet. Returns all of them. */
export async function addShippingOptions(
  database: Database,
  id: string,
  options: ShippingOptionChoice[]
): Promise<ShippingOptionChoice[]> {
  const [row] = await rowsOf<{ shipping_options: ShippingOptionChoice[] }>(
    database,
    `update marketplace_connection c
        set shipping_options = c.shipping_options || coalesce((
              select jsonb_agg(one) from jsonb_array_elements(:options::jsonb) one
               where not exists (select 1 from jsonb_array_elements(c.shipping_options) known
                                  where known ->> 'id' = one ->> 'id')), '[]'::jsonb),
            updated_at = now()
      where id = :id returning shipping_options`,
    { id, options: JSON.stringify(options) }
  )
  return row?.shipping_options ?? options
}

/** Whether a connection has orders; test orders do not count. */
export const hasOrders = (database: Database, connection_id: string): Promise<boolean> =>
  hasRow(database, "select 1 from marketplace_order where connection_id = ? and not is_test limit 1", [
    connection_id,
  ])

/**
 * Connections `c` that sell what the connection `own` sells: on the same account, or from one of its stock locations. Those
 * that only look, or whose orders are not imported here, are none.
 */
const SHARES_STOCK = `c.deleted_at is null and c.is_enabled
  and (c.marketplace_id = own.marketplace_id and c.account = own.account
       or exists (select 1 from jsonb_array_elements_text(c.stock_location_ids) l
                   where own.stock_location_ids @> to_jsonb(l)))`

/** The ids of all connections that sell the stock of this one, itself among them. */
export const listSharingStock = async (database: Database, connection_id: string): Promise<string[]> => {
  const rows = await rowsOf<{ id: string }>(
    database,
    `select c.id from marketplace_connection own, marketplace_connection c where own.id = ? and ${SHARES_STOCK}`,
    [connection_id]
  )
  return rows.map(({ id }) => id)
}

/** Connections that import what was sold of this one's stock, each with the beginning of its last complete pull. */
export const listSellers = (
  database: Database,
  connection_id: string
): Promise<{ id: string; name: string; pulled_from: Date | null }[]> =>
  rowsOf(
    database,
    `select c.id, c.name, c.pulled_from from marketplace_connection own, marketplace_connection c
      where own.id = ? and ${SHARES_STOCK} and ${IS_IMPORTING} order by c.pulled_from nulls first, c.id`,
    [connection_id]
  )

const IS_IMPORTING = "coalesce(c.settings #> '{import,enabled}' <> 'false'::jsonb, true)"

/** Moves the orders, open actions, offers with their batches, and listings of a deleted connection on the same account to this one. */
export async function adoptOrphans(database: Database, connection_id: string): Promise<void> {
  const orphaned = `select old.id from marketplace_connection old, marketplace_connection new
    where new.id = :connection_id and old.marketplace_id = new.marketplace_id and old.account = new.account
      and old.id <> new.id and old.deleted_at is not null`
  for (const table of [
    "marketplace_order",
    "marketplace_action",
    "marketplace_offer",
    "marketplace_offer_batch",
  ]) {
    await rowsOf(
      database,
      `update ${table} set connection_id = :connection_id where connection_id in (${orphaned})`,
      { connection_id }
    )
  }
  await rowsOf(
    database,
    `update marketplace_listing l set connection_id = :connection_id
      where connection_id in (${orphaned}) and deleted_at is null
        and not exists (select 1 from marketplace_listing mine where mine.connection_id = :connection_id
                         and mine.external_sku = l.external_sku and mine.deleted_at is null)`,
    { connection_id }
  )
}

/** Returns the other connections on an account. */
export const listOnAccount = (
  database: Database,
  { marketplace_id, account }: { marketplace_id: string; account: string },
  except: string | null
): Promise<ConnectionRow[]> =>
  rowsOf(
    database,
    `select * from marketplace_connection
      where marketplace_id = ? and account = ? and deleted_at is null and id is distinct from ?`,
    [marketplace_id, account, except]
  )

/** Returns the enabled connections of other marketplaces. */
export const listOfOtherMarketplaces = (
  database: Database,
  marketplace_id: string
): Promise<Pick<ConnectionRow, "marketplace_id" | "name">[]> =>
  rowsOf(
    database,
    `select marketplace_id, name from marketplace_connection
      where deleted_at is null and is_enabled and marketplace_id <> ?`,
    [marketplace_id]
  )

/** Returns the connections that were activated in this installation, by id. */
export const listActivatedIn = (database: Database, instance: string): Promise<{ id: string }[]> =>
  rowsOf(
    database,
    "select id from marketplace_connection where deleted_at is null and activated_instance = ? order by id",
    [instance]
  )

/** Makes the comparison of a connection due; null while another run works on it. Returns what `swept_at` is until then. */
export async function askForSweep(database: Database, id: string): Promise<{ swept_at: Date } | null> {
  const [asked] = await rowsOf<{ swept_at: Date }>(
    database,
    `update marketplace_connection c
        set swept_at = date_trunc('milliseconds', least(coalesce(swept_at, now()), now() - interval '1 day'))
      where id = ? and ${isFree("pull")} returning swept_at`,
    [id]
  )
  return asked ?? null
}

/** Writes what a comparison found; the next one is due in so many seconds. */
export async function finishSweep(
  database: Database,
  id: string,
  completeness: object,
  next_in_seconds: number
): Promise<void> {
  await rowsOf(
    database,
    `update marketplace_connection
        set completeness = :completeness::jsonb, updated_at = now(),
            swept_at = now() - interval '1 day' + make_interval(secs => :next_in_seconds)
      where id = :id`,
    { id, completeness: JSON.stringify(completeness), next_in_seconds }
  )
}

/** What waits on a connection, looked up at once: a poll that finds nothing new and has nothing to do asks no more. */
export type OpenWork = {
  /** A run that was asked for by hand. */
  queued: boolean
  /** Orders whose details may be asked for now. */
  details: boolean
  importable: boolean
  /** Orders that wait for an answer. */
  to_accept: boolean
  /** Imported orders whose snapshot changed since it was last applied. */
  changed: boolean
  /** Purchase time of the oldest order that is not finished. */
  oldest_unfinished: Date | null
}

/** An order that is bought and not finished for longer does not stretch the window of a pull any more. */
const OLDEST_UNFINISHED_DAYS = 60

export async function openWork(database: Database, connection_id: string): Promise<OpenWork> {
  const [work] = await rowsOf<OpenWork>(
    database,
    `select
       exists (select 1 from marketplace_run where connection_id = :id and state in ('queued', 'running') and params is not null) as queued,
       coalesce(bool_or(${lacksDetails("open")} and ${isDue("open")}), false) as details,
       coalesce(bool_or(${isImportable("open")} and ${isDue("open")}), false) as importable,
       coalesce(bool_or(state = 'to_accept' and not is_test), false) as to_accept,
       exists (select 1 from marketplace_order where connection_id = :id and ${IS_CHANGED}) as changed,
       min(purchased_at) filter (
         where state in ('to_accept', 'waiting', 'ready', 'importing', 'imported', 'partly_shipped')
           and purchased_at > now() - make_interval(days => :days)) as oldest_unfinished
     from marketplace_order open where connection_id = :id and state not in ('ignored', 'canceled')`,
    { id: connection_id, days: OLDEST_UNFINISHED_DAYS }
  )
  return work
}
