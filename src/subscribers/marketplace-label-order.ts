import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { OrderWorkflowEvents } from "@medusajs/framework/utils"
import { lookAtLabelsOf } from "../workflows/labels/ask-for-labels"
import { aside } from "../workflows/shared/aside"

/** An order was corrected or canceled: what waited for it is looked at again. */
export default async function marketplaceLabelOrder({ event, container }: SubscriberArgs<{ id: string }>) {
  aside(container, event, () => lookAtLabelsOf(container, event.data.id))
}

export const config: SubscriberConfig = {
  event: [OrderWorkflowEvents.UPDATED, OrderWorkflowEvents.CANCELED],
  context: { subscriberId: "marketplace-label-order" },
}
