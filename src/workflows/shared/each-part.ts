import { isMarketplaceError, MarketplaceError } from "../../marketplaces/port"
import { isAccountsError } from "./is-connections-error"

/** This many failures in a row are the marketplace's, not the parts'. */
const MOST_FAILURES_IN_A_ROW = 3

export type PartFailure<Part> = { part: Part; error: MarketplaceError }

/**
 * Works on each part (a sales channel, a batch), one after the other: the failure of one leaves the others. Returns those
 * that failed. What the marketplace says of the whole account, an abort, and several failures in a row are thrown.
 */
export async function eachPart<Part>(
  parts: Iterable<Part>,
  work: (part: Part) => Promise<void>
): Promise<PartFailure<Part>[]> {
  const failed: PartFailure<Part>[] = []
  let inARow = 0
  for (const part of parts) {
    try {
      await work(part)
      inARow = 0
    } catch (error) {
      const isOver = isMarketplaceError(error) && error.details.reason === "aborted"
      if (!isMarketplaceError(error) || isOver || isAccountsError(error)) throw error
      if (++inARow >= MOST_FAILURES_IN_A_ROW) throw error
      failed.push({ part, error })
    }
  }
  return failed
}
