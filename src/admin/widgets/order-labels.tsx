import { defineWidgetConfig } from "@medusajs/admin-sdk"
import type { AdminOrder, DetailWidgetProps } from "@medusajs/framework/types"
import { LabelsOfOrder } from "../components/labels/labels-of-order"

/** The labels of an order's parcels, of a marketplace or of the store's own. */
const OrderLabelsWidget = ({ data: order }: DetailWidgetProps<AdminOrder>) => <LabelsOfOrder order={order} />

export const config = defineWidgetConfig({
  zone: "order.details.side",
  id: "marketplace-connect-labels",
})

export default OrderLabelsWidget
