import { allocate, takeStock } from "../stock"
import type { StockNeed } from "../stock"
import { stockOf } from "./store-fixtures"

const need = (
  key: string,
  quantity: number,
  patch: Partial<NonNullable<StockNeed["variant"]>> = {}
): StockNeed => ({
  key,
  sku: `SKU-${key}`,
  quantity,
  variant: {
    manage_inventory: true,
    allow_backorder: false,
    inventory: [{ inventory_item_id: key, required_quantity: 1 }],
    ...patch,
  },
})
const places = (
  needs: StockNeed[],
  levels: Record<string, Record<string, number>>,
  { reserved = [], backorder = true }: { reserved?: Parameters<typeof allocate>[3]; backorder?: boolean } = {}
) => {
  const result = allocate(needs, ["a", "b", "c"], stockOf(levels), reserved, backorder)
  return "problem" in result
    ? result
    : { ...result, location_by_line: Object.fromEntries(result.location_by_line) }
}

describe("allocate", () => {
  it("takes the first location that serves every line", () => {
    const result = places([need("x", 2), need("y", 1)], {
      a: { x: 5, y: 0 },
      b: { x: 2, y: 1 },
      c: { x: 9, y: 9 },
    })
    expect(result).toEqual({
      location_by_line: { x: "b", y: "b" },
      problems: [],
      reservations: [
        { line_key: "x", inventory_item_id: "x", location_id: "b", quantity: 2 },
        { line_key: "y", inventory_item_id: "y", location_id: "b", quantity: 1 },
      ],
    })
  })

  it("else goes line by line", () => {
    expect(places([need("x", 2), need("y", 1)], { a: { x: 5, y: 0 }, b: { x: 1, y: 1 } })).toMatchObject({
      location_by_line: { x: "a", y: "b" },
      problems: [],
    })
  })

  it("sells below zero at the location that has most of the article, and says so", () => {
    expect(places([need("x", 4)], { b: { x: 1 }, c: { x: 2 } })).toMatchObject({
      location_by_line: { x: "c" },
      reservations: [{ location_id: "c", quantity: 4 }],
      problems: [{ code: "oversold", params: { sku: "SKU-x", needed: 4, available: 3 } }],
    })
    expect(places([need("x", 3)], { b: { x: -4 } })).toMatchObject({
      problems: [{ params: { available: 0 } }],
    })
  })

  it.each([true, false])("counts what several locations have together (backorders: %s)", (backorder) => {
    expect(places([need("x", 3)], { a: { x: 1 }, b: { x: 2 }, c: { x: 0 } }, { backorder })).toEqual({
      location_by_line: { x: "b" },
      reservations: [{ line_key: "x", inventory_item_id: "x", location_id: "b", quantity: 3 }],
      problems: [{ code: "stock_elsewhere", params: { sku: "SKU-x", needed: 3 } }],
    })
    // What one location owes, the others do not have to give.
    expect(places([need("x", 2)], { a: { x: -1 }, b: { x: 2 } }, { backorder: false })).toEqual({
      problem: { code: "out_of_stock", params: { sku: "SKU-x", needed: 2, available: 1 } },
    })
  })

  it("leaves a location's rest to the line that fits into it", () => {
    expect(
      places(
        [need("x", 1), { ...need("x", 3), key: "y" }],
        { a: { x: 3 }, b: { x: 1 } },
        { backorder: false }
      )
    ).toMatchObject({ location_by_line: { x: "b", y: "a" }, problems: [] })
  })

  it("takes the parts of a kit from where they are", () => {
    const kit = need("k", 2, {
      inventory: [
        { inventory_item_id: "x", required_quantity: 1 },
        { inventory_item_id: "y", required_quantity: 3 },
      ],
    })
    expect(places([kit], { a: { x: 2 }, b: { y: 6 } }, { backorder: false })).toEqual({
      location_by_line: { k: "a" },
      reservations: [
        { line_key: "k", inventory_item_id: "x", location_id: "a", quantity: 2 },
        { line_key: "k", inventory_item_id: "y", location_id: "b", quantity: 6 },
      ],
      problems: [],
    })
  })

  it("holds a short line where selling below zero is not wanted", () => {
    expect(places([need("x", 3)], { a: { x: 2 } }, { backorder: false })).toEqual({
      problem: { code: "out_of_stock", params: { sku: "SKU-x", needed: 3, available: 2 } },
    })
  })

  it("holds an article that no location stocks, also one without inventory item", () => {
    const missing = { problem: { code: "missing_inventory_level", params: { sku: "SKU-x" } } }
    expect(places([need("x", 1)], { a: { y: 5 } })).toEqual(missing)
    expect(places([need("x", 1, { inventory: [] })], { a: { x: 5 } })).toEqual(missing)
  })

  it("lets the store's own backorders pass without a word, but looks for real stock first", () => {
    const backorder = { allow_backorder: true }
    expect(places([need("x", 3, backorder)], { a: { x: 0 }, b: { x: 3 } })).toMatchObject({
      location_by_line: { x: "b" },
    })
    expect(places([need("x", 3, backorder)], { a: { x: 0 } }, { backorder: false })).toMatchObject({
      location_by_line: { x: "a" },
      problems: [],
    })
  })

  it("counts what two lines take from the same stock, in kits too", () => {
    const kit = { inventory: [{ inventory_item_id: "x", required_quantity: 2 }] }
    expect(places([need("x", 1), need("k", 2, kit)], { a: { x: 4 }, b: { x: 5 } })).toMatchObject({
      location_by_line: { x: "b", k: "b" },
      reservations: [{ quantity: 1 }, { quantity: 4 }],
    })
    expect(places([need("x", 2), need("k", 2, kit)], { a: { x: 5 } })).toMatchObject({
      problems: [{ code: "oversold", params: { sku: "SKU-k", needed: 2, available: 1 } }],
    })
  })

  it("counts what acceptance has reserved as available, and stays where that is", () => {
    const reserved = [{ line_key: "x", inventory_item_id: "x", location_id: "b", quantity: 2 }]
    expect(places([need("x", 2)], { a: { x: 9 }, b: { x: 0 } }, { reserved })).toMatchObject({
      location_by_line: { x: "b" },
      problems: [],
    })
  })

  it("takes no stock for what is not managed, and places it with the rest", () => {
    const free = [
      need("f", 1, { manage_inventory: false }),
      { key: "g", sku: "G", quantity: 1, variant: null },
    ]
    expect(places([...free, need("x", 1)], { b: { x: 1 } })).toMatchObject({
      location_by_line: { f: "b", g: "b", x: "b" },
      reservations: [{ line_key: "x" }],
    })
    expect(places(free, {})).toMatchObject({ location_by_line: { f: "a", g: "a" }, reservations: [] })
  })
})

describe("takeStock", () => {
  it("leaves the rest to the next order of the batch", () => {
    const stock = stockOf({ a: { x: 3 } })
    takeStock(stock, [{ line_key: "x", inventory_item_id: "x", location_id: "a", quantity: 5 }])
    expect([...stock.values()]).toEqual([-2])
  })
})
