import type { DestinationRule } from "../../../orders/destinations"
import { assignments, type Database, hasRow, rowsOf } from "./database"

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

/** Without a cast: settings of one connection that cannot be read must not make the others' query fail. */
const IS_ON = "(c.settings #> '{import,enabled}') is distinct from 'false'::jsonb"

/**
 * Connections that may call their marketplace from this installation now and have something due: a pull, orders whose
 * details may be asked for (`backlog`), or actions to send.
 */
export const dueConnections = (
  database: Database,
  instance: string
): Promise<{ id: string; pull: boolean; backlog: boolean; send: boolean }[]> =>
  rowsOf(
    database,
    `select * from (
       select c.id,
              (c.pull_lease_until is null or c.pull_lease_until < now())
                and ((${IS_ON}
                      and (c.next_run_at is null or c.next_run_at <= now()))
                     or exists (select 1 from marketplace_run r
                                 where r.connection_id = c.id and r.state = 'queued')) as pull,
              (c.pull_lease_until is null or c.pull_lease_until < now())
                and ${IS_ON}
                and exists (select 1 from marketplace_order o
                             where o.connection_id = c.id and o.state = 'waiting' and o.state_reason = 'details'
                               and (o.next_attempt_at is null or o.next_attempt_at <= now())) as backlog,
              exists (select 1 from marketplace_action a
                       where a.connection_id = c.id and a.deleted_at is null and a.state in ('pending', 'retrying', 'sending', 'sent')
                         and a.next_attempt_at <= now() and (a.claimed_until is null or a.claimed_until < now())) as send
         from marketplace_connection c
        where c.deleted_at is null and c.is_enabled and c.activated_instance = ?
          and (c.blocked_until is null or c.blocked_until <= now())
     ) due where pull or backlog or send order by id`,
    [instance]
  )

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

/** After a pull: cursor and next due time (null: as they are), and the lease given back; only its owner may move the cursor. */
export async function finishPull(
  database: Database,
  connection_id: string,
  owner: string,
  values: { cursor: string | null; next_in_seconds: number | null; run_id: string; rechecked: boolean }
): Promise<void> {
  await rowsOf(
    database,
    `update marketplace_connection
        set cursor = coalesce(:cursor, cursor), last_run_id = :run_id,
            next_run_at = coalesce(now() + make_interval(secs => :next_in_seconds::float8), next_run_at),
            rechecked_at = case when :rechecked then now() else rechecked_at end, updated_at = now(),
            pull_lease_owner = null, pull_lease_until = null
      where id = :connection_id and pull_lease_owner = :owner`,
    { ...values, connection_id, owner }
  )
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
]

/** Writes the given columns of a connection. */
export async function writeConnection(
  database: Database,
  connection_id: string,
  values: Partial<Omit<ConnectionRow, "id">>
): Promise<void> {
  const columns = Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([column, value]) => [column, JSON_COLUMNS.includes(column) ? JSON.stringify(value) : value])
  )
  await rowsOf(
    database,
    `update marketplace_connection set ${assignments(columns)}, updated_at = now() where id = :id`,
    { ...columns, id: connection_id }
  )
}

/** Whether a connection has orders; test orders do not count. */
export const hasOrders = (database: Database, connection_id: string): Promise<boolean> =>
  hasRow(database, "select 1 from marketplace_order where connection_id = ? and not is_test limit 1", [
    connection_id,
  ])

/** Moves the orders, open actions and listings of a deleted connection on the same account to this one. */
export async function adoptOrphans(database: Database, connection_id: string): Promise<void> {
  const orphaned = `select old.id from marketplace_connection old, marketplace_connection new
    where new.id = :connection_id and old.marketplace_id = new.marketplace_id and old.account = new.account
      and old.id <> new.id and old.deleted_at is not null`
  for (const table of ["marketplace_order", "marketplace_action"]) {
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

/** Returns the connections of this installation whose comparison with their marketplace is due (see `finishSweep`). */
export const listToCompare = (
  database: Database,
  instance: string
): Promise<Pick<ConnectionRow, "id" | "name" | "settings">[]> =>
  rowsOf(
    database,
    `select id, name, settings from marketplace_connection
      where deleted_at is null and is_enabled and activated_instance = ?
        and (blocked_until is null or blocked_until <= now())
        and (swept_at is null or swept_at < now() - interval '1 day') order by swept_at nulls first, id`,
    [instance]
  )

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
       coalesce(bool_or(state = 'waiting' and state_reason = 'details' and is_due), false) as details,
       coalesce(bool_or(is_due and (state in ('ready', 'importing')
         or (state in ('waiting', 'to_accept') and state_reason is distinct from 'details' and next_attempt_at is not null))),
         false) as importable,
       coalesce(bool_or(state = 'to_accept' and not is_test), false) as to_accept,
       coalesce(bool_or(imported_at is not null and applied_hash is distinct from snapshot_hash), false) as changed,
       min(purchased_at) filter (
         where state in ('to_accept', 'waiting', 'ready', 'importing', 'imported', 'partly_shipped')
           and purchased_at > now() - make_interval(days => :days)) as oldest_unfinished
     from (select *, (next_attempt_at is null or next_attempt_at <= now()) as is_due
             from marketplace_order where connection_id = :id and state not in ('ignored', 'canceled')) open`,
    { id: connection_id, days: OLDEST_UNFINISHED_DAYS }
  )
  return work
}
