/** Where a marketplace order stands. */
export const MARKETPLACE_ORDER_STATES = [
  "to_accept",
  "waiting",
  "ready",
  "importing",
  "imported",
  "partly_shipped",
  "shipped",
  "delivered",
  "canceled",
  "ignored",
] as const
export type MarketplaceOrderState = (typeof MARKETPLACE_ORDER_STATES)[number]
