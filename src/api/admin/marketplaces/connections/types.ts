import type { NormalizedOrder } from "../../../../marketplaces/port"
import type { StoredCompleteness } from "../../../../orders/completeness"
import type { DestinationRule } from "../../../../orders/destinations"
import type { RunSummary } from "../runs/types"
import type { Conflict, HistoryEntry, Page, ShownProblem } from "../types"

/** The common settings by section, and the marketplace's own by its id. */
export type Settings = Record<string, Record<string, unknown>>

export type Connection = {
  id: string
  /** After each change of what a person can change, it is another. */
  version: string
  marketplace_id: string
  account: string
  name: string
  is_enabled: boolean
  /** With a problem, all of it. */
  health: Partial<Omit<ShownProblem, "code" | "message" | "hint">> & {
    status: "ok" | "degraded" | "paused" | "new"
    code: string | null
    message: string | null
    hint: string | null
    since: string | null
    warnings: ShownProblem[]
  }
  sales_channel_id: string
  region_id: string
  stock_location_ids: string[]
  shipping_option_ids: string[]
  destinations: DestinationRule[]
  settings: Settings
  /** What may be shown of each. */
  credentials: Record<string, string>
  activated_at: string | null
  last_run: RunSummary | null
  next_run_at: string | null
  blocked_until: string | null
  counts: { to_accept: number; waiting: number; to_fix: number; imported: number; ignored: number }
  /** Orders whose details are still to be fetched one by one, and how long that takes; null where there are none. */
  backlog: { orders: number; minutes: number } | null
  created_at: string
}

export type ConnectionsPage = { connections: Connection[] } & Page

/** What is given when a connection is made or changed. */
export type ConnectionFields = Partial<
  Pick<
    Connection,
    | "name"
    | "is_enabled"
    | "sales_channel_id"
    | "region_id"
    | "stock_location_ids"
    | "shipping_option_ids"
    | "destinations"
  >
> & {
  credentials?: Record<string, string>
  settings?: Record<string, unknown>
  /** The one that was shown: one that was changed since is not. */
  version?: string
}

export type ConnectionEvent = HistoryEntry & { marketplace_order_id: string | null }
export type HistoryPage = { history: ConnectionEvent[] } & Page

export type ConnectionConflict = Conflict & { connection: Connection }

/** Who a test message was sent to, and whether links in messages have the store's public address. */
export type TestMessage = { sent: { to: string; channel: string; ok: boolean }[]; has_links: boolean }

export type Activated = { connection: Connection }

/** Nothing was activated: it is not known what these orders are. */
export type NeedsDecision = {
  type: "conflict"
  code: "older_open_orders"
  message: string
  /** `in_store`: the store has it already, and it is not imported again. */
  open_orders: (Pick<
    NormalizedOrder,
    "external_id" | "external_reference" | "external_status" | "purchased_at" | "total" | "currency_code"
  > & { in_store: boolean })[]
  is_complete: boolean
}

/** The last report, or one of now. */
export type CompletenessReport = StoredCompleteness & { is_live: boolean }
