import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { OrderWorkflowEvents } from "@medusajs/framework/utils"
import { planAndSend } from "../workflows/send-actions/plan-and-send"
import { applyMarketplaceChangesWorkflow } from "../workflows/apply-changes"
import { marketplaceOf } from "../workflows/shared/marketplace"
import { aside } from "../workflows/shared/aside"

/**
 * A fulfillment was canceled before it was sent: it is not sent, what waited for it is planned again, and what the
 * marketplace changed while it was packed is applied.
 */
export default async function marketplaceFulfillmentCanceled({
  event,
  container,
}: SubscriberArgs<{ order_id: string; fulfillment_id: string }>) {
  aside(container, event, async () => {
    await planAndSend(container, event.data.fulfillment_id)
    const id = await marketplaceOf(container).orders.findImported(event.data.order_id)
    if (id) await applyMarketplaceChangesWorkflow(container).run({ input: { id } })
  })
}

export const config: SubscriberConfig = {
  event: OrderWorkflowEvents.FULFILLMENT_CANCELED,
  context: { subscriberId: "marketplace-fulfillment-canceled" },
}
