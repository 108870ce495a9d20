import { ABOUT_ACCOUNT, isMarketplaceError, MarketplaceError } from "../../marketplaces/errors"

const ONE_ORDERS: readonly MarketplaceError["kind"][] = [
  "refused",
  "not_found",
  "not_ready",
  "invalid_answer",
  "too_large",
]

/** Whether every further call would be answered in the same way. */
export const isAccountsError = (error: unknown): boolean =>
  isMarketplaceError(error) && ABOUT_ACCOUNT.includes(error.kind) && !error.details.is_one_part

/**
 * Whether a failure concerns the whole connection (credentials, quota, an outage): then the run ends. What concerns one
 * order must not keep its neighbors waiting.
 */
export const isConnectionsError = (error: unknown): boolean =>
  !isMarketplaceError(error) || !ONE_ORDERS.includes(error.kind)
