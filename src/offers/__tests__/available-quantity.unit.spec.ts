import fc from "fast-check"

import {
  availableQuantity,
  unitsSold,
  type AvailableSettings,
  type Level,
  type Part,
  type StockedVariant,
} from "../available-quantity"

const OFF: AvailableSettings = { unmanaged_quantity: null, backorder_quantity: null }
const part = (inventory_item_id: string, required_quantity: Part["required_quantity"] = 1): Part => ({
  inventory_item_id,
  required_quantity,
})
const variant = (inventory: Part[], change: Partial<StockedVariant> = {}): StockedVariant => ({
  sku: "LAMP",
  manage_inventory: true,
  allow_backorder: false,
  inventory,
  ...change,
})
const level = (
  inventory_item_id: string,
  location_id: string,
  stocked_quantity: Level["stocked_quantity"],
  reserved_quantity: Level["reserved_quantity"] = 0
): Level => ({ inventory_item_id, location_id, stocked_quantity, reserved_quantity })

const quantityOf = (
  inventory: Part[],
  levels: Level[],
  locations = ["a", "b"],
  change: Partial<StockedVariant> = {},
  settings: Partial<AvailableSettings> = {}
) => {
  const found = availableQuantity(variant(inventory, change), levels, locations, { ...OFF, ...settings })
  return "quantity" in found ? found.quantity : "problem" in found ? found.problem.code : found.nothing.code
}

describe("what is available", () => {
  it.each<[string, Part[], Level[], unknown]>([
    ["one location", [part("x")], [level("x", "a", 5, 2)], 3],
    ["several are added up", [part("x")], [level("x", "a", 5, 2), level("x", "b", 4)], 7],
    ["another location does not count", [part("x")], [level("x", "a", 5), level("x", "c", 9)], 5],
    ["exact texts", [part("x")], [level("x", "a", "12.000", "2")], 10],
    ["reserved below zero counts as none", [part("x")], [level("x", "a", 5, -3)], 5],
    ["more reserved than stocked is none", [part("x")], [level("x", "a", 1, 4)], 0],
    ["what one owes is taken off the others", [part("x")], [level("x", "a", 0, 3), level("x", "b", 5)], 2],
    ["stocked below zero", [part("x")], [level("x", "a", -2), level("x", "b", 5)], 3],
    ["nothing is a value", [part("x")], [level("x", "a", 0)], 0],
    ["required amounts", [part("x", 3)], [level("x", "a", 8)], 2],
    ["each location packs alone", [part("x", 3)], [level("x", "a", 2), level("x", "b", 4)], 1],
    ["fractions are exact", [part("x", "0.3")], [level("x", "a", "0.9")], 3],
    ["fractions are rounded down", [part("x", 0.7)], [level("x", "a", 2)], 2],
    ["no amount is one", [part("x", null)], [level("x", "a", 2)], 2],
    ["an article twice", [part("x"), part("x", 2)], [level("x", "a", 7)], 2],
    ["the scarcest part of a kit", [part("x"), part("y", 2)], [level("x", "a", 9), level("y", "a", 5)], 2],
    ["parts in two warehouses", [part("x"), part("y")], [level("x", "a", 9), level("y", "b", 9)], 0],
    [
      "a kit in two warehouses",
      [part("x"), part("y")],
      [level("x", "a", 1), level("y", "a", 9), level("x", "b", 9), level("y", "b", 2)],
      3,
    ],
    ["no level at these locations", [part("x")], [level("x", "c", 5)], "offer_no_level"],
    ["no level of a part", [part("x"), part("y")], [level("x", "a", 5)], "offer_no_level"],
    ["no article", [], [], "offer_no_inventory_item"],
    ["a level that is no number", [part("x")], [level("x", "a", "many")], "offer_stock_unreadable"],
    ["a level that is not a number", [part("x")], [level("x", "a", NaN)], "offer_stock_unreadable"],
    ["a requirement of nothing", [part("x", 0)], [level("x", "a", 5)], "offer_requirement_unreadable"],
    ["a negative requirement", [part("x", -1)], [level("x", "a", 5)], "offer_requirement_unreadable"],
    ["an unreadable requirement", [part("x", "two")], [level("x", "a", 5)], "offer_requirement_unreadable"],
  ])("%s", (_, inventory, levels, expected) => {
    expect(quantityOf(inventory, levels)).toBe(expected)
  })

  it("is not known without a location: an empty list is not every location", () => {
    expect(quantityOf([part("x")], [level("x", "a", 5)], [])).toBe("offer_no_location")
  })

  it("is a setting for what the store does not manage, or is not sent", () => {
    const unmanaged = { manage_inventory: false }
    expect(quantityOf([], [], ["a"], unmanaged)).toBe("unmanaged")
    expect(quantityOf([], [], [], unmanaged, { unmanaged_quantity: 50 })).toBe(50)
    expect(quantityOf([], [], [], unmanaged, { unmanaged_quantity: 0 })).toBe(0)
  })

  it("is at least a setting for what may be sold without stock, where its stock is known", () => {
    const backorder = { allow_backorder: true }
    const at = (stocked: number, settings: Partial<AvailableSettings>) =>
      quantityOf([part("x")], [level("x", "a", stocked, 1)], ["a"], backorder, settings)
    expect(at(3, {})).toBe(2)
    expect(at(3, { backorder_quantity: 20 })).toBe(20)
    expect(at(30, { backorder_quantity: 20 })).toBe(29)
    expect(quantityOf([part("x")], [], ["a"], backorder, { backorder_quantity: 20 })).toBe("offer_no_level")
  })

  it("says where Medusa's own rule comes to more: a kit that no warehouse can pack", () => {
    const found = availableQuantity(
      variant([part("x"), part("y")]),
      [level("x", "a", 4), level("y", "b", 6)],
      ["a", "b"],
      OFF
    )
    expect(found).toEqual({
      quantity: 0,
      steps: [
        { code: "available", params: { quantity: 0, locations: 2 } },
        { code: "parts_apart", params: { quantity: 0, together: 4 } },
      ],
    })
  })
})

describe("what was sold and is not reserved", () => {
  it("counts this variant's units, and those of others that share an article", () => {
    const own = { quantity: 2, inventory: [part("x")] }
    expect(unitsSold([part("x")], [own])).toBe(2)
    expect(unitsSold([part("x")], [own, { quantity: 1, inventory: [part("y")] }])).toBe(2)
    // A kit of three, and one that needs a fraction: rounded up.
    expect(unitsSold([part("x")], [{ quantity: 2, inventory: [part("x", 3), part("y")] }])).toBe(6)
    expect(unitsSold([part("x")], [{ quantity: 1, inventory: [part("x", "0.25")] }])).toBe(1)
    expect(unitsSold([part("x", 2)], [{ quantity: 3, inventory: [part("x")] }])).toBe(2)
    expect(unitsSold([part("x"), part("y", 2)], [{ quantity: 3, inventory: [part("x"), part("y")] }])).toBe(3)
  })
})

const quantity = fc.integer({ min: -20, max: 60 })
const levels = fc.uniqueArray(
  fc.record({
    inventory_item_id: fc.constantFrom("x", "y", "z"),
    location_id: fc.constantFrom("a", "b", "c"),
    stocked_quantity: quantity,
    reserved_quantity: quantity,
  }),
  { selector: ({ inventory_item_id, location_id }) => `${inventory_item_id}${location_id}`, minLength: 1 }
)
const kits = fc.uniqueArray(
  fc.record({
    inventory_item_id: fc.constantFrom("x", "y", "z"),
    required_quantity: fc.constantFrom<Part["required_quantity"]>(1, 2, 3, "0.5", "0.1", "1.5", null),
  }),
  { minLength: 1, selector: ({ inventory_item_id }) => inventory_item_id }
)

describe("whatever the stock", () => {
  it("is a whole number that is never below zero, and never more than is stocked", () => {
    fc.assert(
      fc.property(kits, levels, (inventory, stock) => {
        const found = availableQuantity(variant(inventory), stock, ["a", "b"], OFF)
        if (!("quantity" in found)) return
        expect(Number.isInteger(found.quantity)).toBe(true)
        expect(found.quantity).toBeGreaterThanOrEqual(0)
        for (const { inventory_item_id, required_quantity } of inventory) {
          const stocked = stock
            .filter((one) => one.inventory_item_id === inventory_item_id && one.location_id !== "c")
            .reduce((sum, one) => sum + Math.max(0, one.stocked_quantity), 0)
          expect(found.quantity * Number(required_quantity ?? 1)).toBeLessThanOrEqual(stocked + 1e-9)
        }
      })
    )
  })

  it("more reserved never makes more available", () => {
    fc.assert(
      fc.property(kits, levels, fc.nat(), fc.integer({ min: 1, max: 30 }), (inventory, stock, at, more) => {
        const index = at % stock.length
        const reserved = stock.map((one, place) =>
          place === index ? { ...one, reserved_quantity: one.reserved_quantity + more } : one
        )
        const before = availableQuantity(variant(inventory), stock, ["a", "b"], OFF)
        const after = availableQuantity(variant(inventory), reserved, ["a", "b"], OFF)
        if ("quantity" in before && "quantity" in after) {
          expect(after.quantity).toBeLessThanOrEqual(before.quantity)
        }
      })
    )
  })

  it("a kit at one location is what its scarcest part allows", () => {
    fc.assert(
      fc.property(kits, levels, (inventory, stock) => {
        const found = availableQuantity(variant(inventory), stock, ["a"], OFF)
        if (!("quantity" in found)) return
        const each = inventory.map((one) => availableQuantity(variant([one]), stock, ["a"], OFF))
        expect(found.quantity).toBe(
          Math.min(...each.map((one) => ("quantity" in one ? one.quantity : Infinity)))
        )
      })
    )
  })
})
