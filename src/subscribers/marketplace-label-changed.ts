import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { FulfillmentEvents } from "@medusajs/framework/utils"
import { planAndSend } from "../workflows/send-actions/plan-and-send"
import { marketplaceOf } from "../workflows/shared/marketplace"
import { withoutData } from "../workflows/shared/without-data"

/**
 * A label came, changed or went after shipping: until the parcel is told, it is told with what its labels say now.
 * Carrier plugins add their numbers so, and no other event says it. A label that went has no row any more: its parcel
 * is found by the action that was planned with it.
 */
export default async function marketplaceLabelChanged({ event, container }: SubscriberArgs<{ id: string }>) {
  await withoutData(event.name, async () => {
    const shipped = await marketplaceOf(container).medusaTables.fulfillmentOfLabel(event.data.id)
    if (shipped) await planAndSend(container, shipped)
  })
}

/* eslint-disable @medusajs/prefer-workflow-event-over-module-event -- no workflow event tells of a later label */
export const config: SubscriberConfig = {
  event: [
    FulfillmentEvents.FULFILLMENT_LABEL_CREATED,
    FulfillmentEvents.FULFILLMENT_LABEL_UPDATED,
    FulfillmentEvents.FULFILLMENT_LABEL_DELETED,
  ],
  context: { subscriberId: "marketplace-label-changed" },
}
