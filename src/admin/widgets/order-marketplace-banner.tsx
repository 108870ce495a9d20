import { defineWidgetConfig } from "@medusajs/admin-sdk"
import type { AdminOrder, DetailWidgetProps } from "@medusajs/framework/types"
import { OrderBanner } from "../components/orders/order-banner"
import { useMarketplaceOrders } from "../hooks/api/marketplace-orders"

/** What is wrong with a marketplace order, above all else on its page; nothing where all is well. */
const OrderMarketplaceBannerWidget = ({ data: order }: DetailWidgetProps<AdminOrder>) => {
  const isOurs = Boolean(order.metadata?.marketplace)
  const query = useMarketplaceOrders({ order_id: order.id, limit: 10 }, isOurs)
  if (!isOurs) return null
  return query.data?.orders.map((one) => <OrderBanner key={one.id} order={one} />)
}

export const config = defineWidgetConfig({
  zone: "order.details",
  id: "marketplace-connect-order-banner",
})

export default OrderMarketplaceBannerWidget
