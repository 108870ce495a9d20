import type { ServiceShipment } from "./label-service"
import { hasLabel } from "./status"

/**
 * - `live`: every parcel has its id and a label, and nothing is said against it
 * - `announcing`: not decided yet; look again
 * - `failed`: no label, or not for every parcel: nothing of it is shipped, shown or sent to a marketplace
 * - `canceling`, `canceled`
 */
export type ShipmentState = "live" | "announcing" | "failed" | "canceling" | "canceled"

/** Where a shipment stands. An answer that is no error can be a failure: a number alone makes no label. */
export function shipmentState({
  parcels,
  faults,
}: Pick<ServiceShipment, "parcels" | "faults">): ShipmentState {
  const statuses = parcels.map(({ status }) => status)
  if (statuses.length > 0 && statuses.every((status) => status === "canceled")) {
    return "canceled"
  }
  if (statuses.some((status) => status === "canceling" || status === "canceled")) {
    return "canceling"
  }
  if (faults.length > 0 || statuses.includes("failed") || statuses.length === 0) {
    return "failed"
  }
  if (statuses.every(hasLabel)) {
    return "live"
  }
  return "announcing"
}
