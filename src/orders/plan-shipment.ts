import type {
  Capabilities,
  NormalizedOrder,
  OrderItem,
  OrderLine,
  ShipmentPolicy,
} from "../marketplaces/port"
import { withItems } from "../marketplaces/parcels"
import { coverItems, itemsById, shippedInOrder, unitsInParcel, unitsOf } from "./fulfillments"
import type { FulfillmentFacts, ImportedLine, ItemCoverage, SentShipment } from "./fulfillments"
import { isGone } from "./item-status"
import { isOwed } from "./left-there"
import type { Problem } from "./problems"
import { relayWarning } from "./relay-warning"
import type { CleanParcel, ResolvedLabel } from "./resolved-label"
import type { ConnectionSettings } from "./settings"
import { bareNumber } from "./shipment-seen"

const HOUR_MS = 60 * 60 * 1000
/** Every wait ends this long before the order must be shipped, so that a human has time to act. */
const ACT_BEFORE_SHIP_BY_MS = 6 * HOUR_MS
/** How long the rest of a split order is waited for when the marketplace names no deadline. */
const SPLIT_WAIT_WITHOUT_DEADLINE_MS = 72 * HOUR_MS
/** A number that cannot be sent is shown up to this length. */
const LEFT_OUT_NUMBER_LENGTH = 100
const DOUBTFUL = "tracking_number_doubtful"

/** A label that is not sent to the marketplace; `problem` is the code of what is wrong with it. */
export type LeftOutLabel = {
  tracking_number: string
  carrier_name: string | null
  tracking_url: string | null
  problem?: string
  /**
   * `no_item_left`: there are more labels than items; `item_in_another_parcel`: the items that it holds a part of are sent
   * with the parcel that completes them. Absent where the marketplace takes one parcel.
   */
  reason?: "no_item_left" | "item_in_another_parcel"
}

/** A parcel as it is sent: every item of the shipment lies in exactly one. */
export type SentParcel = CleanParcel & { fulfillment_id: string; item_external_ids: string[] }

export type ShipmentInput = {
  order: NormalizedOrder
  policy: ShipmentPolicy
  capabilities: Pick<Capabilities, "ships" | "untracked_shipments"> &
    Partial<Pick<Capabilities, "corrects_shipments">>
  settings: ConnectionSettings
  /** Of the shipping option that the merchant gave for the order's delivery mode, if it is one of ours: a carrier's key. */
  delivery_carrier: string | null
  /** The lines of the store's order that came from the marketplace. */
  lines: ImportedLine[]
  fulfillments: FulfillmentFacts[]
  /** Which of them is planned. */
  fulfillment_id: string
  /** What actions have sent to the marketplace already, including this fulfillment's own. */
  sent: SentShipment[]
  /** Each fulfillment's labels by its id, oldest first. */
  labels: ReadonlyMap<string, readonly ResolvedLabel[]>
  is_test: boolean
  /** An operator decided to send this parcel for the whole order, without waiting for the rest. */
  send_now: boolean
  /** An operator said that this parcel has no number. */
  is_untracked: boolean
  /** Numbers, as entered, that an operator said are sent as they are. */
  as_is?: readonly string[]
  now: Date
}

export type SkipReason =
  | "test_order"
  | "sending_is_off"
  | "not_shipped"
  | "canceled"
  | "not_marketplace_lines"
  | "fulfilled_by_marketplace"
  | "already_shipped_there"
  /** The marketplace takes one parcel, and another fulfillment's is that one. */
  | "sent_with_another_parcel"

export type ShipmentPlan =
  | {
      kind: "send"
      item_external_ids: string[]
      /** Units of each, where a part of an item is sent. */
      quantities?: Record<string, number>
      parcels: SentParcel[]
      is_untracked: boolean
      /** Recorded in the store and not sent: shown to the operator, with the reason. */
      left_out?: LeftOutLabel[]
      /** What a person should look at; it holds nothing up. */
      warning?: Problem
    }
  /** `problem` says to the operator what is waited for. */
  | { kind: "wait"; reason: "split" | "tracking"; until: string; problem: Problem }
  | { kind: "problem"; problem: Problem }
  | { kind: "skip"; reason: SkipReason; left_out?: LeftOutLabel[] }

/** What has to be sent to the marketplace about one shipped fulfillment, if anything and if now. */
export function planShipment(input: ShipmentInput): ShipmentPlan {
  const { order, policy, lines } = input
  const fulfillment = input.fulfillments.find((one) => one.id === input.fulfillment_id)
  const unfit = skipReason(input, fulfillment)
  if (unfit || !fulfillment) {
    return { kind: "skip", reason: unfit ?? "not_shipped" }
  }

  const sellerLines = lines.filter((line) => isSellers(line, order))
  const covered = coverItems(order, sellerLines, input.fulfillments, input.sent, isOwed)
  const ownParts = ownItems(input, fulfillment)
  const isPartly = input.capabilities.ships === "quantity" && policy.parcels === "many"
  const choice: Choice =
    ownParts.length > 0
      ? {
          items: ownParts,
          quantities: input.sent.find(({ fulfillment_id: id }) => id === fulfillment.id)?.quantities,
        }
      : isPartly
        ? chooseUnits(input, fulfillment, sellerLines)
        : policy.parcels === "one"
          ? chooseForOneParcel(input, fulfillment, covered)
          : chooseForManyParcels(input, fulfillment, covered)
  if ("kind" in choice) {
    return choice
  }
  const refused = choice.items.find(({ item, is_sent }) => !is_sent && !mayBeShipped(item))
  if (refused) {
    return mayNotBeShipped(refused.item)
  }

  const item_external_ids = choice.items.map(({ item }) => item.external_id)
  const units = choice.quantities && { quantities: choice.quantities }
  if (policy.has_prepaid_label) {
    const warning = relayWarning(input, labelsOf(input, [fulfillment.id]))
    return {
      kind: "send",
      item_external_ids,
      ...units,
      parcels: [],
      is_untracked: true,
      ...(warning && { warning }),
    }
  }
  const labels = labelsFor(input, fulfillment, choice.items, covered)
  const isOne = policy.parcels === "one"
  const missing = labels.own.length === 0 ? withoutTracking(input, fulfillment, item_external_ids) : null
  const wait = missing?.kind === "send" ? { ...missing, ...units } : missing
  // Only the labels that are sent have to be good.
  const needed = labels.own.slice(0, isOne ? 1 : item_external_ids.length)
  const problem = needed.find((label) => label.problem)?.problem
  if (problem) {
    return { kind: "problem", problem }
  }
  const good = [...labels.own, ...labels.others].filter(({ parcel }) => parcel !== null)
  // Once nothing is waited for any more, the number of another parcel of the order is better than none.
  if (wait && (wait.kind !== "problem" || !isOne || good.length === 0)) {
    return wait
  }
  const chosen = isOne ? good.slice(0, 1) : needed
  const asksUnusual = policy.asks_unusual ?? input.capabilities.corrects_shipments === false
  const doubtful = asksUnusual ? chosen.find((one) => isAsked(one, input)) : undefined
  if (doubtful) {
    const params = doubtful.doubts?.find(({ code }) => code === DOUBTFUL)?.params ?? {}
    return { kind: "problem", problem: { code: "tracking_number_unusual", params } }
  }
  const tooLong = chosen.find(
    ({ parcel }) => (parcel?.tracking_number.length ?? 0) > policy.tracking_number_max_length
  )
  if (tooLong?.parcel) {
    const params = { tracking_number: tooLong.parcel.tracking_number, detail: ["too_long"] }
    return { kind: "problem", problem: { code: "tracking_number_invalid", params } }
  }
  const left_out = [
    ...labels.own
      .filter((label) => !chosen.includes(label))
      .map((label) => leftOut(label, isOne ? undefined : "no_item_left")),
    ...labels.others
      .filter((label) => !chosen.includes(label))
      .map((label) => leftOut(label, isOne ? undefined : "item_in_another_parcel")),
  ]
  const warning = warningOf(input, chosen)
  return {
    kind: "send",
    item_external_ids,
    ...units,
    parcels: parcelsWithItems(item_external_ids, chosen, policy),
    is_untracked: false,
    ...(left_out.length > 0 && { left_out }),
    ...(warning && { warning }),
  }
}

type OwnLabel = ResolvedLabel & { fulfillment_id: string }

/** `own`: of the parcel that is planned, or else of those that its items are in; `others`: what is recorded beside them. */
function labelsFor(
  input: ShipmentInput,
  { id }: FulfillmentFacts,
  items: readonly ItemCoverage[],
  covered: readonly ItemCoverage[]
): { own: OwnLabel[]; others: OwnLabel[] } {
  const contributors = [...new Set(items.flatMap((one) => one.contributors))].filter((other) => other !== id)
  const own = labelsOf(input, [id])
  if (input.policy.parcels === "one") {
    return { own, others: labelsOf(input, [id, ...contributors]).slice(own.length) }
  }
  if (input.capabilities.ships !== "line") {
    return { own, others: [] }
  }
  if (own.length === 0) {
    // Another parcel's number speaks only for items that it holds a part of.
    const shared = contributors.filter((other) => items.every((one) => one.contributors.includes(other)))
    return { own: labelsOf(input, shared), others: [] }
  }
  // A parcel that completes items of its own is sent with those.
  const silent = contributors.filter((other) => covered.every(({ completed_by }) => completed_by !== other))
  return { own, others: labelsOf(input, [id, ...silent]).slice(own.length) }
}

/**
 * The parcels as they are sent: an item lies in exactly one. Which of several labels of a parcel an item has is not known:
 * the first item has the first, and so on, and the last one those that are left.
 */
export function parcelsWithItems(
  item_external_ids: readonly string[],
  labels: readonly OwnLabel[],
  { tracking_url_max_length }: Pick<ShipmentPolicy, "tracking_url_max_length">
): SentParcel[] {
  return withItems(
    item_external_ids,
    labels.flatMap(({ fulfillment_id, parcel }) =>
      parcel
        ? [
            {
              fulfillment_id,
              ...parcel,
              tracking_url:
                parcel.tracking_url && parcel.tracking_url.length <= tracking_url_max_length
                  ? parcel.tracking_url
                  : null,
            },
          ]
        : []
    )
  )
}

/** What the code knows to be an unusual number, as long as a person has not said that it is sent as it is. */
const isAsked = ({ doubts = [], tracking_number }: ResolvedLabel, { as_is = [] }: ShipmentInput) =>
  doubts.some(({ code }) => code === DOUBTFUL) && !as_is.includes(tracking_number.trim())

/** What a person should look at, the number first; it holds nothing up. */
export function warningOf(input: ShipmentInput, labels: readonly ResolvedLabel[]): Problem | null {
  const doubts = labels.flatMap((label) =>
    (label.doubts ?? []).filter(({ code }) => code !== DOUBTFUL || isAsked(label, input))
  )
  const number = doubts.find(({ code }) => code === DOUBTFUL)
  return number ?? relayWarning(input, labels) ?? doubts[0] ?? null
}

/** Each number once, in the order of the fulfillments. What only stands in for a number is none. */
function labelsOf({ labels }: ShipmentInput, fulfillment_ids: readonly string[]): OwnLabel[] {
  const all = fulfillment_ids
    .flatMap((fulfillment_id) =>
      (labels.get(fulfillment_id) ?? []).map((label) => ({ fulfillment_id, ...label }))
    )
    .filter(({ problem }) => problem?.code !== "tracking_number_missing")
  const numberOf = ({ parcel, tracking_number }: ResolvedLabel) => parcel?.tracking_number ?? tracking_number
  return all.filter((one, index) => all.findIndex((other) => numberOf(other) === numberOf(one)) === index)
}

export function leftOut(
  { parcel, problem, tracking_number }: ResolvedLabel,
  reason: LeftOutLabel["reason"]
): LeftOutLabel {
  const why = reason && { reason }
  if (parcel) {
    const { carrier_name, tracking_url } = parcel
    return { tracking_number: parcel.tracking_number, carrier_name, tracking_url, ...why }
  }
  const entered = tracking_number.slice(0, LEFT_OUT_NUMBER_LENGTH)
  return { tracking_number: entered, carrier_name: null, tracking_url: null, problem: problem.code, ...why }
}

type Choice = { items: ItemCoverage[]; quantities?: Record<string, number> } | ShipmentPlan

function skipReason(
  { is_test, settings, lines, order }: ShipmentInput,
  fulfillment: FulfillmentFacts | undefined
): SkipReason | null {
  if (is_test) {
    return "test_order"
  }
  if (!settings.shipping.send) {
    return "sending_is_off"
  }
  if (fulfillment?.canceled_at) {
    return "canceled"
  }
  if (!fulfillment?.shipped_at) {
    return "not_shipped"
  }
  const packed = lines.filter((line) => unitsOf(fulfillment, line.line_item_id) > 0)
  if (packed.length === 0) {
    return "not_marketplace_lines"
  }
  return packed.some((line) => isSellers(line, order)) ? null : "fulfilled_by_marketplace"
}

/** One parcel speaks for the complete order: the first, or the one with which the last owed item has left. */
function chooseForOneParcel(
  input: ShipmentInput,
  fulfillment: FulfillmentFacts,
  covered: readonly ItemCoverage[]
): Choice {
  const { order, policy, sent } = input
  const coverage = new Map(covered.map((one) => [one.item.external_id, one]))
  const sentIds = new Set(sent.flatMap((one) => one.item_external_ids))
  const open = order.lines
    .filter((line) => line.fulfilled_by === "seller")
    .flatMap((line) => line.items.map((item) => coverage.get(item.external_id) ?? untouched(item, line)))
    .filter(({ item }) => isOwed(item) && !sentIds.has(item.external_id))
  if (input.send_now && open.length > 0) {
    return { items: open }
  }
  const carrying = new Set(open.flatMap((one) => one.contributors))
  if (!carrying.has(fulfillment.id)) {
    return nothingLeft(input, fulfillment)
  }
  const missing = open.filter((one) => one.completed_by === null)
  if (policy.split === "wait_for_all" && missing.length > 0) {
    return waitForRest(input, fulfillment, missing)
  }
  const parcels = shippedInOrder(input.fulfillments).filter(({ id }) => carrying.has(id))
  const speaker = policy.split === "wait_for_all" ? parcels.at(-1) : parcels[0]
  return speaker?.id === fulfillment.id ? { items: open } : silent(input, fulfillment)
}

/** The order's one parcel is another: this one's numbers stay here, to be seen. */
function silent(input: ShipmentInput, fulfillment: FulfillmentFacts): ShipmentPlan {
  const isOne = input.policy.parcels === "one"
  const reason = isOne ? undefined : "item_in_another_parcel"
  const left_out = labelsOf(input, [fulfillment.id]).map((label) => leftOut(label, reason))
  return {
    kind: "skip",
    reason: "sent_with_another_parcel",
    ...(left_out.length > 0 && { left_out }),
  }
}

/** Each parcel is sent with the items that it completes. */
function chooseForManyParcels(
  input: ShipmentInput,
  fulfillment: FulfillmentFacts,
  covered: readonly ItemCoverage[]
): Choice {
  const begun = covered.filter((one) => one.contributors.includes(fulfillment.id))
  const completed = begun.filter((one) => input.send_now || one.completed_by === fulfillment.id)
  if (completed.length > 0) {
    return { items: completed }
  }
  if (begun.some((one) => one.completed_by !== null)) {
    return silent(input, fulfillment)
  }
  return begun.length > 0 ? waitForRest(input, fulfillment, begun) : nothingLeft(input, fulfillment)
}

/** Each parcel is sent with the units that it holds, whole items or not. */
function chooseUnits(input: ShipmentInput, fulfillment: FulfillmentFacts, lines: ImportedLine[]): Choice {
  const { order, fulfillments, sent } = input
  const units = unitsInParcel(order, lines, fulfillments, sent, fulfillment.id, isOwed)
  if (units.size === 0) return nothingLeft(input, fulfillment)
  const positions = itemsById(order)
  const items = [...units.keys()].flatMap((id) => positions.get(id) ?? [])
  return {
    items: items.map((position) => ({
      ...position,
      completed_by: fulfillment.id,
      contributors: [fulfillment.id],
      is_sent: false,
    })),
    quantities: Object.fromEntries(units),
  }
}

/** What was sent for this fulfillment already: a repeated call names the same items. */
function ownItems({ order, sent }: ShipmentInput, { id }: FulfillmentFacts): ItemCoverage[] {
  const positions = itemsById(order)
  return sent
    .filter((one) => one.fulfillment_id === id)
    .flatMap((one) => one.item_external_ids.flatMap((external_id) => positions.get(external_id) ?? []))
    .map((position) => ({ ...position, completed_by: id, contributors: [id], is_sent: true }))
}

function untouched(item: OrderItem, line: OrderLine): ItemCoverage {
  return { item, line, completed_by: null, contributors: [], is_sent: false }
}

/** Nothing of the parcel is owed any more: sent with another, shipped from elsewhere, or canceled there. */
function nothingLeft(input: ShipmentInput, fulfillment: FulfillmentFacts): ShipmentPlan {
  const { order, lines, sent } = input
  const positions = itemsById(order)
  const packed = lines.filter((line) => unitsOf(fulfillment, line.line_item_id) > 0)
  const items = packed.flatMap((line) =>
    line.item_external_ids.flatMap((id) => positions.get(id)?.item ?? [])
  )
  if (items.every(isGone)) {
    return mayNotBeShipped(items.at(0))
  }
  const ids = items.map((item) => item.external_id)
  const isSent = sent.some((one) => one.item_external_ids.some((id) => ids.includes(id)))
  if (isSent) {
    return silent(input, fulfillment)
  }
  const there = items.flatMap((item) => item.parcels.flatMap((parcel) => parcel.tracking_number ?? []))
  const here = labelsOf(input, [fulfillment.id]).map(
    (one) => one.parcel?.tracking_number ?? one.tracking_number
  )
  const isSame = here.some((one) => there.some((other) => bareNumber(one) === bareNumber(other)))
  return there.length > 0 && here.length > 0 && !isSame
    ? {
        kind: "problem",
        problem: { code: "shown_differently", params: { status: items[0].external_status } },
      }
    : { kind: "skip", reason: "already_shipped_there" }
}

function waitForRest(
  { order, now }: ShipmentInput,
  fulfillment: FulfillmentFacts,
  missing: readonly ItemCoverage[]
): ShipmentPlan {
  const shipped = Date.parse(fulfillment.shipped_at ?? "")
  const until = order.ship_by
    ? Date.parse(order.ship_by) - ACT_BEFORE_SHIP_BY_MS
    : shipped + SPLIT_WAIT_WITHOUT_DEADLINE_MS
  const lines = [...new Set(missing.map(({ line }) => line.sku ?? line.title))]
  if (now.getTime() >= until) {
    return { kind: "problem", problem: { code: "split_deadline", params: { ship_by: order.ship_by, lines } } }
  }
  const ends = new Date(until).toISOString()
  return {
    kind: "wait",
    reason: "split",
    until: ends,
    problem: { code: "waiting_split", params: { lines, until: ends } },
  }
}

/**
 * Waits for a number that is still missing. A shipment is sent without one only where the marketplace allows it and a
 * person decided it: the operator for this parcel, at once, or the settings, after the wait.
 */
function withoutTracking(
  { order, policy, capabilities, settings, is_untracked, now }: ShipmentInput,
  fulfillment: FulfillmentFacts,
  item_external_ids: string[]
): ShipmentPlan {
  const isAllowed = capabilities.untracked_shipments && policy.untracked
  const untracked: ShipmentPlan = { kind: "send", item_external_ids, parcels: [], is_untracked: true }
  const notAllowed: Problem = {
    code: "untracked_not_allowed",
    params: { delivery_mode: order.delivery_mode },
  }
  if (is_untracked) {
    return isAllowed ? untracked : { kind: "problem", problem: notAllowed }
  }
  const ends = [
    Date.parse(fulfillment.shipped_at ?? "") + settings.shipping.wait_for_tracking_hours * HOUR_MS,
    order.ship_by ? Date.parse(order.ship_by) - ACT_BEFORE_SHIP_BY_MS : Infinity,
  ]
  const until = new Date(Math.min(...ends))
  const missing: Problem = { code: "tracking_number_missing", params: {} }
  // What has arrived gets no label any more.
  if (now < until && !fulfillment.delivered_at) {
    return { kind: "wait", reason: "tracking", until: until.toISOString(), problem: missing }
  }
  const isWanted = settings.shipping.untracked === "send" && capabilities.untracked_shipments
  return isWanted && isAllowed ? untracked : { kind: "problem", problem: isWanted ? notAllowed : missing }
}

/** Without item: the marketplace no longer shows any of them. */
function mayNotBeShipped(item: OrderItem | undefined): ShipmentPlan {
  const status = item?.external_status ?? null
  return { kind: "problem", problem: { code: "may_not_be_shipped", params: { status } } }
}

function isSellers({ item_external_ids }: ImportedLine, order: NormalizedOrder): boolean {
  const positions = itemsById(order)
  return item_external_ids.some((id) => positions.get(id)?.line.fulfilled_by !== "marketplace")
}

/**
 * A buyer's request to cancel can still be answered with a parcel; one of the seller or the marketplace refuses it
 * (Octopia documentation). So can a claim that the parcel has not come.
 */
function mayBeShipped(item: OrderItem): boolean {
  return (
    item.status === "ready" ||
    item.status === "claim" ||
    (item.status === "cancel_requested" && (item.cancel_requested_by ?? "buyer") === "buyer")
  )
}
