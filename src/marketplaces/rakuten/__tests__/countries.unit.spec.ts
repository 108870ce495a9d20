import { toRakutenCountry } from "../countries"

it.each([
  ["FR", "249"],
  ["fr", "249"],
  ["FX", "249"],
  ["BE", "056"],
  ["DE", "276"],
  ["250", "250"],
  ["ZZ", null],
  ["", null],
])("ships from %j as %j", (country, expected) => {
  expect(toRakutenCountry(country)).toBe(expected)
})
