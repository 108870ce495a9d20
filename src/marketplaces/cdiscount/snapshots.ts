import { mapInTurns } from "../pauses"
import type { PullPage, Snapshot } from "../port"
import { orderIdSchema, readWireOrder, type Unreadable, type WireOrder } from "./schemas"
import { utcTime } from "./text"

const DAY_MS = 24 * 60 * 60 * 1000
const YEAR_MS = 366 * DAY_MS

/** Characters of one order that are kept: 1,000 lines, far more than an order has, take about 2 million. */
const MOST_CHARACTERS = 8_000_000

/** The entries of one page as snapshots, each id once (the newer). An entry without id is reported by its position. */
export async function toPullPage(entries: readonly unknown[], page: string): Promise<PullPage> {
  const newest = new Map<string, { entry: unknown; time: number | null }>()
  const unreadable: string[] = []
  await mapInTurns(entries, (entry, index) => {
    const { data } = orderIdSchema.safeParse(entry)
    if (!data) {
      unreadable.push(`Entry ${index + 1} of ${page} has no readable orderId.`)
      return
    }
    const before = newest.get(data.orderId)
    const time = changeTime(objectOf(entry))
    if (!before || !isOlder(time, before.time)) {
      newest.set(data.orderId, { entry, time })
    }
  })
  const snapshots = await mapInTurns([...newest.values()], ({ entry }) => toSnapshot(entry))
  return { snapshots: snapshots.filter((snapshot) => snapshot !== null), unreadable }
}

/**
 * Null for a value without a usable `orderId`. Of an order that cannot be kept (nested so deeply that it cannot be
 * written, or longer than any order) the id is kept, with the reason, so that it is held and not forgotten.
 */
export function toSnapshot(value: unknown): Snapshot | null {
  const parsed = orderIdSchema.safeParse(value)
  if (!parsed.success) {
    return null
  }
  const { orderId } = parsed.data
  const only = (unreadable: Unreadable): Snapshot => ({
    external_id: orderId,
    payload: JSON.stringify({ orderId, unreadable }),
  })
  try {
    const payload = JSON.stringify(value)
    return payload.length > MOST_CHARACTERS ? only("too_long") : { external_id: orderId, payload }
  } catch {
    return only("too_deep")
  }
}

/**
 * The incoming order, unless it is provably older than what is kept. Lines that it leaves out are remembered by their ids
 * (`unlisted`) until an answer has them again, or says without them what it was asked about alone (`alone`): a list that
 * leaves a line out does not say that there is none.
 */
export function mergeOrders(previous: string | null, incoming: string): string {
  const before = parsed(previous ?? "{}")
  const { alone, ...now } = parsed(incoming)
  if (previous !== null && isOlder(changeTime(now), changeTime(before))) {
    return previous
  }
  if (alone === true) {
    return JSON.stringify(now)
  }
  const listed = new Set(lineIds(now))
  const unlisted = new Set([...lineIds(before), ...unlistedOf(before)].filter((id) => !listed.has(id)))
  return listed.size > 0 && unlisted.size > 0 ? JSON.stringify({ ...now, unlisted: [...unlisted] }) : incoming
}

/** Marks an answer about one order alone; `mergeOrders` takes it for the whole truth and the mark off. */
export function markAlone(snapshot: Snapshot): Snapshot {
  return { ...snapshot, payload: JSON.stringify({ ...parsed(snapshot.payload), alone: true }) }
}

/** Ids of lines that the last list left out; the order has to be asked for alone. */
export const unlistedLines = (payload: string): string[] => unlistedOf(parsed(payload))

const unlistedOf = ({ unlisted }: Record<string, unknown>): string[] =>
  Array.isArray(unlisted) ? unlisted.filter((id) => typeof id === "string") : []

function lineIds({ lines }: Record<string, unknown>): string[] {
  const ids = Array.isArray(lines) ? lines.map((line) => objectOf(line).orderLineId) : []
  return ids.filter((id) => typeof id === "string" || typeof id === "number").map(String)
}

/** Provably: both say when they changed. */
const isOlder = (time: number | null, than: number | null): boolean =>
  time !== null && than !== null && time < than

/**
 * When the order last changed, or null. A change in the future, or more than a year after the purchase, is not
 * believed: one in 2099 would keep every later answer out.
 */
function changeTime(order: Record<string, unknown>): number | null {
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
export function withoutPersonalData(payload: string): string {
  const value = parsed(payload)
  const result = readWireOrder(value)
  if ("error" in result) {
    return JSON.stringify(orderIdSchema.safeParse(value).data ?? {})
  }
  const { order } = result
  const lines = order.lines.map(
    (line) =>
      line && {
        ...line,
        shippingAddress: null,
        // A tracking URL can hold the buyer's postcode.
        parcels: line.parcels?.map((parcel) => ({ ...parcel, trackingUrl: null })),
      }
  )
  const kept: WireOrder = {
    ...order,
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
    return objectOf(JSON.parse(payload))
  } catch {
    return {}
  }
}

const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {}
