import type { ItemStatus, NormalizedOrder, OrderItem, OrderLine } from "../marketplaces/port"
import { type MarketplaceOrderState, OWED_STATES } from "./order-states"
import { settingParams } from "./fill-text"
import { aboutItems } from "./problem-key"
import type { Problem } from "./problems"
import type { ConnectionSettings } from "./settings"
import { namedCountry } from "./territories"
import { isGone } from "./item-status"
import { blockingParts } from "./unread"

const HOUR_MS = 60 * 60 * 1000
/** The rest of an order is imported at the latest this long before it must be shipped. */
const IMPORT_BEFORE_SHIP_BY_MS = 24 * HOUR_MS
/** How long undecided items are waited for when the marketplace names no deadline at all. */
const WAIT_WITHOUT_DEADLINE_MS = 72 * HOUR_MS
/** How long an order without an address is waited for when the marketplace names no date of shipping. */
const WAIT_FOR_ADDRESS_MS = 48 * HOUR_MS
/** A deadline nearer than this is at risk. */
export const AT_RISK_MS = 24 * HOUR_MS

/** A person's, and data that was purged before the import: these stay. */
const DECIDED = ["by_hand", "handled_elsewhere", "purged"] as const

/** Rules judge their reasons again with every snapshot. */
export type IgnoredReason =
  | "before_start_date"
  | "channel_not_wanted"
  | "country_not_wanted"
  | "fulfilled_by_marketplace"
  | "shipped_elsewhere"
  | (typeof DECIDED)[number]

export type WaitReason =
  /** The marketplace still checks the order, or the seller accepted it and it is not released yet. */
  | "marketplace_checks"
  | "unpaid"
  | "details"
  /** Some marketplaces show the address later than the order; `until` says when it is missed. */
  | "no_address"
  /** Some items may be imported, others are not decided; `until` says when the wait ends. */
  | "undecided_items"
  | "cancel_requested"
  | "unknown_status"

/** `problem` never blocks here; what blocks is found when the import is planned. */
export type OrderState =
  | { state: "to_accept"; until: string | null; problem: Problem | null }
  | { state: "waiting"; reason: WaitReason; until: string | null; problem: Problem | null }
  | { state: "ready"; problem: Problem | null }
  | { state: "ignored"; reason: IgnoredReason; problem: null }
  | { state: "canceled"; problem: null }

const OVER: readonly ItemStatus[] = ["shipped", "delivered", "claim", "closed"]

/** Whether the seller owes nothing of it any more. A claim on what is known not to have left yet ends no debt. */
export const isOver = ({ status, is_shipped }: Pick<OrderItem, "status" | "is_shipped">): boolean =>
  OVER.includes(status) && !(status === "claim" && is_shipped === false)

/**
 * Whether this item belongs in the store's order. With `record`, what the marketplace ships itself does as soon as it
 * is decided; of the seller's items only what the seller owes. A cancellation that is asked for is not a cancellation:
 * the line may have to be shipped all the same (Octopia documentation), so it is imported with the others, and flagged.
 * With `import.unpaid`, an order that is still checked counts as decided once it has an address.
 */
export function isImportable(
  item: OrderItem,
  line: OrderLine,
  order: NormalizedOrder,
  settings: ConnectionSettings
): boolean {
  if (!isWanted(line, settings)) {
    return false
  }
  if (item.status === "ready" || item.status === "cancel_requested" || isClaimedUnshipped(item)) {
    return true
  }
  if (item.status === "waiting") {
    return !order.is_paid && settings.import.unpaid && order.shipping_address !== null
  }
  return line.fulfilled_by === "marketplace" && OVER.includes(item.status)
}

const isClaimedUnshipped = (item: OrderItem): boolean => item.status === "claim" && !isOver(item)

/** Whether the line is ours to import at all: the seller's, or the marketplace's where those are recorded. */
export function isWanted(line: OrderLine, settings: ConnectionSettings): boolean {
  return line.fulfilled_by === "seller" || settings.import.fulfilled_by_marketplace === "record"
}

/**
 * Where an order stands that is not in the store yet.
 * @param start_at orders purchased before it are none of the merchant's concern (`importStart`)
 */
export function orderState(
  order: NormalizedOrder,
  settings: ConnectionSettings,
  { start_at, now }: { start_at: Date; now: Date }
): OrderState {
  const filtered = filteredReason(order, settings, start_at)
  if (filtered) {
    return { state: "ignored", reason: filtered, problem: null }
  }
  const wanted = order.lines.filter((line) => isWanted(line, settings))
  if (wanted.length === 0) {
    return { state: "ignored", reason: "fulfilled_by_marketplace", problem: null }
  }
  const live = wanted
    .flatMap((line) => line.items.map((item) => ({ item, line })))
    .filter(({ item }) => !isGone(item))
  if (live.length === 0) {
    return { state: "canceled", problem: null }
  }
  const open = live.filter(({ item, line }) => line.fulfilled_by === "marketplace" || !isOver(item))
  if (open.length === 0) {
    return { state: "ignored", reason: "shipped_elsewhere", problem: null }
  }

  const undecided = open.filter(
    ({ item, line }) => item.status === "cancel_requested" || !isImportable(item, line, order, settings)
  )
  const isPartlyReady = undecided.length < open.length
  const awaited = undecided.filter((one) => !isPartlyReady || now < decisionDeadline(one.item, order))
  const problem = flagOf(undecided, order) ?? claimOf(open)
  if (awaited.length > 0) {
    const ends = Math.max(...awaited.map(({ item }) => decisionDeadline(item, order).getTime()))
    const until = isPartlyReady ? new Date(ends).toISOString() : null
    return awaited.some(({ item, line }) => item.status === "to_accept" && line.fulfilled_by === "seller")
      ? { state: "to_accept", until, problem }
      : { state: "waiting", reason: waitReason(awaited, isPartlyReady), until, problem }
  }
  if (!order.is_paid && !settings.import.unpaid) {
    return { state: "waiting", reason: "unpaid", until: null, problem }
  }
  // An unreadable part is shown at once: no wait makes it readable.
  if (blockingParts(order, (item, line) => isImportable(item, line, order, settings)).length > 0) {
    return { state: "ready", problem }
  }
  if (order.needs_details) {
    return { state: "waiting", reason: "details", until: null, problem }
  }
  const addressDue = order.shipping_address ? null : addressDeadline(order)
  if (addressDue && now < addressDue) {
    return { state: "waiting", reason: "no_address", until: addressDue.toISOString(), problem }
  }
  return { state: "ready", problem: problem ?? (order.is_paid ? null : { code: "unpaid", params: {} }) }
}

type Position = { item: OrderItem; line: OrderLine }

function filteredReason(
  order: NormalizedOrder,
  settings: ConnectionSettings,
  startAt: Date
): IgnoredReason | null {
  const { channels, countries } = settings.import
  const country = namedCountry(order.shipping_address, countries ?? [])
  if (new Date(order.purchased_at) < startAt) {
    return "before_start_date"
  }
  // Of no item: what cannot be read of the order itself may be its channel.
  const isChannelUnread = order.channel === null && blockingParts(order, () => false).length > 0
  if (
    channels &&
    !isChannelUnread &&
    !channels.some((id) => id.toLowerCase() === order.channel?.id.toLowerCase())
  ) {
    return "channel_not_wanted"
  }
  return countries && country && !countries.includes(country) ? "country_not_wanted" : null
}

/** Until when this item is waited for while others are ready: its answer's deadline, or a day before shipping is due. */
function decisionDeadline(item: OrderItem, order: NormalizedOrder): Date {
  const ends = [
    order.accept_by && item.status === "to_accept" ? Date.parse(order.accept_by) : null,
    order.ship_by ? Date.parse(order.ship_by) - IMPORT_BEFORE_SHIP_BY_MS : null,
  ].filter((end) => end !== null)
  return new Date(
    ends.length > 0 ? Math.min(...ends) : Date.parse(order.purchased_at) + WAIT_WITHOUT_DEADLINE_MS
  )
}

/** Until when a missing address is no reason for an alarm. */
function addressDeadline({ ship_by, purchased_at }: NormalizedOrder): Date {
  return new Date(
    ship_by ? Date.parse(ship_by) - IMPORT_BEFORE_SHIP_BY_MS : Date.parse(purchased_at) + WAIT_FOR_ADDRESS_MS
  )
}

function waitReason(awaited: Position[], isPartlyReady: boolean): WaitReason {
  const statuses = awaited.map(({ item }) => item.status)
  if (statuses.includes("cancel_requested")) {
    return "cancel_requested"
  }
  if (isPartlyReady) {
    return "undecided_items"
  }
  return statuses.some((status) => status !== "unknown") ? "marketplace_checks" : "unknown_status"
}

function flagOf(undecided: Position[], order: NormalizedOrder): Problem | null {
  const asked = undecided.filter(({ item }) => item.status === "cancel_requested")
  if (asked.length > 0) {
    return {
      code: "cancel_requested",
      params: { lines: [...new Set(asked.map(({ line }) => line.sku ?? line.title))] },
      about: aboutItems(asked.map(({ item }) => item)),
    }
  }
  return unknownStatus(
    undecided.map(({ item }) => item),
    order
  )
}

/** A claim that came before the parcel left: it is answered first. The same problem as after the import. */
function claimOf(open: Position[]): Problem | null {
  const claimed = open
    .filter(({ item, line }) => line.fulfilled_by === "seller" && isClaimedUnshipped(item))
    .map(({ item }) => item.external_id)
  return claimed.length > 0 ? { code: "claim_open", params: { items: claimed }, about: claimed } : null
}

/** What is shown of items whose status the marketplace gives in a word that is not known. */
export function unknownStatus(
  items: readonly OrderItem[],
  { status_settings }: Pick<NormalizedOrder, "status_settings">
): Problem | null {
  const unknown = items.filter(({ status }) => status === "unknown")
  return unknown.length > 0
    ? {
        code: "unknown_status",
        params: { status: unknown[0].external_status, ...settingParams(status_settings) },
        about: unknown.map(({ external_id, external_status }) => `${external_id} ${external_status}`),
      }
    : null
}

const NOT_IMPORTED: readonly MarketplaceOrderState[] = ["to_accept", "waiting", "ready"]
const MOVES: Record<MarketplaceOrderState, readonly MarketplaceOrderState[]> = {
  to_accept: [...NOT_IMPORTED, "canceled", "ignored"],
  waiting: [...NOT_IMPORTED, "canceled", "ignored"],
  ready: [...NOT_IMPORTED, "importing", "canceled", "ignored"],
  importing: ["imported", "ready"],
  imported: ["partly_shipped", "shipped", "delivered", "canceled"],
  partly_shipped: ["shipped", "delivered", "canceled"],
  // A line that is ready later is owed again.
  shipped: ["partly_shipped", "delivered"],
  delivered: [],
  canceled: [],
  ignored: [...NOT_IMPORTED, "canceled"],
}

/** A row as far as its state goes; `order_id`: the store's order, where it exists or its import has begun. */
type RowState = { state: string; state_reason: string | null; order_id: string | null }

/** A person's decision, or a purge: no rule and no later snapshot changes it. */
const isDecided = ({ state, state_reason }: Omit<RowState, "order_id">) =>
  state === "ignored" && DECIDED.some((reason) => reason === state_reason)

/**
 * Whether a rule may move a row. An order in the store never goes back to a state before the import, one that a person
 * ignored stays, and one that was canceled before the import may reopen.
 */
export function canMove(row: RowState, to: MarketplaceOrderState): boolean {
  if (row.state === to) {
    return true
  }
  if (row.state === "canceled" && row.order_id === null) {
    return NOT_IMPORTED.includes(to) || to === "ignored"
  }
  return !isDecided(row) && MOVES[row.state as MarketplaceOrderState].includes(to)
}

/** Whether an order has not come into the store, and is not coming in now. */
export const isBeforeImport = ({ state }: Pick<RowState, "state">): boolean =>
  [...NOT_IMPORTED, "ignored", "canceled"].includes(state)

/** Before the import a row's state follows what its marketplace shows; from then on it follows our own work. */
export const followsMarketplace = (row: RowState): boolean =>
  isBeforeImport(row) && !row.order_id && !isDecided(row)

/** Whether an order waits here for its import or for a decision. */
export const isAwaited = ({ state, order_id }: RowState): boolean =>
  !order_id && NOT_IMPORTED.some((one) => one === state)

const isUnwanted = ({ state, state_reason }: Omit<RowState, "order_id">) =>
  state === "ignored" && /^(channel|country)_not_wanted$/.test(state_reason ?? "")

/** Two connections may share an account (disjoint channels or countries): the one that wants an order has it. */
export const goesToAnother = (row: RowState, asTheirs: Omit<RowState, "order_id">): boolean =>
  isUnwanted(row) && !isUnwanted(asTheirs)

/**
 * A `ready` order keeps its problem until the import has judged it again, one to accept until the acceptance has: the same
 * cause is not notified twice.
 */
export const keepsProblem = (
  row: Pick<RowState, "state">,
  seen: { state: string; problem: object | null }
): boolean =>
  seen.problem === null &&
  (seen.state === "ready" || (seen.state === "to_accept" && row.state === "to_accept"))

/**
 * The deadline that is at risk or missed, if any. Applies to orders in any state, held and imported ones too.
 * @returns a problem that informs, never one that blocks
 */
export function deadlineProblem(
  order: { accept_by: string | null; ship_by: string | null },
  state: MarketplaceOrderState,
  now: Date
): Problem | null {
  if (state === "to_accept" && order.accept_by) {
    return risk(order.accept_by, now, "deadline_accept_risk", "deadline_accept_missed", "accept_by")
  }
  if (!OWED_STATES.includes(state) || !order.ship_by) {
    return null
  }
  return state === "waiting"
    ? risk(order.ship_by, now, "deadline_waiting_risk", "deadline_waiting_missed", "ship_by")
    : risk(order.ship_by, now, "deadline_ship_risk", "overdue_shipment", "ship_by")
}

function risk(
  deadline: string,
  now: Date,
  near: Problem["code"],
  missed: Problem["code"],
  param: "accept_by" | "ship_by"
): Problem | null {
  const left = Date.parse(deadline) - now.getTime()
  if (left > AT_RISK_MS) {
    return null
  }
  return { code: left > 0 ? near : missed, params: { [param]: deadline } }
}
