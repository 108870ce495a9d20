import { model } from "@medusajs/framework/utils"

/**
 * When the job of each minute ran last (`dispatch`), its looks at what offers show, the latest turn to check credentials that
 * are not stored (`check:…`; see `stores/pace.ts`), and until when one process has what only one does (`turn:…`).
 */
const MarketplaceTick = model.define("marketplace_tick", {
  id: model.text().primaryKey(),
  last_tick_at: model.dateTime(),
})

export default MarketplaceTick
