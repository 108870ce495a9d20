import { generateEntityId } from "@medusajs/framework/utils"
import { type Database, lock, rowsOf, type TransactionalDatabase } from "./database"
import { type ListPage, readPage } from "./pages"

export type RunCounts = {
  /** Orders that the marketplace showed, also those without news. */
  seen: number
  /** Orders that came into the store. */
  created: number
  /** Orders whose snapshot changed. */
  updated: number
  held: number
  ignored: number
  /** What could not be read, stored, or imported. */
  failed: number
}

export const NO_COUNTS: RunCounts = { seen: 0, created: 0, updated: 0, held: 0, ignored: 0, failed: 0 }

export type RunRow = {
  id: string
  connection_id: string
  trigger: "schedule" | "manual" | "sweep"
  scope: string
  state: "queued" | "running" | "done" | "failed"
  params: { since?: string; external_ids?: string[]; dry_run?: boolean } | null
  started_at: Date | null
  finished_at: Date | null
  counts: RunCounts
  outcomes: unknown[] | null
  error: { code: string; message: string } | null
}

export const newRunId = () => generateEntityId("", "mprun")

/** Writes a run as it is now: made at its first write, so that a poll that finds nothing costs one statement. */
export async function writeRun(
  database: Database,
  run: Pick<RunRow, "id" | "connection_id" | "trigger" | "scope" | "state"> &
    Partial<Pick<RunRow, "params" | "counts" | "outcomes" | "error">>
): Promise<void> {
  await rowsOf(
    database,
    `insert into marketplace_run
       (id, connection_id, "trigger", scope, state, params, counts, outcomes, error, started_at, finished_at, created_at,
        updated_at)
     values (:id, :connection_id, :trigger, :scope, :state, :params, :counts, :outcomes, :error,
             case when :is_queued then null else now() end, case when :is_over then now() end, now(), now())
     on conflict (id) do update set state = excluded.state, counts = excluded.counts, outcomes = excluded.outcomes,
       error = excluded.error, started_at = coalesce(marketplace_run.started_at, excluded.started_at),
       finished_at = excluded.finished_at, updated_at = now()`,
    {
      id: run.id,
      connection_id: run.connection_id,
      trigger: run.trigger,
      scope: run.scope,
      state: run.state,
      params: run.params ? JSON.stringify(run.params) : null,
      counts: JSON.stringify(run.counts ?? NO_COUNTS),
      outcomes: run.outcomes ? JSON.stringify(run.outcomes) : null,
      error: run.error ? JSON.stringify(run.error) : null,
      is_queued: run.state === "queued",
      is_over: run.state === "done" || run.state === "failed",
    }
  )
}

/**
 * Writes down that a run is wanted by hand, unless the same one waits already. Returns the id of the one that does: many clicks
 * are one run.
 */
export const queueRun = (
  database: TransactionalDatabase,
  run: Pick<RunRow, "connection_id" | "scope"> & { params: NonNullable<RunRow["params"]> }
): Promise<string> =>
  database.transaction(async (transaction) => {
    await lock(transaction, `runs:${run.connection_id}`)
    const [waiting] = await rowsOf<{ id: string }>(
      transaction,
      "select id from marketplace_run where connection_id = ? and state = 'queued' and params = ?::jsonb limit 1",
      [run.connection_id, JSON.stringify(run.params)]
    )
    if (waiting) return waiting.id
    const id = newRunId()
    await writeRun(transaction, { ...run, id, trigger: "manual", state: "queued" })
    return id
  })

/** A run `r` that was asked for by hand and is not over. Without its connection's lease, its process has ended. */
export const IS_REQUESTED = "r.params is not null and r.state in ('queued', 'running')"

/** Takes the oldest run that was asked for by hand. Whoever has the connection's lease takes over what another left. */
export async function takeQueuedRun(database: Database, connection_id: string): Promise<RunRow | null> {
  const [run] = await rowsOf<RunRow>(
    database,
    `update marketplace_run set state = 'running', started_at = coalesce(started_at, now()), updated_at = now()
      where id = (select r.id from marketplace_run r
                   where r.connection_id = ? and ${IS_REQUESTED} order by r.created_at limit 1 for update skip locked)
      returning *`,
    [connection_id]
  )
  return run ?? null
}

const LISTED =
  'id, connection_id, "trigger", scope, state, params, started_at, finished_at, counts, outcomes, error, created_at'

export type ListedRun = RunRow & { created_at: Date }

/** Returns runs, the latest first. */
export const loadRuns = (database: Database, ids: string[]): Promise<ListedRun[]> =>
  rowsOf(database, `select ${LISTED} from marketplace_run where id = any(?) order by created_at desc, id`, [
    ids,
  ])

export type RunFilter = { connection_id?: string[]; state?: string[]; trigger?: string[] }

export function listRuns(database: Database, { connection_id, state, trigger }: RunFilter, page: ListPage) {
  const asked = Object.entries({ connection_id, state, trigger }).filter(([, values]) => values)
  const listed = {
    table: "marketplace_run",
    where: ["deleted_at is null", ...asked.map(([column]) => `"${column}" = any(?)`)].join(" and "),
    bindings: asked.map(([, values]) => values),
  }
  return readPage<ListedRun>(database, { row: "r", columns: LISTED }, listed, page)
}

/** Ends the runs of dead processes; a manual run is taken over instead. */
export async function closeLeftRuns(
  database: Database,
  silent_hours: number,
  error: NonNullable<RunRow["error"]>
): Promise<void> {
  await rowsOf(
    database,
    `update marketplace_run set state = 'failed', finished_at = now(), error = ?::jsonb, updated_at = now()
      where state = 'running' and params is null and updated_at < now() - make_interval(hours => ?)`,
    [JSON.stringify(error), silent_hours]
  )
}

/** Deletes old runs, those in which nothing happened sooner, some at a time. */
export async function pruneRuns(
  database: Database,
  { days, empty_days, limit }: { days: number; empty_days: number; limit: number }
): Promise<void> {
  await rowsOf(
    database,
    `delete from marketplace_run where id in (
       select id from marketplace_run
        where state in ('done', 'failed')
          and (finished_at < now() - make_interval(days => ?)
               or (finished_at < now() - make_interval(days => ?) and error is null and params is null
                   and coalesce((counts ->> 'created')::int, 0) + coalesce((counts ->> 'updated')::int, 0)
                     + coalesce((counts ->> 'held')::int, 0) + coalesce((counts ->> 'ignored')::int, 0)
                     + coalesce((counts ->> 'failed')::int, 0) = 0))
        limit ?)`,
    [days, empty_days, limit]
  )
}
