import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { notifyLabelAccounts, notifyLabelProblems } from "../workflows/notify/notify-labels"
import {
  notifyActionProblems,
  notifyConnectionProblems,
  notifyOrderProblems,
} from "../workflows/notify/notify-problems"
import { aside } from "../workflows/shared/aside"

/** Notifies the recipients of what needs a person, once for each cause. */
export default async function marketplaceNotify({ event, container }: SubscriberArgs<{ id: string }>) {
  const { id } = event.data
  aside(container, event, () => {
    if (event.name.startsWith("marketplace-order.")) return notifyOrderProblems(container, id)
    if (event.name === "marketplace-connection.problems_due") return notifyOrderProblems(container, id)
    if (event.name === "marketplace-shipment.failed") return notifyActionProblems(container, { of: id })
    if (event.name === "marketplace-label.flagged") return notifyLabelProblems(container, { of: id })
    if (event.name === "marketplace-label-account.degraded") return notifyLabelAccounts(container, { of: id })
    return notifyConnectionProblems(container, { of: id })
  })
}

export const config: SubscriberConfig = {
  event: [
    "marketplace-order.held",
    "marketplace-order.flagged",
    "marketplace-connection.problems_due",
    "marketplace-shipment.failed",
    "marketplace-connection.degraded",
    "marketplace-label.flagged",
    "marketplace-label-account.degraded",
  ],
  context: { subscriberId: "marketplace-notify" },
}
