import type { MedusaContainer } from "@medusajs/framework/types"
import {
  type ItemStatus,
  type MarketplaceSession,
  type NormalisedOrder,
  type Snapshot,
  UnreadableOrderError,
} from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { RunCounts } from "../../modules/marketplace/stores/runs"
import { settingsOf } from "../connections/connection-input"
import { storePage } from "../pull-orders/pull-pages"
import { marketplaceOf } from "../shared/marketplace"
import type { Difference } from "./report"

const OPEN_ITEMS: readonly ItemStatus[] = ["to_accept", "waiting", "ready", "cancel_requested", "unknown"]
const OPEN_STATES = ["to_accept", "waiting", "ready", "importing", "imported", "partly_shipped"]
/** Orders of ours that one sweep asks for alone; more are in the report and asked for by the next one. */
const MAX_READS = 50

type Sweep = {
  container: MedusaContainer
  connection: ConnectionRow
  session: MarketplaceSession
  counts: RunCounts
  keepLease: () => Promise<void>
}

/** Walks everything that is open at the marketplace and stores it. Answers its ids and those that we did not know. */
export async function storeOpenOrders({ container, connection, session, counts, keepLease }: Sweep): Promise<{
  open: Set<string>
  unknown: string[]
}> {
  const open = new Set<string>()
  const unknown: string[] = []
  const pages = session.pull({
    cursor: connection.cursor,
    start_at: new Date(connection.start_at),
    oldest_unfinished_at: null,
    scope: "open",
  })
  for await (const { snapshots } of pages) {
    const fresh = snapshots.filter((snapshot) => isOpenThere(container, connection, snapshot))
    const known = await knownIds(
      container,
      connection,
      fresh.map(({ external_id }) => external_id)
    )
    for (const { external_id } of fresh) {
      if (!known.has(external_id) && !open.has(external_id)) unknown.push(external_id)
      open.add(external_id)
    }
    await storePage(container, connection, snapshots, counts)
    await keepLease()
  }
  return { open, unknown }
}

/** Asks alone for orders that are open here and not in the marketplace's list; what it answers is stored. */
export async function readUnlisted(sweep: Sweep, open: ReadonlySet<string>): Promise<Difference[]> {
  const { container, connection, session, counts, keepLease } = sweep
  const ours = await marketplaceOf(container).query<{ external_id: string; payload: string }>(
    `select o.external_id, s.payload from marketplace_order o
       join marketplace_order_snapshot s on s.marketplace_order_id = o.id
      where o.connection_id = ? and not o.is_test and o.state = any(?) and not (o.external_id = any(?))
      order by o.seen_at limit ?`,
    [connection.id, OPEN_STATES, [...open], MAX_READS]
  )
  const differences: Difference[] = []
  for (const known of ours) {
    const snapshot = await session.read(known.external_id, known)
    if (!snapshot) {
      differences.push({ external_id: known.external_id, reason: "unknown_there", mended: false })
      continue
    }
    const isOpen = isOpenThere(container, connection, snapshot)
    await storePage(container, connection, [snapshot], counts)
    await keepLease()
    differences.push({
      external_id: known.external_id,
      reason: isOpen ? "not_listed" : "closed_there",
      mended: false,
    })
  }
  return differences
}

/** Which of these are still open here. */
export async function stillOpen(
  container: MedusaContainer,
  connection: ConnectionRow,
  ids: string[]
): Promise<Set<string>> {
  const rows = await marketplaceOf(container).query<{ external_id: string }>(
    `select external_id from marketplace_order
      where marketplace_id = ? and account = ? and external_id = any(?) and state = any(?)`,
    [connection.marketplace_id, connection.account, ids, OPEN_STATES]
  )
  return new Set(rows.map(({ external_id }) => external_id))
}

export async function knownIds(
  container: MedusaContainer,
  connection: ConnectionRow,
  ids: string[]
): Promise<Set<string>> {
  const rows = await marketplaceOf(container).query<{ external_id: string }>(
    "select external_id from marketplace_order where marketplace_id = ? and account = ? and external_id = any(?)",
    [connection.marketplace_id, connection.account, ids]
  )
  return new Set(rows.map(({ external_id }) => external_id))
}

function isOpenThere(container: MedusaContainer, connection: ConnectionRow, { payload }: Snapshot): boolean {
  const adapter = marketplaceOf(container).adapter(connection.marketplace_id)
  const settings = settingsOf(adapter, connection.settings, {})
  const own = settings[connection.marketplace_id] as Record<string, unknown>
  const order = readable(() => adapter.normalise(adapter.merge(null, payload), own))
  // One that cannot be read is held here, and is the marketplace's open order until somebody says otherwise.
  return (
    order === null || order.lines.some((line) => line.items.some(({ status }) => OPEN_ITEMS.includes(status)))
  )
}

function readable(read: () => NormalisedOrder): NormalisedOrder | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof UnreadableOrderError) return null
    throw error
  }
}
