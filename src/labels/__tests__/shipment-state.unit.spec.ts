import type { ParcelStatus, ServiceFault } from "../label-service"
import { shipmentState } from "../shipment-state"

const fault: ServiceFault = { code: "parcel_announcement_error", message: "No.", field: null }
const state = (statuses: ParcelStatus[], faults: ServiceFault[] = []) =>
  shipmentState({
    faults,
    parcels: statuses.map((status, place) => ({
      external_id: String(place),
      status,
      external_status: status.toUpperCase(),
      status_at: null,
      tracking_number: `6A${place}`,
      tracking_url: null,
      documents: ["label"],
    })),
  })

describe("A shipment with a number", () => {
  it.each<[string, ParcelStatus[], ServiceFault[]]>([
    ["live", ["ready"], []],
    ["live", ["ready", "moving"], []],
    ["live", ["delivered"], []],
    // An answer that says yes and no at once is a no.
    ["failed", ["ready"], [fault]],
    ["failed", ["ready", "ready"], [fault]],
    ["failed", ["ready", "failed"], []],
    ["failed", [], []],
    ["announcing", ["announcing"], []],
    ["announcing", ["ready", "unlabeled"], []],
    ["announcing", ["unknown"], []],
    ["canceling", ["canceling"], []],
    ["canceling", ["ready", "canceled"], []],
    ["canceled", ["canceled", "canceled"], []],
    ["canceled", ["canceled"], [fault]],
  ])("is %s with parcels that are %j and faults %j", (expected, statuses, faults) => {
    expect(state(statuses, faults)).toBe(expected)
  })
})
