import { model } from "@medusajs/framework/utils"

/**
 * A marketplace order as the marketplace sent it: buyer's data included, so it has no relation and no link.
 * Text, not JSON: a `\u0000` inside must not break the insert.
 */
const MarketplaceOrderSnapshot = model
  .define("marketplace_order_snapshot", {
    id: model.id({ prefix: "mpsnap" }).primaryKey(),
    marketplace_order_id: model.text(),
    payload: model.text(),
    /** What an operator corrected of it: `{ shipping_address: { … } }`. Goes with the payload when the buyer is purged. */
    corrections: model.json().nullable(),
    /** What the store's order says of the buyer as we wrote it last: `orders/buyer-facts.ts`. Goes with the payload too. */
    written: model.json().nullable(),
    /** What the buyer is found by: `orders/buyer-search.ts`. Null until it is read from the payload, empty once that is purged. */
    buyer: model.text().nullable(),
  })
  .indexes([{ on: ["marketplace_order_id"], unique: true }])

export default MarketplaceOrderSnapshot
