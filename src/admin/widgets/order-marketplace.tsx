import { defineWidgetConfig } from "@medusajs/admin-sdk"
import type { AdminOrder, DetailWidgetProps } from "@medusajs/framework/types"
import { MarketplaceOrderSection } from "../components/orders/marketplace-order-section"
import { useMarketplaceOrders } from "../hooks/api/marketplace-orders"

/** The marketplace's side of an order; nothing at all on the store's own orders. */
const OrderMarketplaceWidget = ({ data: order }: DetailWidgetProps<AdminOrder>) => {
  // The importer marks its orders, so others cost no request; the rows say the rest.
  const isOurs = Boolean(order.metadata?.marketplace)
  const { data } = useMarketplaceOrders({ order_id: order.id, limit: 10 }, isOurs)
  if (!isOurs) return null
  return data?.orders.map(({ id }) => <MarketplaceOrderSection key={id} id={id} storeOrder={order} />)
}

export const config = defineWidgetConfig({
  zone: "order.details.side",
  id: "marketplace-connect-order",
})

export default OrderMarketplaceWidget
