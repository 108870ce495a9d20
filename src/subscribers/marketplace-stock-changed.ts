import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { CHANGING_EVENTS, offersChanged } from "../workflows/offers/offers-changed"

/** Stock, a price or an article changed: the offers that show it are marked. The minute's look makes good a lost event. */
export default async function marketplaceStockChanged({ event, container }: SubscriberArgs<{ id: string }>) {
  offersChanged(container, event.name, event.data.id)
}

export const config: SubscriberConfig = {
  event: CHANGING_EVENTS,
  context: { subscriberId: "marketplace-stock-changed" },
}
