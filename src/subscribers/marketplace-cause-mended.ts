import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { mendedInStore, MENDING_EVENTS } from "../workflows/release-held/mended-in-store"
import { withoutData } from "../workflows/shared/without-data"

/** A product, stock, region or shipping option changed: what waited for it comes in. A lost event is made good by time. */
export default async function marketplaceCauseMended({ event, container }: SubscriberArgs<{ id: string }>) {
  await withoutData(event.name, () => mendedInStore(container, event.name, event.data.id))
}

export const config: SubscriberConfig = {
  event: MENDING_EVENTS,
  context: { subscriberId: "marketplace-cause-mended" },
}
