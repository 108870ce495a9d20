import type { SettingFieldDescription } from "../../marketplaces/port"

/** What the plugin's routes answer. Times are ISO 8601 in UTC, money in major units. */

export type ListQuery = { limit?: number; offset?: number; order?: string; q?: string }
export type Page = { count: number; limit: number; offset: number }

export type Problem = {
  code: string
  title: string
  message: string
  hint: string
  remedy: string | null
  params: Record<string, unknown>
}

/** Why something is not done at the marketplace, in the operator's language. */
export type Unavailable = { code: string; message: string }

export type CredentialField = {
  name: string
  label: string
  secret: boolean
  required: boolean
  help: string
}

/** One setting as it is described by what validates it. */
export type SettingField = Omit<SettingFieldDescription, "label" | "help" | "option_labels"> & {
  label: string
  help: string
  option_labels?: Record<string, string>
}

export type SettingSection = { name: string; title: string; hint: string; fields: SettingField[] }

export type Marketplace = {
  id: string
  name: string
  description: string | null
  credentials_guide: string | null
  credential_fields: CredentialField[]
  /** The settings of every connection. */
  setting_sections: SettingSection[]
  /** The adapter's own. */
  setting_fields: SettingField[]
  capabilities: {
    decides: "none" | "order" | "item"
    ships: "line" | "unit"
    untracked_shipments: boolean
    live_carriers: boolean
    cancels: "none" | "order" | "item"
    corrects_shipments: boolean
    test_orders: boolean
  }
  min_interval_minutes: number
}

export type RunCounts = {
  seen: number
  created: number
  updated: number
  held: number
  ignored: number
  failed: number
}

export type RunOutcome = {
  external_id: string
  outcome: "import" | "hold" | "wait" | "ignore" | "exists"
  reason: string | null
  total: number | null
  currency_code: string | null
}

export type Run = {
  id: string
  connection_id: string
  trigger: "schedule" | "manual" | "sweep"
  scope: string
  state: "queued" | "running" | "done" | "failed"
  params?: { since?: string; external_ids?: string[]; dry_run?: boolean } | null
  started_at: string | null
  finished_at: string | null
  counts: RunCounts
  outcomes?: RunOutcome[] | null
  error: { code: string; message: string } | null
  created_at?: string
}

export type Settings = Record<string, Record<string, unknown>>

export type Destination = {
  channels?: string[] | null
  countries?: string[] | null
  currency_code?: string | null
  region_id?: string | null
  sales_channel_id?: string | null
  stock_location_ids?: string[] | null
}

export type Connection = {
  id: string
  marketplace_id: string
  account: string
  name: string
  is_enabled: boolean
  health: {
    status: "ok" | "degraded" | "paused" | "new"
    code: string | null
    message: string | null
    hint: string | null
    remedy?: string | null
    since: string | null
    warnings?: Problem[]
  }
  sales_channel_id: string
  region_id: string
  stock_location_ids: string[]
  shipping_option_ids: string[]
  destinations: Destination[]
  settings: Settings
  credentials: Record<string, string>
  activated_at: string | null
  last_run: Run | null
  next_run_at: string | null
  blocked_until: string | null
  counts: { to_accept: number; waiting: number; to_fix: number; imported: number; ignored: number }
  created_at: string
}

export type ConnectionInput = {
  name?: string
  credentials?: Record<string, string>
  is_enabled?: boolean
  sales_channel_id?: string
  region_id?: string
  stock_location_ids?: string[]
  shipping_option_ids?: string[]
  destinations?: Destination[]
  settings?: Record<string, unknown>
}

export type ConnectionEvent = HistoryEntry & { marketplace_order_id: string | null }

export type CheckResult = { ok: boolean; code: string; message: string; details: Record<string, unknown> }

export type OpenOrder = {
  external_id: string
  external_status: string
  purchased_at: string
  total: number | null
  currency_code: string
}

export type Activated = { connection: Connection }
export type NeedsDecision = { code: "older_open_orders"; open_orders: OpenOrder[]; is_complete: boolean }

export type Difference = { external_id: string; reason: string; fixed: boolean }

export type Completeness = {
  marketplace_open: number
  imported: number
  held: number
  waiting: number
  ignored: number
  missing: string[]
  differences: Difference[]
  unreadable?: string[]
  checked_at: string | null
  is_live: boolean
}

export type MeasuredHours = { median: number | null; p95: number | null; count: number }

export type MarketplaceOverview = {
  marketplace_id: string
  name: string
  orders: number
  parcels: number
  canceled: number
  held: number
  late: number
  to_accept: number
  hours_to_import: MeasuredHours
  hours_to_confirm: MeasuredHours
  by_day: { date: string; orders: number; parcels: number }[]
}

export type CarrierRule = {
  id: string
  position: number
  match: {
    tracking_pattern?: string | null
    shipping_option_id?: string | null
    provider_id?: string | null
    country_code?: string | null
  }
  carrier: string | null
  marketplace_carrier_name?: string | null
  remove_pattern?: string | null
  tracking_url_template?: string | null
  /** What is doubtful about it, in the operator's language. */
  warning: { message: string } | null
}

/** What tells the carrier of a parcel; null: only its number can. */
export type CoveredBy = "option" | "rule" | "default" | null
type Covered = { id: string; covered_by: CoveredBy; rule_id: string | null }

export type CarrierCoverage = {
  shipping_options: (Covered & { name: string; provider_id: string; stock_location_id: string })[]
  providers: Covered[]
  default_carrier: string | null
  uncovered: number
}

export type CarrierRuleInput = Omit<CarrierRule, "id" | "position" | "warning">

export type ResolveInput = {
  tracking_number: string
  carrier?: string
  tracking_url?: string
  shipping_option_id?: string
  provider_id?: string
  country_code?: string
  postal_code?: string
}

export type Resolution = {
  carrier: string | null
  marketplace_carrier_name: string | null
  tracking_number: string | null
  tracking_url: string | null
  explanation: { step: string; outcome: string; detail: Record<string, unknown>; message: string }[]
  problem: Problem | null
  /** What a person should look at before the parcel is sent. */
  warnings?: Problem[]
}

export type OrderState =
  | "to_accept"
  | "waiting"
  | "ready"
  | "importing"
  | "imported"
  | "partly_shipped"
  | "shipped"
  | "delivered"
  | "canceled"
  | "ignored"

export type OrderLine = {
  key?: string
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
}

export type HistoryEntry = {
  id: string
  event: string
  actor: string
  data: Record<string, unknown> | null
  created_at: string
}

export type ActionState =
  "pending" | "sending" | "sent" | "confirmed" | "retrying" | "needs_attention" | "skipped" | "done_elsewhere"

export type Parcel = {
  fulfillment_id?: string
  tracking_number: string | null
  carrier_name: string | null
  tracking_url: string | null
}

export type Attempt = { at: string; outcome: string; status: number | null; message: string | null }

export type MarketplaceAction = {
  id: string
  connection_id: string
  marketplace_order_id: string
  fulfillment_id: string | null
  type: "accept" | "refuse" | "ship" | "cancel"
  state: ActionState
  params: {
    parcels?: Parcel[]
    given?: { carrier?: string; tracking_number?: string; tracking_url?: string }
    is_untracked?: boolean
    is_correction_offered?: boolean
    /** The action whose parcel this one corrects. */
    corrects?: string
    waiting?: "split" | "tracking"
    skipped?: string
    until?: string
  }
  attempts: Attempt[]
  next_attempt_at: string | null
  unsettled_since: string | null
  sent_at: string | null
  confirmed_at: string | null
  problem: Problem | null
  warning: Problem | null
  unavailable: { correct: Unavailable | null }
  created_at: string
}

export type PostalAddress = {
  first_name?: string | null
  last_name?: string | null
  company?: string | null
  address_1?: string | null
  address_2?: string | null
  postal_code?: string | null
  city?: string | null
  province?: string | null
  country_code?: string | null
  phone?: string | null
}

export type OrderAddresses = {
  shipping: PostalAddress | null
  billing: PostalAddress | null
  pickup_point: { id: string; name: string | null; network: string | null } | null
  is_masked: boolean
  /** An operator corrected the delivery address. */
  is_corrected: boolean
}

export type AfterSale = {
  kind: "return" | "refund" | "claim" | "gesture" | "cancellation"
  external_id: string | null
  external_ids: string[]
  quantity: number | null
  amount: number | null
  currency_code: string | null
  reason: string | null
  status: string | null
  at: string | null
}

/** What a bulk request made of each. */
export type BulkResult = { id: string; outcome: string; message: string | null }
export type BulkAnswer = { results: BulkResult[]; count: number; remaining: number }

export type MarketplaceOrder = {
  id: string
  connection_id: string
  marketplace_id: string
  account: string
  external_id: string
  external_reference: string | null
  channel: string | null
  external_status: string
  state: OrderState
  state_reason?: string | null
  problem: Problem | null
  next_attempt_at: string | null
  deadline: Problem | null
  order_id: string | null
  display_id: number | null
  total: number | null
  currency_code: string | null
  purchased_at: string | null
  accept_by: string | null
  ship_by: string | null
  is_test: boolean
  fulfilled_by: string
  lines: OrderLine[]
  imported_at: string | null
  purged_at: string | null
  unavailable: { cancel: Unavailable | null }
}

/** One order with everything that is known of it. */
export type OrderDetails = MarketplaceOrder & {
  /** Ids of the items that can still be accepted or refused, and cancelled. */
  open_items: { decide: string[]; cancel: string[] }
  portal_url: string | null
  amounts: {
    currency_code: string | null
    marketplace_total: number | null
    store_total: number | null
    difference: number | null
    lines: number | null
    shipping: number | null
    fees: number | null
    commission_with_tax: number | null
  }
  addresses?: OrderAddresses | null
  after_sales?: AfterSale[]
  actions: MarketplaceAction[]
  history: HistoryEntry[]
  snapshot: { is_masked: boolean; content: unknown } | null
}

/** With the number of its orders, and whose they are. */
export type ProblemCause = Problem & { count: number; connection_ids: string[] }

/** What holds orders up: one problem with its causes. */
export type ProblemGroup = Problem & {
  is_blocking: boolean
  count: number
  causes: ProblemCause[]
}

export type Listing = {
  id: string
  connection_id: string
  external_sku: string
  variant_id: string
  variant: { title: string | null; sku: string | null; product_title: string | null } | null
}
