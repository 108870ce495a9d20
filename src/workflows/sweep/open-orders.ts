import type { MedusaContainer } from "@medusajs/framework/types"
import type {
  ItemStatus,
  MarketplaceSession,
  NormalizedOrder,
  OrderItem,
  Snapshot,
} from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { KnownOrder } from "../../modules/marketplace/stores/orders-there"
import type { RunCounts } from "../../modules/marketplace/stores/runs"
import { hasLeftThere } from "../../orders/left-there"
import { readOrder } from "../../orders/read-order"
import { readAlone } from "../pull-orders/read-unshipped"
import { storePage } from "../snapshots/store-page"
import { eachOrder } from "../shared/each-order"
import { marketplaceOf } from "../shared/marketplace"
import type { Difference } from "../../orders/completeness"
import type { Parts } from "./parts"

const OPEN_ITEMS: readonly ItemStatus[] = [
  "to_accept",
  "waiting",
  "ready",
  "cancel_requested",
  "claim",
  "unknown",
]
const OPEN_STATES = ["to_accept", "waiting", "ready", "importing", "imported", "partly_shipped"]
/** Orders of ours that one sweep asks for alone; more are in the report and asked for by the next one. */
const MAX_READS = 50
const AT_ONCE = 100

type Sweep = {
  container: MedusaContainer
  connection: ConnectionRow
  session: MarketplaceSession
  counts: RunCounts
  keepLease: () => Promise<void>
  parts: Parts
}

/**
 * Walks everything that is open at the marketplace and stores it. Returns its ids, those that we did not know, and which
 * of their items the list has.
 */
export async function storeOpenOrders({ container, connection, session, counts, keepLease }: Sweep): Promise<{
  open: Set<string>
  items: ListedItems
  unknown: string[]
  unreadable: string[]
}> {
  const open = new Set<string>()
  const items: ListedItems = new Map()
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
    // The marketplace may send an order in several parts.
    for (const snapshot of snapshots) {
      const { external_id } = snapshot
      const listed = itemsOf(orderThere(container, connection, snapshot)).map((item) => item.external_id)
      items.set(external_id, new Set([...(items.get(external_id) ?? []), ...listed]))
    }
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
  return { open, items, unknown, unreadable: unread.slice(0, MAX_READS) }
}

type ListedItems = Map<string, Set<string>>

/** Whether an item of the order is open and not listed. */
const lacks = (listed: Set<string> | undefined, order: NormalizedOrder | null): boolean =>
  itemsOf(order).some((item) => isOpenItem(item) && !listed?.has(item.external_id))

/** Orders that the list has without an item that is open here. */
async function lackingItems(
  { container, connection }: Sweep,
  open: ReadonlySet<string>,
  items: ListedItems
): Promise<KnownOrder[]> {
  const found: KnownOrder[] = []
  const ids = [...open]
  for (let from = 0; from < ids.length && found.length < MAX_READS; from += AT_ONCE) {
    const known = await marketplaceOf(container).orders.listOpen(
      connection.id,
      ids.slice(from, from + AT_ONCE),
      OPEN_STATES
    )
    found.push(
      ...known.filter((one) => lacks(items.get(one.external_id), orderThere(container, connection, one)))
    )
  }
  return found
}

/**
 * Reads single orders that are open here and not in the marketplace's list, or in it without an item that is open here,
 * and stores the result. Those that were not read for longest come first, so that an unreadable order cannot block
 * the others.
 */
export async function readUnlisted(
  sweep: Sweep,
  { open, items }: { open: ReadonlySet<string>; items: ListedItems }
): Promise<Difference[]> {
  const { container, connection, session, counts, keepLease, parts } = sweep
  const marketplace = marketplaceOf(container)
  const unlisted = await marketplace.orders.listUnlisted(connection.id, OPEN_STATES, [...open], MAX_READS)
  const ours = [...unlisted, ...(await lackingItems(sweep, open, items))].slice(0, MAX_READS)
  const differences: Difference[] = []
  const note = async (
    { id, external_id }: { id: string; external_id: string },
    reason: Difference["reason"],
    fixed = false
  ) => {
    await marketplace.orders.markAsked(id)
    differences.push({ external_id, reason, fixed })
  }
  const readAll = () =>
    eachOrder(
      ours,
      async (known) => {
        await keepLease()
        const snapshot = await session.read(known.external_id, known)
        if (!snapshot) return note(known, "unknown_there")
        await storePage(container, connection, [snapshot], counts)
        if (open.has(known.external_id)) {
          // Only an item was missing: it is over when it is open no longer.
          const isMissing = lacks(items.get(known.external_id), orderThere(container, connection, snapshot))
          return note(known, isMissing ? "not_listed" : "closed_there", !isMissing)
        }
        const isOpen = isOpenThere(container, connection, snapshot)
        await note(known, isOpen ? "not_listed" : "closed_there")
      },
      (known) => note(known, "not_answered")
    )
  if (!(await parts.attempt("single_orders", async () => (await readAll(), true)))) {
    // The others have their turn first the next time.
    const answered = new Set(differences.map(({ external_id }) => external_id))
    for (const { external_id } of ours.filter((one) => !answered.has(one.external_id)))
      differences.push({ external_id, reason: "not_answered", fixed: false })
  }
  return differences
}

/**
 * Reads alone what waits for a parcel, where the list does not show what was shipped: someone may have confirmed it in the
 * seller portal, and it would be packed again.
 */
export async function readWaiting(sweep: Sweep, open: ReadonlySet<string>): Promise<void> {
  const marketplace = marketplaceOf(sweep.container)
  const { id, marketplace_id } = sweep.connection
  const { lists_shipments = true } = marketplace.adapter(marketplace_id).descriptor.capabilities
  if (lists_shipments) return
  const waiting = await marketplace.orders.listWaitingForParcel(id, MAX_READS, [...open])
  await readAlone(sweep, sweep.session, waiting)
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

/** Null for an order that cannot be read. */
function orderThere(
  container: MedusaContainer,
  connection: ConnectionRow,
  { payload }: Pick<Snapshot, "payload">
): NormalizedOrder | null {
  const adapter = marketplaceOf(container).adapter(connection.marketplace_id)
  return readOrder(adapter, connection, { payload: adapter.merge(null, payload) }).order
}

const isOpenItem = (item: OrderItem) => OPEN_ITEMS.includes(item.status) && !hasLeftThere(item)

const itemsOf = (order: NormalizedOrder | null) => (order?.lines ?? []).flatMap((line) => line.items)

function isOpenThere(container: MedusaContainer, connection: ConnectionRow, snapshot: Snapshot): boolean {
  const order = orderThere(container, connection, snapshot)
  // One that cannot be read is held here, and is the marketplace's open order until someone says otherwise.
  return order === null || itemsOf(order).some(isOpenItem)
}
