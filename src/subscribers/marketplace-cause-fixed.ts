import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { fixedInStore, FIXING_EVENTS } from "../workflows/release-held/fixed-in-store"

/** A product, stock, region or shipping option changed: what waited for it is imported. The next retry covers a lost event. */
export default async function marketplaceCauseFixed({ event, container }: SubscriberArgs<{ id: string }>) {
  fixedInStore(container, event.name, event.data.id)
}

export const config: SubscriberConfig = {
  event: FIXING_EVENTS,
  context: { subscriberId: "marketplace-cause-fixed" },
}
