import type { MarketplaceOrder } from "../../../api/admin/marketplaces/orders/types"
import { OWED_STATES } from "../../../orders/order-states"

const DAY_MS = 24 * 60 * 60 * 1000

export type OrderDeadline = {
  kind: "accept" | "ship"
  time: string
  urgency: "later" | "soon" | "late"
}

/** The date that counts next: the answer while the marketplace waits for it, the parcel while it is owed. */
export function deadlineOf(
  { state, accept_by, ship_by }: Pick<MarketplaceOrder, "state" | "accept_by" | "ship_by">,
  now: number
): OrderDeadline | null {
  const kind = state === "to_accept" ? "accept" : OWED_STATES.includes(state) ? "ship" : null
  const time = kind === "accept" ? accept_by : ship_by
  if (!kind || !time) return null
  const left = new Date(time).getTime() - now
  return { kind, time, urgency: left <= 0 ? "late" : left <= DAY_MS ? "soon" : "later" }
}
