import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { applyMarketplaceChangesWorkflow } from "../workflows/apply-changes"
import { beginSending } from "../workflows/send-actions/begin-sending"
import { marketplaceOf } from "../workflows/shared/marketplace"
import { aside } from "../workflows/shared/aside"

/** An operator canceled an order in the store: recorded on our row, and sent to the marketplace only where a setting says so. */
export default async function marketplaceOrderCanceled({ event, container }: SubscriberArgs<{ id: string }>) {
  aside(container, event, async () => {
    const order = await marketplaceOf(container).orders.findCanceledInStore(event.data.id)
    if (!order) return
    await applyMarketplaceChangesWorkflow(container).run({ input: { id: order.id } })
    beginSending(container, [order.connection_id])
  })
}

export const config: SubscriberConfig = {
  event: "order.canceled",
  context: { subscriberId: "marketplace-order-canceled" },
}
