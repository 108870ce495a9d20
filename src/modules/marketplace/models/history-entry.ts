import { model } from "@medusajs/framework/utils"

/** Who did what when: settings changed, orders accepted, ignored, fixed. Holds no secret and no buyer's data. */
const MarketplaceHistoryEntry = model
  .define("marketplace_history_entry", {
    id: model.id({ prefix: "mphist" }).primaryKey(),
    connection_id: model.text(),
    marketplace_order_id: model.text().nullable(),
    event: model.text(),
    /** `user:user_…`, `api_key:apk_…`, `marketplace` or `system` */
    actor: model.text(),
    data: model.json().nullable(),
  })
  .indexes([{ on: ["connection_id", "created_at"] }, { on: ["marketplace_order_id"] }])

export default MarketplaceHistoryEntry
