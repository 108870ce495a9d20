import type { MedusaContainer } from "@medusajs/framework/types"
import type { MarketplaceSession } from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { RunCounts } from "../../modules/marketplace/stores/runs"
import { eachOrder } from "../shared/each-order"
import { marketplaceOf } from "../shared/marketplace"
import { storePage } from "../snapshots/store-page"

/** Calls a run: detail calls are spread over runs, so that a backlog does not use up the marketplace's allowance. */
const CALLS_PER_RUN = 40
/** Until the next try after "not ready": 5 minutes, doubling up to 2 hours. */
const FIRST_RETRY_SECONDS = 300
const LAST_RETRY_SECONDS = 7200

/**
 * Asks for what a list does not give (shipping prices, for example) of the orders that wait for it. "Not ready" is no
 * failure: the order goes on waiting and is asked for again, without an alarm; so is what fails for one order alone.
 */
export async function fetchMissingDetails(
  container: MedusaContainer,
  connection: ConnectionRow,
  session: MarketplaceSession,
  counts: RunCounts,
  keepLease: () => Promise<void>
): Promise<void> {
  const marketplace = marketplaceOf(container)
  const waiting = await marketplace.orders.listWithoutDetails(connection.id, CALLS_PER_RUN)
  await eachOrder(
    waiting,
    async ({ external_id, payload }) => {
      await keepLease()
      const snapshot = await session.fetchDetails({ external_id, payload })
      await storePage(container, connection, [snapshot], { ...counts })
    },
    async ({ id }) => {
      await marketplace.orders.postponeDetails(id, {
        first_seconds: FIRST_RETRY_SECONDS,
        last_seconds: LAST_RETRY_SECONDS,
      })
    }
  )
}
