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
/** States in which a parcel is owed, or soon will be: its date of shipping counts. */
export const OWED_STATES: readonly MarketplaceOrderState[] = [
  "waiting",
  "ready",
  "importing",
  "imported",
  "partly_shipped",
]

export type MarketplaceOrderState = (typeof MARKETPLACE_ORDER_STATES)[number]
