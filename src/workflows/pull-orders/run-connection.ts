import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { MarketplaceSession } from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { newRunId, NO_COUNTS, type RunRow } from "../../modules/marketplace/stores/runs"
import { isActive } from "../shared/active-connection"
import { healthAfter } from "../shared/connection-health"
import { settingsOf } from "../shared/connection-settings"
import { describeError } from "../shared/describe-error"
import { announce } from "../shared/events"
import { type HeldLease, holdLease } from "../shared/held-lease"
import { marketplaceOf } from "../shared/marketplace"
import { previewRun, pullRun } from "./phases"
import type { RunFrame } from "./run"

const DAY_MS = 24 * 60 * 60 * 1000
/** Sentences that a run keeps about what it could not read; the number of all is in its counts. */
const MOST_REPORTED = 20

export type ConnectionRunResult = { run_id: string; state: "done" | "failed" | "busy" }

/**
 * One run of one connection: pull, details, acceptance, import. A run that was asked for by hand (`takeQueuedRun`) comes
 * before the scheduled one. Failures of the marketplace end in the connection's health, not in an exception.
 */
export async function runConnection(
  container: MedusaContainer,
  connection_id: string
): Promise<ConnectionRunResult> {
  const marketplace = marketplaceOf(container)
  const lease = await holdLease(marketplace, connection_id, "pull")
  if (!lease) return { run_id: "", state: "busy" }
  try {
    return await runWithLease(container, lease)
  } catch (error) {
    await marketplace.leases.releaseLease(connection_id, "pull", lease.owner)
    throw error
  } finally {
    await lease.stop()
  }
}

/** The frame of a run: its row, counts and lease, and the connection's health. The phases do the work. */
async function runWithLease(container: MedusaContainer, lease: HeldLease): Promise<ConnectionRunResult> {
  const marketplace = marketplaceOf(container)
  const { connection, owner } = lease
  const work = await marketplace.connections.openWork(connection.id)
  const requested = work.queued ? await marketplace.runs.takeQueuedRun(connection.id) : null
  const row = requested ?? scheduledRun(connection)
  const kind = row.params?.dry_run ? previewRun : pullRun
  if (kind.writes && !(await isActive(container, connection))) {
    // Asked for before the connection was switched off, or the database copied: only a look is allowed.
    const message = "The connection is not active here: activate it first."
    if (requested)
      await marketplace.runs.writeRun({ ...row, state: "failed", error: { code: "not_active", message } })
    await marketplace.leases.releaseLease(connection.id, "pull", owner)
    return { run_id: row.id, state: "failed" }
  }
  const reported: string[] = []
  const run: RunFrame = {
    container,
    connection,
    row,
    counts: { ...NO_COUNTS },
    work,
    is_answered: false,
    cursor: null,
    outcomes: null,
    async keepLease() {
      await lease.keep()
      await marketplace.runs.writeRun({ ...row, state: "running", counts: run.counts })
    },
    report(sentence) {
      if (kind.writes) run.counts.seen += 1
      run.counts.failed += 1
      reported.push(sentence)
      container
        .resolve(ContainerRegistrationKeys.LOGGER)
        .error(`marketplace-connect: run of ${connection.id}: ${sentence}`)
    },
  }
  const settings = settingsOf(marketplace.adapter(connection.marketplace_id), connection.settings, {})
  const failures: unknown[] = []
  const attempt = async (part: () => Promise<void>) => {
    try {
      await part()
    } catch (error) {
      if (lease.signal.aborted) return
      failures.push(error)
      await noteFailure(container, connection, error)
    }
  }
  let session: MarketplaceSession | null = null
  await attempt(async () => {
    const opened = await marketplace.openSession(connection, lease.signal)
    for (const phase of kind.reading) await phase(run, opened)
    if (kind.writes && (connection.health_status !== "ok" || connection.failures)) {
      await marketplace.connections.setHealth(connection.id, { status: "ok", code: null, failed: false })
    }
    session = opened
    run.is_answered = true
  })
  if (lease.signal.aborted && !run.is_answered) return { run_id: row.id, state: "busy" }
  let isDone = false
  await attempt(async () => {
    for (const phase of kind.working) await phase(run, session)
    isDone = true
  })
  if (lease.signal.aborted && !isDone) return { run_id: row.id, state: "busy" }
  await lease.stop()
  const failure = failures.at(-1) ?? null
  const state = failure ? "failed" : "done"
  const error = failure ? describeError(failure) : reported.length ? incomplete(reported) : null
  const { counts, outcomes } = run
  await marketplace.runs.writeRun({ ...row, state, counts, outcomes, error })
  const isRegular = row.scope === "new" || row.scope === "recheck"
  await marketplace.connections.finishPull(connection.id, owner, {
    cursor: isRegular ? run.cursor : null,
    // A run that was asked for by hand does not put off the regular one.
    next_in_seconds: isRegular ? settings.import.interval_minutes * 60 : null,
    run_id: row.id,
    rechecked: row.scope === "recheck" && !failure,
  })
  return { run_id: row.id, state }
}

function scheduledRun(connection: ConnectionRow): RunRow {
  const rechecked = connection.rechecked_at ? new Date(connection.rechecked_at).getTime() : null
  const due = connection.cursor !== null && (rechecked === null || Date.now() - rechecked > DAY_MS)
  return {
    id: newRunId(),
    connection_id: connection.id,
    trigger: "schedule",
    scope: due ? "recheck" : "new",
    state: "running",
    params: null,
    started_at: null,
    finished_at: null,
    counts: NO_COUNTS,
    outcomes: null,
    error: null,
  }
}

async function noteFailure(
  container: MedusaContainer,
  connection: ConnectionRow,
  error: unknown
): Promise<void> {
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  const health = healthAfter(error, connection.failures)
  const changed = await marketplaceOf(container).connections.setHealth(connection.id, health)
  logger.warn(`marketplace-connect: run of ${connection.id} failed: ${describeError(error).message}`)
  if (changed) {
    await announce(container, [{ name: "marketplace-connection.degraded", data: { id: connection.id } }])
  }
}

/** The run went on, and something of it is missing. */
const incomplete = (reported: string[]) => ({
  code: "incomplete",
  message: [
    ...reported.slice(0, MOST_REPORTED),
    ...(reported.length > MOST_REPORTED ? [`… (${reported.length} in all)`] : []),
  ].join(" "),
})
