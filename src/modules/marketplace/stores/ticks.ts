import { type Database, hasRow, rowsOf } from "./database"

/** Writes down that the job of each minute runs. */
export const writeTick = async (database: Database): Promise<void> => {
  await rowsOf(
    database,
    `insert into marketplace_tick (id, last_tick_at) values ('dispatch', now())
     on conflict (id) do update set last_tick_at = excluded.last_tick_at, updated_at = now()`
  )
}

/** A process that runs jobs begins: it has a while for its first one. */
export const expectTicks = async (database: Database): Promise<void> => {
  await rowsOf(
    database,
    "insert into marketplace_tick (id, last_tick_at) values ('dispatch', now()) on conflict (id) do nothing"
  )
}

/** Whether connections work from this installation and the job of each minute has not run for so many minutes. */
export const isSilent = (database: Database, instance: string, minutes: number): Promise<boolean> =>
  hasRow(
    database,
    `select 1 from marketplace_connection
      where deleted_at is null and is_enabled and activated_instance = ?
     having count(*) > 0 and coalesce((select last_tick_at from marketplace_tick where id = 'dispatch'), min(activated_at))
              < now() - make_interval(mins => ?)`,
    [instance, minutes]
  )

/** When the store was last looked at for what offers show, when all offers were last marked, and the time now. */
export async function readLooks(
  database: Database
): Promise<{ now: Date; looked_at: Date | null; all_at: Date | null }> {
  const [row] = await rowsOf<{ now: Date; looked_at: Date | null; all_at: Date | null }>(
    database,
    `select now() as now, (select last_tick_at from marketplace_tick where id = 'offers') as looked_at,
            (select last_tick_at from marketplace_tick where id = 'all offers') as all_at`
  )
  return row
}

/** Writes down that a look which began then has succeeded, and whether all offers were marked. */
export const writeLooks = async (database: Database, began: Date, all: boolean): Promise<void> => {
  await rowsOf(
    database,
    `insert into marketplace_tick (id, last_tick_at)
     select id, :began::timestamptz from unnest(:ids::text[]) id
     on conflict (id) do update set last_tick_at = excluded.last_tick_at, updated_at = now()`,
    { began, ids: all ? ["offers", "all offers"] : ["offers"] }
  )
}

/**
 * Takes the turn to do something that one process does at a time, for so many seconds at most. Returns what `endTurn` takes: until
 * when, as PostgreSQL writes it, since a date has no microseconds. Null: another has the turn.
 */
export async function takeTurn(database: Database, what: string, seconds: number): Promise<string | null> {
  const [turn] = await rowsOf<{ until: string }>(
    database,
    `insert into marketplace_tick as t (id, last_tick_at) values ('turn:' || :what, now() + make_interval(secs => :seconds))
     on conflict (id) do update set last_tick_at = excluded.last_tick_at, updated_at = now()
      where t.last_tick_at <= now() returning last_tick_at::text as until`,
    { what, seconds }
  )
  return turn?.until ?? null
}

/** Gives it back; a turn that another has taken since stays as it is. */
export const endTurn = async (database: Database, what: string, until: string): Promise<void> => {
  await rowsOf(
    database,
    "update marketplace_tick set last_tick_at = now() where id = 'turn:' || :what and last_tick_at = :until::timestamptz",
    { what, until }
  )
}
