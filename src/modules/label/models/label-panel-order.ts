import { model } from "@medusajs/framework/utils"

/** One order of the store that stands, stood, or is to stand in the panel of its label service, where its label is made. */
const MarketplaceLabelPanelOrder = model
  .define("marketplace_label_panel_order", {
    id: model.id({ prefix: "mplpan" }).primaryKey(),
    account_id: model.text(),
    order_id: model.text(),
    /** As the service shows it. */
    order_number: model.text(),
    /** When it was last sent there, so that it may stand there; null: it does not. */
    pushed_at: model.dateTime().nullable(),
    /** Of what stands there; null where that is not known. */
    content_hash: model.text().nullable(),
    problem_code: model.text().nullable(),
    problem_params: model.json().nullable(),
    problem_since: model.dateTime().nullable(),
    attempts: model.number().default(0),
    /** When it is to be looked at next; null: when something is heard of it. */
    next_attempt_at: model.dateTime().nullable(),
    claimed_by: model.text().nullable(),
    claimed_until: model.dateTime().nullable(),
  })
  .indexes([
    { on: ["order_id"], unique: true },
    { on: ["account_id", "order_number"] },
    { on: ["next_attempt_at"] },
  ])

export default MarketplaceLabelPanelOrder
