import type { ShownLabelAccount } from "../../../../api/admin/label-accounts/types"

/** An invented account. */
export const aLabelAccount = (change: Partial<ShownLabelAccount> = {}): ShownLabelAccount => ({
  id: "mplacc_1",
  version: "v1",
  service_id: "sendcloud",
  account: "public",
  name: "Sendcloud",
  is_enabled: true,
  health: { status: "ok", problem: null, since: null, blocked_until: null },
  settings: { labels: { mode: "automatic", ship: "at_once", weight_unit: null, item_grams: 500 } },
  senders: {},
  default_sender_id: null,
  fallback: null,
  return_option: null,
  brand_id: null,
  sales_channel_ids: [],
  credentials: { public_key: "pub…", secret_key: "set" },
  webhook_url: null,
  created_at: "2026-01-01T00:00:00.000Z",
  ...change,
})
