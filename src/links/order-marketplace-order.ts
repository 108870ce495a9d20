import { defineLink } from "@medusajs/framework/utils"
import OrderModule from "@medusajs/medusa/order"
import MarketplaceModule from "../modules/marketplace"

const marketplaceOrders = {
  ...MarketplaceModule.linkable.marketplaceOrder.id,
  primaryKey: "order_id",
  alias: "marketplace_orders",
}

/**
 * `order.marketplace_orders`: the other direction, read-only. Only this model is reachable from an order, and it holds
 * neither secrets nor buyers' data: `?fields=*marketplace_orders` shows every column. The published type of `defineLink`
 * does not know lists on the read-only side.
 */
export default defineLink(
  { linkable: OrderModule.linkable.order, field: "id" },
  // eslint-disable-next-line @medusajs/link-uses-linkable-properties -- it is one, with the key and alias of a list
  marketplaceOrders as unknown as Parameters<typeof defineLink>[1],
  { readOnly: true, isList: true } as unknown as Parameters<typeof defineLink>[2]
)
