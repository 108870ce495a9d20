import { outcomeOfError, settling, type PurchaseMemory, type PurchaseOutcome } from "./buy-once"
import type { LabelSession, ListedReturn, ReturnRequest } from "./label-service"

/** The clock of the service and ours differ. */
const SKEW_MS = 5 * 60 * 1000

/** How an attempt ended; `label`: what the service has, as far as it said. */
export type ReturnOutcome =
  | { state: "ready"; label: BoughtReturn; how: "bought" | "found" }
  | Extract<PurchaseOutcome, { state: "account" | "later" | "unclear" | "failed" }>

export type BoughtReturn = {
  /** What cancels it; null where the service does not say. */
  external_id: string | null
  parcel_external_id: string
  tracking_number: string | null
  tracking_url: string | null
}

export type ReturnPurchase = {
  session: Pick<LabelSession, "buyReturn" | "returnsOf">
  request: ReturnRequest
  memory: Pick<PurchaseMemory, "sent_at">
  /** Parcels that the store has of this order already. */
  taken_ids: readonly string[]
  now: () => number
  /** Awaited before the purchase is sent: the row says so first. Returns false where it may not be sent any more. */
  onSending: () => Promise<boolean>
}

/**
 * Buys the label of one return at most once. A service knows no second one of the same reference, so after an unclear attempt
 * its list is read: a return of this order that was made since, and that is none of the store's yet, is what was bought.
 */
export async function buyReturnOnce(purchase: ReturnPurchase): Promise<ReturnOutcome> {
  const { session, request, memory, onSending } = purchase
  if (memory.sent_at !== null) {
    const found = await lookForReturn(purchase, request.order_number)
    if (found) return found
  }
  if (!(await onSending())) return { state: "later", reason: "stopped", retry_after_ms: null }
  try {
    const { external_id, parcel_external_id } = await session.buyReturn(request)
    const label = { external_id, parcel_external_id, tracking_number: null, tracking_url: null }
    return { state: "ready", how: "bought", label }
  } catch (error) {
    return outcomeOfError(error)
  }
}

/** What an attempt of unknown outcome left. Null: nothing, and nothing may appear any more. */
export async function lookForReturn(
  { session, memory, taken_ids, now }: Omit<ReturnPurchase, "onSending" | "request">,
  order_number: string
): Promise<ReturnOutcome | null> {
  if (memory.sent_at === null) return null
  let listed: ListedReturn[]
  try {
    listed = await session.returnsOf(order_number, new Date(memory.sent_at - SKEW_MS))
  } catch (error) {
    const failed = outcomeOfError(error)
    return failed.state === "account"
      ? failed
      : { state: "unclear", reason: "look_up_failed", shipment: null, retry_after_ms: null }
  }
  const open = listed.filter(
    ({ is_canceled, parcel_external_id }) =>
      !is_canceled && (parcel_external_id === null || !taken_ids.includes(parcel_external_id))
  )
  for (const { parcel_external_id, external_id, tracking_number, tracking_url } of open) {
    if (parcel_external_id === null) continue
    const label = { external_id, parcel_external_id, tracking_number, tracking_url }
    return { state: "ready", how: "found", label }
  }
  if (open.length > 0) return { state: "unclear", reason: "announcing", shipment: null, retry_after_ms: null }
  return settling({ memory, now })
}
