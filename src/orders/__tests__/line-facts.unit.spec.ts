import { lineFacts } from "../line-facts"
import { line, order } from "./fixtures"
import { context, stockOf } from "./store-fixtures"

const LEVELS = { sloc_a: { iitem_lamp: 2 }, sloc_b: { iitem_lamp: 3 } }
const facts = (sku: string, unit_price: number | null, price?: number) => {
  const lines = [line({ key: "1", sku, unit_price })]
  const prices = new Map(price === undefined ? [] : [["variant_lamp", price] as const])
  return lineFacts(order({ lines }), prices, context({ stock: stockOf(LEVELS) })).get("1")
}

describe("what the store knows of a line's article", () => {
  it("is the stock of all its locations, its price, and how far the marketplace's is from it", () => {
    expect(facts("LAMP", 9, 10)).toEqual({
      sku: "LAMP",
      variant_id: "variant_lamp",
      stock: 5,
      is_managed: true,
      price: 10,
      difference_percent: -10,
    })
    expect(facts("LAMP", 10.01, 3)?.difference_percent).toBe(233.7)
  })

  it("has what the order itself has reserved", () => {
    const reserved = [{ line_key: "1", inventory_item_id: "iitem_lamp", location_id: "sloc_b", quantity: 2 }]
    const sold = order({ lines: [line({ key: "1", sku: "LAMP" })] })
    const known = lineFacts(sold, new Map(), context({ stock: stockOf(LEVELS), reserved }))
    expect(known.get("1")?.stock).toBe(7)
  })

  it("is said to be missing where it is", () => {
    expect(facts("LAMP", null, 10)).toMatchObject({ price: 10, difference_percent: null })
    expect(facts("LAMP", 9)).toMatchObject({ price: null, difference_percent: null })
    expect(facts("NOTHING", 9, 10)).toEqual({
      sku: "NOTHING",
      variant_id: null,
      stock: null,
      is_managed: false,
      price: null,
      difference_percent: null,
    })
  })
})
