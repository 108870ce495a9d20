import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { workOnPanel } from "../workflows/label-panel/work-on-panel"

/** Something is due for an order in the panel of its label service: a process with a free slot begins with it. */
export default async function marketplaceLabelPanelDue({ container }: SubscriberArgs<object>) {
  workOnPanel(container)
}

export const config: SubscriberConfig = {
  event: "marketplace-label-panel.work_due",
  context: { subscriberId: "marketplace-label-panel-due" },
}
