import { model } from "@medusajs/framework/utils"

/** When the job of each minute ran last (`dispatch`), and its looks at what offers show. */
const MarketplaceTick = model.define("marketplace_tick", {
  id: model.text().primaryKey(),
  last_tick_at: model.dateTime(),
})

export default MarketplaceTick
