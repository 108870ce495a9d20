import type { ItemStatus, NormalisedOrder } from "../marketplaces/port"
import { itemsById } from "./fulfillments"
import { shipmentSeen, type ShipmentSeen, type SentShipment } from "./shipment-seen"

export type EffectSeen = ShipmentSeen

const GONE: readonly ItemStatus[] = ["refused", "canceled"]

/**
 * Whether what an action wants is what the marketplace shows: `present` counts as done, whoever did it; `different`
 * means that the opposite happened and repeating cannot help; `absent` that nothing of it shows yet.
 */
export function effectSeen(
  type: "accept" | "refuse" | "ship" | "cancel",
  order: NormalisedOrder,
  intent: SentShipment
): EffectSeen {
  if (type === "ship") return shipmentSeen(order, intent)
  const positions = itemsById(order)
  const statuses = intent.item_external_ids.flatMap((id) => positions.get(id)?.item.status ?? [])
  const gone = statuses.filter((status) => GONE.includes(status))
  if (type === "cancel" || type === "refuse") {
    if (statuses.length > 0 && gone.length === statuses.length) return "present"
    const isDecided =
      type === "refuse" && statuses.some((status) => status !== "to_accept" && !GONE.includes(status))
    return isDecided ? "different" : "absent"
  }
  if (gone.length > 0) return "different"
  return statuses.length > 0 && statuses.every((status) => status !== "to_accept") ? "present" : "absent"
}
