import { model } from "@medusajs/framework/utils"

/** What a service said of a parcel: ids, status and times only. Kept until it is applied, also where it comes before our save. */
const MarketplaceLabelNews = model
  .define("marketplace_label_news", {
    id: model.id({ prefix: "mplnews" }).primaryKey(),
    account_id: model.text(),
    parcel_external_id: model.text(),
    shipment_external_id: model.text().nullable(),
    order_external_id: model.text().nullable(),
    order_number: model.text().nullable(),
    status: model.text(),
    external_status: model.text(),
    tracking_number: model.text().nullable(),
    tracking_url: model.text().nullable(),
    at: model.dateTime(),
    applied_at: model.dateTime().nullable(),
  })
  .indexes([{ on: ["account_id", "parcel_external_id"] }])

export default MarketplaceLabelNews
