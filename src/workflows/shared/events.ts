import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"

/** Names and payloads are part of the public contract (docs/api/extending.md). */
export type MarketplaceEvent =
  | {
      name: `marketplace-order.${"imported" | "held" | "flagged" | "accepted" | "canceled"}`
      data: { id: string; order_id?: string }
    }
  | {
      name: `marketplace-shipment.${"sent" | "confirmed" | "failed"}`
      data: { id: string; marketplace_order_id: string; fulfillment_id: string | null }
    }
  | { name: "marketplace-connection.degraded"; data: { id: string } }

/**
 * Announces what is already written down. Not through a workflow's event group: that is thrown away when a later hook
 * fails, although the fact stays.
 */
export async function announce(container: MedusaContainer, events: MarketplaceEvent[]): Promise<void> {
  if (events.length) await container.resolve(Modules.EVENT_BUS).emit(events)
}
