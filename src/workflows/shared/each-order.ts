import { MarketplaceError } from "../../marketplaces/port"
import { isConnectionsError } from "./is-connections-error"

/** So many answers in a row that are none speak of the marketplace, not of the orders. */
const MOST_FAILURES_IN_A_ROW = 3

/**
 * Asks the marketplace for single orders, one after the other. What fails for one order is told to `onFailure`, and the
 * others go on; that is also an answer that fails over one order, until several in a row do. What concerns the whole
 * connection is thrown.
 */
export async function eachOrder<Order>(
  orders: Iterable<Order>,
  work: (order: Order) => Promise<void>,
  onFailure: (order: Order, error: MarketplaceError) => Promise<void> | void
): Promise<void> {
  let failures = 0
  for (const order of orders) {
    try {
      await work(order)
      failures = 0
    } catch (error) {
      if (!(error instanceof MarketplaceError)) throw error
      const isNoAnswer =
        error.kind === "invalid_answer" ||
        (error.kind === "unavailable" && error.details.status !== undefined)
      if (isNoAnswer ? ++failures >= MOST_FAILURES_IN_A_ROW : isConnectionsError(error)) throw error
      await onFailure(order, error)
    }
  }
}
