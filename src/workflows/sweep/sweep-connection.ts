import type { MedusaContainer } from "@medusajs/framework/types"
import { isMarketplaceError, type MarketplaceSession } from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { newRunId, NO_COUNTS } from "../../modules/marketplace/stores/runs"
import { applyChanges } from "../apply-changes/apply-changes"
import { importDueOrders } from "../import-orders/import-due-orders"
import { confirmFromSnapshots } from "../send-actions/confirm"
import { whyInactive } from "../shared/active-connection"
import { describeError } from "../shared/describe-error"
import { describeProblem } from "../../orders/problems"
import { whyUnusable } from "../shared/unusable"
import { spokenLanguage } from "../../modules/marketplace/refusal"
import { type HeldLease, holdLease, underLease } from "../shared/held-lease"
import { isAccountsError } from "../shared/is-connections-error"
import { marketplaceOf } from "../shared/marketplace"
import { recordAfterSales } from "./after-sales"
import { knownIds, readUnlisted, readWaiting, stillOpen, storeOpenOrders } from "./open-orders"
import { type Completeness, completenessOf, type Difference } from "../../orders/completeness"
import type { Refusal, RefusalCode } from "../../orders/refusals"
import { comparisonParts, type Parts } from "./parts"
import { doneByHand, planForgotten } from "./shipments"

/** Until a comparison that could not be made is tried again, and one that lacks a part. */
const FAILED_SECONDS = 60 * 60
const INCOMPLETE_SECONDS = 6 * 60 * 60
const DAY_SECONDS = 24 * 60 * 60

/** A report, or why there is none. */
export type SweepResult = { report: Completeness; refusal: null } | { report: null; refusal: Refusal }

const noReport = (code: RefusalCode, params: Refusal["params"] = {}): SweepResult => ({
  report: null,
  refusal: { code, params },
})

/**
 * Compares the marketplace's open orders with ours, both ways, fixes what it can, and stores the report.
 * What fails in a part is named in it. Without the list of open orders there is no report: that failure is stored.
 */
export async function sweepConnection(
  container: MedusaContainer,
  connection_id: string
): Promise<SweepResult> {
  const marketplace = marketplaceOf(container)
  const refusal = await whyNotCompared(container, await marketplace.connection(connection_id))
  if (refusal) return { report: null, refusal }
  const lease = await holdLease(marketplace, connection_id, "pull")
  return lease ? sweepHeld(container, lease) : noReport("comparison_busy")
}

/** Why a connection cannot be compared now; null when it can. */
export async function whyNotCompared(
  container: MedusaContainer,
  connection: ConnectionRow
): Promise<Refusal | null> {
  const inactive = await whyInactive(container, connection)
  if (inactive) return inactive
  const unusable = whyUnusable(container, connection)
  if (unusable) {
    const { message } = describeProblem(unusable.code, unusable.params, spokenLanguage())
    return { code: "comparison_failed", params: { detail: message } }
  }
  const until = connection.blocked_until && new Date(connection.blocked_until)
  return until && until.getTime() > Date.now()
    ? { code: "comparison_paused", params: { until: until.toISOString() } }
    : null
}

/** The same under a lease that is held already; releases it. */
export const sweepHeld = (container: MedusaContainer, lease: HeldLease): Promise<SweepResult> =>
  underLease(container, lease, () => sweepWithLease(container, lease))

async function sweepWithLease(container: MedusaContainer, lease: HeldLease): Promise<SweepResult> {
  const marketplace = marketplaceOf(container)
  const { connection, owner } = lease
  const connection_id = connection.id
  const run = { id: newRunId(), connection_id, trigger: "sweep", scope: "open" } as const
  const counts = { ...NO_COUNTS }
  const keepLease = async () => {
    await lease.keep()
    await marketplace.runs.writeRun({ ...run, state: "running", counts })
  }
  try {
    const session = await marketplace.openSession(connection, lease.signal)
    const parts = comparisonParts(container, connection_id, lease.signal)
    const report = await compare({ container, connection, owner, session, counts, keepLease, parts })
    const lacking = [...report.failed.map(({ message }) => message), ...report.unreadable]
    const error = lacking.length ? { code: "incomplete", message: lacking.join(" ") } : null
    const next_in_seconds = report.failed.length ? INCOMPLETE_SECONDS : DAY_SECONDS
    await marketplace.connections.finishSweep(connection_id, report, next_in_seconds)
    await marketplace.runs.writeRun({ ...run, state: "done", counts, error })
    return { report, refusal: null }
  } catch (error) {
    const failure = describeError(error)
    await marketplace.runs.writeRun({ ...run, state: "failed", counts, error: failure })
    if (lease.signal.aborted) throw error
    const last_failure = { at: new Date().toISOString(), message: failure.message }
    const known = completenessOf(connection.completeness)
    await marketplace.connections.finishSweep(connection_id, { ...known, last_failure }, FAILED_SECONDS)
    if (!isMarketplaceError(error)) throw error
    return noReport("comparison_failed", { detail: failure.message })
  }
}

type Comparison = {
  container: MedusaContainer
  connection: ConnectionRow
  owner: string
  session: MarketplaceSession
  counts: typeof NO_COUNTS
  keepLease: () => Promise<void>
  parts: Parts
}

async function compare(sweep: Comparison): Promise<Completeness> {
  const { container, connection, owner, session, counts, keepLease, parts } = sweep
  let failure: unknown = null
  const listed = await storeOpenOrders(sweep).catch((error: unknown) => {
    // The account is refused, or the lease is lost: nothing else would be answered either.
    if (isAccountsError(error) || !isMarketplaceError(error)) throw error
    failure = error
    return null
  })
  const unlisted = listed && (await parts.attempt("single_orders", () => readUnlisted(sweep, listed)))
  if (listed) await parts.attempt("single_orders", () => readWaiting(sweep, listed.open))
  await parts.attempt("confirmations", () => confirmFromSnapshots(container, connection.id))
  await parts.attempt("import", () => importDueOrders(container, connection.id, counts, keepLease, owner))
  await parts.attempt("after_sales", () =>
    recordAfterSales(container, connection, session, (message) => parts.note("after_sales", message))
  )
  await keepLease()
  await parts.attempt("changes", async () => {
    await marketplaceOf(container).orders.lookAtBuyersAgain(connection.id)
    // What a parcel has ended whose event was lost.
    await marketplaceOf(container).orders.forgetApplied(connection.id, ["shipped_only_there"])
    await applyChanges(container, connection, session, keepLease, owner)
  })
  const forgotten = await parts.attempt("shipments", () => planForgotten(container, connection.id))
  if (!listed) throw failure
  return reportOf(sweep, { ...listed, unlisted: unlisted ?? [], forgotten: forgotten ?? [] })
}

type Found = Awaited<ReturnType<typeof storeOpenOrders>> & { unlisted: Difference[]; forgotten: Difference[] }

async function reportOf(
  { container, connection, parts }: Comparison,
  { open, unknown, unreadable, unlisted, forgotten }: Found
): Promise<Completeness> {
  const known = await knownIds(container, connection, [...open])
  const openHere = await stillOpen(
    container,
    connection,
    unlisted.map(({ external_id }) => external_id)
  )
  const differences: Difference[] = [
    ...unknown.map((external_id) => ({
      external_id,
      reason: "missing" as const,
      fixed: known.has(external_id),
    })),
    ...unlisted.map((one) => ({
      ...one,
      fixed: one.fixed || (one.reason === "closed_there" && !openHere.has(one.external_id)),
    })),
    ...forgotten,
    ...(await doneByHand(container, connection, open)),
  ]
  return {
    marketplace_open: open.size,
    ...(await countOurs(container, connection, open)),
    missing: [...open].filter((id) => !known.has(id)),
    differences,
    unreadable,
    failed: parts.failed,
    last_failure: null,
    checked_at: new Date().toISOString(),
  }
}

async function countOurs(
  container: MedusaContainer,
  { marketplace_id, account }: ConnectionRow,
  open: ReadonlySet<string>
): Promise<Pick<Completeness, "imported" | "held" | "waiting" | "ignored">> {
  return marketplaceOf(container).orders.countExternalIds({ marketplace_id, account }, [...open])
}
