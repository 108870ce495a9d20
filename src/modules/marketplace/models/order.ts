import { model } from "@medusajs/framework/utils"

/**
 * Our record of one marketplace order. Holds nothing about the buyer: it is linked to the Medusa order, and
 * `?fields=*marketplace_orders` shows every column. Never soft-deleted: its key is what makes an order unique.
 */
const MarketplaceOrder = model
  .define("marketplace_order", {
    id: model.id({ prefix: "mpord" }).primaryKey(),
    marketplace_id: model.text(),
    account: model.text(),
    connection_id: model.text(),
    external_id: model.text(),
    external_reference: model.text().nullable(),
    channel: model.text().nullable(),
    /** How it is delivered, in the marketplace's words; null until its snapshot was read for it. */
    delivery_mode: model.text().nullable(),
    external_status: model.text(),
    /** to_accept | waiting | ready | importing | imported | partly_shipped | shipped | delivered | canceled | ignored */
    state: model.text(),
    /** Why it is `ignored` or `waiting`. */
    state_reason: model.text().nullable(),
    /** Why it waits for a human; a code of the problem catalog. */
    problem_code: model.text().nullable(),
    problem_params: model.json().nullable(),
    problem_since: model.dateTime().nullable(),
    /**
     * The Medusa order. The id is reserved before the order is created, so that a second creation can only fail;
     * the order exists once `imported_at` is set.
     */
    order_id: model.text().nullable(),
    /**
     * Ids that the order's parts in the store have or will have, and nothing else: `{ order, payment, "line:<key>",
     * "reservation:<key>:<inventory item>", … }`. Rows of before 0.2 still hold what `marks` holds now; it is not read.
     */
    reserved_ids: model.json().nullable(),
    /** What is kept in mind of the order: `orders/marks.ts` names each mark. */
    marks: model.json().nullable(),
    imported_at: model.dateTime().nullable(),
    total: model.bigNumber().nullable(),
    currency_code: model.text().nullable(),
    purchased_at: model.dateTime().nullable(),
    accept_by: model.dateTime().nullable(),
    ship_by: model.dateTime().nullable(),
    is_test: model.boolean().default(false),
    fulfilled_by: model.text().default("seller"),
    /** `[{ key, external_ids, sku, title, quantity, unit_price, variant_id, line_item_id, status }]` */
    lines: model.json(),
    /** Returns, refunds and claims at the marketplace, without words of the buyer's. */
    after_sales: model.json().nullable(),
    /** Numbers, SKUs and titles in lower case, for the search box. */
    search: model.text(),
    /** Hash of the stored snapshot, and of the one that the Medusa order was last brought in line with. */
    snapshot_hash: model.text(),
    applied_hash: model.text().nullable(),
    /** Failed imports in a row, and when the next try is due. */
    attempts: model.number().default(0),
    next_attempt_at: model.dateTime().nullable(),
    claimed_until: model.dateTime().nullable(),
    /** Who has the lease under which it is claimed; the claim ends with it. */
    claimed_by: model.text().nullable(),
    /** When its snapshot was last written: one that says nothing new is not. */
    seen_at: model.dateTime(),
    purged_at: model.dateTime().nullable(),
  })
  .indexes([
    { on: ["connection_id", "state"] },
    { on: ["order_id"] },
    { on: ["problem_code"] },
    { on: ["state", "next_attempt_at"] },
    { on: ["ship_by"] },
  ])

export default MarketplaceOrder
