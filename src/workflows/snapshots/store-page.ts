import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { Snapshot } from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { StoreResult } from "../../modules/marketplace/stores/store-snapshots"
import { unreadableOrder } from "../../orders/read-order"
import type { RunCounts } from "../../modules/marketplace/stores/runs"
import { keepReservationsRight } from "../plan-import/reserve-accepted"
import { errorKind } from "../shared/error-kind"
import { announce } from "../shared/events"
import { ordersChanged } from "../shared/mark-offers"
import { unreadable } from "./order-facts"
import { isRefusedValue, orderStore, REFUSED_VALUE } from "./order-store"

/**
 * Stores one page. A page that cannot be written as a whole is written order by order: one whose values the database
 * refuses is held as unreadable, one that cannot be written at all is counted as failed, and its neighbors are stored.
 */
export async function storePage(
  container: MedusaContainer,
  connection: ConnectionRow,
  snapshots: Snapshot[],
  counts: RunCounts
): Promise<{ stored: boolean }> {
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  const store = orderStore(container, connection)
  const results: StoreResult[] = []
  let stored = true
  counts.seen += snapshots.length
  try {
    results.push(await store(snapshots))
  } catch {
    for (const snapshot of snapshots) {
      try {
        results.push(
          await store([snapshot]).catch((error: unknown) => {
            if (isRefusedValue(error))
              return store([snapshot], { derive: () => unreadable(unreadableOrder(REFUSED_VALUE).problem) })
            throw error
          })
        )
      } catch (error) {
        stored = false
        counts.failed += 1
        // The message of a database error can hold the refused values: only its kind is written down.
        logger.error(
          `marketplace-connect: order ${snapshot.external_id} of ${connection.id} could not be stored ` +
            `(${errorKind(error)})`
        )
      }
    }
  }
  for (const result of results) {
    counts.updated += result.updated.length
    counts.ignored += result.ignored
    announce(container, [
      ...result.held.map((id) => ({ name: "marketplace-order.held" as const, data: { id } })),
      ...result.canceled.map((id) => ({ name: "marketplace-order.canceled" as const, data: { id } })),
    ])
  }
  // Before anything else is done with them: what is sold there must not be offered elsewhere.
  await ordersChanged(
    container,
    results.flatMap(({ created }) => created),
    { sold: true }
  )
  await keepReservationsRight(container, { ids: results.flatMap(({ updated }) => updated) })
  await ordersChanged(
    container,
    results.flatMap(({ updated }) => updated),
    { sold: false }
  )
  return { stored }
}
