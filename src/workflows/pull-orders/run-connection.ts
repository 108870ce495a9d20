import { performance } from "node:perf_hooks"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { isMarketplaceError, type MarketplaceSession } from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { newRunId, NO_COUNTS, type RunRow } from "../../modules/marketplace/stores/runs"
import { isActive } from "../shared/active-connection"
import { healthAfter } from "../shared/connection-health"
import { settingsOf } from "../shared/connection-settings"
import { salesKnown } from "../shared/mark-offers"
import { describeError } from "../shared/describe-error"
import { announce } from "../shared/events"
import { announceProblems, type HeldLease, holdLease, underLease } from "../shared/held-lease"
import { isAccountsError } from "../shared/is-connections-error"
import { marketplaceOf } from "../shared/marketplace"
import { isUnusable } from "../shared/unusable"
import { patiently } from "../shared/patiently"
import { backlogRun, previewRun, pullRun } from "./phases"
import type { RunFrame } from "./run"

const DAY_MS = 24 * 60 * 60 * 1000
/** Sentences that a run keeps about what it could not read; the number of all is in its counts. */
const MOST_REPORTED = 20
const UNUSABLE = { code: "configuration", message: "The connection cannot be used: its health says why." }

export type ConnectionRunResult = { run_id: string; state: "done" | "failed" | "busy" }

/**
 * One run of one connection, in the phases of `phases.ts`. A run that was asked for by hand (`takeQueuedRun`) comes
 * before the scheduled one. Failures of the marketplace end in the connection's health, not in an exception.
 */
export async function runConnection(
  container: MedusaContainer,
  connection_id: string,
  only_backlog = false
): Promise<ConnectionRunResult> {
  const lease = await holdLease(marketplaceOf(container), connection_id, "pull")
  return lease ? runHeld(container, lease, only_backlog) : { run_id: "", state: "busy" }
}

/** The same under a lease that is held already; releases it. */
export const runHeld = (
  container: MedusaContainer,
  lease: HeldLease,
  only_backlog: boolean
): Promise<ConnectionRunResult> =>
  underLease(container, lease, () => runWithLease(container, lease, only_backlog))

/** The frame of a run: its row, counts and lease, and the connection's health. The phases do the work. */
async function runWithLease(
  container: MedusaContainer,
  lease: HeldLease,
  only_backlog: boolean
): Promise<ConnectionRunResult> {
  const marketplace = marketplaceOf(container)
  const { connection, owner } = lease
  const work = await marketplace.connections.openWork(connection.id)
  const requested = work.queued ? await marketplace.runs.takeQueuedRun(connection.id) : null
  if (await isUnusable(container, connection)) {
    if (requested) await marketplace.runs.writeRun({ ...requested, state: "failed", error: UNUSABLE })
    return { run_id: requested?.id ?? "", state: "failed" }
  }
  const row = requested ?? scheduledRun(connection, only_backlog)
  const kind = row.params?.dry_run ? previewRun : row.scope === "backlog" ? backlogRun : pullRun
  if (kind.writes && !(await isActive(container, connection))) {
    // Asked for before the connection was switched off, or the database copied: only a look is allowed.
    const message = "The connection is not active here: activate it first."
    if (requested)
      await marketplace.runs.writeRun({ ...row, state: "failed", error: { code: "not_active", message } })
    return { run_id: row.id, state: "failed" }
  }
  const reported: string[] = []
  const run: RunFrame = {
    container,
    connection,
    owner,
    row,
    counts: { ...NO_COUNTS },
    work,
    is_heard: false,
    is_answered: false,
    cursor: null,
    is_whole: false,
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
  let session: MarketplaceSession | null = null
  /** What fails keeps no other part from being done; without a session where nothing else would be answered either. */
  const attempt = async (part: () => Promise<void>): Promise<boolean> => {
    try {
      await part()
      return true
    } catch (error) {
      if (lease.signal.aborted) return false
      failures.push(error)
      if (isAccountsError(error) || (isOutage(error) && !run.is_heard)) session = null
      return false
    }
  }
  const began = performance.now()
  const isRead = await attempt(async () => {
    session = await marketplace.openSession(connection, lease.signal)
    await kind.reading?.(run, session)
  })
  run.is_answered = isRead && kind.reading !== null
  const readingSeconds = Math.round((performance.now() - began) / 1000)
  for (const phase of lease.signal.aborted ? [] : kind.working) {
    await attempt(() => phase(run, session))
    if (lease.signal.aborted) break
  }
  if (lease.signal.aborted) {
    if (marketplace.ongoing.signal.aborted) await leaveRun(container, row, run.counts)
    return { run_id: row.id, state: "busy" }
  }
  if (failures.length) {
    const isPartial = run.is_heard || isRead
    await noteFailure(container, connection, failures.find(isAccountsError) ?? failures[0], isPartial)
  } else if (kind.writes && (connection.health_status !== "ok" || connection.failures)) {
    await marketplace.connections.setHealth(connection.id, { status: "ok", code: null, failed: false })
  }
  await lease.stop()
  const { counts, outcomes } = run
  const error = errorOf(failures, reported, counts.failed)
  // What was read is in the store, and the run says what is missing.
  const state = failures.length && !(isRead && failures.every(isOfMarketplace)) ? "failed" : "done"
  await patiently(() => marketplace.runs.writeRun({ ...row, state, counts, outcomes, error }))
  const isRegular = row.scope === "new" || row.scope === "recheck"
  // A look alone stores nothing, and an order that could not be stored is not known.
  const isComplete = isRegular && isRead && run.is_whole && !reported.length
  const hasProblems = await patiently(() =>
    marketplace.connections.finishPull(connection.id, owner, {
      cursor: isRegular ? run.cursor : null,
      // A run that was asked for by hand does not put off the regular one. Lists that take long are not read all the
      // time: the calls between are for what was found in them.
      next_in_seconds: isRegular ? Math.max(settings.import.interval_minutes * 60, 2 * readingSeconds) : null,
      run_id: row.id,
      rechecked: row.scope === "recheck" && run.is_whole && !failures.length,
      read_seconds: isComplete ? (performance.now() - began) / 1000 : null,
    })
  )
  lease.is_released = true
  if (hasProblems) announceProblems(container, connection.id)
  const { seen: _, ...news } = run.counts
  if (Object.values(news).some((count) => count > 0)) {
    announce(container, [
      { name: "marketplace-run.finished", data: { id: row.id, connection_id: connection.id } },
    ])
  }
  if (isComplete) await salesKnown(container, connection.id)
  return { run_id: row.id, state }
}

/** This process stops: what was asked for by hand is queued again, the rest is due as before. */
async function leaveRun(container: MedusaContainer, row: RunRow, counts: RunRow["counts"]): Promise<void> {
  const message = "The server was stopped during the run; the next run goes on."
  const left = row.params
    ? ({ state: "queued", error: null } as const)
    : ({ state: "failed", error: { code: "stopped", message } } as const)
  await marketplaceOf(container).runs.writeRun({ ...row, counts, ...left })
}

const isOfMarketplace = (error: unknown): boolean => isMarketplaceError(error)

const isOutage = (error: unknown): boolean =>
  !isMarketplaceError(error) || ["unavailable", "invalid_answer"].includes(error.kind)

function scheduledRun(connection: ConnectionRow, only_backlog: boolean): RunRow {
  const rechecked = connection.rechecked_at ? new Date(connection.rechecked_at).getTime() : null
  const due = connection.cursor !== null && (rechecked === null || Date.now() - rechecked > DAY_MS)
  return {
    id: newRunId(),
    connection_id: connection.id,
    trigger: "schedule",
    scope: only_backlog ? "backlog" : due ? "recheck" : "new",
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
  error: unknown,
  isPartial: boolean
): Promise<void> {
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  const health = healthAfter(error, connection.failures, isPartial)
  const changed = await marketplaceOf(container).connections.setHealth(connection.id, health)
  logger.warn(`marketplace-connect: run of ${connection.id} failed: ${describeError(error).message}`)
  if (changed) {
    announce(container, [{ name: "marketplace-connection.degraded", data: { id: connection.id } }])
  }
}

/** What is said of a run of which something failed, or is missing; a single failure has its own code. */
function errorOf(failures: unknown[], reported: string[], failed: number): RunRow["error"] {
  const described = failures.map(describeError)
  const sentences = [...new Set([...described.map(({ message }) => message), ...reported])]
  if (failed > reported.length)
    sentences.push(`Orders that failed and are tried again: ${failed - reported.length}.`)
  if (!sentences.length) return null
  const rest = sentences.length > MOST_REPORTED ? [`… (${sentences.length} in all)`] : []
  return {
    code: described[0]?.code ?? "incomplete",
    message: [...sentences.slice(0, MOST_REPORTED), ...rest].join(" "),
  }
}
