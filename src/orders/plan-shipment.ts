import type {
  Capabilities,
  NormalisedOrder,
  OrderItem,
  OrderLine,
  ShipmentPolicy,
} from "../marketplaces/port"
import { coverItems, itemsById, shippedInOrder, unitsOf } from "./fulfillments"
import type { FulfillmentFacts, ImportedLine, ItemCoverage, ToldShipment } from "./fulfillments"
import type { Problem } from "./problems"
import { relayWarning } from "./relay-warning"
import type { Parcel, ResolvedLabel } from "./resolved-label"
import type { ConnectionSettings } from "./settings"

const HOUR_MS = 60 * 60 * 1000
/** Every wait ends this long before the order must be shipped, so that a human has time to act. */
const ACT_BEFORE_SHIP_BY_MS = 6 * HOUR_MS
/** How long the rest of a split order is waited for when the marketplace names no deadline. */
const SPLIT_WAIT_WITHOUT_DEADLINE_MS = 72 * HOUR_MS
/** Of a number that cannot be told, so much is shown. */
const LEFT_OUT_NUMBER_LENGTH = 100

/** A label that the marketplace is not told of; `problem` is the code of what is wrong with it. */
export type LeftOutLabel = {
  tracking_number: string
  carrier_name: string | null
  tracking_url: string | null
  problem?: string
}

export type ShipmentInput = {
  order: NormalisedOrder
  policy: ShipmentPolicy
  capabilities: Pick<Capabilities, "ships" | "untracked_shipments">
  settings: ConnectionSettings
  /** Of the shipping option that the merchant gave for the order's delivery mode, if it is one of ours: a carrier's key. */
  delivery_carrier: string | null
  /** The lines of the store's order that came from the marketplace. */
  lines: ImportedLine[]
  fulfillments: FulfillmentFacts[]
  /** Which of them is planned. */
  fulfillment_id: string
  /** What actions have told the marketplace already, this fulfilment's own included. */
  told: ToldShipment[]
  /** Each fulfilment's labels by its id, oldest first. */
  carriers: ReadonlyMap<string, readonly ResolvedLabel[]>
  is_test: boolean
  /** An operator decided to send this parcel for the whole order, without waiting for the rest. */
  send_now: boolean
  /** An operator said that this parcel has no number. */
  is_untracked: boolean
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
  /** The marketplace takes one parcel, and another fulfilment's is that one. */
  | "told_with_another_parcel"

export type ShipmentPlan =
  | {
      kind: "send"
      item_external_ids: string[]
      parcels: (Parcel & { fulfillment_id: string })[]
      is_untracked: boolean
      /** Recorded in the store, but one more than the marketplace takes: shown to the operator. */
      left_out?: LeftOutLabel[]
      /** What a person should look at; it holds nothing up. */
      warning?: Problem
    }
  /** `problem` says to the operator what is waited for. */
  | { kind: "wait"; reason: "split" | "tracking"; until: string; problem: Problem }
  | { kind: "problem"; problem: Problem }
  | { kind: "skip"; reason: SkipReason; left_out?: LeftOutLabel[] }

/** What has to be told to the marketplace about one shipped fulfilment, if anything and if now. */
export function planShipment(input: ShipmentInput): ShipmentPlan {
  const { order, policy, capabilities, lines } = input
  const fulfillment = input.fulfillments.find((one) => one.id === input.fulfillment_id)
  const unfit = skipReason(input, fulfillment)
  if (unfit || !fulfillment) {
    return { kind: "skip", reason: unfit ?? "not_shipped" }
  }

  const sellerLines = lines.filter((line) => isSellers(line, order))
  const covered = coverItems(order, sellerLines, input.fulfillments, input.told, isOwed)
  const toldItems = ownItems(input, fulfillment)
  const choice =
    toldItems.length > 0
      ? { items: toldItems }
      : policy.parcels === "one"
        ? chooseForOneParcel(input, fulfillment, covered)
        : chooseForManyParcels(input, fulfillment, covered)
  if ("kind" in choice) {
    return choice
  }
  const refused = choice.items.find(({ item, is_told }) => !is_told && !mayBeShipped(item))
  if (refused) {
    return mayNotBeShipped(refused.item)
  }

  const item_external_ids = choice.items.map(({ item }) => item.external_id)
  if (policy.has_prepaid_label) {
    const warning = relayWarning(input, labelsOf(input, [fulfillment.id]))
    return { kind: "send", item_external_ids, parcels: [], is_untracked: true, ...(warning && { warning }) }
  }
  const contributors = [...new Set(choice.items.flatMap((one) => one.contributors))]
  const isOne = policy.parcels === "one"
  const own = labelsOf(input, isOne || capabilities.ships === "unit" ? [fulfillment.id] : contributors)
  // Where one parcel is taken, only the first label has to be good: no other is told.
  const problem = (isOne ? own.slice(0, 1) : own).find((label) => label.problem)?.problem
  if (problem) {
    return { kind: "problem", problem }
  }
  const all = isOne ? labelsOf(input, [fulfillment.id, ...contributors]) : own
  const good = all.filter(({ parcel }) => parcel !== null)
  const wait = own.length === 0 ? withoutTracking(input, fulfillment, item_external_ids) : null
  // Once nothing is waited for any more, the number of another parcel of the order is better than none.
  if (wait && (wait.kind !== "problem" || good.length === 0)) {
    return wait
  }
  const chosen = isOne ? good.slice(0, 1) : good
  const parcels = chosen.flatMap(({ fulfillment_id, parcel }) =>
    parcel ? { fulfillment_id, ...parcel } : []
  )
  const left_out = all.filter((label) => !chosen.includes(label)).map(leftOut)
  const warning = relayWarning(input, chosen)
  const tooLong = parcels.find((parcel) => parcel.tracking_number.length > policy.tracking_number_max_length)
  if (tooLong) {
    const params = { tracking_number: tooLong.tracking_number, detail: ["too_long"] }
    return { kind: "problem", problem: { code: "tracking_number_invalid", params } }
  }
  return {
    kind: "send",
    item_external_ids,
    parcels: parcels.map((parcel) => ({
      ...parcel,
      tracking_url:
        parcel.tracking_url && parcel.tracking_url.length <= policy.tracking_url_max_length
          ? parcel.tracking_url
          : null,
    })),
    is_untracked: false,
    ...(left_out.length > 0 && { left_out }),
    ...(warning && { warning }),
  }
}

/** Each number once, in the order of the fulfilments. */
function labelsOf({ carriers }: ShipmentInput, fulfillment_ids: readonly string[]) {
  const all = fulfillment_ids.flatMap((fulfillment_id) =>
    (carriers.get(fulfillment_id) ?? []).map((label) => ({ fulfillment_id, ...label }))
  )
  const numberOf = ({ parcel, tracking_number }: ResolvedLabel) => parcel?.tracking_number ?? tracking_number
  return all.filter((one, index) => all.findIndex((other) => numberOf(other) === numberOf(one)) === index)
}

function leftOut({ parcel, problem, tracking_number }: ResolvedLabel): LeftOutLabel {
  if (parcel) {
    const { carrier_name, tracking_url } = parcel
    return { tracking_number: parcel.tracking_number, carrier_name, tracking_url }
  }
  const entered = tracking_number.slice(0, LEFT_OUT_NUMBER_LENGTH)
  return { tracking_number: entered, carrier_name: null, tracking_url: null, problem: problem.code }
}

type Choice = { items: ItemCoverage[] } | ShipmentPlan

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
  const { order, policy, told } = input
  const coverage = new Map(covered.map((one) => [one.item.external_id, one]))
  const toldIds = new Set(told.flatMap((one) => one.item_external_ids))
  const open = order.lines
    .filter((line) => line.fulfilled_by === "seller")
    .flatMap((line) => line.items.map((item) => coverage.get(item.external_id) ?? untouched(item, line)))
    .filter(({ item }) => isOwed(item) && !toldIds.has(item.external_id))
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
  const left_out = labelsOf(input, [fulfillment.id]).map(leftOut)
  return {
    kind: "skip",
    reason: "told_with_another_parcel",
    ...(input.policy.parcels === "one" && left_out.length > 0 && { left_out }),
  }
}

/** Each parcel tells the items that it completes. */
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
    return { kind: "skip", reason: "told_with_another_parcel" }
  }
  return begun.length > 0 ? waitForRest(input, fulfillment, begun) : nothingLeft(input, fulfillment)
}

/** What this fulfilment has told already: a repeated call speaks of the same items. */
function ownItems({ order, told }: ShipmentInput, { id }: FulfillmentFacts): ItemCoverage[] {
  const positions = itemsById(order)
  return told
    .filter((one) => one.fulfillment_id === id)
    .flatMap((one) => one.item_external_ids.flatMap((external_id) => positions.get(external_id) ?? []))
    .map((position) => ({ ...position, completed_by: id, contributors: [id], is_told: true }))
}

function untouched(item: OrderItem, line: OrderLine): ItemCoverage {
  return { item, line, completed_by: null, contributors: [], is_told: false }
}

/** Nothing of the parcel is owed any more: told with another, shipped from elsewhere, or cancelled there. */
function nothingLeft(input: ShipmentInput, fulfillment: FulfillmentFacts): ShipmentPlan {
  const { order, lines, told } = input
  const positions = itemsById(order)
  const packed = lines.filter((line) => unitsOf(fulfillment, line.line_item_id) > 0)
  const items = packed.flatMap((line) =>
    line.item_external_ids.flatMap((id) => positions.get(id)?.item ?? [])
  )
  if (items.every((item) => item.status === "refused" || item.status === "canceled")) {
    return mayNotBeShipped(items.at(0))
  }
  const ids = items.map((item) => item.external_id)
  const isTold = told.some((one) => one.item_external_ids.some((id) => ids.includes(id)))
  return isTold ? silent(input, fulfillment) : { kind: "skip", reason: "already_shipped_there" }
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
 * A number that is still missing is waited for. Without one the shipment goes only where the marketplace has that
 * notion and somebody said so: the operator for this parcel, at once, or the settings, after the wait.
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
  if (now < until) {
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

function isSellers({ item_external_ids }: ImportedLine, order: NormalisedOrder): boolean {
  const positions = itemsById(order)
  return item_external_ids.some((id) => positions.get(id)?.line.fulfilled_by !== "marketplace")
}

/** Accepted and not shipped: what the marketplace expects a parcel for. */
function isOwed(item: OrderItem): boolean {
  return ["waiting", "ready", "cancel_requested", "claim", "unknown"].includes(item.status)
}

/**
 * A buyer's request to cancel can still be answered with a parcel; one of the seller or the marketplace refuses it
 * (Octopia documentation).
 */
function mayBeShipped(item: OrderItem): boolean {
  return (
    item.status === "ready" ||
    (item.status === "cancel_requested" && (item.cancel_requested_by ?? "buyer") === "buyer")
  )
}
