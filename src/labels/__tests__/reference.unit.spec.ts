import fc from "fast-check"

import type { ServiceShipment } from "../label-service"
import { judgeFound, readReference, writeReference, type SoughtRequest } from "../reference"
import { shipmentState } from "../shipment-state"

const sought: SoughtRequest = {
  prefix: "shop",
  request_id: "mklr_1",
  generation: 1,
  order_number: "1001",
  to: { postal_code: "75011", country_code: "FR" },
  taken_ids: ["taken"],
  canceled_ids: [],
  known_since: 0,
  has_open_sibling: false,
}
let count = 0
const shipment = (
  change: Partial<ServiceShipment> & { status?: ServiceShipment["parcels"][number]["status"] } = {}
) => {
  const { status = "ready", ...rest } = change
  const made: ServiceShipment = {
    external_id: `ship_${++count}`,
    reference: "shop-mklr_1-1",
    order_number: "1001",
    option_code: "colissimo:standard",
    carrier: null,
    to: { postal_code: "75 011", country_code: "FR" },
    parcels: [
      {
        external_id: "1",
        status,
        external_status: "",
        status_at: null,
        tracking_number: "6A1",
        tracking_url: null,
        documents: [],
      },
    ],
    faults: [],
    ...rest,
  }
  return made
}
const panel = (change: Parameters<typeof shipment>[0] = {}) => shipment({ reference: null, ...change })

it("writes a reference and reads it again", () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z\d]{2,20}$/),
      fc.stringMatching(/^[A-Za-z\d_]{1,60}$/),
      fc.integer({ min: 1, max: 999_999 }),
      (prefix, request_id, generation) => {
        const parts = { prefix, request_id, generation }
        expect(readReference(writeReference(parts))).toEqual(parts)
      }
    )
  )
})

it.each([
  { prefix: "my-shop", request_id: "r", generation: 1 },
  { prefix: "s", request_id: "r", generation: 1 },
  { prefix: "shop", request_id: "a-b", generation: 1 },
  { prefix: "shop", request_id: "r", generation: 0 },
])("writes no reference that could be read otherwise: %p", (parts) => {
  expect(() => writeReference(parts)).toThrow()
})

it.each([null, "", "1001", "shop-mklr_1", "shop-mklr_1-x", "SHOP-mklr_1-1"])(
  "reads no reference in %p",
  (text) => {
    expect(readReference(text)).toBeNull()
  }
)

it("adopts its own live label, also of another generation", () => {
  const own = shipment()
  expect(judgeFound(sought, [own, own])).toEqual({ kind: "ours", shipment: own })
  const later = shipment({ reference: "shop-mklr_1-3" })
  expect(judgeFound(sought, [later])).toEqual({ kind: "ours", shipment: later })
})

it("adopts what was made in the panel for this order and this place", () => {
  const made = panel()
  expect(judgeFound(sought, [made])).toEqual({ kind: "panel", shipment: made })
  expect(judgeFound({ ...sought, has_open_sibling: true }, [made]).kind).toBe("ask")
  expect(judgeFound(sought, [panel({ to: null })]).kind).toBe("ask")
  expect(judgeFound(sought, [panel({ to: { postal_code: "69002", country_code: "FR" } })]).kind).toBe("ask")
})

it("leaves alone what belongs to another request, installation or order", () => {
  const others = [
    shipment({ reference: "shop-mklr_2-1" }),
    shipment({ reference: "test-mklr_1-1" }),
    panel({ external_id: "taken" }),
    panel({ order_number: "1002" }),
    panel({ order_number: null }),
  ]
  expect(judgeFound(sought, others)).toEqual({ kind: "none", next_generation: 1, failed: null })
})

it("goes on with the next generation where its references are used up", () => {
  const failed = shipment({ status: "failed" })
  const canceled = shipment({ reference: "shop-mklr_1-2", status: "canceled" })
  expect(judgeFound(sought, [failed, canceled])).toEqual({ kind: "none", next_generation: 3, failed })
  expect(judgeFound(sought, [shipment({ status: "canceling" })])).toMatchObject({
    kind: "none",
    next_generation: 2,
  })
  expect(judgeFound(sought, [shipment({ status: "announcing" })]).kind).toBe("wait")
})

it("never adopts what is canceled here, although a list still shows it as live", () => {
  const [own, made] = [shipment(), panel()]
  const canceled_ids = [own.external_id, made.external_id]
  expect(judgeFound({ ...sought, canceled_ids }, [own, made])).toEqual({
    kind: "none",
    next_generation: 2,
    failed: null,
  })
  const again = shipment({ reference: "shop-mklr_1-2" })
  expect(judgeFound({ ...sought, canceled_ids }, [own, made, again])).toEqual({
    kind: "ours",
    shipment: again,
  })
})

it("sees two live labels for the same goods", () => {
  const both = [shipment(), panel()]
  expect(judgeFound(sought, both)).toEqual({ kind: "several", shipments: both })
  expect(judgeFound(sought, [shipment(), shipment({ reference: "shop-mklr_1-2" })]).kind).toBe("several")
  expect(judgeFound(sought, [shipment(), panel({ status: "canceled" })]).kind).toBe("ours")
  // A label back to the store has the same order number.
  expect(
    judgeFound(sought, [shipment(), panel({ to: { postal_code: "69002", country_code: "FR" } })]).kind
  ).toBe("ours")
})

it("stops where its reference stands on another order", () => {
  expect(judgeFound(sought, [shipment({ order_number: "57" })]).kind).toBe("clash")
})

it.each([
  ["live", {}],
  ["failed", { faults: [{ code: "parcel_announcement_error", message: "", field: null }] }],
  ["failed", { parcels: [] }],
  ["failed", { status: "failed" as const }],
  ["announcing", { status: "unlabeled" as const }],
  ["announcing", { status: "unknown" as const }],
  ["canceling", { status: "canceling" as const }],
  ["canceled", { status: "canceled" as const, faults: [{ code: "x", message: "", field: null }] }],
  ["live", { status: "delivered" as const }],
])("a shipment is %s (%p)", (state, change) => {
  expect(shipmentState(shipment(change))).toBe(state)
})

it("a shipment of which one parcel failed is no label", () => {
  const [good] = shipment().parcels
  expect(shipmentState({ parcels: [good, { ...good, status: "failed" }], faults: [] })).toBe("failed")
  expect(shipmentState({ parcels: [good, { ...good, status: "canceled" }], faults: [] })).toBe("canceling")
  expect(shipmentState({ parcels: [good, { ...good, status: "announcing" }], faults: [] })).toBe("announcing")
})

describe("A label of the panel that is older than the order", () => {
  const known_since = Date.parse("2026-03-16T08:00:00.000Z")
  const made = (status_at: string | null, change: Parameters<typeof shipment>[0] = {}) => {
    const one = panel(change)
    return { ...one, parcels: one.parcels.map((parcel) => ({ ...parcel, status_at })) }
  }
  const judge = (...found: ServiceShipment[]) => judgeFound({ ...sought, known_since }, found).kind
  const OLD = "2025-03-16T08:00:00.000Z"
  const NEW = "2026-03-16T09:00:00.000Z"
  it("is never taken without a question, and is nothing where it went elsewhere", () => {
    expect(judge(made(OLD))).toBe("ask")
    expect(judge(made(OLD, { to: { postal_code: "69001", country_code: "FR" } }))).toBe("none")
    expect(judge(made(NEW))).toBe("panel")
    expect(judge(made(null))).toBe("panel")
  })
  it("is none too many beside the order's own", () => {
    expect(judge(made(OLD), made(NEW))).toBe("panel")
    expect(judge(made(OLD), shipment())).toBe("ours")
    expect(judge(made(NEW), shipment())).toBe("several")
  })
})

it("knows a label of another request by its parcel too", () => {
  const found = [panel({ to: { postal_code: "69002", country_code: "FR" } })]
  expect(judgeFound(sought, found).kind).toBe("ask")
  expect(judgeFound({ ...sought, taken_ids: ["1"] }, found).kind).toBe("none")
})
