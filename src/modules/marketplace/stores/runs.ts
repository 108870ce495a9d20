import { generateEntityId } from "@medusajs/framework/utils"
import { type Database, rowsOf } from "./database"

export type RunCounts = {
  seen: number
  created: number
  updated: number
  held: number
  ignored: number
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
  const over = run.state === "done" || run.state === "failed"
  await database.raw(
    `insert into marketplace_run
       (id, connection_id, "trigger", scope, state, params, counts, outcomes, error, started_at, finished_at, created_at,
        updated_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, case when ? then null else now() end, case when ? then now() end, now(), now())
     on conflict (id) do update set state = excluded.state, counts = excluded.counts, outcomes = excluded.outcomes,
       error = excluded.error, started_at = coalesce(marketplace_run.started_at, excluded.started_at),
       finished_at = excluded.finished_at, updated_at = now()`,
    [
      run.id,
      run.connection_id,
      run.trigger,
      run.scope,
      run.state,
      run.params ? JSON.stringify(run.params) : null,
      JSON.stringify(run.counts ?? NO_COUNTS),
      run.outcomes ? JSON.stringify(run.outcomes) : null,
      run.error ? JSON.stringify(run.error) : null,
      run.state === "queued",
      over,
    ]
  )
}

/** Takes a queued run; null when another process has it. A run whose process died is taken over with its connection's lease. */
export async function takeQueuedRun(database: Database, connection_id: string): Promise<RunRow | null> {
  const [run] = await rowsOf<RunRow>(
    database,
    `update marketplace_run set state = 'running', started_at = coalesce(started_at, now()), updated_at = now()
      where id = (select id from marketplace_run
                   where connection_id = ? and params is not null
                     and (state = 'queued' or (state = 'running' and updated_at < now() - interval '10 minutes'))
                   order by created_at limit 1 for update skip locked)
      returning *`,
    [connection_id]
  )
  return run ?? null
}
