import { model } from "@medusajs/framework/utils"

/**
 * One SKU for sale on one channel of one seller account: what the marketplace should show, what was sent, what it confirmed.
 * Never deleted: marketplace, account, channel and SKU are its key, whichever connection drives it.
 */
const MarketplaceOffer = model
  .define("marketplace_offer", {
    id: model.id({ prefix: "mpoff" }).primaryKey(),
    marketplace_id: model.text(),
    account: model.text(),
    /** Empty where the marketplace has only one. */
    channel: model.text(),
    external_sku: model.text(),
    connection_id: model.text(),
    external_offer_id: model.text().nullable(),
    variant_id: model.text().nullable(),
    /** A variant that is gone: its quantity goes to 0 once. */
    variant_gone_at: model.dateTime().nullable(),
    /** Its variant was in the connection's sales channel while offers followed it: once it leaves, the quantity goes to 0. */
    was_in_channel: model.boolean().default(false),
    ean: model.text().nullable(),
    title: model.text().nullable(),
    /** seller | marketplace */
    fulfilled_by: model.text().default("seller"),
    /** active | unmatched | excluded | needs_product | gone | new */
    state: model.text(),
    /** What a person set for this offer alone; `offers/overrides.ts` names each. */
    overrides: model.json(),

    /**
     * Every change raises the mark. Up to `claimed` a batch holds it or nothing had to go; all up to `cleared` is done.
     * `batch`: the newest one that holds it, by its number.
     */
    stock_mark: model.number().default(0),
    stock_claimed: model.number().default(0),
    stock_cleared: model.number().default(0),
    stock_batch: model.number().nullable(),
    stock_desired: model.number().nullable(),
    stock_sent: model.number().nullable(),
    stock_confirmed: model.number().nullable(),
    /** The same value is not sent again after it was refused. */
    stock_refused: model.number().nullable(),
    stock_marked_at: model.dateTime().nullable(),
    stock_sent_at: model.dateTime().nullable(),
    stock_confirmed_at: model.dateTime().nullable(),
    /** Since when a quantity waits that is lower than what the marketplace may show. */
    stock_lower_since: model.dateTime().nullable(),
    /** Units of its orders there that were seen after the last confirmation. */
    stock_sold_since: model.number().default(0),
    stock_problem_code: model.text().nullable(),
    stock_problem_params: model.json().nullable(),
    stock_problem_since: model.dateTime().nullable(),
    /** A second read of the store that a raise waits for: `{ mark, quantity, at }`. */
    stock_second_read: model.json().nullable(),
    /** A person let a held 0 go, at this mark, until there is another quantity; or left the one that is shown instead of this. */
    stock_released: model.number().nullable(),
    stock_kept: model.number().nullable(),

    price_mark: model.number().default(0),
    price_claimed: model.number().default(0),
    price_cleared: model.number().default(0),
    price_batch: model.number().nullable(),
    price_desired: model.json().nullable(),
    price_sent: model.json().nullable(),
    price_confirmed: model.json().nullable(),
    price_refused: model.json().nullable(),
    price_marked_at: model.dateTime().nullable(),
    price_sent_at: model.dateTime().nullable(),
    price_confirmed_at: model.dateTime().nullable(),
    price_problem_code: model.text().nullable(),
    price_problem_params: model.json().nullable(),
    price_problem_since: model.dateTime().nullable(),
    /** `[{ amount, at }]`, the latest last, of the last 60 days. */
    price_confirmed_before: model.json().nullable(),
    /** The price that a person let go, as its amount, until there is another; or that was not to go. */
    price_released: model.text().nullable(),
    price_kept: model.text().nullable(),

    delivery_mark: model.number().default(0),
    delivery_claimed: model.number().default(0),
    delivery_cleared: model.number().default(0),
    delivery_batch: model.number().nullable(),
    delivery_desired: model.json().nullable(),
    delivery_sent: model.json().nullable(),
    delivery_confirmed: model.json().nullable(),
    delivery_refused: model.json().nullable(),
    delivery_marked_at: model.dateTime().nullable(),
    delivery_sent_at: model.dateTime().nullable(),
    delivery_confirmed_at: model.dateTime().nullable(),
    delivery_problem_code: model.text().nullable(),
    delivery_problem_params: model.json().nullable(),
    delivery_problem_since: model.dateTime().nullable(),

    /** The steps to each value: `{ stock: [{ code, params }], price: […], delivery: […] }`. */
    explanation: model.json().nullable(),
    /** What the marketplace showed when it was read last: `{ quantity, price, struck_price, is_active, condition }`. */
    shown: model.json().nullable(),
    /** Of a value there that is neither ours nor explained: `{ stock?: { shown, ours, at }, price?: … }`. */
    foreign_changes: model.json().nullable(),
    /** Corrections of foreign values: `{ day, stock, price }`. */
    corrections: model.json().nullable(),
    seen_at: model.dateTime().nullable(),
    /** When its confirmed values are compared with what is shown. */
    read_back_at: model.dateTime().nullable(),
    /** A dirty offer that waits is planned again then; null: at once. */
    next_attempt_at: model.dateTime().nullable(),
    claimed_until: model.dateTime().nullable(),
    /** Who has the lease under which it is planned; the claim ends with it. */
    claimed_by: model.text().nullable(),
  })
  .indexes([
    { on: ["connection_id", "state"] },
    { on: ["variant_id"] },
    { on: ["stock_problem_code"] },
    { on: ["price_problem_code"] },
  ])

export default MarketplaceOffer
