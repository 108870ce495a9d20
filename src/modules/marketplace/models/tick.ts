import { model } from "@medusajs/framework/utils"

/**
 * When the job of each minute ran last (`dispatch`), its looks at what offers show, and the latest turn to check credentials of
 * a marketplace that are not stored (`check:…`; see `stores/pace.ts`).
 */
const MarketplaceTick = model.define("marketplace_tick", {
  id: model.text().primaryKey(),
  last_tick_at: model.dateTime(),
})

export default MarketplaceTick
