import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { errorKind } from "./error-kind"
import { marketplaceOf } from "./marketplace"

/**
 * Begins something at once without making anybody wait. A process that stops awaits it; what is left then, the jobs do.
 */
export function begin(container: MedusaContainer, what: string, work: () => Promise<unknown>): void {
  const { ongoing } = marketplaceOf(container)
  if (ongoing.signal.aborted) return
  ongoing.run(work).catch((error: unknown) => {
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .error(`marketplace-connect: ${what} failed (${errorKind(error)})`)
  })
}
