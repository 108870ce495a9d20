import type { ServiceParcel, ServiceShipment } from "../label-service"
import { judgeMade, type OrderInPanel, replacedBy } from "../panel-label"

const KNOWN = Date.parse("2026-03-16T08:00:00.000Z")

const parcel = (change: Partial<ServiceParcel> = {}): ServiceParcel => ({
  external_id: "1",
  status: "ready",
  external_status: "READY_TO_SEND",
  status_at: "2026-03-16T09:00:00.000Z",
  tracking_number: "6A1",
  tracking_url: null,
  documents: ["label"],
  ...change,
})
const shipment = (change: Partial<ServiceShipment> = {}, ofParcel: Partial<ServiceParcel> = {}) => ({
  external_id: "s1",
  reference: null,
  order_number: "1001",
  option_code: "colissimo:standard",
  carrier: { code: "colissimo", name: "Colissimo" },
  to: { postal_code: "75011", country_code: "FR" },
  parcels: [parcel(ofParcel)],
  faults: [],
  ...change,
})
const order = (change: Partial<OrderInPanel> = {}): OrderInPanel => ({
  order_number: "1001",
  to: { postal_code: "75 011", country_code: "fr" },
  known_since: KNOWN,
  taken_ids: [],
  shown_numbers: [],
  ...change,
})
const elsewhere = { to: { postal_code: "69001", country_code: "FR" } }
const old = { status_at: "2025-03-16T09:00:00.000Z" }

describe("A label that was made in the panel", () => {
  it("for this order is the one", () => {
    expect(judgeMade(order(), [shipment()])).toEqual({ kind: "one", shipment: shipment() })
  })

  it.each<[string, Partial<OrderInPanel>, ServiceShipment[], string]>([
    ["a parcel's already counts no more", { taken_ids: ["s1"] }, [shipment()], "none"],
    ["whose number a parcel shows counts no more", { shown_numbers: ["6A1"] }, [shipment()], "none"],
    ["that is canceled counts no more", {}, [shipment({}, { status: "canceled" })], "none"],
    ["that failed counts no more", {}, [shipment({}, { status: "failed" })], "none"],
    ["that was bought here is its request's", {}, [shipment({ reference: "mp1-mplreq_1-1" })], "none"],
    ["that is being made is waited for", {}, [shipment({}, { status: "announcing" })], "wait"],
    ["for another place may be another's", {}, [shipment(elsewhere)], "ask"],
    ["beside another is one too many", {}, [shipment(), shipment({ external_id: "s2" })], "several"],
    ["before the order was known is never taken", {}, [shipment({}, old)], "ask"],
    ["before it and for another place is no one's", {}, [shipment(elsewhere, old)], "none"],
    ["before it hides no new one", {}, [shipment({ external_id: "s0" }, old), shipment()], "one"],
    ["at a moment that is not known counts", {}, [shipment({}, { status_at: null })], "one"],
    ["a little before, by another clock, counts", { known_since: KNOWN + 61 * 60_000 }, [shipment()], "one"],
  ])("%s", (_, change, found, kind) => {
    expect(judgeMade(order(change), found).kind).toBe(kind)
  })
})

describe("Of an order of which nothing is left to be packed, a new label", () => {
  it("takes the place of the one that was canceled", () => {
    expect(replacedBy([{ fulfillment_id: "a", label: "over" }])).toEqual({ fulfillment_id: "a" })
    const beside = { fulfillment_id: "b", label: "live" } as const
    expect(replacedBy([beside, { fulfillment_id: "a", label: "over" }])).toEqual({ fulfillment_id: "a" })
  })

  it("is one too many beside a live one", () => {
    expect(replacedBy([{ fulfillment_id: "a", label: "live" }])).toBe("several")
  })

  it("waits for a cancellation that was only asked for: the label may still be paid", () => {
    expect(replacedBy([{ fulfillment_id: "a", label: "canceling" }])).toBe("wait")
  })

  it("belongs to no parcel that anyone can name otherwise", () => {
    expect(replacedBy([])).toBeNull()
    expect(replacedBy([{ fulfillment_id: "a", label: "other" }])).toBeNull()
    const both = ["a", "b"].map((fulfillment_id) => ({ fulfillment_id, label: "over" as const }))
    expect(replacedBy(both)).toBeNull()
  })
})
