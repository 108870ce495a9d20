import { model } from "@medusajs/framework/utils"

/** Says which variant a marketplace's SKU is, where the SKU alone does not. */
const MarketplaceListing = model
  .define("marketplace_listing", {
    id: model.id({ prefix: "mplist" }).primaryKey(),
    connection_id: model.text(),
    external_sku: model.text().searchable(),
    variant_id: model.text(),
  })
  .indexes([{ on: ["connection_id", "external_sku"], unique: true }, { on: ["variant_id"] }])

export default MarketplaceListing
