import type { NormalizedOrder, OrderItem, OrderLine } from "../marketplaces/port"

/** A line of the store's order and the marketplace's items that it covers. */
export type ImportedLine = {
  line_item_id: string
  line_key: string
  /** Oldest first. */
  item_external_ids: string[]
  /** As it was imported, in the buyer's units. */
  quantity: number
}

/** A fulfillment of the store's order. Times are ISO 8601. */
export type FulfillmentFacts = {
  id: string
  canceled_at: string | null
  /** When it left; of one that is delivered and was never marked as shipped, when it was delivered. */
  shipped_at: string | null
  delivered_at: string | null
  /** In the buyer's units: a kit's parts are counted back to the kit. */
  items: { line_item_id: string; quantity: number }[]
  labels: { tracking_number: string; tracking_url: string | null }[]
  shipping_option_id: string | null
  provider_id: string | null
}

/** What an action has sent to the marketplace, or may have: a call is open. */
export type SentShipment = {
  fulfillment_id: string
  item_external_ids: string[]
  /** Units of each item, where a part of it is sent [all]. */
  quantities?: Record<string, number>
}

/** One of the marketplace's items and the parcels that complete it. */
export type ItemCoverage = {
  item: OrderItem
  line: OrderLine
  /** The fulfillment with which all units of the item have left; null while some are missing. */
  completed_by: string | null
  /** Every fulfillment that holds units of it, in the order of shipping. */
  contributors: string[]
  /** Whether `completed_by` was sent to the marketplace already. */
  is_sent: boolean
}

export function shippedInOrder(fulfillments: readonly FulfillmentFacts[]): FulfillmentFacts[] {
  return fulfillments
    .filter((one) => one.shipped_at !== null && one.canceled_at === null)
    .sort((a, b) => Date.parse(a.shipped_at ?? "") - Date.parse(b.shipped_at ?? "") || (a.id < b.id ? -1 : 1))
}

export function unitsOf(fulfillment: FulfillmentFacts, lineItemId: string): number {
  return fulfillment.items
    .filter((item) => item.line_item_id === lineItemId)
    .reduce((sum, item) => sum + item.quantity, 0)
}

/** Units of some items. One whose quantity cannot be read counts nothing: what is in the store has `withStoreQuantities`. */
export const countUnits = (items: readonly OrderItem[]): number =>
  items.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0)

/** The order with the quantities that the store has in place of those that the marketplace no longer says readably. */
export function withStoreQuantities(
  order: NormalizedOrder,
  lines: readonly Pick<ImportedLine, "item_external_ids" | "quantity">[]
): NormalizedOrder {
  const known = itemsById(order)
  const restored = new Map<string, number>()
  for (const { item_external_ids, quantity } of lines) {
    const items = item_external_ids.flatMap((id) => known.get(id)?.item ?? [])
    const unread = items.filter((item) => item.quantity === null)
    const rest = quantity - countUnits(items)
    // Several share what is left; whole units, the first ones take the remainder.
    unread.forEach(({ external_id }, index) => {
      const share = Math.floor((rest + unread.length - 1 - index) / unread.length)
      restored.set(external_id, Math.max(1, share))
    })
  }
  return restored.size === 0
    ? order
    : {
        ...order,
        lines: order.lines.map((line) => ({
          ...line,
          items: line.items.map((item) => ({
            ...item,
            quantity: item.quantity ?? restored.get(item.external_id) ?? null,
          })),
        })),
      }
}

/** The marketplace's items by their id, with their line. */
export function itemsById(order: NormalizedOrder): Map<string, { item: OrderItem; line: OrderLine }> {
  return new Map(
    order.lines.flatMap((line) => line.items.map((item) => [item.external_id, { item, line }] as const))
  )
}

/**
 * Which parcel carries which of the marketplace's items. The store packs quantities of a line, the marketplace counts
 * items: units fill the line's items oldest first, in the order in which the parcels were shipped. What was sent stays, so
 * the result for one fulfillment does not change when another is added, and two that are planned at the same time never
 * claim the same item.
 * @param isOwed items that still have to be shipped; others take no units
 */
export function coverItems(
  order: NormalizedOrder,
  lines: readonly ImportedLine[],
  fulfillments: readonly FulfillmentFacts[],
  sent: readonly SentShipment[],
  isOwed: (item: OrderItem) => boolean
): ItemCoverage[] {
  const positions = itemsById(withStoreQuantities(order, lines))
  const senders = new Map(
    sent.flatMap((one) => one.item_external_ids.map((id) => [id, one.fulfillment_id] as const))
  )
  return lines.flatMap(({ line_item_id, item_external_ids }) => {
    const items = item_external_ids.flatMap((id) => positions.get(id) ?? [])
    const sentItems = items.filter(({ item }) => senders.has(item.external_id))
    const parcels = shippedInOrder(fulfillments).map((one) => {
      const used = sentItems.filter(({ item }) => senders.get(item.external_id) === one.id)
      const sentUnits = countUnits(used.map(({ item }) => item))
      return { id: one.id, left: Math.max(0, unitsOf(one, line_item_id) - sentUnits) }
    })
    const open = items.filter(({ item }) => !senders.has(item.external_id) && isOwed(item))
    return [
      ...sentItems.map((position) => {
        const sender = senders.get(position.item.external_id) ?? ""
        return { ...position, completed_by: sender, contributors: [sender], is_sent: true }
      }),
      ...open.map((position) => {
        let missing = countUnits([position.item])
        const contributors: string[] = []
        for (const parcel of parcels) {
          const taken = Math.min(missing, parcel.left)
          if (taken > 0) {
            parcel.left -= taken
            missing -= taken
            contributors.push(parcel.id)
          }
        }
        const completed_by = missing === 0 ? (contributors.at(-1) ?? null) : null
        return { ...position, completed_by, contributors, is_sent: false }
      }),
    ]
  })
}

/**
 * The units of each item that a parcel holds, where parts of an item are sent: units fill the items oldest first, in the
 * order in which the parcels were shipped, after what was sent already.
 */
export function unitsInParcel(
  order: NormalizedOrder,
  lines: readonly ImportedLine[],
  fulfillments: readonly FulfillmentFacts[],
  sent: readonly SentShipment[],
  fulfillment_id: string,
  isOwed: (item: OrderItem) => boolean
): Map<string, number> {
  const positions = itemsById(withStoreQuantities(order, lines))
  const own = new Map<string, number>()
  for (const { line_item_id, item_external_ids } of lines) {
    const items = item_external_ids.flatMap((id) => positions.get(id)?.item ?? [])
    const left = new Map(items.map((item) => [item.external_id, isOwed(item) ? (item.quantity ?? 0) : 0]))
    const take = (id: string, units: number) => {
      const taken = Math.min(units, left.get(id) ?? 0)
      left.set(id, (left.get(id) ?? 0) - taken)
      return taken
    }
    const senders = sent.filter((one) => one.item_external_ids.some((id) => left.has(id)))
    for (const one of senders) {
      for (const id of one.item_external_ids) take(id, one.quantities?.[id] ?? Infinity)
    }
    const parcels = shippedInOrder(fulfillments).filter(
      ({ id }) => !senders.some((one) => one.fulfillment_id === id)
    )
    for (const parcel of parcels) {
      let units = unitsOf(parcel, line_item_id)
      for (const { external_id } of items) {
        const taken = take(external_id, units)
        units -= taken
        if (taken > 0 && parcel.id === fulfillment_id) own.set(external_id, taken)
      }
    }
  }
  return own
}
