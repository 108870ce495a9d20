import fc from "fast-check"

import {
  customsPapers,
  itemsByParcel,
  needsCustoms,
  type CustomsLine,
  type CustomsSettings,
} from "../customs"
import type { WeightSettings } from "../weight"

const lyon = { country_code: "FR", postal_code: "69002" }
it.each([
  ["FR", "75011", false],
  ["FR", "20000", false],
  ["DE", "10115", false],
  ["MC", "98000", false],
  ["FR", "98000", false],
  ["CH", "1200", true],
  ["GB", "E16 1ZE", true],
  ["GB", "BT1 1AA", true],
  ["NO", "0150", true],
  ["AD", "AD500", true],
  ["FR", "97400", true],
  ["RE", "97400", true],
  ["GP", "97110", true],
  ["FR", "98713", true],
  ["ES", "28001", false],
  ["ES", "35001", true],
  ["ES", "38001", true],
  ["ES", "51001", true],
  ["DE", "27498", true],
  ["IT", "23041", true],
  ["FI", "22100", true],
  ["FI", "00100", false],
])("from Lyon to %s %s: customs %s", (country_code, postal_code, needed) => {
  expect(needsCustoms(lyon, { country_code, postal_code })).toBe(needed)
  expect(needsCustoms({ country_code, postal_code }, lyon)).toBe(needed)
})

it("inside one territory there are none", () => {
  expect(
    needsCustoms({ country_code: "FR", postal_code: "97400" }, { country_code: "RE", postal_code: "97410" })
  ).toBe(false)
  expect(
    needsCustoms({ country_code: "CH", postal_code: "1200" }, { country_code: "CH", postal_code: "8000" })
  ).toBe(false)
})

const settings = (change: Partial<CustomsSettings> = {}): CustomsSettings => ({
  reason: "commercial_goods",
  type: "commercial_b2c",
  origin_country: null,
  hs_code: null,
  invoice_number: "{order_number}",
  eori: null,
  vat_number: null,
  ioss: null,
  ...change,
})
const weights: WeightSettings = { weight_unit: "g", item_grams: null, packaging_grams: 0 }
const line = (change: Partial<CustomsLine> = {}): CustomsLine => ({
  line_item_id: "ordli_1",
  title: "Tasse",
  sku: "TASSE",
  quantity: 2,
  ordered_quantity: 2,
  before: 0,
  total: 25.8,
  weight: 300,
  variant: { hs_code: "691200", origin_country: "fr", material: "Ceramic" },
  product: null,
  ...change,
})
const order = {
  order_number: "1001",
  currency_code: "eur",
  shipping_total: 9.9,
  from_country: "FR",
  date: "2026-03-16T08:00:00.000Z",
}
const papers = (
  lines: CustomsLine[],
  change: Partial<CustomsSettings> = {},
  more: Partial<typeof order> = {},
  grams = 10_000
) => customsPapers({ ...order, ...more }, lines, settings(change), weights, grams)

it("declares the goods with what the variant says, and the order's values", () => {
  expect(papers([line()], { eori: "FR123", ioss: "IM1", invoice_number: "F-{order_number}-{date}" })).toEqual(
    {
      items: [
        {
          description: "Tasse",
          quantity: 2,
          weight_grams: 300,
          value: { amount: 12.9, currency_code: "EUR" },
          hs_code: "691200",
          origin_country: "FR",
          sku: "TASSE",
          material: "Ceramic",
        },
      ],
      customs: {
        invoice_number: "F-1001-20260316",
        reason: "commercial_goods",
        type: "commercial_b2c",
        freight: { amount: 9.9, currency_code: "EUR" },
        tax_numbers: [
          { name: "EORI", country_code: "FR", value: "FR123" },
          { name: "IOSS", country_code: "FR", value: "IM1" },
        ],
      },
    }
  )
})

it("takes the variant's, else the product's, else the operator's, and else makes up nothing", () => {
  const none = { hs_code: null, origin_country: null, material: null }
  const product = { hs_code: "7013", origin_country: "DE", material: null }
  const facts = (one: CustomsLine, change: Partial<CustomsSettings> = {}) => {
    const made = papers([one], change)
    return "items" in made
      ? [made.items[0].hs_code, made.items[0].origin_country]
      : made.faults.map(({ code }) => code)
  }
  expect(facts(line({ product }))).toEqual(["691200", "FR"])
  expect(facts(line({ variant: none, product }))).toEqual(["7013", "DE"])
  expect(facts(line({ variant: none, product: none }), { hs_code: "9999", origin_country: "it" })).toEqual([
    "9999",
    "IT",
  ])
  expect(facts(line({ variant: null }))).toEqual(["hs_code_missing", "origin_missing"])
  expect(facts(line({ title: " ", weight: null, total: 0 }))).toEqual([
    "description_missing",
    "weight_missing",
    "value_missing",
  ])
})

it("refuses a currency that no service takes", () => {
  expect(papers([line()], {}, { currency_code: "chf" })).toEqual({
    faults: [{ code: "currency_not_accepted", currency_code: "CHF" }],
  })
})

const cents = (amount: number) => Math.round(amount * 100)
const sumOf = (made: ReturnType<typeof papers>) =>
  "items" in made
    ? made.items.reduce((sum, { value, quantity }) => sum + cents(value.amount) * quantity, 0)
    : NaN

it("a line whose cents do not divide is declared to the cent", () => {
  const made = papers([line({ quantity: 3, ordered_quantity: 3, total: 10 })])
  expect("items" in made && made.items.map(({ quantity, value }) => [quantity, value.amount])).toEqual([
    [2, 3.33],
    [1, 3.34],
  ])
})

it("all parcels of an order together declare the order's sum", () => {
  const split = fc
    .array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 })
    .chain((parts) =>
      fc.tuple(fc.constant(parts), fc.integer({ min: parts.reduce((a, b) => a + b), max: 5_000_000 }))
    )
  fc.assert(
    fc.property(split, ([parts, total_cents]) => {
      const ordered_quantity = parts.reduce((sum, part) => sum + part, 0)
      let before = 0
      const sums = parts.map((quantity) => {
        const made = papers(
          [line({ quantity, ordered_quantity, before, total: total_cents / 100 })],
          {},
          {},
          100_000
        )
        before += quantity
        const units = "items" in made ? made.items.reduce((sum, item) => sum + item.quantity, 0) : NaN
        expect(units).toBe(quantity)
        return sumOf(made)
      })
      expect(sums.reduce((sum, one) => sum + one, 0)).toBe(total_cents)
    })
  )
})

it("declares no more weight than the parcel has", () => {
  const made = papers([line({ weight: 600 })], {}, {}, 1000)
  expect("items" in made && made.items[0].weight_grams).toBe(500)
  expect(papers([line({ quantity: 9 })], {}, {}, 5)).toEqual({ faults: [{ code: "items_too_heavy" }] })
})

it("shares the goods among the parcels, each once, and none heavier than its box", () => {
  const items = fc.array(
    fc.record({ weight_grams: fc.integer({ min: 1, max: 900 }), quantity: fc.integer({ min: 1, max: 6 }) }),
    { minLength: 1, maxLength: 5 }
  )
  const made = papers([line()])
  const [example] = "items" in made ? made.items : []
  fc.assert(
    fc.property(
      items,
      fc.array(fc.integer({ min: 1000, max: 9000 }), { minLength: 1, maxLength: 4 }),
      (given, boxes) => {
        const shared = itemsByParcel(
          given.map((one, index) => ({ ...example, ...one, sku: String(index) })),
          boxes
        )
        if (shared === null) {
          return
        }
        shared.forEach((inside, box) => {
          expect(inside.length).toBeGreaterThan(0)
          expect(inside.reduce((sum, one) => sum + one.weight_grams * one.quantity, 0)).toBeLessThanOrEqual(
            boxes[box]
          )
        })
        given.forEach(({ quantity }, index) => {
          const here = shared.flat().filter(({ sku }) => sku === String(index))
          expect(here.reduce((sum, one) => sum + one.quantity, 0)).toBe(quantity)
        })
      }
    )
  )
})
