import type { MedusaContainer } from "@medusajs/framework/types"
import type { MarketplaceSession } from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { newRunId, NO_COUNTS } from "../../modules/marketplace/stores/runs"
import { applyChanges } from "../apply-changes/apply-changes"
import { importDueOrders } from "../import-orders/import-due-orders"
import { confirmFromSnapshots } from "../send-actions/confirm"
import { isActive } from "../shared/active-connection"
import { describeError } from "../shared/describe-error"
import { holdLease } from "../shared/held-lease"
import { marketplaceOf } from "../shared/marketplace"
import { recordAfterSales } from "./after-sales"
import { knownIds, readUnlisted, readWaiting, stillOpen, storeOpenOrders } from "./open-orders"
import type { Completeness, Difference } from "../../orders/completeness"
import { doneByHand, planForgotten } from "./shipments"

/**
 * Compares the marketplace's open orders with ours, both ways, fixes what it can, and stores the report.
 * Null where the connection may not call its marketplace now, or another process is at it. Throws `MarketplaceError`.
 */
export async function sweepConnection(
  container: MedusaContainer,
  connection_id: string
): Promise<Completeness | null> {
  const marketplace = marketplaceOf(container)
  const before = await marketplace.connection(connection_id)
  const isBlocked = before.blocked_until !== null && new Date(before.blocked_until).getTime() > Date.now()
  if (isBlocked || !(await isActive(container, before))) return null
  const lease = await holdLease(marketplace, connection_id, "pull")
  if (!lease) return null
  const { connection } = lease
  const run = { id: newRunId(), connection_id, trigger: "sweep", scope: "open" } as const
  const counts = { ...NO_COUNTS }
  const keepLease = async () => {
    await lease.keep()
    await marketplace.runs.writeRun({ ...run, state: "running", counts })
  }
  try {
    const session = await marketplace.openSession(connection, lease.signal)
    const report = await compare({ container, connection, session, counts, keepLease })
    const error = report.unreadable.length
      ? { code: "incomplete", message: report.unreadable.join(" ") }
      : null
    await marketplace.connections.writeConnection(connection_id, {
      completeness: report,
      swept_at: new Date(),
    })
    await marketplace.runs.writeRun({ ...run, state: "done", counts, error })
    return report
  } catch (error) {
    await marketplace.runs.writeRun({ ...run, state: "failed", counts, error: describeError(error) })
    throw error
  } finally {
    await lease.stop()
    await marketplace.leases.releaseLease(connection_id, "pull", lease.owner)
  }
}

type Comparison = {
  container: MedusaContainer
  connection: ConnectionRow
  session: MarketplaceSession
  counts: typeof NO_COUNTS
  keepLease: () => Promise<void>
}

async function compare(sweep: Comparison): Promise<Completeness> {
  const { container, connection, session, counts, keepLease } = sweep
  const { open, items, unknown, unreadable } = await storeOpenOrders(sweep)
  const unlisted = await readUnlisted(sweep, { open, items })
  await readWaiting(sweep, open)
  await confirmFromSnapshots(container, connection.id)
  await importDueOrders(container, connection.id, counts, keepLease)
  await recordAfterSales(container, connection, session)
  await keepLease()
  await marketplaceOf(container).orders.lookAtBuyersAgain(connection.id)
  // What a parcel has settled whose event was lost.
  await marketplaceOf(container).orders.forgetApplied(connection.id, ["shipped_only_there"])
  await applyChanges(container, connection, session, keepLease)
  const forgotten = await planForgotten(container, connection.id)

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
