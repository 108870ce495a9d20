import { randomUUID } from "node:crypto"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { LEASE_SECONDS, type LeaseKind } from "../../modules/marketplace/stores/leases"
import { leaseOf, type TakenWork, type Work, type WorkKind } from "../../modules/marketplace/stores/work"
import { begin } from "../shared/begin"
import { errorKind } from "../shared/error-kind"
import { keepLease } from "../shared/held-lease"
import { marketplaceOf } from "../shared/marketplace"
import { DOING, type Left } from "./kinds"

/**
 * Begins to do what is due, where this process has a free place: each kind of lease has its own, so that long imports do not
 * delay parcels. A process that only answers requests does nothing: what is due stays so for a worker.
 */
export function workThrough(container: MedusaContainer, kind: WorkKind): void {
  const { slots } = marketplaceOf(container)
  const lease = leaseOf(kind)
  if (isServer(container) || !slots.take(lease)) return
  begin(container, `work on what is due (${lease})`, async () => {
    let isOver = false
    while (!isOver) {
      // What fails here is the database's: the job of the next minute begins again.
      const hasFailed = await untilNothingIsDue(container, lease).then(
        () => false,
        (error: unknown) => (log(container, `looking for what is due (${lease})`, error), true)
      )
      isOver = slots.leave(lease, hasFailed)
    }
  })
}

const isServer = (container: MedusaContainer): boolean =>
  container.resolve(ContainerRegistrationKeys.CONFIG_MODULE).projectConfig.workerMode === "server"

/** One connection after the other, whichever is due next. What has failed, or is not over, is left to the next minute. */
async function untilNothingIsDue(container: MedusaContainer, lease: LeaseKind): Promise<void> {
  const marketplace = marketplaceOf(container)
  const instance = await marketplace.instance()
  const except: Work[] = []
  let looked: Work | null = null
  while (!marketplace.ongoing.signal.aborted) {
    const owner = randomUUID()
    const take = (is_patient: boolean) =>
      marketplace.work.takeDueWork(lease, { instance, owner, seconds: LEASE_SECONDS, except, is_patient })
    const taken = (await take(false)) ?? (await take(true))
    if (!taken) return
    const work: Work = { id: taken.connection.id, kind: taken.kind }
    const left = await doWork(container, lease, owner, taken)
    const isSecondLook = looked?.id === work.id && looked.kind === work.kind
    looked = left === "looked" ? work : null
    if (left === "later" || (left === "looked" && isSecondLook)) except.push(work)
  }
}

async function doWork(
  container: MedusaContainer,
  lease: LeaseKind,
  owner: string,
  { kind, connection }: TakenWork
): Promise<Left> {
  try {
    return await DOING[kind](container, keepLease(marketplaceOf(container), lease, { owner, connection }))
  } catch (error) {
    log(container, `${kind} of ${connection.id}`, error)
    return "later"
  }
}

const log = (container: MedusaContainer, what: string, error: unknown): void =>
  container
    .resolve(ContainerRegistrationKeys.LOGGER)
    .error(`marketplace-connect: ${what} failed (${errorKind(error)})`)
