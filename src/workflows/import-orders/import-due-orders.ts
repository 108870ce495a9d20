import { randomUUID } from "node:crypto"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { RunCounts } from "../../modules/marketplace/stores/runs"
import { errorKind } from "../shared/error-kind"
import { announce } from "../shared/events"
import { patiently } from "../shared/patiently"
import { marketplaceOf } from "../shared/marketplace"
import type { ImportResult } from "./import-claimed"
import { BATCH_SIZE, type ImportOrdersInput, importMarketplaceOrdersWorkflow } from "./import-orders"

/** Until an order whose import failed unexpectedly is tried again: a minute, doubling up to an hour. */
const RETRY_FAILED_SECONDS = 60
const MOST_RETRY_SECONDS = 3600

/**
 * Imports everything that is due, batch by batch, under the lease of `owner` if there is one. A batch that fails is split until the order that fails is alone: it
 * is held with a reference to the log, and the others go through.
 */
export async function importDueOrders(
  container: MedusaContainer,
  connection_id: string,
  counts: RunCounts,
  afterBatch: () => Promise<void>,
  owner: string | null = null
): Promise<void> {
  for (;;) {
    const ids = await marketplaceOf(container).orders.listImportable(connection_id, BATCH_SIZE)
    if (!ids.length) return
    const progressed = await importIds(container, connection_id, ids, counts, owner)
    await afterBatch()
    // What another process has claimed between our look and our claim is its work now.
    if (!progressed) return
  }
}

/** How often an order whose cause was fixed during its import is tried again at once. */
const MOST_ROUNDS = 3

/** Imports the given orders, at most a batch. Returns whether any of them was claimed. */
export async function importIds(
  container: MedusaContainer,
  connection_id: string,
  ids: string[],
  counts: RunCounts,
  owner: string | null = null,
  rounds = MOST_ROUNDS
): Promise<boolean> {
  try {
    const result = await importBatch(container, { connection_id, ids, owner })
    const again = rounds > 0 ? await releasedMeanwhile(container, connection_id, result.held) : []
    counts.created += result.imported.length
    counts.held += result.held.length - again.length
    if (again.length) await importIds(container, connection_id, again, counts, owner, rounds - 1)
    return result.imported.length + result.held.length + result.set_aside.length > 0
  } catch (error) {
    // While the database restarts, every order would fail, and none through its own fault.
    await patiently(() => marketplaceOf(container).ping())
    if (ids.length > 1) {
      const half = Math.ceil(ids.length / 2)
      const first = await importIds(container, connection_id, ids.slice(0, half), counts, owner)
      const second = await importIds(container, connection_id, ids.slice(half), counts, owner)
      return first || second
    }
    counts.failed += 1
    await holdFailed(container, ids[0], error)
    return true
  }
}

/** Held orders whose cause was fixed during their import: they were made due while they were claimed. */
async function releasedMeanwhile(
  container: MedusaContainer,
  connection_id: string,
  held: string[]
): Promise<string[]> {
  if (!held.length) return []
  const due = await marketplaceOf(container).orders.listImportable(connection_id, BATCH_SIZE)
  return held.filter((id) => due.includes(id))
}

/** The hook that runs after the fact. */
const AFTER_THE_FACT = "ordersImported"

/** What became of a batch. When only the hook after the fact failed, it is that: the error is logged. */
async function importBatch(container: MedusaContainer, input: ImportOrdersInput): Promise<ImportResult> {
  const { result, errors } = await importMarketplaceOrdersWorkflow(container).run({
    input,
    throwOnError: false,
  })
  const failed = errors.find(({ action }) => action !== AFTER_THE_FACT)
  if (failed) throw failed.error
  for (const { error } of errors) {
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .error(`marketplace-connect: the hook ${AFTER_THE_FACT} failed (${errorKind(error)})`)
  }
  return result
}

async function holdFailed(container: MedusaContainer, id: string, error: unknown): Promise<void> {
  const reference = randomUUID().slice(0, 8)
  container
    .resolve(ContainerRegistrationKeys.LOGGER)
    .error(`marketplace-connect: import of ${id} failed (${reference}): ${errorKind(error)}`)
  const changed = await marketplaceOf(container).orders.writeImportOutcomes([
    {
      id,
      state: "ready",
      problem: { code: "import_failed", params: { reference } },
      retry_seconds: RETRY_FAILED_SECONDS,
      doubles_up_to: MOST_RETRY_SECONDS,
    },
  ])
  announce(
    container,
    changed.map((held) => ({ name: "marketplace-order.held" as const, data: { id: held } }))
  )
}
