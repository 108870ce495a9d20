import type { AfterSale, PickupPoint, PrepaidLabel } from "../../../../marketplaces/port"
import type { CorrectedAddress } from "../../../../orders/corrections"
import type { LineFacts } from "../../../../orders/line-facts"
import type { MarketplaceOrderState } from "../../../../orders/order-states"
import type { MarketplaceAction } from "../actions/types"
import type { Conflict, HistoryEntry, KeysetPage, ShownProblem, Unavailable } from "../types"

export type ShownLine = {
  key: string
  external_ids: string[]
  sku: string | null
  title: string
  /** Null where the marketplace's answer cannot be read. */
  quantity: number | null
  unit_price: number | null
  variant_id: string | null
  line_item_id: string | null
  status: string
  is_negotiated?: boolean
  /** What the store knows of its article, while the order waits for an answer. */
  here?: LineFacts
}

export type MarketplaceOrder = {
  id: string
  connection_id: string
  marketplace_id: string
  account: string
  external_id: string
  external_reference: string | null
  channel: string | null
  /** How it is delivered, in the marketplace's words. */
  delivery_mode: string | null
  external_status: string
  state: MarketplaceOrderState
  state_reason: string | null
  problem: ShownProblem | null
  /** Names the problem as it is shown: what is decided about it with this version is about no other. */
  problem_version: string | null
  problem_since: string | null
  /** Null with a problem: it is judged again right now, or as soon as its connection runs. */
  next_attempt_at: string | null
  /** The date that is near or missed; beside the problem, since both can be. */
  deadline: ShownProblem | null
  /** Only once there is that order. */
  order_id: string | null
  display_id: number | null
  total: number | null
  currency_code: string | null
  purchased_at: string | null
  accept_by: string | null
  ship_by: string | null
  is_test: boolean
  fulfilled_by: string
  lines: ShownLine[]
  imported_at: string | null
  purged_at: string | null
  /** What is not done for it at the marketplace, and why. */
  unavailable: { cancel: Unavailable | null }
  created_at: string
}

export type OrdersPage = { orders: MarketplaceOrder[] } & KeysetPage

/** As the marketplace says it, or as it was corrected here; masked unless it was asked for. */
export type ShownAddress = CorrectedAddress & { email: string | null; vat_number: string | null }

export type OrderAddresses = {
  shipping: ShownAddress | null
  billing: ShownAddress | null
  pickup_point: PickupPoint | null
  /** The marketplace's own delivery address, where a correction counts in its place. */
  given: ShownAddress | null
  /** Where else lines of the order go, as the marketplace says, with their articles. */
  others: { lines: string[]; address: ShownAddress }[]
  /** The delivery address of the store's order, where it is another than the marketplace's. */
  in_store: ShownAddress | null
  is_masked: boolean
  /** An operator corrected the delivery address. */
  is_corrected: boolean
  /** After each correction it is another. */
  version: string
}

export type AddressConflict = Conflict & Pick<OrderAddresses, "version">

/** The marketplace's figures beside the store's; null where they are not known. */
export type OrderAmounts = {
  currency_code: string | null
  marketplace_total: number | null
  store_total: number | null
  difference: number | null
  lines: number | null
  shipping: number | null
  fees: number | null
  commission_with_tax: number | null
  commission_without_tax: number | null
}

/** The order as it is after a request. */
export type OrderWithActions = MarketplaceOrder & { actions: MarketplaceAction[] }

export type OrderConflict = Conflict & { order: OrderWithActions }

/** One order with everything that is known of it. */
export type OrderDetails = OrderWithActions & {
  /** Ids of the items that can still be accepted or refused, and canceled. */
  open_items: { decide: string[]; cancel: string[] }
  portal_url: string | null
  prepaid_label: PrepaidLabel | null
  amounts: OrderAmounts
  addresses: OrderAddresses | null
  after_sales: AfterSale[]
  history: HistoryEntry[]
  snapshot: { is_masked: boolean; content: unknown } | null
}

/** With the number of its orders, and whose they are. */
export type ProblemCause = ShownProblem & { count: number; connection_ids: string[] }

/**
 * What holds orders up: one problem with its causes. `due_at`: the nearest date of its orders, by which they are answered
 * or shipped. `as_of`: a problem that began later is not among them.
 */
export type ProblemGroup = ShownProblem & {
  is_blocking: boolean
  count: number
  due_at: string | null
  as_of: string
  causes: ProblemCause[]
}

/** A delivery mode that orders have, and whose orders these are. */
export type SeenDeliveryMode = { delivery_mode: string; connection_ids: string[] }

export type CancellationReason = { code: string; label: string }
