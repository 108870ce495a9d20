import { randomUUID } from "node:crypto"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { begin } from "../shared/begin"
import { errorKind } from "../shared/error-kind"
import { labelsOf } from "../shared/labels"
import { marketplaceOf } from "../shared/marketplace"
import { CLAIM_SECONDS, performRequest } from "./perform-request"
import { pollAccount } from "./poll-account"
import { wakeLabels } from "./wake-labels"

/** A row that stays due is another process's, or fails at once: the next minute goes on with it. */
const MOST_AT_ONCE = 1000

/** Says of everything that is due that it is. Accounts of a copied database are paused first. */
export async function dispatchLabels(container: MedusaContainer): Promise<void> {
  const labels = labelsOf(container)
  const instance = await marketplaceOf(container).instance()
  const paused = await labels.accounts.pauseForeignAccounts(instance)
  if (paused.length > 0) {
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .warn(
        `marketplace-connect: ${paused.length} label account(s) were connected in another database and are paused.`
      )
  }
  for (const id of await labels.parcels.listWithNews()) await labels.parcels.applyNews(id)
  const due = await labels.requests.listDueLabelAccounts()
  const count = due.reduce((sum, one) => sum + one.count, 0)
  // One more, for accounts that are to be polled.
  wakeLabels(container, count + 1)
}

/**
 * Begins to do what is due for labels, where this process has a free place; each place does one request after the other. A
 * process that only answers requests does nothing: what is due stays so for a worker.
 */
export function workOnLabels(container: MedusaContainer): void {
  const { slots } = marketplaceOf(container)
  const { workerMode } = container.resolve(ContainerRegistrationKeys.CONFIG_MODULE).projectConfig
  if (workerMode === "server") return
  for (const [name, work] of [
    ["label", untilNoneIsDue],
    ["poll", untilNoneIsPolled],
  ] as const) {
    if (!slots.take(name)) continue
    begin(container, `work on labels (${name})`, async () => {
      let isOver = false
      while (!isOver) {
        const hasFailed = await work(container).then(
          () => false,
          (error: unknown) => {
            container
              .resolve(ContainerRegistrationKeys.LOGGER)
              .error(`marketplace-connect: looking for labels that are due failed (${errorKind(error)})`)
            return true
          }
        )
        isOver = slots.leave(name, hasFailed)
      }
    })
  }
}

async function untilNoneIsDue(container: MedusaContainer): Promise<void> {
  const { requests, accounts } = labelsOf(container)
  const { ongoing } = marketplaceOf(container)
  for (let done = 0; done < MOST_AT_ONCE && !ongoing.signal.aborted; done++) {
    const now = Date.now()
    // The labels of a deleted account say so.
    const account_ids = (await accounts.listFormerAccountsToo())
      .filter(({ blocked_until }) => !blocked_until || new Date(blocked_until).getTime() <= now)
      .map(({ id }) => id)
    const owner = randomUUID()
    const request = await requests.takeRequest({ account_ids, owner, seconds: CLAIM_SECONDS })
    if (!request) return
    await ongoing.run(() => performRequest(container, request, owner))
  }
}

async function untilNoneIsPolled(container: MedusaContainer): Promise<void> {
  const { ongoing } = marketplaceOf(container)
  while (!ongoing.signal.aborted && (await pollAccount(container))) continue
}
