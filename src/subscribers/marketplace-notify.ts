import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { tellActionProblem, tellConnectionProblem, tellOrderProblem } from "../workflows/notify/tell-problems"

/** Tells who is to be told of what needs a human: once for each cause. */
export default async function marketplaceNotify({ event, container }: SubscriberArgs<{ id: string }>) {
  const { id } = event.data
  if (event.name.startsWith("marketplace-order.")) await tellOrderProblem(container, id)
  else if (event.name === "marketplace-shipment.failed") await tellActionProblem(container, id)
  else await tellConnectionProblem(container, id)
}

export const config: SubscriberConfig = {
  event: [
    "marketplace-order.held",
    "marketplace-order.flagged",
    "marketplace-shipment.failed",
    "marketplace-connection.degraded",
  ],
  context: { subscriberId: "marketplace-notify" },
}
