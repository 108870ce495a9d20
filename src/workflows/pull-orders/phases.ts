import { acceptAutomatically } from "../accept-orders/accept-automatically"
import { applyChanges } from "../apply-changes/apply-changes"
import { importDueOrders } from "../import-orders/import-due-orders"
import { keepReservationsRight } from "../plan-import/reserve-accepted"
import { confirmFromSnapshots } from "../send-actions/confirm"
import { fetchMissingDetails } from "./fetch-missing-details"
import { previewOrders } from "./preview-orders"
import { pull } from "./pull"
import { readUnshipped } from "./read-unshipped"
import { rejudgeIgnored } from "./rejudge-ignored"
import type { ReadingPhase, RunKind, WorkingPhase } from "./run"

const details: WorkingPhase = async (run, session) => {
  if (session && (run.counts.seen || run.work.details)) await fetchMissingDetails(run, session)
}

const confirm: WorkingPhase = async ({ container, connection, counts }) => {
  if (counts.seen) await confirmFromSnapshots(container, connection.id)
}

const rejudge: WorkingPhase = async ({ container, connection, row, keepLease }) => {
  if (row.params?.since) await rejudgeIgnored(container, connection, keepLease)
}

const accept: WorkingPhase = async ({ container, connection, counts, work, keepLease, is_answered }) => {
  // On an incomplete answer nothing is decided.
  if (is_answered && (counts.seen || work.to_accept)) {
    await acceptAutomatically(container, connection, keepLease)
  }
}

const reservations: WorkingPhase = async ({ container, connection, row }) => {
  if (row.scope === "recheck") await keepReservationsRight(container, { connection_id: connection.id })
}

const importDue: WorkingPhase = async ({ container, connection, owner, row, counts, work, keepLease }) => {
  if (counts.seen || work.importable || work.details || row.params?.since) {
    await importDueOrders(container, connection.id, counts, keepLease, owner)
  }
}

const unshipped: WorkingPhase = async (run, session) => {
  const isRegular = run.row.scope === "new" || run.row.scope === "recheck"
  if (session && isRegular && run.is_answered && run.work.oldest_unfinished) await readUnshipped(run, session)
}

const apply: WorkingPhase = async ({ container, connection, owner, counts, work, keepLease }, session) => {
  if (counts.updated || work.changed) await applyChanges(container, connection, session, keepLease, owner)
}

const preview: ReadingPhase = async (run, session) => {
  const { container, connection, row, counts, report } = run
  const show = (outcomes: unknown[]) => void (run.outcomes = outcomes)
  await previewOrders({ container, connection, session, params: row.params ?? {}, counts, report, show })
}

/** Brings orders and their changes in. */
export const pullRun: RunKind = {
  reading: pull,
  working: [details, confirm, rejudge, accept, reservations, importDue, unshipped, apply],
  writes: true,
}

/** Goes on with what a pull has left: orders that wait for their details. */
export const backlogRun: RunKind = { reading: null, working: [details, importDue, apply], writes: true }

/** Says what a pull would bring. */
export const previewRun: RunKind = { reading: preview, working: [], writes: false }
