import { model } from "@medusajs/framework/utils"

/**
 * One seller account on one marketplace, with its settings, its cursor and its health.
 * Its secrets are in `MarketplaceCredential`, which nothing relates to: `?fields=` must not reach them.
 */
const MarketplaceConnection = model
  .define("marketplace_connection", {
    id: model.id({ prefix: "mpcon" }).primaryKey(),
    marketplace_id: model.text(),
    /** The seller account at the marketplace; fixed once orders exist. */
    account: model.text(),
    name: model.text().searchable(),
    is_enabled: model.boolean().default(false),
    sales_channel_id: model.text(),
    region_id: model.text(),
    stock_location_ids: model.json(),
    /** `[{ id, stock_location_id, shipping_profile_id }]`: which option an imported line gets. */
    shipping_options: model.json(),
    destinations: model.json(),
    settings: model.json(),
    /** Where it was activated (law "only from where it lives"); null until the first activation. */
    activated_instance: model.text().nullable(),
    activated_at: model.dateTime().nullable(),
    /** "import" or "handled_elsewhere": what the merchant said of the open orders older than the activation. */
    older_open_orders: model.text().nullable(),
    /** ok | degraded | paused | new */
    health_status: model.text().default("new"),
    health_code: model.text().nullable(),
    health_params: model.json().nullable(),
    health_since: model.dateTime().nullable(),
    /** Failures in a row; a success sets it to 0. */
    failures: model.number().default(0),
    /** No call to the marketplace before this moment (quota, refused credentials, outage). */
    blocked_until: model.dateTime().nullable(),
    cursor: model.text().nullable(),
    /** Orders purchased from here on matter; set from `settings.import.start_at` or 30 days before creation. */
    start_at: model.dateTime(),
    next_run_at: model.dateTime().nullable(),
    last_run_id: model.text().nullable(),
    rechecked_at: model.dateTime().nullable(),
    /** The next daily comparison is due a day later. */
    swept_at: model.dateTime().nullable(),
    /** The latest completeness report, counts and external ids only. */
    completeness: model.json().nullable(),
    /** The marketplace's own carrier names as last read: `{ fetched_at, carriers }`. */
    carriers: model.json().nullable(),
    pull_lease_owner: model.text().nullable(),
    pull_lease_until: model.dateTime().nullable(),
    send_lease_owner: model.text().nullable(),
    send_lease_until: model.dateTime().nullable(),
    offers_lease_owner: model.text().nullable(),
    offers_lease_until: model.dateTime().nullable(),
    /** When the last complete pull of the account's orders began: what was sold until then is known. */
    pulled_from: model.dateTime().nullable(),
    /** When an aspect of its offers was switched on first. */
    offers_activated_at: model.dateTime().nullable(),
    /** All its offers are marked once more then: what changed while they were switched on. */
    offers_mark_at: model.dateTime().nullable(),
    /** Everything is shown as sold out since then, until that day or until a person ends it. */
    offers_stopped_at: model.dateTime().nullable(),
    offers_stopped_until: model.dateTime().nullable(),
    /** The marketplace's offers are read when this is over; null: not asked for. */
    offers_compare_at: model.dateTime().nullable(),
    /** When the last read ended that showed every offer. */
    offers_read_at: model.dateTime().nullable(),
    /** What the last comparison found, in counts and SKUs. */
    offers_comparison: model.json().nullable(),
    /** What the brake holds: `{ since, count, limit }`. */
    offers_brake: model.json().nullable(),
    /** Another tool seems to write these offers: raises and prices wait for a person since then. */
    offers_other_tool_at: model.dateTime().nullable(),
  })
  .indexes([{ on: ["marketplace_id", "account"] }, { on: ["sales_channel_id"] }])

export default MarketplaceConnection
