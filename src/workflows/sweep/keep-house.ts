import type { MedusaContainer } from "@medusajs/framework/types"
import { parkLeftBehind } from "../manage-actions/park-actions"
import { holdStock } from "../accept-orders/decide-orders"
import { purge, purgeTraces } from "../manage-orders/purge"
import { readBuyers } from "../manage-orders/read-buyers"
import { eachAlone, runErrands } from "../shared/each-alone"
import { marketplaceOf } from "../shared/marketplace"
import { removeTestOrder } from "../test-orders/remove-test-order"

const EMPTY_RUN_DAYS = 7
const RUN_DAYS = 90
const OFFER_BATCH_DAYS = 30
const TEST_ORDER_DAYS = 7
/** A run writes down how far it is with every page and batch. */
const SILENT_RUN_HOURS = 1
const LEFT_RUN = { code: "internal", message: "The process ended before the run did." }
/** Of everything, at most so many rows at a time: the next round goes on. */
const AT_ONCE = 500

/**
 * Deletes old runs, old batches of offers, old test orders, and the buyers' data of old orders. Closes what a dead process left open: its runs,
 * and its actions on a deleted connection, which are parked.
 */
export async function keepHouse(container: MedusaContainer): Promise<void> {
  await runErrands(container, [
    closeLeftRuns,
    pruneRuns,
    pruneOfferBatches,
    removeOldTests,
    purgeOld,
    purgeTraces,
    readBuyers,
    parkLeftBehind,
  ])
}

/** Closes the runs of dead processes, so that they do not look as if they were running. */
async function closeLeftRuns(container: MedusaContainer): Promise<void> {
  await marketplaceOf(container).runs.closeLeftRuns(SILENT_RUN_HOURS, LEFT_RUN)
}

async function pruneRuns(container: MedusaContainer): Promise<void> {
  await marketplaceOf(container).runs.pruneRuns({
    days: RUN_DAYS,
    empty_days: EMPTY_RUN_DAYS,
    limit: AT_ONCE,
  })
}

async function pruneOfferBatches(container: MedusaContainer): Promise<void> {
  await marketplaceOf(container).offers.deleteOldBatches(OFFER_BATCH_DAYS, AT_ONCE)
}

async function removeOldTests(container: MedusaContainer): Promise<void> {
  const tests = await marketplaceOf(container).orders.listOldTests(TEST_ORDER_DAYS, AT_ONCE)
  await eachAlone(
    container,
    tests,
    ({ id }) => `removing the test order ${id}`,
    ({ id }) => removeTestOrder(container, id)
  )
}

/**
 * By each connection's `privacy.retention_days`, counted from the purchase, whatever became of the order: one that never
 * was imported is ignored from then on, and its stock is released. Deleted connections count too.
 */
async function purgeOld(container: MedusaContainer): Promise<void> {
  const marketplace = marketplaceOf(container)
  // Only an adapter knows where its snapshots hold a buyer's data.
  const known = marketplace.listAdapters().map(({ descriptor }) => descriptor.id)
  const old = await marketplace.orders.listToPurge(known, AT_ONCE)
  await holdStock(container, await purge(container, old))
}
