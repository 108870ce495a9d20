import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { tellActionProblem, tellConnectionProblem, tellOrderProblem } from "../workflows/notify/tell-problems"
import { withoutData } from "../workflows/shared/without-data"

/** Tells who is to be told of what needs a human: once for each cause. */
export default async function marketplaceNotify({ event, container }: SubscriberArgs<{ id: string }>) {
  const { id } = event.data
  await withoutData(event.name, () => {
    if (event.name.startsWith("marketplace-order.")) return tellOrderProblem(container, id)
    if (event.name === "marketplace-shipment.failed") return tellActionProblem(container, id)
    return tellConnectionProblem(container, id)
  })
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
