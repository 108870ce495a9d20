import type { Marketplace } from "../../lib/types"

/** One setting as it is drawn. Its words are under `settings.<section>.<name>`. */
export type Setting = {
  name: string
  kind:
    | "switch"
    | "number"
    | "text"
    | "date"
    | "select"
    | "ordered"
    | "list"
    | "map"
    | "carrier"
    | "customer_group"
    | "name_rule"
    | "delivery_modes"
    | "recipients"
  options?: string[]
  /** What stands for a connection that was saved before there was this setting. */
  fallback?: unknown
  min?: number
  max?: number
}

export const SETTING_SECTIONS = [
  "import",
  "customer",
  "tax",
  "shipping",
  "changes",
  "notifications",
  "privacy",
] as const
export type SettingSection = (typeof SETTING_SECTIONS)[number]

/** The settings of every connection, in the order in which an operator thinks of them. */
export const SETTINGS: Record<SettingSection, Setting[]> = {
  import: [
    { name: "enabled", kind: "switch" },
    { name: "interval_minutes", kind: "number", max: 1440 },
    { name: "start_at", kind: "date" },
    { name: "acceptance", kind: "select", options: ["manual", "automatic"] },
    { name: "price_guard_percent", kind: "number", min: 0, max: 1000 },
    { name: "unpaid", kind: "switch" },
    { name: "channels", kind: "list" },
    { name: "countries", kind: "list" },
    { name: "fulfilled_by_marketplace", kind: "select", options: ["ignore", "record"] },
    { name: "match_by", kind: "ordered", options: ["sku", "barcode", "ean", "upc"] },
    { name: "unknown_sku", kind: "select", options: ["hold", "import_without_variant"] },
    { name: "out_of_stock", kind: "select", options: ["backorder", "hold", "refuse"] },
    { name: "emit_order_placed", kind: "switch" },
  ],
  customer: [
    { name: "mode", kind: "select", options: ["none", "guest"] },
    { name: "group_id", kind: "customer_group" },
    { name: "name_rule", kind: "name_rule" },
  ],
  tax: [{ name: "rate_fallback", kind: "number", min: 0, max: 100 }],
  shipping: [
    { name: "default_carrier", kind: "carrier" },
    { name: "send", kind: "switch" },
    { name: "wait_for_tracking_hours", kind: "number", min: 0, max: 720 },
    { name: "untracked", kind: "select", options: ["ask", "send"] },
    { name: "delivery_modes", kind: "delivery_modes" },
    { name: "pickup_point", kind: "switch" },
    { name: "pickup_point_field", kind: "text" },
  ],
  changes: [
    { name: "cancel_in_store", kind: "select", options: ["automatic", "ask"] },
    { name: "cancel_at_marketplace", kind: "select", options: ["ask", "automatic", "never"] },
    { name: "mark_delivered", kind: "switch" },
  ],
  notifications: [
    { name: "feed", kind: "select", options: ["all", "urgent", "none"], fallback: "all" },
    { name: "feed_language", kind: "select", options: ["en", "fr"], fallback: "en" },
    { name: "digest", kind: "switch", fallback: true },
    { name: "recipients", kind: "recipients", fallback: [] },
  ],
  privacy: [{ name: "retention_days", kind: "number", min: 1, max: 3650 }],
}

/** Those of one section as they are offered for a marketplace, which may be asked less often than others. */
export const settingsOf = (
  section: SettingSection,
  { min_interval_minutes }: Pick<Marketplace, "min_interval_minutes">
): Setting[] =>
  SETTINGS[section].map((setting) =>
    setting.name === "interval_minutes" ? { ...setting, min: min_interval_minutes } : setting
  )

export const isSettingSection = (name: string): name is SettingSection =>
  SETTING_SECTIONS.some((section) => section === name)
