import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { applyMarketplaceChangesWorkflow } from "../workflows/apply-changes"
import { sendMarketplaceActionsWorkflow } from "../workflows/send-actions"
import { marketplaceOf } from "../workflows/shared/marketplace"
import { withoutData } from "../workflows/shared/without-data"

/** An operator canceled an order in the store: recorded on our row, and sent to the marketplace only where a setting says so. */
export default async function marketplaceOrderCanceled({ event, container }: SubscriberArgs<{ id: string }>) {
  await withoutData(event.name, async () => {
    const order = await marketplaceOf(container).orders.findCanceledInStore(event.data.id)
    if (!order) return
    await applyMarketplaceChangesWorkflow(container).run({ input: { id: order.id } })
    await sendMarketplaceActionsWorkflow(container).run({ input: { connection_id: order.connection_id } })
  })
}

export const config: SubscriberConfig = {
  event: "order.canceled",
  context: { subscriberId: "marketplace-order-canceled" },
}
