import { defineWidgetConfig } from "@medusajs/admin-sdk"
import type { AdminOrder, DetailWidgetProps } from "@medusajs/framework/types"
import { Container } from "@medusajs/ui"
import { MarketplaceOrderSection } from "../components/orders/marketplace-order-section"
import { QueryState } from "../components/query-state"
import { useMarketplaceOrders } from "../hooks/api/marketplace-orders"

/** The marketplace's side of an order; nothing at all on the store's own orders. */
const OrderMarketplaceWidget = ({ data: order }: DetailWidgetProps<AdminOrder>) => {
  // The importer marks its orders, so others cost no request; the rows say the rest.
  const isOurs = Boolean(order.metadata?.marketplace)
  const query = useMarketplaceOrders({ order_id: order.id, limit: 10 }, isOurs)
  if (!isOurs) return null
  if (query.isError && !query.data) {
    return (
      <Container className="p-0">
        <QueryState query={query}>{null}</QueryState>
      </Container>
    )
  }
  return query.data?.orders.map(({ id }) => <MarketplaceOrderSection key={id} id={id} storeOrder={order} />)
}

export const config = defineWidgetConfig({
  zone: "order.details.side",
  id: "marketplace-connect-order",
})

export default OrderMarketplaceWidget
