import type { MedusaContainer } from "@medusajs/framework/types"
import { announce } from "../shared/events"
import { marketplaceOf } from "../shared/marketplace"

/** Parks what waits on a deleted connection, and emits the failed event for its shipments. */
export async function parkActions(container: MedusaContainer, connection_id: string): Promise<void> {
  const parked = await marketplaceOf(container).actions.parkActions(connection_id)
  announce(
    container,
    parked
      .filter(({ type }) => type === "ship")
      .map(({ id, marketplace_order_id, fulfillment_id }) => ({
        name: "marketplace-shipment.failed" as const,
        data: { id, marketplace_order_id, fulfillment_id },
      }))
  )
}

/** The same for what a process left behind that died while its connection was deleted. */
export async function parkLeftBehind(container: MedusaContainer): Promise<void> {
  const gone = await marketplaceOf(container).actions.listLeftBehind()
  for (const { id } of gone) await parkActions(container, id)
}
