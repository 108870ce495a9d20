import { isMarketplaceError } from "../../marketplaces/port"
import { eachOrder } from "../shared/each-order"
import { isAccountsError } from "../shared/is-connections-error"
import { marketplaceOf } from "../shared/marketplace"
import { storePage } from "../snapshots/store-page"
import type { ReadingPhase } from "./run"

/**
 * So long one run asks for details, at the marketplace's pace, before it imports what has them. The job goes on with the
 * rest each minute, without reading the lists again.
 */
const SLICE_MS = 50_000
const AT_ONCE = 40
/** Until the next try after "not ready": 5 minutes, doubling up to 2 hours. */
const FIRST_RETRY_SECONDS = 300
const LAST_RETRY_SECONDS = 7200
const QUOTA_SECONDS = 3600

/**
 * Asks for what a list does not give (shipping prices, for example) of the orders that wait for it. "Not ready" is no
 * failure: the order goes on waiting and is asked for again, without an alarm; so is what fails for one order alone.
 */
export const fetchMissingDetails: ReadingPhase = async (
  { container, connection, counts, keepLease, report },
  session
) => {
  const marketplace = marketplaceOf(container)
  const until = Date.now() + SLICE_MS
  const asked = new Set<string>()
  const postpone = (id: string) =>
    marketplace.orders.postponeDetails(id, {
      first_seconds: FIRST_RETRY_SECONDS,
      last_seconds: LAST_RETRY_SECONDS,
    })
  try {
    while (Date.now() < until) {
      const waiting = await marketplace.orders.listWithoutDetails(connection.id, AT_ONCE)
      if (!waiting.length) return
      await eachOrder(
        waiting,
        async ({ id, external_id, payload }) => {
          if (Date.now() >= until) return
          // Its details came, and are not all: they are asked for later.
          if (asked.has(id)) return postpone(id)
          asked.add(id)
          await keepLease()
          const snapshot = await session.fetchDetails({ external_id, payload })
          await storePage(container, connection, [snapshot], { ...counts })
        },
        ({ id }) => postpone(id)
      )
    }
  } catch (error) {
    if (!isMarketplaceError(error) || error.details.reason === "aborted") throw error
    const { kind, details, message } = error
    if (kind !== "quota") {
      if (!isAccountsError(error))
        await marketplace.orders.postponeAllDetails(connection.id, FIRST_RETRY_SECONDS)
      throw error
    }
    // Allowances are counted by service: one that a backlog has used up stops neither new orders nor parcels.
    const seconds = details.retry_after_ms ? Math.ceil(details.retry_after_ms / 1000) : QUOTA_SECONDS
    await marketplace.orders.postponeAllDetails(connection.id, seconds)
    report(`${message} Orders that wait for it are asked for again in ${Math.ceil(seconds / 60)} minutes.`)
  }
}
