import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { OrderWorkflowEvents } from "@medusajs/framework/utils"
import { considerReturns } from "../workflows/labels/consider-returns"
import { aside } from "../workflows/shared/aside"

/** A return was requested: its label is made behind it, where it is made automatically. The sweep makes good a lost event. */
export default async function marketplaceLabelReturn({
  event,
  container,
}: SubscriberArgs<{ order_id: string; return_id: string }>) {
  aside(container, event, () => considerReturns(container, [event.data.return_id]))
}

export const config: SubscriberConfig = {
  event: OrderWorkflowEvents.RETURN_REQUESTED,
  context: { subscriberId: "marketplace-label-return" },
}
