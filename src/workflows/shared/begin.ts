import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { errorKind } from "./error-kind"

/** Begins something at once without making anybody wait. What is left when this process ends, the jobs do. */
export function begin(container: MedusaContainer, what: string, work: () => Promise<unknown>): void {
  work().catch((error: unknown) => {
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .error(`marketplace-connect: ${what} failed (${errorKind(error)})`)
  })
}
