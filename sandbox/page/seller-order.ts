import type { MarketplaceName } from "../faults"

/** Where something stands, in words that both marketplaces share on the page. */
export type SellerState =
  | "checking"
  | "to_accept"
  | "accepted"
  | "ready"
  | "cancel_requested"
  | "shipped"
  | "delivered"
  | "refused"
  | "canceled"
  | "other"

export type SellerParcel = { number: string; carrier: string; url: string | null }

export type SellerLine = {
  ids: string[]
  sku: string
  title: string
  quantity: number
  state: SellerState
  /** The marketplace's own word. */
  status: string
  by_seller: boolean
  parcels: SellerParcel[]
}

/** An order as the seller sees it on the marketplace's own pages. */
export type SellerOrder = {
  marketplace: MarketplaceName
  account: string
  external_id: string
  kind: string
  /** Milliseconds since the epoch; 0 when the order does not say. */
  purchased_at: number
  state: SellerState
  status: string
  buyer: string
  delivery: string
  total: number
  currency_code: string
  lines: SellerLine[]
}
