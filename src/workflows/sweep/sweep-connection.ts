import { randomUUID } from "node:crypto"
import type { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { newRunId, NO_COUNTS } from "../../modules/marketplace/stores/runs"
import { applyChanges } from "../apply-changes/apply-changes"
import { importDueOrders } from "../import-orders/import-due-orders"
import { confirmFromSnapshots } from "../send-actions/confirm"
import { isActive } from "../shared/active-connection"
import { marketplaceOf } from "../shared/marketplace"
import { knownIds, readUnlisted, stillOpen, storeOpenOrders } from "./open-orders"
import type { Completeness, Difference } from "./report"
import { doneByHand, planForgotten } from "./shipments"

const LEASE_SECONDS = 300

/**
 * Compares what is open at the marketplace with what we have, both ways, puts right what can be, and stores the report.
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
  const owner = randomUUID()
  const renew = () => marketplace.acquireLease(connection_id, "pull", owner, LEASE_SECONDS)
  const connection = await renew()
  if (!connection) return null
  const run = { id: newRunId(), connection_id, trigger: "sweep", scope: "open" } as const
  const counts = { ...NO_COUNTS }
  const keepLease = async () => {
    if (!(await renew()))
      throw new MedusaError(MedusaError.Types.CONFLICT, "Another process took this connection over.")
    await marketplace.writeRun({ ...run, state: "running", counts })
  }
  try {
    const report = await compare({ container, connection, counts, keepLease })
    await marketplace.writeConnection(connection_id, { completeness: report, swept_at: new Date() })
    await marketplace.writeRun({ ...run, state: "done", counts })
    return report
  } catch (error) {
    const message = error instanceof Error ? error.name : "unknown error"
    await marketplace.writeRun({ ...run, state: "failed", counts, error: { code: "internal", message } })
    throw error
  } finally {
    await marketplace.releaseLease(connection_id, "pull", owner)
  }
}

type Comparison = {
  container: MedusaContainer
  connection: ConnectionRow
  counts: typeof NO_COUNTS
  keepLease: () => Promise<void>
}

async function compare({ container, connection, counts, keepLease }: Comparison): Promise<Completeness> {
  const session = await marketplaceOf(container).openSession(connection)
  const sweep = { container, connection, session, counts, keepLease }
  const { open, unknown } = await storeOpenOrders(sweep)
  const unlisted = await readUnlisted(sweep, open)
  await confirmFromSnapshots(container, connection.id)
  await importDueOrders(container, connection.id, counts, keepLease)
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
      mended: known.has(external_id),
    })),
    ...unlisted.map((one) => ({
      ...one,
      mended: one.reason === "closed_there" && !openHere.has(one.external_id),
    })),
    ...forgotten,
    ...(await doneByHand(container, connection, open)),
  ]
  return {
    marketplace_open: open.size,
    ...(await countOurs(container, connection, open)),
    missing: [...open].filter((id) => !known.has(id)),
    differences,
    checked_at: new Date().toISOString(),
  }
}

async function countOurs(
  container: MedusaContainer,
  { marketplace_id, account }: ConnectionRow,
  open: ReadonlySet<string>
): Promise<Pick<Completeness, "imported" | "held" | "waiting" | "ignored">> {
  const [counts] = await marketplaceOf(container).query<
    Pick<Completeness, "imported" | "held" | "waiting" | "ignored">
  >(
    `select count(*) filter (where imported_at is not null)::int as imported,
            count(*) filter (where imported_at is null and state in ('ready', 'importing')
                               and problem_code is not null)::int as held,
            count(*) filter (where imported_at is null and state in ('ignored', 'canceled'))::int as ignored,
            count(*) filter (where imported_at is null and (state in ('to_accept', 'waiting')
                               or state in ('ready', 'importing') and problem_code is null))::int as waiting
       from marketplace_order where marketplace_id = ? and account = ? and external_id = any(?)`,
    [marketplace_id, account, [...open]]
  )
  return counts
}
