import { isMarketplaceError, MarketplaceError } from "../../marketplaces/port"
import { isConnectionsError } from "./is-connections-error"

/** This many failures in a row are the marketplace's, not the orders'. */
const MOST_FAILURES_IN_A_ROW = 3

/**
 * Requests single orders from the marketplace, one after the other. The failure of one order is reported to `onFailure`
 * and the others go on, until several fail in a row. An error that concerns the whole connection is thrown.
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
      if (!isMarketplaceError(error)) throw error
      const isNoAnswer =
        error.kind === "invalid_answer" ||
        (error.kind === "unavailable" && error.details.status !== undefined)
      if (isNoAnswer ? ++failures >= MOST_FAILURES_IN_A_ROW : isConnectionsError(error)) throw error
      await onFailure(order, error)
    }
  }
}
