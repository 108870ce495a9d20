import type { ServiceShipment } from "./label-service"
import { shipmentState } from "./shipment-state"

/** Of an installation and its account: letters and digits, so that nothing in it looks like the rest. */
const PREFIX = /^[a-z\d]{2,20}$/
const REFERENCE = /^([a-z\d]{2,20})-([A-Za-z\d_]{1,60})-(\d{1,6})$/

export type LabelReference = { prefix: string; request_id: string; generation: number }

/** Our own reference of a purchase: the same for every attempt, another for every purchase. */
export function writeReference({ prefix, request_id, generation }: LabelReference): string {
  const reference = `${prefix}-${request_id}-${generation}`
  if (!PREFIX.test(prefix) || !REFERENCE.test(reference) || generation < 1) {
    throw new Error("A reference has a prefix, the id of a request, and a generation.")
  }
  return reference
}

/** Null for what is no reference of this form, whoever made it. */
export function readReference(text: string | null): LabelReference | null {
  const [, prefix, request_id, generation] = REFERENCE.exec(text ?? "") ?? []
  return prefix ? { prefix, request_id, generation: Number(generation) } : null
}

/** What a label request is known by at the service. */
export type SoughtRequest = LabelReference & {
  order_number: string
  to: { postal_code: string; country_code: string }
  /** Shipments, and parcels, that belong to other requests of the store. */
  taken_ids: readonly string[]
  /** Its own shipments that are canceled as far as we know: lists that lag show them as live. */
  canceled_ids: readonly string[]
  /** Since when the order is known, in milliseconds: a label of the panel that is older is another order's of this number. */
  known_since: number
  /** Whether another request of the same order has no label yet: then a label of the panel may be the other's. */
  has_open_sibling: boolean
}

/**
 * What the service has for a request.
 * - `none`: nothing that counts; `next_generation` is the first whose reference is unused
 * - `ours`: its one live label, which was bought here
 * - `panel`: its one live label, which was made in the service's panel for this order
 * - `wait`: a label that is being made; look again
 * - `several`: more than one live label for the same goods
 * - `ask`: a label of the panel that may be this order's; a person decides
 * - `clash`: our reference stands on another order's label: two installations share a prefix
 */
export type Found =
  | { kind: "none"; next_generation: number; failed: ServiceShipment | null }
  | { kind: "ours" | "panel" | "wait" | "ask" | "clash"; shipment: ServiceShipment }
  | { kind: "several"; shipments: ServiceShipment[] }

/** Judges everything that was found by reference, by id and by order number. */
export function judgeFound(request: SoughtRequest, found: readonly ServiceShipment[]): Found {
  const shipments = [...new Map(found.map((one) => [one.external_id, one])).values()]
  const own = shipments.filter(({ reference }) => {
    const read = readReference(reference)
    return read?.prefix === request.prefix && read.request_id === request.request_id
  })
  const clash = own.find(({ order_number }) => order_number !== null && order_number !== request.order_number)
  if (clash) {
    return { kind: "clash", shipment: clash }
  }
  const ofNumber = shipments.filter(
    (one) => isOfPanel(one, request) && !request.canceled_ids.includes(one.external_id)
  )
  const panel = ofNumber.filter((one) => !isOlder(one, request))
  const valid = own.filter(({ external_id }) => !request.canceled_ids.includes(external_id))
  const here = [...valid, ...panel.filter((one) => isSamePlace(one, request))]
  const live = here.filter((one) => shipmentState(one) === "live")
  if (live.length > 1) {
    return { kind: "several", shipments: live }
  }
  if (live.length === 1) {
    const [shipment] = live
    const kind = own.includes(shipment) ? "ours" : request.has_open_sibling ? "ask" : "panel"
    return { kind, shipment }
  }
  const waiting = here.find((one) => shipmentState(one) === "announcing")
  if (waiting) {
    return { kind: "wait", shipment: waiting }
  }
  // Of this order's number, for another place, or for one that the service does not say; or older than the order, for this place.
  const doubtful = ofNumber.find(
    (one) =>
      !here.includes(one) &&
      shipmentState(one) === "live" &&
      (panel.includes(one) || isSamePlace(one, request))
  )
  if (doubtful) {
    return { kind: "ask", shipment: doubtful }
  }
  const used = own.map(({ reference }) => readReference(reference)?.generation ?? 0)
  const failed = valid.filter((one) => shipmentState(one) === "failed").at(-1) ?? null
  return {
    kind: "none",
    next_generation: Math.max(request.generation, ...used.map((generation) => generation + 1)),
    failed,
  }
}

/**
 * A label of the same order number that no request bought. One with a reference of this form was bought by an
 * installation, perhaps a copy of this store whose orders have the same numbers: it is never ours.
 */
function isOfPanel(shipment: ServiceShipment, request: SoughtRequest): boolean {
  return (
    shipment.order_number === request.order_number &&
    readReference(shipment.reference) === null &&
    ![shipment, ...shipment.parcels].some(({ external_id }) => request.taken_ids.includes(external_id))
  )
}

/** Clocks of the store and of the service differ. */
const CLOCKS_MS = 5 * 60 * 1000

/** Whether nothing of it has changed since before the order was known. */
const isOlder = ({ parcels }: ServiceShipment, { known_since }: SoughtRequest): boolean =>
  parcels.length > 0 &&
  parcels.every(({ status_at }) => status_at !== null && Date.parse(status_at) < known_since - CLOCKS_MS)

const plain = (text: string) => text.replace(/\s+/g, "").toUpperCase()

const isSamePlace = ({ to }: ServiceShipment, request: SoughtRequest): boolean =>
  to !== null &&
  plain(to.postal_code) === plain(request.to.postal_code) &&
  plain(to.country_code) === plain(request.to.country_code)
