import { model } from "@medusajs/framework/utils"

/** One offer in a batch, with the mark and the value of each aspect that goes with it. Kept for 30 days. */
const MarketplaceOfferBatchItem = model
  .define("marketplace_offer_batch_item", {
    id: model.id({ prefix: "mpbit" }).primaryKey(),
    batch_id: model.text(),
    offer_id: model.text(),
    external_sku: model.text(),
    stock_mark: model.number().nullable(),
    stock_value: model.number().nullable(),
    price_mark: model.number().nullable(),
    price_value: model.json().nullable(),
    delivery_mark: model.number().nullable(),
    delivery_value: model.json().nullable(),
    /** Of one that is created: `{ ean, condition }`. */
    listing: model.json().nullable(),
    /** done | refused | unknown; null: not known yet. */
    outcome: model.text().nullable(),
    code: model.text().nullable(),
    message: model.text().nullable(),
  })
  .indexes([{ on: ["batch_id"] }, { on: ["offer_id", "created_at"] }])

export default MarketplaceOfferBatchItem
