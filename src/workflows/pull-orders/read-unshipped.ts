import { isMarketplaceError } from "../../marketplaces/port"
import type { KnownOrder } from "../../modules/marketplace/stores/orders-there"
import { NO_COUNTS } from "../../modules/marketplace/stores/runs"
import { eachOrder } from "../shared/each-order"
import { marketplaceOf } from "../shared/marketplace"
import { storePage } from "../snapshots/store-page"
import type { ReadingPhase, RunFrame } from "./run"

/** Orders that one import looks at; of those after them a later one does. */
const MOST_WAITING = 2000

/**
 * Looks for orders that someone shipped in the seller portal, where lists do not show it: before they are packed here too.
 * An allowance of calls that is used up puts it off to the next run.
 */
export const readUnshipped: ReadingPhase = async (run, session) => {
  const { container, connection, report } = run
  if (!session.unshippedToRead) return
  const { orders } = marketplaceOf(container)
  const waiting = await orders.listWaitingForParcel(connection.id, MOST_WAITING)
  // What is not in the store yet comes first: its details say whether it was shipped.
  if (!waiting.length || (await orders.listWithoutDetails(connection.id, 1)).length) return
  try {
    const chosen = new Set(await session.unshippedToRead(waiting, report))
    await readAlone(
      run,
      session,
      waiting.filter(({ external_id }) => chosen.has(external_id))
    )
  } catch (error) {
    if (!isMarketplaceError(error) || error.kind !== "quota") throw error
    report(`${error.message} Orders that were shipped in the seller portal are looked for with the next run.`)
  }
}

/** Reads each of these orders, which the run has seen in lists, and stores it; one that is not answered has its turn later. */
export async function readAlone(
  {
    container,
    connection,
    counts,
    keepLease,
  }: Pick<RunFrame, "container" | "connection" | "counts" | "keepLease">,
  session: Parameters<ReadingPhase>[1],
  orders: KnownOrder[]
): Promise<void> {
  const { markAsked } = marketplaceOf(container).orders
  const found = { ...NO_COUNTS }
  await eachOrder(
    orders,
    async (known) => {
      await keepLease()
      const snapshot = await session.read(known.external_id, known)
      if (snapshot) await storePage(container, connection, [snapshot], found)
      await markAsked(known.id)
    },
    (known) => markAsked(known.id)
  )
  counts.updated += found.updated
}
