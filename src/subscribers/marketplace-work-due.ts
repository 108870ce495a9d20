import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import type { Work } from "../modules/marketplace/stores/work"
import { workThrough } from "../workflows/dispatch/work-through"

/** Something is due, perhaps this: a process with a free slot begins to do what is due, and awaits none of it here. */
export default async function marketplaceWorkDue({ event, container }: SubscriberArgs<Work>) {
  workThrough(container, event.data.kind)
}

export const config: SubscriberConfig = {
  event: "marketplace-connection.work_due",
  context: { subscriberId: "marketplace-work-due" },
}
