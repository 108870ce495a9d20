import type { ItemStatus, NormalisedOrder, OrderItem, OrderLine } from "../marketplaces/port"
import { countUnits } from "./fulfillments"
import { externalSku, matchLine } from "./match"
import type { MatchTables } from "./match"
import type { VariantFacts } from "./plan-import"
import type { Problem } from "./problems"
import type { ConnectionSettings } from "./settings"
import { allocate } from "./stock"
import type { Reservation, Stock, StockNeed } from "./stock"

const OVER: readonly ItemStatus[] = ["refused", "canceled", "shipped", "delivered", "claim", "closed"]

/** What decides whether an order may be accepted, and where its stock is taken from. */
export type AcceptanceContext = {
  settings: ConnectionSettings
  matches: MatchTables
  variants: ReadonlyMap<string, VariantFacts>
  /** What is available, without what is reserved; after each accepted order, take its reservations off. */
  stock: Stock
  destination: { stock_location_ids: readonly string[] }
  /** What this order has reserved already. */
  reserved: readonly Reservation[]
}

/** The store's price by variant id: in the order's currency, tax included, in major units. */
export type StorePrices = ReadonlyMap<string, number>

export type AcceptanceVerdict =
  | { kind: "accept"; item_external_ids: string[]; reservations: Reservation[] }
  /** The stock is short, and the merchant wants such items refused. */
  | { kind: "refuse"; item_external_ids: string[] }
  | { kind: "ask"; problem: Problem }

type Part = { line: OrderLine; items: OrderItem[]; quantity: number; variant: VariantFacts | null }

/** The items that wait for the seller's answer: what the marketplace ships is not the seller's to decide. */
export function undecidedItems(order: NormalisedOrder): OrderItem[] {
  return waitingItems(order, "seller")
}

function waitingItems(order: NormalisedOrder, by: OrderLine["fulfilled_by"]): OrderItem[] {
  return order.lines
    .filter((line) => line.fulfilled_by === by)
    .flatMap((line) => line.items)
    .filter((item) => item.status === "to_accept")
}

/**
 * Whether the given items may be accepted without a human: every article known, no negotiation and no pre-order, all of
 * it in stock, and every price within `import.price_guard_percent` of the store's.
 *
 * Stock that the store would sell before it has it does not count: only what is in stock. With `import.out_of_stock`
 * "refuse", items whose stock is short are refused: all of them where the marketplace decides by order. A decision on
 * the order that would speak for what the marketplace ships is a human's.
 */
export function judgeAcceptance(
  order: NormalisedOrder,
  item_external_ids: readonly string[],
  decides: "order" | "item",
  prices: StorePrices,
  context: AcceptanceContext
): AcceptanceVerdict {
  const parts = partsOf(order, item_external_ids, context)
  const isShared = decides === "order" && waitingItems(order, "marketplace").length > 0
  const isRefusing = context.settings.import.out_of_stock === "refuse" && !isShared
  const places = placesOf(parts, context)
  const isShort = "problem" in places && places.problem.code === "out_of_stock"
  if (isShort && isRefusing) {
    const short = decides === "order" ? parts : shortParts(parts, String(places.problem.params.sku), context)
    return { kind: "refuse", item_external_ids: idsOf(short) }
  }
  const compared = parts.map((part) => ({ ...part, price: part.variant && prices.get(part.variant.id) }))
  const reasons = [
    parts.some(({ line }) => line.is_negotiated) ? "negotiated" : null,
    parts.some(({ line }) => line.is_preorder) ? "preorder" : null,
    parts.some(({ variant }) => variant === null) ? "unknown_sku" : null,
    "problem" in places ? "out_of_stock" : null,
    compared.some(({ variant, price }) => variant && !price) ? "price_unknown" : null,
    isUnread(order, parts) ? "unreadable" : null,
    isShared ? "shipped_by_marketplace" : null,
  ].filter((reason) => reason !== null)
  if (reasons.length > 0 || "problem" in places) {
    return { kind: "ask", problem: { code: "not_accepted_automatically", params: { reasons } } }
  }
  const strange = compared.find(({ line, price }) => isStrange(line.unit_price, price, context.settings))
  if (strange) {
    const params = {
      sku: externalSku(strange.line),
      price: strange.line.unit_price,
      store_price: strange.price ?? null,
      currency_code: order.currency_code,
    }
    return { kind: "ask", problem: { code: "price_guard", params } }
  }
  return { kind: "accept", item_external_ids: idsOf(parts), reservations: places.reservations }
}

/**
 * What accepting these items reserves: as the import will take it, below zero where the stock is short, since sold is
 * sold. A line whose article is unknown or stocked nowhere reserves nothing yet; an item that is over, nothing any more.
 */
export function acceptedReservations(
  order: NormalisedOrder,
  item_external_ids: readonly string[],
  context: AcceptanceContext
): Reservation[] {
  const parts = partsOf(order, item_external_ids, context)
  const stocked = parts.filter((part) => !("problem" in allocateParts([part], context, true)))
  const places = allocateParts(stocked, context, true)
  return "problem" in places ? [] : places.reservations
}

function partsOf(
  order: NormalisedOrder,
  ids: readonly string[],
  { matches, variants, settings }: AcceptanceContext
): Part[] {
  const own = order.lines.filter((line) => line.fulfilled_by === "seller")
  return own.flatMap((line) => {
    const items = line.items.filter((item) => ids.includes(item.external_id) && !OVER.includes(item.status))
    if (items.length === 0) {
      return []
    }
    const { variant_id } = matchLine(line, matches, settings)
    const variant = variant_id === null ? null : (variants.get(variant_id) ?? null)
    return [{ line, items, quantity: countUnits(items), variant }]
  })
}

const idsOf = (parts: readonly Part[]) => parts.flatMap(({ items }) => items.map((item) => item.external_id))

/** Where everything is taken from, if all of it is really there. */
function placesOf(parts: readonly Part[], context: AcceptanceContext) {
  const strict = parts.map((part) => ({
    ...part,
    variant: part.variant && { ...part.variant, allow_backorder: false },
  }))
  return allocateParts(strict, context, false)
}

/** The parts that are short each for themselves; two lines of one article can be short together only. */
function shortParts(parts: readonly Part[], sku: string, context: AcceptanceContext): Part[] {
  const alone = parts.filter((part) => "problem" in placesOf([part], context))
  return alone.length > 0 ? alone : parts.filter(({ line }) => externalSku(line) === sku)
}

function allocateParts(parts: readonly Part[], context: AcceptanceContext, isBackorderAllowed: boolean) {
  const { destination, stock, reserved } = context
  const needs: StockNeed[] = parts.map(({ line, quantity, variant }) => ({
    key: line.key,
    sku: externalSku(line),
    quantity,
    variant,
  }))
  return allocate(needs, destination.stock_location_ids, stock, reserved, isBackorderAllowed)
}

/** An accepted order must be importable: no part may be unreadable. */
const isUnread = ({ unread = [] }: NormalisedOrder, parts: readonly Part[]): boolean =>
  unread.some(({ blocks }) => blocks) ||
  parts.some(({ line, items }) => line.unit_price === null || items.some(({ quantity }) => quantity === null))

/** A price that one of both does not have is not compared: the caller has asked for both. */
function isStrange(
  price: number | null,
  storePrice: number | null | undefined,
  { import: { price_guard_percent } }: ConnectionSettings
) {
  if (price === null || !storePrice) {
    return true
  }
  return (Math.abs(price - storePrice) / storePrice) * 100 > price_guard_percent + 1e-9
}
