import { lineTaxRate, shippingTaxRate, taxPlace } from "../tax"
import { withTax } from "../with-tax"
import { address, item, line, order, settings } from "./fixtures"

const rateAt = (postal_code: string, country_code: string, storeRates: Record<string, number> = { fr: 20 }) =>
  lineTaxRate(
    line({ tax_rate: null }),
    address({ postal_code, country_code }),
    storeRates,
    settings({ tax: { rate_fallback: 19 } })
  )

describe("lineTaxRate", () => {
  it("takes what the marketplace says, zero too", () => {
    expect(lineTaxRate(line({ tax_rate: 0 }), address(), { fr: 20 }, settings())).toEqual({
      rate: 0,
      is_estimated: false,
    })
  })

  it.each([
    ["97110", "FR", 8.5],
    ["97200", "FR", 8.5],
    ["97300", "FR", 0],
    ["97400", "RE", 8.5],
    ["97600", "FR", 0],
    ["", "GF", 0],
    ["98000", "MC", 20],
    ["98000", "FR", 20],
    ["97150", "FR", 0],
    ["97150", "GP", 0],
    ["97133", "FR", 0],
    ["97100", "MF", 0],
    ["97098", "FR", 0],
    ["97743", "FR", 8.5],
    ["97801", "RE", 8.5],
    ["00200", "FR", 20],
    ["97500", "PM", 0],
    ["98600", "FR", 0],
    ["98714", "PF", 0],
    ["98799", "FR", 0],
    ["98800", "NC", 0],
    ["98413", "FR", 0],
    ["AD500", "FR", 0],
    ["AD500", "AD", 0],
    ["75011", "FR", 20],
    ["20000", "FR", 20],
    ["97110", "DE", 19],
    ["1000", "BE", 19],
  ])("estimates the rate at %s %s: %d", (postalCode, country, rate) => {
    expect(rateAt(postalCode, country)).toEqual({ rate, is_estimated: true })
  })

  it("prefers the store's own rate of an overseas department", () => {
    expect(rateAt("97110", "FR", { fr: 5.5, gp: 2.1 }).rate).toBe(2.1)
    expect(rateAt("98000", "MC", { fr: 5.5, mc: 7 }).rate).toBe(5.5)
  })

  it("asks the store by the territory's own code, and nowhere for Clipperton, which has none", () => {
    const places = ["98800", "98000", "98799", "75011"].map((postal_code) =>
      taxPlace(address({ postal_code }))
    )
    expect(places.map(({ country_code }) => country_code)).toEqual(["NC", "FR", null, "FR"])
    expect(rateAt("98800", "FR", { fr: 20, nc: 11 }).rate).toBe(11)
    expect(rateAt("98799", "FR", { fr: 20 }).rate).toBe(0)
  })

  it("falls back without an address", () => {
    expect(lineTaxRate(line({ tax_rate: null }), null, {}, settings()).rate).toBe(20)
  })
})

describe("shippingTaxRate", () => {
  it("is the shipping's own, else the line's", () => {
    const lineRate = { rate: 5.5, is_estimated: true }
    expect(shippingTaxRate(line(), lineRate)).toBe(lineRate)
    expect(shippingTaxRate(line({ shipping_tax_rate: 20 }), lineRate)).toEqual({
      rate: 20,
      is_estimated: false,
    })
  })
})

describe("withTax", () => {
  const gst = { code: "GST", name: "GST", rate: 5 }
  const qst = { code: "QST", name: "QST", rate: 9.975 }

  it("leaves an order alone whose prices include tax", () => {
    const given = order()
    expect(withTax(given)).toBe(given)
    expect(withTax(order({ prices: "with_tax" })).lines).toEqual(order().lines)
  })

  it("adds the rate to prices without tax, and to their shipping its own or the line's", () => {
    const lines = [
      line({ unit_price: 10, tax_rate: 8.875, items: [item("ready", { shipping_price: 4 })] }),
      line({
        unit_price: 12.5,
        tax_rate: 20,
        shipping_tax_rate: 0,
        items: [item("ready", { shipping_price: 5 })],
      }),
      line({ unit_price: 0, tax_rate: 0, items: [item("ready", { shipping_price: 0 })] }),
    ]
    const read = withTax(order({ prices: "without_tax", lines }))
    expect(read.lines.map(({ unit_price, items }) => [unit_price, items[0].shipping_price])).toEqual([
      [10.8875, 4.355],
      [15, 5],
      [0, 0],
    ])
    expect(read.unread).toBeUndefined()
    expect(withTax(read).lines).toEqual(read.lines)
  })

  it("adds several taxes up on the price without tax, and keeps each", () => {
    const lines = [line({ unit_price: 100, tax_rate: null, taxes: [gst, qst], shipping_taxes: [gst] })]
    const [read] = withTax(order({ prices: "without_tax", lines })).lines
    expect(read).toMatchObject({ unit_price: 114.975, tax_rate: 14.975, shipping_tax_rate: 5 })
    const rate = lineTaxRate(read, null, {}, settings())
    expect(rate).toEqual({ rate: 14.975, is_estimated: false, taxes: [gst, qst] })
    expect(shippingTaxRate(read, rate)).toEqual({ rate: 5, is_estimated: false, taxes: [gst] })
  })

  it("holds an order whose prices are without tax while a rate is unknown", () => {
    const read = withTax(order({ prices: "without_tax", lines: [line({ tax_rate: null })] }))
    expect(read.lines[0].unit_price).toBeNull()
    expect(read.unread).toEqual([
      {
        field: "lines.0.tax_rate",
        given: null,
        blocks: true,
        settings: null,
        item_external_ids: read.lines[0].items.map(({ external_id }) => external_id),
      },
    ])
  })
})
