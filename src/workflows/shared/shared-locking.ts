import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { describeProblem } from "../../orders/problems"

let isReported = false

/**
 * Whether the store is set up for several processes (its events or workflows are on Redis) while locks are held in each
 * process alone: core's reservations then lose updates. A store on Medusa's in-memory defaults is one process.
 */
export function isSharedLockingMissing(container: MedusaContainer): boolean {
  const nameOf = (module: string) =>
    (container.resolve(module, { allowUnregistered: true }) as object | undefined)?.constructor.name ?? ""
  const locking = container.resolve(Modules.LOCKING, { allowUnregistered: true }) as
    { defaultProviderId?: string } | undefined
  const isShared = /redis/i.test(nameOf(Modules.EVENT_BUS)) || isOnRedis(container)
  return isShared && /in-memory/i.test(locking?.defaultProviderId ?? "in-memory")
}

/** Only the engine's storage shows it: the service has the same name in memory and on Redis. */
function isOnRedis(container: MedusaContainer): boolean {
  const engine = container.resolve(Modules.WORKFLOW_ENGINE, { allowUnregistered: true }) as object | undefined
  return engine !== undefined && Object.keys(engine).some((key) => /redis/i.test(key))
}

/** Once in the life of a process. */
export function warnOfMissingLocking(container: MedusaContainer): void {
  if (isReported || !isSharedLockingMissing(container)) return
  isReported = true
  const { message, hint } = describeProblem("shared_locking_missing", {}, "en")
  container.resolve(ContainerRegistrationKeys.LOGGER).warn(`marketplace-connect: ${message} ${hint}`)
}
