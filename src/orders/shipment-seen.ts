import type { NormalizedOrder, OrderItem } from "../marketplaces/port"
import { itemsById } from "./fulfillments"
import { hasLeftThere } from "./left-there"
import { isGone } from "./item-status"

/**
 * Whether a shipment's effect shows at the marketplace. `different`: it has another parcel number for one of the items,
 * and repeating the call would not be the same call.
 */
export type ShipmentSeen = "absent" | "present" | "different"

export type SentContent = {
  item_external_ids: string[]
  /** Of an acceptance, the items that it refuses [none]. */
  refused_item_external_ids?: string[]
  tracking_numbers: string[]
  /** A part of an item is sent: a number of another part says nothing of this one [false]. */
  is_partial?: boolean
}

/**
 * Looks for a shipment in a later state of its order. An item that counts as shipped there without any number is
 * present: what the marketplace already has is done. One that is no longer shown confirms nothing, and one that was
 * canceled meanwhile is not waited for, unless all are.
 */
export function shipmentSeen(order: NormalizedOrder, sent: SentContent): ShipmentSeen {
  const seen = [...itemsSeen(order, sent).values()]
  if (seen.includes("different")) {
    return "different"
  }
  return seen.length > 0 && seen.every((one) => one === "present") ? "present" : "absent"
}

/**
 * Whether a correction shows: its number stands at every item that is still there. The former number says nothing yet,
 * and neither does an item that is shipped without any: it was so before.
 */
export function correctionSeen(order: NormalizedOrder, sent: SentContent): "absent" | "present" {
  const positions = itemsById(order)
  const items = sent.item_external_ids.flatMap((id) => positions.get(id)?.item ?? [])
  return items.length > 0 && items.every((item) => isGone(item) || shows(item, sent)) ? "present" : "absent"
}

/** The items that a correction, or its repetition, has to speak of: what is gone has no parcel to correct. */
export function uncorrectedItems(order: NormalizedOrder, sent: SentContent): string[] {
  const positions = itemsById(order)
  return sent.item_external_ids.filter((id) => {
    const item = positions.get(id)?.item
    return !item || !(isGone(item) || shows(item, sent))
  })
}

const shows = ({ parcels }: OrderItem, sent: SentContent) =>
  parcels.some(({ tracking_number }) => isOneOf(tracking_number ?? "", sent.tracking_numbers))

/** The items of the shipment that still lack it: what a repeated call has to speak of. */
export function absentItems(order: NormalizedOrder, sent: SentContent): string[] {
  return [...itemsSeen(order, sent)].flatMap(([id, seen]) => (seen === "absent" ? [id] : []))
}

function itemsSeen(order: NormalizedOrder, sent: SentContent): Map<string, ShipmentSeen> {
  const positions = itemsById(order)
  return new Map(
    sent.item_external_ids.flatMap((id): [string, ShipmentSeen][] => {
      const item = positions.get(id)?.item
      return item && isGone(item) ? [] : [[id, item ? itemSeen(item, sent) : "absent"]]
    })
  )
}

function itemSeen(item: OrderItem, sent: SentContent): ShipmentSeen {
  const shown = item.parcels
    .map((parcel) => bareNumber(parcel.tracking_number ?? ""))
    .filter((number) => number !== "")
  if (shown.length === 0) {
    return hasLeftThere(item) ? "present" : "absent"
  }
  if (shown.some((number) => isOneOf(number, sent.tracking_numbers))) {
    return "present"
  }
  return sent.is_partial && !hasLeftThere(item) ? "absent" : "different"
}

function isOneOf(number: string, numbers: readonly string[]): boolean {
  return bareNumber(number) !== "" && numbers.some((one) => bareNumber(one) === bareNumber(number))
}

/** A number without what people put between its signs. */
export function bareNumber(number: string): string {
  return number.toUpperCase().replace(/[^A-Z0-9]/g, "")
}
