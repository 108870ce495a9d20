import { RouteDrawer } from "@medusajs/dashboard/components"
import { useTranslation } from "react-i18next"
import { useParams } from "react-router-dom"
import { OrderDetails } from "../../../components/orders/order-details"
import { QueryState } from "../../../components/query-state"
import { useMarketplaceOrder } from "../../../hooks/api/marketplace-orders"
import { orderNumber } from "../../../lib/order-number"

const MarketplaceOrderPage = () => {
  const { t } = useTranslation("marketplaces")
  const { id = "" } = useParams()
  const query = useMarketplaceOrder(id)
  const order = query.data?.order
  return (
    <RouteDrawer prev="/marketplace-orders">
      <RouteDrawer.Header>
        <RouteDrawer.Title>{order ? orderNumber(order) : t("order.number")}</RouteDrawer.Title>
      </RouteDrawer.Header>
      <RouteDrawer.Body className="overflow-y-auto p-0">
        <QueryState query={query}>{order && <OrderDetails key={order.id} order={order} />}</QueryState>
      </RouteDrawer.Body>
    </RouteDrawer>
  )
}

export default MarketplaceOrderPage
