import { defineLink } from "@medusajs/framework/utils"
import OrderModule from "@medusajs/medusa/order"
import MarketplaceModule from "../modules/marketplace"

/** `marketplace_order.order`: read-only, over our own column; there is no link table that could disagree with it. */
export default defineLink(
  { linkable: MarketplaceModule.linkable.marketplaceOrder, field: "order_id" },
  OrderModule.linkable.order,
  { readOnly: true }
)
