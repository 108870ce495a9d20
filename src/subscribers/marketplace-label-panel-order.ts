import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { OrderEditWorkflowEvents, OrderWorkflowEvents } from "@medusajs/framework/utils"
import { considerMarketplaceOrder, considerOrders } from "../workflows/label-panel/consider-orders"
import { aside } from "../workflows/shared/aside"

/**
 * An order came in, changed, was packed or canceled, or has a problem with which it may not leave: it stands in the panel of
 * its label service as it is now, or no more.
 */
export default async function marketplaceLabelPanelOrder({
  event,
  container,
}: SubscriberArgs<{ id?: string; order_id?: string }>) {
  const { order_id, id } = event.data
  const isOurs = event.name.startsWith("marketplace-order.")
  aside(container, event, async () => {
    if (order_id === undefined && isOurs) return considerMarketplaceOrder(container, id ?? "")
    const subject = order_id ?? id
    if (subject !== undefined) await considerOrders(container, [subject])
  })
}

export const config: SubscriberConfig = {
  event: [
    "marketplace-order.imported",
    "marketplace-order.flagged",
    "marketplace-order.held",
    OrderWorkflowEvents.PLACED,
    OrderWorkflowEvents.UPDATED,
    OrderWorkflowEvents.CANCELED,
    OrderWorkflowEvents.FULFILLMENT_CREATED,
    OrderWorkflowEvents.FULFILLMENT_CANCELED,
    OrderEditWorkflowEvents.CONFIRMED,
  ],
  context: { subscriberId: "marketplace-label-panel-order" },
}
