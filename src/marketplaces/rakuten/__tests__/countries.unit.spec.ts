import { toCountryCode, toRakutenCountry } from "../countries"

it.each([
  ["FX", "France", "FR"],
  ["fx", "", "FR"],
  ["BE", "Belgique", "BE"],
  ["", "La Réunion", "RE"],
  ["", "Réunion", "RE"],
  ["", "Royaume uni", "GB"],
  ["UK", "", "GB"],
  ["", "LUXEMBOURG", "LU"],
  ["", "Pays-Bas", "NL"],
  ["", "États-Unis", "US"],
  ["", "Etats Unis", "US"],
  ["", "République Tchèque", "CZ"],
  ["", "Laos", "LA"],
  ["", "Guadeloupe", "GP"],
  ["", "Monaco", "MC"],
  ["", "Saint Pierre et Miquelon", "PM"],
  ["", "Germany", "DE"],
  ["ZZ", "Suisse", "CH"],
  ["250", "Suisse", "CH"],
  ["", "Atlantide", null],
  ["", "", null],
])("code %j and label %j are %j", (code, label, expected) => {
  expect(toCountryCode(code, label)).toBe(expected)
})

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
