import type { OrderItem } from "../../marketplaces/port"
import { absentItems, correctionSeen, shipmentSeen, uncorrectedItems } from "../shipment-seen"
import { item, line, order } from "./fixtures"

const tracked = (tracking_number: string | null) => [
  { tracking_number, carrier_name: null, tracking_url: null },
]
const orderOf = (...items: Partial<OrderItem>[]) =>
  order({
    lines: [line({ items: items.map((one, index) => item("ready", { external_id: `I${index}`, ...one })) })],
  })
const sent = { item_external_ids: ["I0", "I1"], tracking_numbers: ["6A 0000-0001"] }

describe("shipmentSeen", () => {
  it.each<[string, Partial<OrderItem>[]]>([
    ["present", [{ parcels: tracked("6a00000001") }, { status: "shipped", parcels: tracked("6A00000001") }]],
    ["present", [{ status: "shipped" }, { status: "delivered", parcels: tracked(null) }]],
    ["present", [{ parcels: tracked("6A00000001") }, { status: "canceled" }]],
    ["absent", [{}, {}]],
    ["absent", [{ status: "claim" }, { status: "claim" }]],
    ["present", [{ status: "claim", is_shipped: true }, { status: "closed" }]],
    ["absent", [{ status: "shipped" }, {}]],
    ["absent", [{ status: "shipped" }]],
    ["absent", [{ status: "canceled" }, { status: "refused" }]],
    ["different", [{ status: "shipped", parcels: tracked("OTHER") }, {}]],
  ])("%s: %j", (seen, items) => {
    expect(shipmentSeen(orderOf(...items), sent)).toBe(seen)
  })

  it("finds one of several numbers", () => {
    const numbers = { item_external_ids: ["I0"], tracking_numbers: ["A1", "B2"] }
    expect(shipmentSeen(orderOf({ parcels: [...tracked("X9"), ...tracked("B2")] }), numbers)).toBe("present")
  })

  it("takes the number of another part of an item for no answer, until the item has left", () => {
    const part = { item_external_ids: ["I0"], tracking_numbers: ["B2"], is_partial: true }
    expect(shipmentSeen(orderOf({ parcels: tracked("A1") }), part)).toBe("absent")
    expect(shipmentSeen(orderOf({ parcels: [...tracked("A1"), ...tracked("B2")] }), part)).toBe("present")
    expect(shipmentSeen(orderOf({ status: "shipped", parcels: tracked("A1") }), part)).toBe("different")
  })

  it("sees an untracked shipment by its status alone", () => {
    const untracked = { item_external_ids: ["I0"], tracking_numbers: [] }
    expect(shipmentSeen(orderOf({ status: "shipped" }), untracked)).toBe("present")
    expect(shipmentSeen(orderOf({}), untracked)).toBe("absent")
  })
})

describe("correctionSeen", () => {
  const corrected = { item_external_ids: ["I0", "I1"], tracking_numbers: ["NEW 1"] }
  const former = { status: "shipped" as const, parcels: tracked("OLD1") }

  it.each<[string, Partial<OrderItem>[]]>([
    ["present", [{ parcels: tracked("new1") }, { status: "delivered", parcels: tracked("NEW1") }]],
    ["present", [{ parcels: [...tracked("OLD1"), ...tracked("NEW1")] }, { status: "canceled" }]],
    ["absent", [former, former]],
    ["absent", [{ parcels: tracked("NEW1") }, former]],
    ["absent", [{ status: "shipped" }, { status: "shipped" }]],
    ["absent", [{ status: "shipped", parcels: tracked("") }, { parcels: tracked("NEW1") }]],
  ])("%s: %j", (seen, items) => {
    expect(correctionSeen(orderOf(...items), corrected)).toBe(seen)
  })

  it("confirms nothing of what is shown no longer", () => {
    expect(correctionSeen(orderOf({}), { ...corrected, item_external_ids: ["gone"] })).toBe("absent")
  })
})

describe("uncorrectedItems", () => {
  it("names what a repeated correction has to speak of: not what is gone, and what shows the former number or none", () => {
    const sentThere = { item_external_ids: ["I0", "I1", "I2", "I3", "gone"], tracking_numbers: ["NEW1"] }
    const items = orderOf(
      { status: "shipped", parcels: tracked("OLD1") },
      { status: "shipped" },
      { parcels: tracked("NEW1") },
      { status: "canceled" }
    )
    expect(uncorrectedItems(items, sentThere)).toEqual(["I0", "I1", "gone"])
  })
})

describe("absentItems", () => {
  it("names what a repeated call has to speak of", () => {
    expect(absentItems(orderOf({ status: "shipped" }, {}), sent)).toEqual(["I1"])
    expect(absentItems(orderOf({ status: "shipped" }), sent)).toEqual(["I1"])
  })
})
