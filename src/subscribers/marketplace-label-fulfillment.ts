import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { OrderWorkflowEvents } from "@medusajs/framework/utils"
import { considerFulfillments } from "../workflows/labels/consider"
import { cancelLabelsOf } from "../workflows/labels/ask-for-labels"
import { aside } from "../workflows/shared/aside"

/** An order was packed, or unpacked: its label is made, or canceled, behind it. The sweep makes good an event that is lost. */
export default async function marketplaceLabelFulfillment({
  event,
  container,
}: SubscriberArgs<{ order_id: string; fulfillment_id: string }>) {
  const { fulfillment_id } = event.data
  aside(container, event, () =>
    event.name === OrderWorkflowEvents.FULFILLMENT_CANCELED
      ? cancelLabelsOf(container, [fulfillment_id])
      : considerFulfillments(container, [fulfillment_id])
  )
}

export const config: SubscriberConfig = {
  event: [OrderWorkflowEvents.FULFILLMENT_CREATED, OrderWorkflowEvents.FULFILLMENT_CANCELED],
  context: { subscriberId: "marketplace-label-fulfillment" },
}
