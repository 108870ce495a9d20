import fc from "fast-check"

import { bandFault, declaredGrams, parcelWeight, unitGrams, type WeightSettings } from "../weight"

const settings = (change: Partial<WeightSettings> = {}): WeightSettings => ({
  weight_unit: "g",
  item_grams: null,
  packaging_grams: 0,
  ...change,
})
const line = (weight: number | null, quantity = 1, line_item_id = "ordli_1") => ({
  line_item_id,
  quantity,
  weight,
})

it.each([
  ["g", 250],
  ["kg", 250_000],
  ["oz", 7087],
  ["lb", 113_398],
] as const)("reads 250 %s as %i grams", (weight_unit, grams) => {
  expect(parcelWeight([line(250)], settings({ weight_unit }), null)).toEqual({ grams })
})

it("adds the articles and their packaging, once", () => {
  const lines = [line(250, 2), line(40, 3, "ordli_2")]
  expect(parcelWeight(lines, settings({ packaging_grams: 120 }), null)).toEqual({ grams: 740 })
})

it("takes what was measured, whatever is known of the articles", () => {
  expect(parcelWeight([line(null)], settings({ weight_unit: null }), 1234)).toEqual({ grams: 1234 })
})

it("guesses no unit and no weight", () => {
  expect(parcelWeight([line(250)], settings({ weight_unit: null }), null)).toEqual({
    faults: [{ code: "unit_not_chosen" }],
  })
  expect(
    parcelWeight([line(0), line(null, 1, "ordli_2"), line(NaN, 1, "ordli_3")], settings(), null)
  ).toEqual({
    faults: ["ordli_1", "ordli_2", "ordli_3"].map((line_item_id) => ({
      code: "weight_missing",
      line_item_id,
    })),
  })
})

it("takes the setting for articles without a weight", () => {
  expect(parcelWeight([line(null, 2), line(100)], settings({ item_grams: 300 }), null)).toEqual({
    grams: 700,
  })
  expect(parcelWeight([line(null)], settings({ item_grams: 300, weight_unit: null }), null)).toEqual({
    grams: 300,
  })
})

it("refuses what weighs nothing", () => {
  expect(parcelWeight([line(0.4)], settings(), null)).toMatchObject({ faults: [{ code: "too_light" }] })
  expect(parcelWeight([line(2)], settings(), null)).toEqual({ grams: 2 })
})

it.each([
  [999, "too_light"],
  [1000, null],
  [1001, null],
  [2000, null],
  [2001, "too_heavy"],
])("an option from 1000 to 2000 g: %i g is %s", (grams, code) => {
  expect(bandFault(grams, { min_grams: 1000, max_grams: 2000 })?.code ?? null).toBe(code)
  expect(bandFault(grams, { min_grams: null, max_grams: null })).toBeNull()
})

it("declares no more than the parcel weighs, and each article with something", () => {
  const units = fc.array(
    fc.record({
      grams: fc.double({ min: 0.1, max: 5000, noNaN: true }),
      quantity: fc.integer({ min: 1, max: 20 }),
    }),
    { minLength: 1, maxLength: 10 }
  )
  fc.assert(
    fc.property(units, fc.integer({ min: 1, max: 50_000 }), (articles, parcel) => {
      const declared = declaredGrams(articles, parcel)
      const count = articles.reduce((sum, { quantity }) => sum + quantity, 0)
      if (declared === null) {
        return
      }
      const sum = articles.reduce((total, { quantity }, index) => total + declared[index] * quantity, 0)
      expect(sum).toBeLessThanOrEqual(parcel)
      expect(Math.min(...declared)).toBeGreaterThanOrEqual(1)
      expect(count).toBeLessThanOrEqual(parcel)
    })
  )
  expect(declaredGrams([{ grams: 600, quantity: 2 }], 1000)).toEqual([500])
  expect(declaredGrams([{ grams: 1, quantity: 3 }], 2)).toBeNull()
})

it("weighs a unit in the store's unit", () => {
  expect(unitGrams({ weight: 0.25 }, settings({ weight_unit: "kg" }))).toBe(250)
  expect(unitGrams({ weight: 0.25 }, settings({ weight_unit: null }))).toBeNull()
})
