import { MarketplaceError } from "../../marketplaces/port"

const ONE_ORDERS: readonly MarketplaceError["kind"][] = [
  "refused",
  "not_found",
  "not_ready",
  "invalid_answer",
  "too_large",
]

/**
 * Whether a failure concerns the whole connection (credentials, quota, an outage): then the run ends. What concerns one
 * order must not keep its neighbors waiting.
 */
export const isConnectionsError = (error: unknown): boolean =>
  !(error instanceof MarketplaceError) || !ONE_ORDERS.includes(error.kind)
