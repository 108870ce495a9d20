import { model } from "@medusajs/framework/utils"

/**
 * Our intent to have the labels of one fulfillment, or of one return: written first, bought after. There is one for each,
 * ever; a purchase made again is its next generation.
 */
const MarketplaceLabelRequest = model
  .define("marketplace_label_request", {
    id: model.id({ prefix: "mplreq" }).primaryKey(),
    account_id: model.text(),
    order_id: model.text(),
    /** outgoing | return */
    kind: model.text().default("outgoing"),
    /** What it is for; of a return label, the id of the return. */
    fulfillment_id: model.text(),
    /** As the service shows it. */
    order_number: model.text(),
    generation: model.number().default(1),
    /** pending | needs_approval | buying | ready | failed | unclear | cancel_requested | canceled */
    state: model.text(),
    /** Of all its references; kept when the account's test mode changes. */
    is_test: model.boolean().default(false),
    /** `user:…`, `api_key:…` or `system`. */
    requested_by: model.text(),
    /** Who let it be bought beyond the limits of spending. */
    approved_by: model.text().nullable(),
    approved_at: model.dateTime().nullable(),
    /** Who let it be bought although its parcel may have to stay. */
    stop_approved_by: model.text().nullable(),
    stop_approved_at: model.dateTime().nullable(),
    canceled_by: model.text().nullable(),
    printed_by: model.text().nullable(),
    printed_at: model.dateTime().nullable(),
    /** Corrections for this label only; they hold a buyer's data. */
    overrides: model.json().nullable(),
    /** When a purchase was sent whose outcome is not known. */
    sent_at: model.dateTime().nullable(),
    /** How many labels the purchase is for. */
    labels: model.number().default(1),
    /** What the service has of this generation. */
    shipment_id: model.text().nullable(),
    /** bought | found | panel */
    how: model.text().nullable(),
    /** `{ code, name }` */
    carrier: model.json().nullable(),
    /** `{ code, name, contract_id }` */
    option: model.json().nullable(),
    price_estimate: model.json().nullable(),
    /** What is missing or was refused, field by field, without the buyer's data. */
    faults: model.json(),
    warnings: model.json(),
    problem_code: model.text().nullable(),
    problem_params: model.json().nullable(),
    problem_since: model.dateTime().nullable(),
    /** Why no label is bought at all. */
    never_reason: model.text().nullable(),
    /** A cancellation that was asked for and is not over. */
    cancel_wanted_at: model.dateTime().nullable(),
    /** What the service said of it: canceled | requested | gone | refused */
    cancel_result: model.text().nullable(),
    cancel_message: model.text().nullable(),
    /** Since when the fulfillment shows the number, and since when it was shipped with it. */
    shown_at: model.dateTime().nullable(),
    shipped_at: model.dateTime().nullable(),
    attempts: model.number().default(0),
    /** When something is to be done next; null: nothing is. */
    next_attempt_at: model.dateTime().nullable(),
    claimed_by: model.text().nullable(),
    claimed_until: model.dateTime().nullable(),
  })
  .indexes([{ on: ["account_id", "state"] }, { on: ["order_id"] }, { on: ["next_attempt_at"] }])

export default MarketplaceLabelRequest
