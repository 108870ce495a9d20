import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { FulfillmentWorkflowEvents } from "@medusajs/framework/utils"
import { parcelChanged } from "../workflows/apply-changes/parcel-changed"
import { aside } from "../workflows/shared/aside"

/**
 * A parcel left, or arrived (Medusa also allows this for a parcel that was only packed): writes the intent and wakes the sender.
 * The sweep makes good an event that is lost.
 */
export default async function marketplaceShipmentCreated({
  event,
  container,
}: SubscriberArgs<{ id: string }>) {
  aside(container, event, () => parcelChanged(container, event.data.id))
}

export const config: SubscriberConfig = {
  event: [FulfillmentWorkflowEvents.SHIPMENT_CREATED, FulfillmentWorkflowEvents.DELIVERY_CREATED],
  context: { subscriberId: "marketplace-shipment-created" },
}
