import type { PullPage, Snapshot } from "../port"
import { orderIdSchema, orderSchema, type WireOrder } from "./schemas"
import { utcTime } from "./text"

const DAY_MS = 24 * 60 * 60 * 1000
const YEAR_MS = 366 * DAY_MS

/**
 * The entries of one page as snapshots, each id once (the newer). What has no id, or cannot be written as text, is
 * told by its position.
 */
export function toPullPage(entries: readonly unknown[], page: string): PullPage {
  const snapshots = new Map<string, Snapshot>()
  const unreadable: string[] = []
  entries.forEach((entry, index) => {
    const snapshot = toSnapshot(entry)
    if (!snapshot) {
      unreadable.push(`Entry ${index + 1} of ${page} has no readable orderId.`)
      return
    }
    const { external_id, payload } = snapshot
    const before = snapshots.get(external_id)
    snapshots.set(
      external_id,
      before ? { external_id, payload: mergeOrders(before.payload, payload) } : snapshot
    )
  })
  return { snapshots: [...snapshots.values()], unreadable }
}

/** Null for a value without a usable `orderId`, or nested so deeply that it cannot be written. */
export function toSnapshot(value: unknown): Snapshot | null {
  const parsed = orderIdSchema.safeParse(value)
  if (!parsed.success) {
    return null
  }
  try {
    return { external_id: parsed.data.orderId, payload: JSON.stringify(value) }
  } catch {
    return null
  }
}

/** The incoming order, unless it is provably older than what is kept. */
export function mergeOrders(previous: string | null, incoming: string): string {
  const before = previous === null ? null : changeTime(previous)
  const after = changeTime(incoming)
  return previous !== null && before !== null && after !== null && after < before ? previous : incoming
}

/**
 * When the order last changed, or null. A change in the future, or more than a year after the purchase, is not
 * believed: one in 2099 would keep every later answer out.
 */
function changeTime(payload: string): number | null {
  const order = parsed(payload)
  const time = (name: string) => {
    const value = order[name]
    const iso = typeof value === "string" ? utcTime(value) : null
    return iso === null ? null : Date.parse(iso)
  }
  const changed = time("updatedAt")
  const purchased = time("purchasedAt") ?? time("createdAt")
  const isBelieved =
    changed !== null &&
    changed < Date.now() + DAY_MS &&
    (purchased === null || changed - purchased <= YEAR_MS)
  return isBelieved ? changed : null
}

/**
 * The snapshot rebuilt from the fields that we know and that are not the buyer's; amounts, lines, states and parcel
 * numbers stay. Of an unreadable one only the id stays.
 */
export function withoutBuyer(payload: string): string {
  const value = parsed(payload)
  const order = orderSchema.safeParse(value)
  if (!order.success) {
    return JSON.stringify(orderIdSchema.safeParse(value).data ?? {})
  }
  const lines = order.data.lines.map((line) => ({
    ...line,
    shippingAddress: null,
    // A tracking URL can hold the buyer's postcode.
    parcels: line.parcels?.map((parcel) => ({ ...parcel, trackingUrl: null })),
  }))
  const kept: WireOrder = {
    ...order.data,
    customer: null,
    billingAddress: null,
    shippingAddress: null,
    deliveryAddress: null,
    lines,
  }
  return JSON.stringify(kept)
}

function parsed(payload: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(payload)
    return typeof value === "object" && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
