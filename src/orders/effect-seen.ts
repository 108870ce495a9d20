import type { NormalizedOrder, OrderItem, OrderLine } from "../marketplaces/port"
import { itemsById } from "./fulfillments"
import { shipmentSeen, type ShipmentSeen, type SentContent } from "./shipment-seen"
import { GONE } from "./item-status"

/** `over`: what it was meant for ended, and nothing is left to do. */
export type EffectSeen = ShipmentSeen | "over"

/**
 * Whether what an action wants is what the marketplace shows: `present` counts as done, whoever did it; `different`
 * means that the opposite happened and repeating cannot help; `absent` that nothing of it shows yet. An item that ended
 * needs no acceptance any more. One that the marketplace ships needs no decision of the seller.
 */
export function effectSeen(
  type: "accept" | "refuse" | "ship" | "cancel",
  order: NormalizedOrder,
  intent: SentContent
): EffectSeen {
  const { refused_item_external_ids: refused = [], ...rest } = intent
  if (!refused.length) return oneEffectSeen(type, order, rest)
  const accepted = oneEffectSeen(type, order, rest)
  const both = [accepted, oneEffectSeen("refuse", order, { ...rest, item_external_ids: refused })]
  if (both.includes("different")) return "different"
  return both.includes("absent") ? "absent" : accepted
}

function oneEffectSeen(
  type: "accept" | "refuse" | "ship" | "cancel",
  order: NormalizedOrder,
  intent: SentContent
): EffectSeen {
  if (type === "ship") return shipmentSeen(order, intent)
  const positions = itemsById(order)
  const found = intent.item_external_ids.flatMap((id) => positions.get(id) ?? [])
  const statuses = found.filter((one) => !isForeign(one)).map(({ item }) => item.status)
  if (found.length > 0 && statuses.length === 0) return "over"
  const gone = statuses.filter((status) => GONE.includes(status))
  if (type === "cancel" || type === "refuse") {
    if (statuses.length > 0 && gone.length === statuses.length) return "present"
    const isDecided =
      type === "refuse" && statuses.some((status) => status !== "to_accept" && !GONE.includes(status))
    return isDecided ? "different" : "absent"
  }
  const live = statuses.filter((status) => !GONE.includes(status))
  if (gone.length > 0 && live.length === 0) return "over"
  return live.length > 0 && live.every((status) => status !== "to_accept") ? "present" : "absent"
}

/** The items on which a decision or a cancellation still lacks its effect; one that is not shown is one of them. */
export function undoneItems(
  type: "accept" | "refuse" | "cancel",
  order: NormalizedOrder,
  { item_external_ids, refused_item_external_ids = [] }: Omit<SentContent, "tracking_numbers">
): string[] {
  const positions = itemsById(order)
  const undone = (type: "accept" | "refuse" | "cancel", ids: string[]) =>
    ids.filter((id) => isUndone(positions.get(id), type))
  return [...undone(type, item_external_ids), ...undone("refuse", refused_item_external_ids)]
}

function isUndone(
  position: { item: OrderItem; line: OrderLine } | undefined,
  type: "accept" | "refuse" | "cancel"
): boolean {
  if (!position) return true
  const { status } = position.item
  return !isForeign(position) && (type === "accept" ? status === "to_accept" : !GONE.includes(status))
}

/** Whether it waits for a decision that is not the seller's. */
const isForeign = ({ item, line }: { item: OrderItem; line: OrderLine }) =>
  item.status === "to_accept" && line.fulfilled_by === "marketplace"
