import { model } from "@medusajs/framework/utils"

/** Something to be done at the marketplace: written first, called after (the outbox). Never deleted. */
const MarketplaceAction = model
  .define("marketplace_action", {
    id: model.id({ prefix: "mpact" }).primaryKey(),
    connection_id: model.text(),
    marketplace_order_id: model.text(),
    /** accept | refuse | ship | cancel */
    type: model.text(),
    fulfillment_id: model.text().nullable(),
    /** One intent, one row: order, type and fulfillment (or item) in one text, unique. */
    intent_key: model.text(),
    /** pending | sending | sent | confirmed | retrying | needs_attention | skipped | done_elsewhere */
    state: model.text(),
    /** What is to be sent; holds no buyer's data and no secret. */
    params: model.json(),
    problem_code: model.text().nullable(),
    problem_params: model.json().nullable(),
    problem_since: model.dateTime().nullable(),
    attempts: model.number().default(0),
    next_attempt_at: model.dateTime().nullable(),
    claimed_until: model.dateTime().nullable(),
    /** Who claimed it: a worker that was overtaken must not write over its successor. */
    claimed_by: model.text().nullable(),
    /** When a call went out whose effect is not seen yet: read back before any repeat. */
    unsettled_since: model.dateTime().nullable(),
    /** Of a call in several steps: the last one that was done, and with which content. */
    checkpoint: model.json().nullable(),
    sent_at: model.dateTime().nullable(),
    confirmed_at: model.dateTime().nullable(),
  })
  .indexes([
    { on: ["state", "next_attempt_at"] },
    { on: ["marketplace_order_id"] },
    { on: ["fulfillment_id"] },
    { on: ["connection_id", "state"] },
  ])

export default MarketplaceAction
