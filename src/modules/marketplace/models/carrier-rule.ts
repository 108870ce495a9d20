import { model } from "@medusajs/framework/utils"

/** "If … then this carrier": in order of `position`, first match wins. */
const MarketplaceCarrierRule = model
  .define("marketplace_carrier_rule", {
    id: model.id({ prefix: "mprule" }).primaryKey(),
    connection_id: model.text(),
    position: model.number(),
    name: model.text().nullable(),
    is_enabled: model.boolean().default(true),
    /** What must fit: `carriers/rules.ts`. */
    match: model.json(),
    carrier: model.text().nullable(),
    marketplace_carrier_name: model.text().nullable(),
    remove_pattern: model.text().nullable(),
    tracking_url_template: model.text().nullable(),
  })
  .indexes([{ on: ["connection_id", "position"] }])

export default MarketplaceCarrierRule
