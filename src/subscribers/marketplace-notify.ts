import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { notifyLabelAccount, notifyLabelProblem } from "../workflows/notify/notify-labels"
import {
  notifyActionProblem,
  notifyConnectionProblem,
  notifyOrderProblems,
} from "../workflows/notify/notify-problems"
import { aside } from "../workflows/shared/aside"

/** Notifies the recipients of what needs a person, once for each cause. */
export default async function marketplaceNotify({
  event,
  container,
}: SubscriberArgs<{ id: string; connection_id?: string }>) {
  const { id, connection_id = "" } = event.data
  aside(container, event, () => {
    if (event.name.startsWith("marketplace-order.")) return notifyOrderProblems(container, id)
    if (event.name === "marketplace-run.finished") return notifyOrderProblems(container, connection_id)
    if (event.name === "marketplace-shipment.failed") return notifyActionProblem(container, id)
    if (event.name === "marketplace-label.flagged") return notifyLabelProblem(container, id)
    if (event.name === "marketplace-label-account.degraded") return notifyLabelAccount(container, id)
    return notifyConnectionProblem(container, id)
  })
}

export const config: SubscriberConfig = {
  event: [
    "marketplace-order.held",
    "marketplace-order.flagged",
    "marketplace-run.finished",
    "marketplace-shipment.failed",
    "marketplace-connection.degraded",
    "marketplace-label.flagged",
    "marketplace-label-account.degraded",
  ],
  context: { subscriberId: "marketplace-notify" },
}
