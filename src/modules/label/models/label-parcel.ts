import { model } from "@medusajs/framework/utils"

/** One box of a request: number, link, documents, status. */
const MarketplaceLabelParcel = model
  .define("marketplace_label_parcel", {
    id: model.id({ prefix: "mplpar" }).primaryKey(),
    request_id: model.text(),
    account_id: model.text(),
    generation: model.number(),
    position: model.number(),
    /** The service's ids of the parcel and of the shipment that it belongs to. */
    external_id: model.text(),
    shipment_id: model.text(),
    status: model.text(),
    external_status: model.text(),
    status_at: model.dateTime().nullable(),
    tracking_number: model.text().nullable(),
    tracking_url: model.text().nullable(),
    documents: model.json(),
    /** Whether it was paid for here, and not made in the service's panel. */
    is_bought: model.boolean(),
    scanned_at: model.dateTime().nullable(),
    delivered_at: model.dateTime().nullable(),
  })
  .indexes([{ on: ["request_id", "generation"] }, { on: ["account_id", "status"] }])

export default MarketplaceLabelParcel
