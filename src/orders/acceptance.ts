import type { Capabilities, NormalizedOrder, OrderItem, OrderLine } from "../marketplaces/port"
import { countUnits } from "./fulfillments"
import { isGone } from "./item-status"
import { externalSku, matchLine } from "./match"
import type { MatchTables } from "./match"
import type { VariantFacts } from "./import-context"
import type { Problem } from "./problems"
import type { ConnectionSettings } from "./settings"
import { isOver, isWanted } from "./state"
import { allocate, StockLeft } from "./stock"
import type { Reservation, Stock, StockNeed } from "./stock"
import { blockingParts } from "./unread"

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

export type AcceptanceVerdict = {
  accept: string[]
  /** What accepting these reserves. */
  reservations: Reservation[]
  /** Nothing of these is in stock, and the merchant wants such items refused. */
  refuse: string[]
  /** Why the others are a human's to decide; null where there are no others. */
  ask: Problem | null
}

export type AutomaticDecision = {
  decision: "accept" | "refuse"
  item_external_ids: string[]
  /** Of an acceptance that refuses the other items with the same call. */
  refused: string[]
}

/**
 * What is decided of these items without a human. Where one call decides on all of them, a part that is a human's makes all
 * of them so.
 */
export function automaticDecisions(
  { accept, refuse }: Pick<AcceptanceVerdict, "accept" | "refuse">,
  item_external_ids: readonly string[],
  decides: Capabilities["decides"],
  acceptance: ConnectionSettings["import"]["acceptance"]
): AutomaticDecision[] {
  const accepted = acceptance === "automatic" ? accept : []
  const refusal: AutomaticDecision = { decision: "refuse", item_external_ids: refuse, refused: [] }
  const approval: AutomaticDecision = { decision: "accept", item_external_ids: accepted, refused: [] }
  const made = [refusal, approval].filter((one) => one.item_external_ids.length > 0)
  if (decides !== "items_together") return made
  if (accepted.length + refuse.length < item_external_ids.length) return []
  return made.length > 1 ? [{ ...approval, refused: refuse }] : made
}

type Part = { line: OrderLine; items: OrderItem[]; quantity: number; variant: VariantFacts | null }

/** The items that wait for the seller's answer: what the marketplace ships is not the seller's to decide. */
export function undecidedItems(order: NormalizedOrder): OrderItem[] {
  return waitingItems(order, "seller")
}

function waitingItems(order: NormalizedOrder, by: OrderLine["fulfilled_by"]): OrderItem[] {
  return order.lines
    .filter((line) => line.fulfilled_by === by)
    .flatMap((line) => line.items)
    .filter((item) => item.status === "to_accept")
}

/**
 * What may be decided of the given items without a human. Accepted is what passes every guard: every article known, no
 * negotiation and no pre-order, all of it in stock, and every price within `import.price_guard_percent` of the store's.
 *
 * Stock that the store would sell before it has it does not count: only what is there, at whichever of the locations.
 * Where the marketplace decides by item, so does stock: what is there is accepted beside what is not. With
 * `import.out_of_stock` "refuse", refused is that of which nothing is there: an item, or the whole order where the
 * marketplace decides by order. What stock could serve in part is a human's, and so is a decision on an order that
 * would speak for what the marketplace ships.
 */
export function judgeAcceptance(
  order: NormalizedOrder,
  item_external_ids: readonly string[],
  decides: "order" | "item",
  prices: StorePrices,
  context: AcceptanceContext
): AcceptanceVerdict {
  // What the order has reserved is for what was accepted before.
  const fresh = { ...context, reserved: [] }
  const isShared = decides === "order" && waitingItems(order, "marketplace").length > 0
  const found = judgeStock(partsOf(order, item_external_ids, context), fresh)
  const mayRefuse =
    context.settings.import.out_of_stock === "refuse" &&
    !isShared &&
    openParts(order, context.settings).length === 0 &&
    (decides === "item" || found.every(({ served }) => served === "none"))
  const refuse = found.filter(({ served }) => mayRefuse && served === "none")
  const open = found.filter((one) => !refuse.includes(one))
  const { problem, isStockAlone } = doubtAbout(order, open, isShared, prices, context)
  const isDecided = problem === null || (decides === "item" && isStockAlone)
  const accept = idsOf(open.filter(({ served }) => isDecided && served === "all"))
  return {
    accept,
    reservations: acceptedReservations(order, accept, fresh),
    refuse: idsOf(refuse),
    ask: problem,
  }
}

/** Why these items are not accepted without a human, and whether stock is the only reason. */
function doubtAbout(
  order: NormalizedOrder,
  open: readonly JudgedItem[],
  isShared: boolean,
  prices: StorePrices,
  { settings }: AcceptanceContext
): { problem: Problem | null; isStockAlone: boolean } {
  const parts = [...new Set(open.map(({ part }) => part))]
  const compared = parts.map((part) => ({ ...part, price: part.variant && prices.get(part.variant.id) }))
  const isShort = open.some(({ served, item }) => served !== "all" && item.quantity !== null)
  const reasons = [
    parts.some(({ line }) => line.is_negotiated) ? "negotiated" : null,
    parts.some(({ line }) => line.is_preorder) ? "preorder" : null,
    parts.some(({ variant }) => variant === null) ? "unknown_sku" : null,
    isShort ? "out_of_stock" : null,
    compared.some(({ variant, price }) => variant && !price) ? "price_unknown" : null,
    isUnread(order, parts, settings) ? "unreadable" : null,
    isShared ? "shipped_by_marketplace" : null,
  ].filter((reason) => reason !== null)
  const strange = compared.find(({ line, price }) => isStrange(line.unit_price, price, settings))
  if (reasons.length > 0) {
    return {
      problem: { code: "not_accepted_automatically", params: { reasons } },
      isStockAlone: isShort && reasons.length === 1 && !strange,
    }
  }
  const problem: Problem | null = strange
    ? {
        code: "price_guard",
        params: {
          sku: externalSku(strange.line),
          price: strange.line.unit_price,
          store_price: strange.price ?? null,
          currency_code: order.currency_code,
        },
      }
    : null
  return { problem, isStockAlone: false }
}

/**
 * What accepting these items reserves: as the import will take it, below zero where the stock is short, since sold is
 * sold. A line whose article is unknown or stocked nowhere reserves nothing yet; an item that is over, nothing any more.
 */
export function acceptedReservations(
  order: NormalizedOrder,
  item_external_ids: readonly string[],
  context: AcceptanceContext
): Reservation[] {
  const parts = partsOf(order, item_external_ids, context)
  const stocked = parts.filter((part) => !("problem" in allocateParts([part], context)))
  const places = allocateParts(stocked, context)
  return "problem" in places ? [] : places.reservations
}

function partsOf(
  order: NormalizedOrder,
  ids: readonly string[],
  { matches, variants, settings }: AcceptanceContext
): Part[] {
  const own = order.lines.filter((line) => line.fulfilled_by === "seller")
  return own.flatMap((line) => {
    const items = line.items.filter(
      (item) => ids.includes(item.external_id) && !isGone(item) && !isOver(item)
    )
    if (items.length === 0) {
      return []
    }
    const { variant_id } = matchLine(line, matches, settings)
    const variant = variant_id === null ? null : (variants.get(variant_id) ?? null)
    return [{ line, items, quantity: countUnits(items), variant }]
  })
}

/** How much of an item stock can serve; `unknown` where its quantity or its stock is not known. */
type JudgedItem = { part: Part; item: OrderItem; served: "all" | "some" | "none" | "unknown" }

/**
 * Judges item after item: one that is not served whole leaves its stock to the others. A pre-order, and what the store
 * sells before it has it, can come later, so `none` is never said of them.
 */
function judgeStock(
  parts: readonly Part[],
  { destination, stock, reserved }: AcceptanceContext
): JudgedItem[] {
  const left = new StockLeft(destination.stock_location_ids, stock, reserved)
  return parts.flatMap((part) =>
    part.items.map((item): JudgedItem => {
      if (item.quantity === null) return { part, item, served: "unknown" }
      const need = needOf(part, item.quantity)
      const units = left.served(need)
      if (units === null) return { part, item, served: "unknown" }
      if (units === item.quantity) {
        left.takeUnits(need, units)
        return { part, item, served: "all" }
      }
      const isLater = part.line.is_preorder || part.variant?.allow_backorder
      return { part, item, served: units > 0 || isLater ? "some" : "none" }
    })
  )
}

const idsOf = (judged: readonly JudgedItem[]) => judged.map(({ item }) => item.external_id)

const needOf = ({ line, variant }: Part, quantity: number): StockNeed => ({
  key: line.key,
  sku: externalSku(line),
  quantity,
  variant,
})

function allocateParts(parts: readonly Part[], { destination, stock, reserved }: AcceptanceContext) {
  const needs = parts.map((part) => needOf(part, part.quantity))
  return allocate(needs, destination.stock_location_ids, stock, reserved, true)
}

/** What cannot be read of what is not over. */
const openParts = (order: NormalizedOrder, settings: ConnectionSettings) =>
  blockingParts(
    order,
    (item, line) =>
      isWanted(line, settings) && !isGone(item) && (line.fulfilled_by === "marketplace" || !isOver(item))
  )

/** An accepted order must be importable: no part of it may be unreadable. */
const isUnread = (order: NormalizedOrder, parts: readonly Part[], settings: ConnectionSettings): boolean =>
  openParts(order, settings).length > 0 ||
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
