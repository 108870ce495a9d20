import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { isMarketplaceError } from "../../marketplaces/port"
import type { ComparisonPart, FailedPart } from "../../orders/completeness"
import { describeError } from "../shared/describe-error"
import { errorKind } from "../shared/error-kind"

/** Sentences that a report keeps; more of one part say no more. */
const MOST_FAILED = 20

/** The parts of one comparison: what fails in one of them is named, and the others are done all the same. */
export type Parts = {
  failed: FailedPart[]
  note: (part: ComparisonPart, message: string) => void
  /** What the work returns, or null where it failed. What stops the whole comparison (a lost lease) is thrown. */
  attempt: <T>(part: ComparisonPart, work: () => Promise<T>) => Promise<T | null>
}

export function comparisonParts(
  container: MedusaContainer,
  connection_id: string,
  signal: AbortSignal
): Parts {
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  const failed: FailedPart[] = []
  const note: Parts["note"] = (part, message) => {
    if (failed.length < MOST_FAILED) failed.push({ part, message })
    logger.warn(`marketplace-connect: the comparison of ${connection_id} lacks ${part}: ${message}`)
  }
  return {
    failed,
    note,
    async attempt(part, work) {
      try {
        return await work()
      } catch (error) {
        if (signal.aborted) throw error
        const { message } = describeError(error)
        note(part, isMarketplaceError(error) ? message : `${message} (${errorKind(error)})`)
        return null
      }
    },
  }
}
