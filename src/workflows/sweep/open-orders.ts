import type { MedusaContainer } from "@medusajs/framework/types"
import { type ItemStatus, type MarketplaceSession, type Snapshot } from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { RunCounts } from "../../modules/marketplace/stores/runs"
import { readOrder } from "../../orders/read-order"
import { storePage } from "../snapshots/store-page"
import { eachOrder } from "../shared/each-order"
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
  unreadable: string[]
}> {
  const open = new Set<string>()
  const unknown: string[] = []
  const unread: string[] = []
  const pages = session.pull({
    cursor: connection.cursor,
    start_at: new Date(connection.start_at),
    oldest_unfinished_at: null,
    scope: "open",
  })
  for await (const { snapshots, unreadable } of pages) {
    counts.failed += unreadable.length
    if (unread.length < MAX_READS) unread.push(...unreadable)
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
  return { open, unknown, unreadable: unread.slice(0, MAX_READS) }
}

/**
 * Asks alone for orders that are open here and not in the marketplace's list; what it answers is stored. Those come first
 * of which nothing new was heard for longest, so that each has its turn, also behind one that cannot be read.
 */
export async function readUnlisted(sweep: Sweep, open: ReadonlySet<string>): Promise<Difference[]> {
  const { container, connection, session, counts, keepLease } = sweep
  const marketplace = marketplaceOf(container)
  const ours = await marketplace.orders.listUnlisted(connection.id, OPEN_STATES, [...open], MAX_READS)
  const differences: Difference[] = []
  const note = async (
    { id, external_id }: { id: string; external_id: string },
    reason: Difference["reason"]
  ) => {
    await marketplace.orders.markAsked(id)
    differences.push({ external_id, reason, fixed: false })
  }
  await eachOrder(
    ours,
    async (known) => {
      await keepLease()
      const snapshot = await session.read(known.external_id, known)
      if (!snapshot) return note(known, "unknown_there")
      const isOpen = isOpenThere(container, connection, snapshot)
      await storePage(container, connection, [snapshot], counts)
      await note(known, isOpen ? "not_listed" : "closed_there")
    },
    (known) => note(known, "not_answered")
  )
  return differences
}

/** Which of these are still open here. */
export const stillOpen = (
  container: MedusaContainer,
  connection: ConnectionRow,
  ids: string[]
): Promise<Set<string>> => marketplaceOf(container).orders.listExternalIds(connection, ids, OPEN_STATES)

export const knownIds = (
  container: MedusaContainer,
  connection: ConnectionRow,
  ids: string[]
): Promise<Set<string>> => marketplaceOf(container).orders.listExternalIds(connection, ids)

function isOpenThere(container: MedusaContainer, connection: ConnectionRow, { payload }: Snapshot): boolean {
  const adapter = marketplaceOf(container).adapter(connection.marketplace_id)
  const { order } = readOrder(adapter, connection, { payload: adapter.merge(null, payload) })
  // One that cannot be read is held here, and is the marketplace's open order until somebody says otherwise.
  return (
    order === null || order.lines.some((line) => line.items.some(({ status }) => OPEN_ITEMS.includes(status)))
  )
}
