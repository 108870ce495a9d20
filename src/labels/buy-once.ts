import { isMarketplaceError } from "../marketplaces/errors"
import { failureScope, isLabelRefusal } from "./label-refusal"
import type { LabelSession, PurchaseRequest, ServiceFault, ServiceShipment } from "./label-service"
import { judgeFound, writeReference, type Found, type SoughtRequest } from "./reference"
import { shipmentState } from "./shipment-state"

/** What the row of a request remembers of its earlier attempts; written before each call. */
export type PurchaseMemory = {
  /** When a purchase was sent whose outcome is not known, in milliseconds; null where there is none. */
  sent_at: number | null
  /** The shipment that an earlier attempt left at the service. */
  shipment_id: string | null
}

/** How an attempt ended. Only `ready` has a label that may be shown, shipped and sent to a marketplace. */
export type PurchaseOutcome =
  | { state: "ready"; shipment: ServiceShipment; how: "bought" | "found" | "panel" }
  /** It may have been bought, or is being made: look again, buy nothing. */
  | { state: "unclear"; shipment: ServiceShipment | null; reason: string; retry_after_ms: number | null }
  /** Nothing was bought; the same request may be sent again later. */
  | { state: "later"; reason: string; retry_after_ms: number | null }
  /** Nothing works for this account until a person acts. */
  | { state: "account"; code: string; message: string }
  /** This request, as it is, has no label. `shipment`: what the service keeps of it, to be canceled before another. */
  | { state: "failed"; faults: ServiceFault[]; shipment: ServiceShipment | null }
  /** The reference is used up: buy with this generation, if it is still wanted. */
  | { state: "next_generation"; generation: number; failed: ServiceShipment | null }
  | { state: "several"; shipments: ServiceShipment[] }
  | { state: "ask"; shipment: ServiceShipment }

/** A purchase that left no trace for so long was not made: longer than a call takes, and lists lag. */
export const SETTLING_MS = 3 * 60 * 1000

export type Purchase = {
  session: Pick<LabelSession, "buy" | "byReference" | "byId" | "byOrderNumber">
  sought: SoughtRequest
  request: Omit<PurchaseRequest, "reference">
  memory: PurchaseMemory
  /** Whether a label of the panel is looked for before a first purchase too [after an attempt only]. */
  look_first?: boolean
  now: () => number
  /** Awaited before the purchase is sent: the row says so first. Returns false where it may not be sent any more. */
  onSending: () => Promise<boolean>
}

/**
 * Buys the labels of one request at most once, whatever became of earlier attempts. After an attempt the service is read
 * first: by reference, by the shipment's id, and by the order's number, where a label may have been made in its panel.
 */
export async function buyOnce(purchase: Purchase): Promise<PurchaseOutcome> {
  const { sought, memory, onSending, session, request } = purchase
  if (memory.sent_at !== null || memory.shipment_id !== null || purchase.look_first) {
    const found = await look(purchase)
    if ("state" in found) {
      return found
    }
    const outcome = outcomeOf(found, sought)
    if (outcome) {
      return outcome
    }
    const unsettled = settling(purchase)
    if (unsettled) {
      return unsettled
    }
  }
  if (!(await onSending())) {
    return { state: "later", reason: "stopped", retry_after_ms: null }
  }
  try {
    const { is_new, shipment } = await session.buy({ ...request, reference: writeReference(sought) })
    return is_new ? bought(shipment) : await known(purchase, shipment)
  } catch (error) {
    return afterError(purchase, error)
  }
}

/** A request that is to be given up: what it left at the service, without buying anything. */
export async function lookOnly(
  purchase: Omit<Purchase, "onSending" | "request">
): Promise<Found | PurchaseOutcome> {
  return look(purchase)
}

/**
 * What an earlier attempt left for a request that is not to be bought now, or what was made in the panel for it. Null where
 * nothing of it counts and nothing may appear any more.
 */
export async function adoptOnly(
  purchase: Omit<Purchase, "onSending" | "request">
): Promise<PurchaseOutcome | null> {
  const found = await look(purchase)
  return ("state" in found ? found : outcomeOf(found, purchase.sought)) ?? settling(purchase)
}

/** A purchase of which nothing is seen may still appear. */
export function settling({
  memory,
  now,
}: {
  memory: Pick<PurchaseMemory, "sent_at">
  now: () => number
}): Extract<PurchaseOutcome, { state: "unclear" }> | null {
  const left = memory.sent_at === null ? 0 : SETTLING_MS - (now() - memory.sent_at)
  return left > 0 ? unclear("settling", null, left) : null
}

async function look({
  session,
  sought,
  memory,
}: Pick<Purchase, "session" | "sought" | "memory">): Promise<Found | PurchaseOutcome> {
  try {
    const [byReference, byId, byNumber] = [
      await session.byReference(writeReference(sought)),
      memory.shipment_id === null ? null : await session.byId(memory.shipment_id),
      await session.byOrderNumber(sought.order_number),
    ]
    // What is read alone is newer than what a list shows.
    return judgeFound(sought, [...byNumber, ...[byReference, byId].filter((one) => one !== null)])
  } catch (error) {
    return failureScope(error) === "account"
      ? ofAccount(error)
      : unclear("look_up_failed", null, pauseOf(error))
  }
}

/** Null where nothing stands there and the same reference may be used. */
function outcomeOf(found: Found, sought: SoughtRequest): PurchaseOutcome | null {
  switch (found.kind) {
    case "ours":
      return { state: "ready", shipment: found.shipment, how: "found" }
    case "panel":
      return { state: "ready", shipment: found.shipment, how: "panel" }
    case "wait":
      return unclear("announcing", found.shipment, null)
    case "several":
      return { state: "several", shipments: found.shipments }
    case "ask":
      return { state: "ask", shipment: found.shipment }
    case "clash":
      return { state: "account", code: "reference_clash", message: "" }
    case "none":
      return found.next_generation === sought.generation
        ? null
        : { state: "next_generation", generation: found.next_generation, failed: found.failed }
  }
}

/** An answer without an error can be a failure. */
function bought(shipment: ServiceShipment): PurchaseOutcome {
  switch (shipmentState(shipment)) {
    case "live":
      return { state: "ready", shipment, how: "bought" }
    case "failed":
      return { state: "failed", faults: shipment.faults, shipment }
    default:
      return unclear("announcing", shipment, null)
  }
}

/** The reference was used before: what stands there is judged like everything that is found. */
async function known(purchase: Purchase, shipment: ServiceShipment): Promise<PurchaseOutcome> {
  const found = judgeFound(purchase.sought, [shipment])
  if (shipment.reference !== null && shipment.reference !== writeReference(purchase.sought)) {
    return { state: "account", code: "reference_clash", message: "" }
  }
  return outcomeOf(found, purchase.sought) ?? unclear("conflict", shipment, null)
}

async function afterError(purchase: Purchase, error: unknown): Promise<PurchaseOutcome> {
  if (isMarketplaceError(error) && error.details.reason === "conflict") {
    const found = await look(purchase)
    return "state" in found ? found : (outcomeOf(found, purchase.sought) ?? unclear("conflict", null, null))
  }
  return outcomeOfError(error)
}

/** What a failed purchase means, of whatever kind of label. */
export function outcomeOfError(
  error: unknown
): Extract<PurchaseOutcome, { state: "account" | "later" | "unclear" | "failed" }> {
  switch (failureScope(error)) {
    case "account":
      return ofAccount(error)
    case "later":
      return { state: "later", reason: kindOf(error), retry_after_ms: pauseOf(error) }
    case "unclear":
      return unclear(kindOf(error), null, pauseOf(error))
    case "request":
      return { state: "failed", faults: faultsOf(error), shipment: null }
  }
}

const unclear = (reason: string, shipment: ServiceShipment | null, retry_after_ms: number | null) =>
  ({ state: "unclear", reason, shipment, retry_after_ms }) as const

const ofAccount = (error: unknown): Extract<PurchaseOutcome, { state: "account" }> => ({
  state: "account",
  code: (isMarketplaceError(error) ? error.details.reason : undefined) ?? kindOf(error),
  message: messageOf(error),
})

const kindOf = (error: unknown): string => (isMarketplaceError(error) ? error.kind : "unknown")
const pauseOf = (error: unknown): number | null =>
  (isMarketplaceError(error) ? error.details.retry_after_ms : undefined) ?? null
const messageOf = (error: unknown): string =>
  (isMarketplaceError(error) ? error.details.marketplace_message : undefined) ?? ""

function faultsOf(error: unknown): ServiceFault[] {
  const faults = isLabelRefusal(error) ? [...error.faults] : []
  return faults.length > 0 ? faults : [{ code: kindOf(error), message: messageOf(error), field: null }]
}
