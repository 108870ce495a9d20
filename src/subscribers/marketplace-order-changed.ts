import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { OrderEditWorkflowEvents, OrderWorkflowEvents } from "@medusajs/framework/utils"
import { compareAgain } from "../workflows/apply-changes/compare-again"
import { aside } from "../workflows/shared/aside"
import { marketplaceOf } from "../workflows/shared/marketplace"

/**
 * A person corrected an order in the store, as a hint of ours may have said: what was shown of it ends where the cause is gone,
 * and what an edit takes out is shown where the marketplace still expects it. It is found by the buyer whom it has now.
 */
export default async function marketplaceOrderChanged({
  event,
  container,
}: SubscriberArgs<{ id?: string; order_id?: string }>) {
  aside(container, event, async () => {
    const { order_id = event.data.id } = event.data
    if (!order_id) return
    const { orders } = marketplaceOf(container)
    await orders.readBuyersAgain({ order_id })
    const id = await orders.findImported(order_id)
    if (id) {
      await compareAgain(container, id, { has_other_lines: event.name === OrderEditWorkflowEvents.CONFIRMED })
    }
  })
}

export const config: SubscriberConfig = {
  event: [OrderWorkflowEvents.UPDATED, OrderEditWorkflowEvents.CONFIRMED],
  context: { subscriberId: "marketplace-order-changed" },
}
