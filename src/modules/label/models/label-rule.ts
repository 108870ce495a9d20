import { model } from "@medusajs/framework/utils"

/** "If … then this option" of one account; see `labels/choose-option.ts`. */
const MarketplaceLabelRule = model
  .define("marketplace_label_rule", {
    id: model.id({ prefix: "mplrule" }).primaryKey(),
    account_id: model.text(),
    position: model.number(),
    name: model.text(),
    is_enabled: model.boolean().default(true),
    match: model.json(),
    option_code: model.text(),
    contract_id: model.text().nullable(),
  })
  .indexes([{ on: ["account_id", "position"] }])

export default MarketplaceLabelRule
