import { model } from "@medusajs/framework/utils"

/** What goes to a marketplace in one piece, an Octopia package or a Rakuten file: written first, sent after. */
const MarketplaceOfferBatch = model
  .define("marketplace_offer_batch", {
    id: model.id({ prefix: "mpbat" }).primaryKey(),
    /** Grows with every batch: the result of an older one changes nothing that a newer one holds. */
    number: model.autoincrement(),
    connection_id: model.text(),
    /** update | create */
    kind: model.text(),
    channel: model.text(),
    has_zeros: model.boolean().default(false),
    /** sending | sent | done | failed | gone */
    state: model.text(),
    /** Offers in it, and what became of them: `{ offers, done, refused, unknown }`. */
    counts: model.json(),
    /** How far it was sent, in the adapter's words. */
    checkpoint: model.text().nullable(),
    /** The marketplace's own, under which results are asked for. */
    reference: model.text().nullable(),
    /** Rows that were not even taken in: `[{ sku, message }]`. */
    refused: model.json().nullable(),
    /** The marketplace's words about the whole of it. */
    message: model.text().nullable(),
    /** Failed tries in a row, or looks at its results. */
    attempts: model.number().default(0),
    next_attempt_at: model.dateTime().nullable(),
    /** Who sends it now: one that was overtaken must not write over its successor. */
    claimed_by: model.text().nullable(),
    submitted_at: model.dateTime().nullable(),
    settled_at: model.dateTime().nullable(),
  })
  .indexes([{ on: ["connection_id", "state"] }, { on: ["connection_id", "number"] }])

export default MarketplaceOfferBatch
