import type { ServiceShipment } from "./label-service"
import { judgeFound, readReference } from "./reference"

/** An order as the labels of its number are judged by. */
export type OrderInPanel = {
  order_number: string
  to: { postal_code: string; country_code: string }
  /** Since when the order is known here, in milliseconds. */
  known_since: number
  /** Shipments that are a parcel of the store's already. */
  taken_ids: readonly string[]
  /** Numbers that its parcels show, whoever entered them. */
  shown_numbers: readonly string[]
}

/**
 * What was made in a service's panel for an order.
 * - `none`: nothing that counts
 * - `one`, `several`: live labels for its goods
 * - `wait`: a label that is being made; look again
 * - `ask`: a label that may be this order's; a person decides
 */
export type MadeInPanel =
  | { kind: "none" | "wait" | "ask" }
  | { kind: "one"; shipment: ServiceShipment }
  | { kind: "several"; shipments: ServiceShipment[] }

/**
 * Judges the labels of an order's number. One that is older than the order, as far as we know it, is never taken: numbers come
 * again, and it is nothing to anyone where it went to another place.
 */
export function judgeMade(order: OrderInPanel, found: readonly ServiceShipment[]): MadeInPanel {
  const { shown_numbers, known_since, taken_ids, order_number, to } = order
  const others = found.filter(({ parcels }) => {
    const numbers = parcels.flatMap(({ tracking_number }) => tracking_number ?? [])
    return numbers.length === 0 || !numbers.every((number) => shown_numbers.includes(number))
  })
  // Whatever has a reference of ours was bought by a request, which finds it itself.
  const made = judgeFound(
    {
      prefix: "",
      request_id: "",
      generation: 1,
      order_number,
      to,
      taken_ids,
      canceled_ids: [],
      known_since,
      has_open_sibling: false,
    },
    others.filter(({ reference }) => readReference(reference) === null)
  )
  switch (made.kind) {
    case "panel":
      return { kind: "one", shipment: made.shipment }
    case "several":
      return { kind: "several", shipments: made.shipments }
    case "wait":
    case "ask":
      return { kind: made.kind }
    default:
      return { kind: "none" }
  }
}

/** A parcel of an order, and where its label stands: `live`, `canceling`, or `over` where it was canceled and nothing took its place. */
export type LabeledParcel = { fulfillment_id: string; label: "live" | "canceling" | "over" | "other" }

/**
 * Where a new label belongs of whose order nothing is left to be packed: to the one parcel whose label was canceled. `wait`: one
 * may still turn out to be canceled or not. `several`: the parcels have live labels already. Null where no one can say.
 */
export function replacedBy(
  parcels: readonly LabeledParcel[]
): { fulfillment_id: string } | "several" | "wait" | null {
  const over = parcels.filter(({ label }) => label === "over")
  if (over.length === 1) {
    return { fulfillment_id: over[0].fulfillment_id }
  }
  if (over.length > 1) {
    return null
  }
  if (parcels.some(({ label }) => label === "canceling")) {
    return "wait"
  }
  return parcels.some(({ label }) => label === "live") ? "several" : null
}
