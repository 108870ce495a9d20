import { presentMarketplace } from "../../api/admin/marketplaces/present-marketplace"
import type { MarketplaceDescriptor } from "../../marketplaces/port"
import { problemTitle } from "../../orders/problems"
import type { Remedy } from "../../orders/problems/define-problems"
import type { MarketplaceAction } from "../../api/admin/marketplaces/actions/types"
import type { Connection } from "../../api/admin/marketplaces/connections/types"
import type { MarketplaceOrder, OrderDetails } from "../../api/admin/marketplaces/orders/types"
import type { HistoryEntry, Marketplace, ShownProblem } from "../../api/admin/marketplaces/types"

export const problem = (
  code: string,
  remedy: Remedy | null,
  params: ShownProblem["params"] = {}
): ShownProblem => ({
  code,
  remedy,
  params,
  title: problemTitle(code, "en") ?? code,
  message: `Message of ${code}`,
  hint: `Hint of ${code}`,
})

export const order = (overrides: Partial<MarketplaceOrder> = {}): MarketplaceOrder => ({
  id: "mpord_1",
  connection_id: "mpcon_1",
  marketplace_id: "cdiscount",
  account: "12345",
  external_id: "E1",
  external_reference: "REF-1",
  channel: null,
  delivery_mode: null,
  external_status: "InPreparation",
  state: "ready",
  state_reason: null,
  problem: null,
  problem_version: null,
  problem_since: null,
  deadline: null,
  order_id: null,
  display_id: null,
  total: 24.8,
  currency_code: "eur",
  purchased_at: "2026-06-01T10:00:00Z",
  accept_by: null,
  ship_by: null,
  is_test: false,
  fulfilled_by: "seller",
  lines: [],
  imported_at: null,
  purged_at: null,
  next_attempt_at: null,
  unavailable: { cancel: null },
  created_at: "2026-06-01T10:00:00Z",
  ...overrides,
})

export const action = (overrides: Partial<MarketplaceAction> = {}): MarketplaceAction => ({
  id: "mpact_1",
  version: "v1",
  parcel_version: "p1",
  connection_id: "mpcon_1",
  marketplace_order_id: "mpord_1",
  fulfillment_id: "ful_1",
  type: "ship",
  state: "pending",
  params: {},
  attempts: [],
  next_attempt_at: null,
  unsettled_since: null,
  sent_at: null,
  confirmed_at: null,
  problem: null,
  warning: null,
  unavailable: { correct: null },
  created_at: "2026-06-01T10:00:00Z",
  ...overrides,
})

export const entry = (event: string, created_at: string): HistoryEntry => ({
  id: `${event}${created_at}`,
  event,
  actor: "system",
  data: null,
  created_at,
})

export const details = (overrides: Partial<OrderDetails> = {}): OrderDetails => ({
  ...order(),
  open_items: { decide: [], cancel: [] },
  portal_url: null,
  amounts: {
    currency_code: "eur",
    marketplace_total: 24.8,
    store_total: null,
    difference: null,
    lines: 24.8,
    shipping: 0,
    fees: 0,
    commission_with_tax: null,
    commission_without_tax: null,
  },
  prepaid_label: null,
  addresses: null,
  after_sales: [],
  actions: [],
  history: [],
  snapshot: null,
  ...overrides,
})

export const connection = (overrides: Partial<Connection> = {}): Connection => ({
  id: "mpcon_1",
  version: "v1",
  marketplace_id: "cdiscount",
  account: "12345",
  name: "Cdiscount FR",
  is_enabled: true,
  health: { status: "ok", code: null, message: null, hint: null, since: null, warnings: [] },
  sales_channel_id: "sc_1",
  region_id: "reg_1",
  stock_location_ids: ["sloc_1"],
  shipping_option_ids: [],
  destinations: [],
  settings: {},
  credentials: {},
  activated_at: "2026-06-01T10:00:00Z",
  last_run: null,
  next_run_at: null,
  blocked_until: null,
  counts: { to_accept: 0, waiting: 0, to_fix: 0, imported: 0, ignored: 0 },
  backlog: null,
  created_at: "2026-06-01T10:00:00Z",
  ...overrides,
})

export const capabilities: Marketplace["capabilities"] = {
  decides: "order",
  ships: "line",
  untracked_shipments: false,
  live_carriers: false,
  cancels: "order",
  corrects_shipments: true,
  test_orders: true,
}

/** A marketplace with the settings of every connection, as the API describes it. */
export const marketplaceIn = (locale: string, overrides: Partial<MarketplaceDescriptor> = {}): Marketplace =>
  presentMarketplace(
    {
      id: "cdiscount",
      name: "Cdiscount",
      credential_fields: [],
      setting_fields: [],
      capabilities,
      min_interval_minutes: 5,
      ...overrides,
    },
    locale
  )

export const marketplace = marketplaceIn("en")

/** What nearly every part of the admin asks for. */
export const COMMON = {
  "GET /": { marketplaces: [marketplace] },
  "GET /connections": { connections: [connection()], count: 1 },
  "GET /connections/mpcon_1": { connection: connection() },
  "GET /orders/delivery-modes": { delivery_modes: [] },
}
