import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { planMarketplaceShipmentWorkflow } from "../workflows/plan-shipment"
import { sendMarketplaceActionsWorkflow } from "../workflows/send-actions"

/** A shipment: writes the intent and begins to send at once. An event that is lost is made good by the sweep. */
export default async function marketplaceShipmentCreated({
  event,
  container,
}: SubscriberArgs<{ id: string }>) {
  const { result } = await planMarketplaceShipmentWorkflow(container).run({
    input: { fulfillment_id: event.data.id },
  })
  if (result?.is_due) {
    await sendMarketplaceActionsWorkflow(container).run({ input: { connection_id: result.connection_id } })
  }
}

export const config: SubscriberConfig = {
  event: "shipment.created",
  context: { subscriberId: "marketplace-shipment-created" },
}
