import { isMarketplaceError, MarketplaceError } from "../../marketplaces/port"

const ONE_ORDERS: readonly MarketplaceError["kind"][] = [
  "refused",
  "not_found",
  "not_ready",
  "invalid_answer",
  "too_large",
]

/** What a marketplace says of the account, whatever was asked. */
export const ABOUT_ACCOUNT: readonly MarketplaceError["kind"][] = [
  "credentials",
  "login_is_email",
  "not_linked",
  "no_rights",
  "quota",
  "rate_limited",
]

/** Whether every further call would be answered in the same way. */
export const isAccountsError = (error: unknown): boolean =>
  isMarketplaceError(error) && ABOUT_ACCOUNT.includes(error.kind)

/**
 * Whether a failure concerns the whole connection (credentials, quota, an outage): then the run ends. What concerns one
 * order must not keep its neighbors waiting.
 */
export const isConnectionsError = (error: unknown): boolean =>
  !isMarketplaceError(error) || !ONE_ORDERS.includes(error.kind)
