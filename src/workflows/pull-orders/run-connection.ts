import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { MarketplaceSession } from "../../marketplaces/port"
import type { ConnectionRow, OpenWork } from "../../modules/marketplace/stores/connections"
import { newRunId, NO_COUNTS, type RunRow } from "../../modules/marketplace/stores/runs"
import { acceptAutomatically } from "../accept-orders/accept-automatically"
import { keepReservationsRight } from "../plan-import/reserve-accepted"
import { applyChanges } from "../apply-changes/apply-changes"
import { settingsOf } from "../shared/connection-settings"
import { importDueOrders } from "../import-orders/import-due-orders"
import { confirmFromSnapshots } from "../send-actions/confirm"
import { isActive } from "../shared/active-connection"
import { announce } from "../shared/events"
import { healthAfter } from "../shared/connection-health"
import { describeError } from "../shared/describe-error"
import { type HeldLease, holdLease } from "../shared/held-lease"
import { marketplaceOf } from "../shared/marketplace"
import { fetchMissingDetails } from "./fetch-missing-details"
import { previewOrders } from "./preview-orders"
import { pullPages } from "./pull-pages"
import { storePage } from "../snapshots/store-page"
import { readEach } from "./read-each"
import { rejudgeIgnored } from "./rejudge-ignored"

const DAY_MS = 24 * 60 * 60 * 1000
/** Sentences that a run keeps about what it could not read; the number of all is in its counts. */
const MOST_TOLD = 20

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

async function runWithLease(container: MedusaContainer, lease: HeldLease): Promise<ConnectionRunResult> {
  const marketplace = marketplaceOf(container)
  const { connection, owner } = lease
  const connection_id = connection.id
  const work = await marketplace.connections.openWork(connection_id)
  const requested = work.queued ? await marketplace.runs.takeQueuedRun(connection_id) : null
  const run = requested ?? scheduledRun(connection)
  if (!run.params?.dry_run && !(await isActive(container, connection))) {
    // Asked for before the connection was switched off, or the database copied: only a look is allowed.
    const message = "The connection is not active here: activate it first."
    if (requested)
      await marketplace.runs.writeRun({ ...run, state: "failed", error: { code: "not_active", message } })
    await marketplace.leases.releaseLease(connection_id, "pull", owner)
    return { run_id: run.id, state: "failed" }
  }
  const counts = { ...NO_COUNTS }
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  const adapter = marketplace.adapter(connection.marketplace_id)
  const settings = settingsOf(adapter, connection.settings, {})
  let cursor: string | null = null
  let outcomes: unknown[] | null = null
  let failure: unknown = null
  let session: MarketplaceSession | null = null
  const told: string[] = []
  const tell = (sentence: string) => {
    // A preview has seen what it lists.
    if (!run.params?.dry_run) counts.seen += 1
    counts.failed += 1
    told.push(sentence)
    logger.error(`marketplace-connect: run of ${connection_id}: ${sentence}`)
  }
  const keepLease = async () => {
    await lease.keep()
    await marketplace.runs.writeRun({ ...run, state: "running", counts })
  }
  try {
    session = await marketplace.openSession(connection, lease.signal)
    if (run.params?.dry_run) {
      outcomes = await previewOrders({ container, connection, session, params: run.params, counts, tell })
    } else {
      cursor = await pull({ container, connection, session, run, counts, work, afterPage: keepLease, tell })
      if (counts.seen || work.details) {
        await fetchMissingDetails(container, connection, session, counts, keepLease)
      }
      if (counts.seen) await confirmFromSnapshots(container, connection_id)
      if (run.params?.since) await rejudgeIgnored(container, connection, keepLease)
    }
    if (!run.params?.dry_run && (connection.health_status !== "ok" || connection.failures)) {
      await marketplace.connections.setHealth(connection_id, { status: "ok", code: null, failed: false })
    }
  } catch (error) {
    if (lease.signal.aborted) return { run_id: run.id, state: "busy" }
    failure = error
    await noteFailure(container, connection, error)
  }
  try {
    if (!run.params?.dry_run && !failure && (counts.seen || work.to_accept)) {
      await acceptAutomatically(container, connection, keepLease)
    }
    if (run.scope === "recheck") await keepReservationsRight(container, { connection_id })
    if (!run.params?.dry_run && (counts.seen || work.importable || work.details || run.params?.since)) {
      await importDueOrders(container, connection_id, counts, keepLease)
    }
    if (!run.params?.dry_run && (counts.updated || work.changed)) {
      await applyChanges(container, connection, failure ? null : session, keepLease)
    }
  } catch (error) {
    if (lease.signal.aborted) return { run_id: run.id, state: "busy" }
    failure = error
    await noteFailure(container, connection, error)
  }
  const state = failure ? "failed" : "done"
  await lease.stop()
  const error = failure ? describeError(failure) : told.length ? incomplete(told) : null
  await marketplace.runs.writeRun({ ...run, state, counts, outcomes, error })
  const isRegular = run.scope === "new" || run.scope === "recheck"
  await marketplace.connections.finishPull(connection_id, owner, {
    cursor: isRegular ? cursor : null,
    // A run that was asked for by hand does not put off the regular one.
    next_in_seconds: isRegular ? settings.import.interval_minutes * 60 : null,
    run_id: run.id,
    rechecked: run.scope === "recheck" && !failure,
  })
  return { run_id: run.id, state }
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

type Pull = {
  container: MedusaContainer
  connection: ConnectionRow
  session: MarketplaceSession
  run: RunRow
  counts: RunRow["counts"]
  work: OpenWork
  afterPage: () => Promise<void>
  /** Says what could not be read. */
  tell: (sentence: string) => void
}

/** Answers the new cursor, or null where it must not move. */
async function pull({
  container,
  connection,
  session,
  run,
  counts,
  work,
  afterPage,
  tell,
}: Pull): Promise<string | null> {
  const ids = run.params?.external_ids
  if (ids) {
    const known = await marketplaceOf(container).orders.listStored(connection.id, ids)
    await readEach(session, ids, {
      known,
      take: async (snapshot) => {
        await storePage(container, connection, [snapshot], counts)
        await afterPage()
      },
      tell,
    })
    return null
  }
  const scope = run.params?.since ? "since" : (run.scope as "new" | "recheck" | "open" | "since")
  return pullPages(
    container,
    connection,
    session,
    {
      cursor: connection.cursor,
      start_at: new Date(run.params?.since ?? connection.start_at),
      oldest_unfinished_at: work.oldest_unfinished,
      scope,
    },
    counts,
    { afterPage, tell }
  )
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
const incomplete = (told: string[]) => ({
  code: "incomplete",
  message: [
    ...told.slice(0, MOST_TOLD),
    ...(told.length > MOST_TOLD ? [`… (${told.length} in all)`] : []),
  ].join(" "),
})
