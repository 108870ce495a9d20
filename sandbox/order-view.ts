/** The marketplace's current view of an order. */
export type OrderView = {
  external_id: string
  account: string
  kind: string
  /** In the marketplace's words; on Rakuten, where only items have one, all of them. */
  status: string
  /** The marketplace's answer (Cdiscount), or the purchase behind its answers (Rakuten). */
  wire: unknown
}
