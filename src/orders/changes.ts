import type { AfterSale, ItemStatus, NormalizedOrder, OrderItem, OrderLine } from "../marketplaces/port"
import { afterSaleProblems } from "./after-sales"
import { lostLetters } from "./addresses"
import type { StoreAddress } from "./addresses"
import { type BuyerChange, buyerChange, type BuyerUpdate, type CurrentBuyer } from "./buyer-changes"
import type { Written } from "./buyer-facts"
import { externalSku } from "./match"
import { countUnits, itemsById, unitsOf, withStoreQuantities } from "./fulfillments"
import type { FulfillmentFacts, ImportedLine } from "./fulfillments"
import { hasLeftThere } from "./left-there"
import { aboutItems } from "./problem-key"
import type { Problem } from "./problems"
import type { ConnectionSettings } from "./settings"
import { isImportable, isOver, isWanted, unknownStatus } from "./state"
import type { MarketplaceOrderState } from "./order-states"
import { cleanOrNull } from "./text"
import { unreadDetails } from "./unread"
import { isGone } from "./item-status"

/** A line of the store's order; `current_quantity` is what an order edit has left of it. */
export type StoreLine = ImportedLine & { current_quantity: number }

/** An order of the store that came from a marketplace, as it is now. */
export type ImportedOrder = {
  /** Who canceled it here; null while it is not canceled. */
  canceled_by: "marketplace" | "operator" | null
  lines: StoreLine[]
  /** All known cases, including those of the order's current snapshot. */
  after_sales: AfterSale[]
  /** Items of lines that an operator took out of the store's order. */
  withdrawn_item_ids: string[]
  /** Items of parcels that the marketplace was sent, or may have been. */
  sent_item_ids: string[]
  fulfillments: FulfillmentFacts[]
  /** That of what the marketplace ships itself, where there is one. */
  recorded_fulfillment_id: string | null
  /** The buyer as we wrote it last, and as the store has it now: they differ when an operator changed it. */
  written: Written | null
  current: CurrentBuyer
  /** An operator corrected the address before the import. */
  is_address_corrected: boolean
  is_captured: boolean
  /** What its stock lacked when it came. */
  short_stock: Problem[]
}

/** What an order edit makes of the store's order. */
export type OrderEdit = {
  kind: "edit_order"
  /** Lines of the store's order that get another quantity; with 0 they leave the order. */
  quantities: { line_item_id: string; quantity: number }[]
  /** Whether one of them becomes smaller: the marketplace is asked again before that is done. */
  takes_away: boolean
  /** Keys of lines that the store's order has not yet. */
  added: string[]
  /** The marketplace's items that are in the order afterwards. */
  item_external_ids: string[]
  /** What is shown where the order cannot be edited. */
  otherwise: Problem
}

/** One thing to do in the store. `raise` shows a problem and changes nothing. */
export type Change =
  | { kind: "cancel_order" }
  | OrderEdit
  | { kind: "mark_delivered"; fulfillment_id: string }
  | { kind: "update_buyer"; update: BuyerUpdate }
  | { kind: "capture_payment" }
  | { kind: "raise"; problem: Problem }

export type ChangePlan = {
  /** Where the order stands once the changes are made. */
  state: Extract<MarketplaceOrderState, "imported" | "partly_shipped" | "shipped" | "delivered" | "canceled">
  changes: Change[]
  /** What is known to be written about the buyer once the changes are made; left out: as before. */
  written?: Written | null
  /** Something that the marketplace changed about the buyer does not follow, and may when a parcel is unpacked. */
  is_behind?: boolean
}

const ARRIVED: readonly ItemStatus[] = ["delivered", "closed"]

/**
 * What a later state of an imported order asks of the store. Nothing that has left the house is undone: what was packed
 * or shipped, and what an operator corrected, is raised instead.
 * @param countries the region's countries in lower case
 */
export function planChanges(
  said: NormalizedOrder,
  imported: ImportedOrder,
  settings: ConnectionSettings,
  countries: readonly string[]
): ChangePlan {
  const order = withStoreQuantities(said, imported.lines)
  const positions = linePositions(order, imported)
  const alive = positions.flatMap(({ items }) => items).filter((item) => !isGone(item))
  const isWhollyGone = positions.length > 0 && positions.every(({ owed }) => owed <= 0)

  if (imported.canceled_by !== null) {
    const open = alive.filter((item) => !hasLeftThere(item))
    const isOurs = imported.canceled_by === "operator"
    const isWorthRaising = open.length > 0 && !(isOurs && settings.changes.cancel_at_marketplace === "never")
    return {
      state: "canceled",
      changes: isWorthRaising
        ? [raise(isOurs ? "canceled_in_store" : "cancellation_reverted", {}, aboutItems(open))]
        : [],
    }
  }
  const cancellation = isWhollyGone
    ? wholeCancellation(positions, imported, settings)
    : lineChanges(order, positions, imported, settings)
  if (cancellation.some((change) => change.kind === "cancel_order")) {
    return { state: "canceled", changes: cancellation }
  }
  const state = shippedState(positions, imported, alive, isSomeAwaited(said, positions, settings))
  const buyer = isWhollyGone ? null : buyerOf(order, imported, state, settings, countries)
  const update = buyer?.update ?? {}
  return {
    state,
    ...(buyer && { written: buyer.written, is_behind: buyer.problems.length > 0 }),
    changes: [
      ...cancellation,
      ...shippedOnlyThere(positions, imported),
      ...(Object.keys(update).length > 0 ? [{ kind: "update_buyer", update } as const] : []),
      ...(buyer?.problems ?? []).map((problem) => ({ kind: "raise", problem }) as const),
      ...(order.is_paid && !imported.is_captured && !isWhollyGone
        ? [{ kind: "capture_payment" } as const]
        : []),
      ...(settings.changes.mark_delivered ? deliveries(positions, imported) : []),
      ...(isWhollyGone ? [] : absences(order, positions)),
      ...flags(
        order,
        imported,
        alive,
        positions,
        update.shipping_address ?? imported.current.shipping_address
      ),
    ],
  }
}

/**
 * Whether so many open orders appear canceled in one run that a human has to confirm: more than 10 and more than 20 %.
 */
export function isMassCancellation(canceled: number, open: number): boolean {
  return canceled > 10 && canceled > open * 0.2
}

type Position = {
  imported: StoreLine
  line: OrderLine | null
  items: OrderItem[]
  /** Units not canceled at the marketplace (one that is no longer shown is not canceled), packed here, shipped here. */
  owed: number
  packed: number
  shipped: number
}

function linePositions(order: NormalizedOrder, { lines, fulfillments }: ImportedOrder): Position[] {
  const known = itemsById(order)
  const live = fulfillments.filter((one) => one.canceled_at === null)
  return lines.map((imported) => {
    const found = imported.item_external_ids.flatMap((id) => known.get(id) ?? [])
    const items = found.map(({ item }) => item)
    const units = (some: FulfillmentFacts[]) =>
      some.reduce((sum, one) => sum + unitsOf(one, imported.line_item_id), 0)
    const gone = items.filter(isGone)
    const owed = imported.quantity - countUnits(gone)
    return {
      imported,
      line: found.at(0)?.line ?? null,
      items,
      owed,
      packed: units(live),
      shipped: units(live.filter((one) => one.shipped_at !== null)),
    }
  })
}

/** Whether the marketplace still has items for the seller that are not in the store, because it has not released them. */
function isSomeAwaited(
  { lines }: NormalizedOrder,
  positions: readonly Position[],
  settings: ConnectionSettings
): boolean {
  const inStore = new Set(positions.flatMap(({ imported }) => imported.item_external_ids))
  return lines
    .filter((line) => line.fulfilled_by === "seller" && isWanted(line, settings))
    .flatMap(({ items }) => items)
    .some((item) => !inStore.has(item.external_id) && !isGone(item) && !isOver(item))
}

function shippedState(
  positions: readonly Position[],
  { fulfillments, sent_item_ids }: ImportedOrder,
  alive: readonly OrderItem[],
  isSomeAwaited: boolean
): ChangePlan["state"] {
  const live = fulfillments.filter((one) => one.canceled_at === null)
  // What left here counts once the marketplace was sent it: until then it is owed. What it canceled is owed nothing.
  const left = positions.map(({ items, owed, shipped }) => {
    const there = items.filter((item) => hasLeftThere(item) || sent_item_ids.includes(item.external_id))
    return { owed, units: owed <= 0 ? shipped : countUnits(there.filter(isAlive)) }
  })
  const isShipped =
    !isSomeAwaited && left.every(({ owed, units }) => units >= owed) && left.some(({ units }) => units > 0)
  if (!isShipped) {
    return left.some(({ units }) => units > 0) ? "partly_shipped" : "imported"
  }
  const isDelivered =
    (alive.length > 0 && alive.every((item) => ARRIVED.includes(item.status))) ||
    (live.length > 0 && live.every((one) => one.delivered_at !== null))
  return isDelivered ? "delivered" : "shipped"
}

const isAlive = (item: OrderItem): boolean => !isGone(item)

/**
 * What the marketplace counts as shipped although no parcel of ours was: a person has confirmed it there, or it left from
 * elsewhere. It is still in the list to pack here.
 */
function shippedOnlyThere(positions: readonly Position[], { sent_item_ids }: ImportedOrder): Change[] {
  const found = positions.flatMap(({ imported, items, line, shipped }) => {
    if (line?.fulfilled_by === "marketplace") return []
    const isSent = ({ external_id }: OrderItem) => sent_item_ids.includes(external_id)
    const there = items.filter((item) => hasLeftThere(item) && !isSent(item))
    const unsentHere = Math.max(0, shipped - countUnits(items.filter(isSent)))
    const units = Math.min(countUnits(there) - unsentHere, imported.current_quantity - shipped)
    return units > 0 ? [{ name: `${units} × ${nameOf(line, imported)}`, there }] : []
  })
  if (found.length === 0) return []
  const parcels = found.flatMap(({ there }) => there.flatMap((item) => item.parcels))
  const numbers = [...new Set(parcels.flatMap(({ tracking_number }) => tracking_number ?? []))]
  const items = found.flatMap(({ there }) => there)
  return [raise("shipped_only_there", { lines: found.map(({ name }) => name), numbers }, aboutItems(items))]
}

function wholeCancellation(
  positions: readonly Position[],
  { fulfillments }: ImportedOrder,
  settings: ConnectionSettings
): Change[] {
  const live = fulfillments.filter((one) => one.canceled_at === null)
  if (live.length === 0) {
    return settings.changes.cancel_in_store === "automatic"
      ? [{ kind: "cancel_order" }]
      : [raise("canceled_at_marketplace", {}, aboutItems(goneItems(positions)))]
  }
  const [shipped, kept] = [live.filter(isShipped), live.filter((one) => !isShipped(one))]
  return [
    ...(shipped.length > 0 ? [raise("canceled_after_shipping", {}, aboutParcels(positions, shipped))] : []),
    ...(kept.length > 0 ? [raise("cancel_stop_parcel", {}, aboutParcels(positions, kept))] : []),
  ]
}

const isShipped = ({ shipped_at }: FulfillmentFacts) => shipped_at !== null

/** What is canceled of these, and the parcels that hold some of it: one that is packed again is another. */
const aboutParcels = (positions: readonly Position[], parcels: readonly FulfillmentFacts[]): string[] => [
  ...aboutItems(goneItems(positions)),
  ...parcels
    .filter((one) => positions.some(({ imported }) => unitsOf(one, imported.line_item_id) > 0))
    .map(({ id }) => id),
]

const goneItems = (positions: readonly Position[]): OrderItem[] =>
  positions.flatMap(({ items }) => items.filter(isGone))

/** What is shown while a whole cancellation is not confirmed. */
export const unconfirmedCancellation = (order: NormalizedOrder): Problem => ({
  code: "canceled_at_marketplace",
  params: {},
  about: aboutItems(order.lines.flatMap(({ items }) => items.filter(isGone))),
})

/**
 * By quantities, since the store packs quantities: what is canceled of a line has left, is packed, or neither. What is
 * neither, and what became ready after the import, is an order edit; what an operator took out is never put back.
 */
function lineChanges(
  order: NormalizedOrder,
  positions: readonly Position[],
  imported: ImportedOrder,
  settings: ConnectionSettings
): Change[] {
  const open = positions.filter(
    ({ items, imported: { current_quantity }, owed }) => current_quantity > owed && items.some(isGone)
  )
  const shipped = open.filter((one) => one.shipped > one.owed)
  const packed = open.filter((one) => one.packed > Math.max(one.owed, one.shipped))
  const untouched = open.filter((one) => one.packed <= one.owed)
  const live = imported.fulfillments.filter((one) => one.canceled_at === null)
  const late = lateLines(order, imported, settings)
  const partial: Problem = {
    code: "partial_cancellation",
    params: { lines: untouched.map(goneUnits) },
    about: aboutItems(goneItems(untouched)),
  }
  const isAutomatic = settings.changes.cancel_in_store === "automatic"
  const removed = removedHere(order, positions, imported, settings)
  const edit = editOf(
    positions,
    isAutomatic ? untouched : [],
    late.filter(({ is_withdrawn }) => !is_withdrawn),
    partial
  )
  return [
    ...(shipped.length > 0
      ? [raise("canceled_after_shipping", {}, aboutParcels(shipped, live.filter(isShipped)))]
      : []),
    ...(packed.length > 0
      ? [
          raise(
            "cancel_stop_parcel",
            {},
            aboutParcels(
              packed,
              live.filter((one) => !isShipped(one))
            )
          ),
        ]
      : []),
    ...(untouched.length > 0 && !isAutomatic ? [{ kind: "raise", problem: partial } as const] : []),
    ...(edit ? [edit] : []),
    ...(removed ? [{ kind: "raise", problem: removed } as const] : []),
  ]
}

function goneUnits({ items, line, imported }: Position): string {
  const units = countUnits(items.filter(isGone))
  return `${units} × ${nameOf(line, imported)}`
}

/** What an operator took out of the store's order, and the marketplace still expects of the seller. */
function removedHere(
  order: NormalizedOrder,
  positions: readonly Position[],
  { lines, withdrawn_item_ids, sent_item_ids }: ImportedOrder,
  settings: ConnectionSettings
): Problem | null {
  if (settings.changes.cancel_at_marketplace === "never") return null
  const isOwed = (item: OrderItem) =>
    isAlive(item) && !isOver(item) && !hasLeftThere(item) && !sent_item_ids.includes(item.external_id)
  const reduced = positions.map(({ imported, items, line, owed }) => {
    const open = items.filter(isOwed)
    const left = countUnits(items.filter((item) => isAlive(item) && !isOwed(item)))
    return {
      open,
      units: Math.min(owed - Math.max(imported.current_quantity, left), countUnits(open)),
      name: nameOf(line, imported),
    }
  })
  const known = new Set(lines.flatMap((line) => line.item_external_ids))
  const gone = order.lines.map((line) => {
    const open = line.items.filter(
      (item) => !known.has(item.external_id) && withdrawn_item_ids.includes(item.external_id) && isOwed(item)
    )
    return { open, units: countUnits(open), name: nameOf(line) }
  })
  const removed = [...reduced, ...gone].filter(({ units }) => units > 0)
  return removed.length === 0
    ? null
    : {
        code: "removed_here",
        params: { lines: removed.map(({ name, units }) => `${units} × ${name}`) },
        about: removed.flatMap(({ open, units }) => [...aboutItems(open), String(units)]),
      }
}

const lateProblem = (late: readonly LateLine[]): Problem => ({
  code: "late_lines",
  params: { lines: late.map(({ line }) => nameOf(line)) },
  about: aboutItems(late.flatMap(({ items }) => items)),
})

type LateLine = { line: OrderLine; items: OrderItem[]; is_withdrawn: boolean }

/** What may be imported now and is not in the store's order. */
function lateLines(
  order: NormalizedOrder,
  { lines, withdrawn_item_ids }: ImportedOrder,
  settings: ConnectionSettings
): LateLine[] {
  const known = new Set(lines.flatMap((line) => line.item_external_ids))
  return order.lines.flatMap((line) => {
    const items = line.items.filter(
      (item) => !known.has(item.external_id) && isImportable(item, line, order, settings)
    )
    const is_withdrawn = items.some((item) => withdrawn_item_ids.includes(item.external_id))
    return items.length > 0 ? [{ line, items, is_withdrawn }] : []
  })
}

function editOf(
  positions: readonly Position[],
  reduced: readonly Position[],
  late: readonly LateLine[],
  partial: Problem
): OrderEdit | null {
  if (reduced.length === 0 && late.length === 0) {
    return null
  }
  const grownBy = ({ imported }: Position) =>
    late.find(({ line }) => line.key === imported.line_key)?.items ?? []
  const kept = positions.map((position) => {
    const isReduced = reduced.includes(position)
    const { imported, items, owed } = position
    const before = isReduced ? owed : imported.current_quantity
    // What stays although it is canceled (packed, or the operator is asked) still counts with its price.
    const alive = items.filter((item) => !isGone(item))
    let missing = before - countUnits(alive)
    const staying = items.filter((item) => {
      const stays = !isReduced && isGone(item) && missing > 0
      missing -= stays ? countUnits([item]) : 0
      return stays
    })
    const added = grownBy(position)
    return {
      ids: [...alive, ...staying, ...added].map(({ external_id }) => external_id),
      line_item_id: imported.line_item_id,
      quantity: before + countUnits(added),
      changes: isReduced || added.length > 0,
    }
  })
  const keys = positions.map(({ imported }) => imported.line_key)
  const added = late.filter(({ line }) => !keys.includes(line.key))
  return {
    kind: "edit_order",
    quantities: kept
      .filter(({ changes }) => changes)
      .map(({ line_item_id, quantity }) => ({ line_item_id, quantity })),
    takes_away: reduced.length > 0,
    added: added.map(({ line }) => line.key),
    item_external_ids: [
      ...kept.flatMap(({ ids }) => ids),
      ...added.flatMap(({ items }) => items.map(({ external_id }) => external_id)),
    ],
    otherwise: reduced.length > 0 ? partial : lateProblem(late),
  }
}

/** Each fact about the buyer; a parcel of the marketplace's own is none of ours. */
function buyerOf(
  order: NormalizedOrder,
  imported: ImportedOrder,
  state: ChangePlan["state"],
  settings: ConnectionSettings,
  countries: readonly string[]
): BuyerChange {
  return buyerChange({
    order,
    written: imported.written,
    current: imported.current,
    settings,
    countries,
    is_corrected: imported.is_address_corrected,
    is_packed: imported.fulfillments.some(
      ({ id, canceled_at }) => canceled_at === null && id !== imported.recorded_fulfillment_id
    ),
    is_owed: state === "imported" || state === "partly_shipped",
  })
}

function deliveries(positions: readonly Position[], { fulfillments }: ImportedOrder): Change[] {
  return fulfillments
    .filter((one) => one.shipped_at !== null && one.canceled_at === null && one.delivered_at === null)
    .filter((one) => {
      const inside = positions.filter(({ imported }) => unitsOf(one, imported.line_item_id) > 0)
      const items = inside.flatMap(({ items }) => items).filter((item) => !isGone(item))
      return items.length > 0 && items.every((item) => ARRIVED.includes(item.status))
    })
    .map((one) => ({ kind: "mark_delivered", fulfillment_id: one.id }))
}

/** Lines of which the marketplace shows an item no longer: nothing is done about them before a person has looked. */
function absences(order: NormalizedOrder, positions: readonly Position[]): Change[] {
  const known = itemsById(order)
  const absent = positions.filter(
    ({ imported: { item_external_ids, current_quantity }, shipped }) =>
      current_quantity > shipped && item_external_ids.some((id) => !known.has(id))
  )
  const ids = absent.flatMap(({ imported }) => imported.item_external_ids.filter((id) => !known.has(id)))
  return absent.length > 0 && !order.needs_details
    ? [raise("items_not_shown", { lines: absent.map(({ line, imported }) => nameOf(line, imported)) }, ids)]
    : []
}

/** What was shown with the import, or would have been, is shown for as long as it is so and was not taken note of. */
function flags(
  order: NormalizedOrder,
  imported: ImportedOrder,
  alive: readonly OrderItem[],
  positions: readonly Position[],
  address: StoreAddress | null
): Change[] {
  const isOwed = (sku: string) =>
    positions.some(({ line, owed, shipped }) => line !== null && owed > shipped && externalSku(line) === sku)
  const isWhollyGone = positions.length > 0 && positions.every(({ owed }) => owed <= 0)
  const known = new Set(imported.lines.flatMap((line) => line.item_external_ids))
  const isAsked = (item: OrderItem) => item.status === "cancel_requested" && known.has(item.external_id)
  const asked = order.lines.filter((line) => line.items.some(isAsked))
  const askedItems = asked.flatMap(({ items }) => items.filter(isAsked))
  const unknown = unknownStatus(alive, order)
  const isUnpaid = !isWhollyGone && !order.is_paid && !imported.is_captured
  const problems: Problem[] = [
    ...(asked.length > 0
      ? [
          {
            code: "cancel_requested" as const,
            params: { lines: asked.map((line) => nameOf(line)) },
            about: aboutItems(askedItems),
          },
        ]
      : []),
    ...(unknown ? [unknown] : []),
    ...(isUnpaid ? [{ code: "unpaid" as const, params: {} }] : []),
    ...imported.short_stock.filter(({ params }) => isOwed(String(params.sku))),
    ...(isWhollyGone ? [] : lostLetters(address)),
    ...unreadDetails(order),
    ...afterSaleProblems(order, imported.after_sales),
  ]
  return problems.map((problem) => ({ kind: "raise", problem }))
}

function nameOf(line: OrderLine | null, imported?: ImportedLine): string {
  return cleanOrNull(line?.sku) ?? cleanOrNull(line?.title) ?? imported?.line_key ?? ""
}

function raise(
  code: Problem["code"],
  params: Problem["params"] = {},
  about?: readonly string[]
): Extract<Change, { kind: "raise" }> {
  return { kind: "raise", problem: { code, params, ...(about && { about }) } }
}
