import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { errorKind } from "./error-kind"
import { marketplaceOf } from "./marketplace"

/**
 * Works on things that have nothing to do with each other, one after the other: what fails for one is logged under its
 * name and keeps none of the others waiting. A process that stops leaves the rest to the next round.
 */
export async function eachAlone<Item>(
  container: MedusaContainer,
  items: Iterable<Item>,
  nameOf: (item: Item) => string,
  work: (item: Item) => Promise<unknown>
): Promise<void> {
  const { ongoing } = marketplaceOf(container)
  for (const item of items) {
    if (ongoing.signal.aborted) return
    try {
      await ongoing.run(() => work(item))
    } catch (error) {
      container
        .resolve(ContainerRegistrationKeys.LOGGER)
        .error(`marketplace-connect: ${nameOf(item)} failed (${errorKind(error)})`)
    }
  }
}

type Errand = (container: MedusaContainer) => Promise<unknown>

/** The same for things that are each done in another way; they are named by their functions. */
export const runErrands = (container: MedusaContainer, errands: Errand[]): Promise<void> =>
  eachAlone(
    container,
    errands,
    ({ name }) => name,
    (errand) => errand(container)
  )
