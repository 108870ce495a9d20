import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { workOnLabels } from "../workflows/labels/work-on-labels"

/** Something is due for a label: a process with a free slot begins to do what is due, and awaits none of it here. */
export default async function marketplaceLabelDue({ container }: SubscriberArgs<object>) {
  workOnLabels(container)
}

export const config: SubscriberConfig = {
  event: "marketplace-label.work_due",
  context: { subscriberId: "marketplace-label-due" },
}
