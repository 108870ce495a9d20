import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { FulfillmentEvents } from "@medusajs/framework/utils"
import { planAndSend } from "../workflows/send-actions/plan-and-send"
import { marketplaceOf } from "../workflows/shared/marketplace"
import { aside } from "../workflows/shared/aside"

/**
 * A label was added, changed or deleted after shipping: until the parcel is sent, its current labels count. Carrier
 * plugins add their numbers this way, without any other event. A deleted label has no row any more: the action that was
 * planned with it leads to its parcel.
 */
export default async function marketplaceLabelChanged({ event, container }: SubscriberArgs<{ id: string }>) {
  aside(container, event, async () => {
    const shipped = await marketplaceOf(container).medusaTables.fulfillmentOfLabel(event.data.id)
    if (shipped) await planAndSend(container, shipped)
  })
}

/* eslint-disable @medusajs/prefer-workflow-event-over-module-event -- no workflow event reports a later label */
export const config: SubscriberConfig = {
  event: [
    FulfillmentEvents.FULFILLMENT_LABEL_CREATED,
    FulfillmentEvents.FULFILLMENT_LABEL_UPDATED,
    FulfillmentEvents.FULFILLMENT_LABEL_DELETED,
  ],
  context: { subscriberId: "marketplace-label-changed" },
}
