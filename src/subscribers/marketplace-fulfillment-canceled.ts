import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { OrderWorkflowEvents } from "@medusajs/framework/utils"
import { planAndSend } from "../workflows/send-actions/plan-and-send"
import { withoutData } from "../workflows/shared/without-data"

/** A fulfillment was canceled before it was sent: it is not sent, and what waited for it is planned again. */
export default async function marketplaceFulfillmentCanceled({
  event,
  container,
}: SubscriberArgs<{ fulfillment_id: string }>) {
  await withoutData(event.name, () => planAndSend(container, event.data.fulfillment_id))
}

export const config: SubscriberConfig = {
  event: OrderWorkflowEvents.FULFILLMENT_CANCELED,
  context: { subscriberId: "marketplace-fulfillment-canceled" },
}
