import { model } from "@medusajs/framework/utils"

/** One call of an action: what was sent (without secrets), what came back, how long it took. */
const MarketplaceActionAttempt = model
  .define("marketplace_action_attempt", {
    id: model.id({ prefix: "mptry" }).primaryKey(),
    action_id: model.text(),
    at: model.dateTime(),
    /** done | already | refused | retry | unknown | absent | confirmed */
    outcome: model.text(),
    status: model.number().nullable(),
    message: model.text().nullable(),
    sent: model.json().nullable(),
    duration_ms: model.number(),
  })
  .indexes([{ on: ["action_id"] }])

export default MarketplaceActionAttempt
