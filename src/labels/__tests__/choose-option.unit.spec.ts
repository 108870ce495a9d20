import {
  chooseOption,
  optionRuleSchema,
  pickupFault,
  type OptionRule,
  type OptionSubject,
} from "../choose-option"
import type { ServicePoint } from "../label-service"
import { findPoint, pointIds } from "../pickup-point"

const subject = (change: Partial<OptionSubject> = {}): OptionSubject => ({
  delivery_mode: "Livraison à domicile",
  country_code: "FR",
  postal_code: "75011",
  grams: 1250,
  value: 49.9,
  stock_location_id: "sloc_1",
  skus: ["TASSE", null],
  shipping_profile_ids: ["sp_1"],
  has_pickup_point: false,
  ...change,
})
let count = 0
const rule = (
  match: OptionRule["match"],
  option_code = "colissimo:standard",
  is_enabled = true
): OptionRule => ({
  id: `rule_${++count}`,
  name: `Rule ${count}`,
  is_enabled,
  match,
  option_code,
})
const chosen = (rules: OptionRule[], change: Partial<OptionSubject> = {}) =>
  chooseOption(subject(change), rules, null).chosen?.option_code ?? null

it.each<[string, OptionRule["match"], Partial<OptionSubject>, boolean]>([
  ["everything", {}, {}, true],
  ["a delivery mode, however it is written", { delivery_modes: ["LIVRAISON A DOMICILE"] }, {}, true],
  ["another delivery mode", { delivery_modes: ["Point relais"] }, {}, false],
  ["no delivery mode", { delivery_modes: ["Point relais"] }, { delivery_mode: null }, false],
  ["France, and what belongs to it", { country_codes: ["FR"] }, { postal_code: "97400" }, true],
  ["Réunion, not France", { country_codes: ["RE"] }, {}, false],
  ["Réunion", { country_codes: ["RE"] }, { country_code: "RE", postal_code: "97400" }, true],
  ["the lower end of a band", { min_grams: 1250, max_grams: 2000 }, {}, true],
  ["the upper end of a band", { min_grams: 0, max_grams: 1250 }, {}, true],
  ["a gram too little", { min_grams: 1251 }, {}, false],
  ["a gram too much", { max_grams: 1249 }, {}, false],
  ["a weight that is not known", { max_grams: 5000 }, { grams: null }, false],
  ["a value", { min_value: 49.9, max_value: 49.9 }, {}, true],
  ["another value", { min_value: 50 }, {}, false],
  ["a stock location", { stock_location_ids: ["sloc_2", "sloc_1"] }, {}, true],
  ["no stock location", { stock_location_ids: ["sloc_1"] }, { stock_location_id: null }, false],
  ["one of its articles", { skus: ["TASSE"] }, {}, true],
  ["another article", { skus: ["BOL"] }, {}, false],
  ["a shipping profile", { shipping_profile_ids: ["sp_1"] }, {}, true],
  ["a pickup point", { has_pickup_point: true }, { has_pickup_point: true }, true],
  ["no pickup point", { has_pickup_point: false }, { has_pickup_point: true }, false],
  ["all conditions", { country_codes: ["FR"], max_grams: 1000 }, {}, false],
])("a rule for %s", (_, match, change, fits) => {
  expect(chosen([rule(match)], change)).toBe(fits ? "colissimo:standard" : null)
})

it("the first rule that fits is taken, and every step explained", () => {
  const rules = [
    rule({ country_codes: ["BE"] }, "a"),
    rule({}, "b", false),
    rule({ country_codes: ["FR"], max_grams: 2000 }, "c"),
    rule({}, "d"),
  ]
  const { chosen: option, steps } = chooseOption(subject(), rules, { option_code: "z", contract_id: null })
  expect(option).toEqual({ option_code: "c", contract_id: null })
  expect(steps.map((step) => [step.kind, step.outcome])).toEqual([
    ["override", "none"],
    ["rule", "failed"],
    ["rule", "disabled"],
    ["rule", "used"],
    ["rule", "not_reached"],
    ["fallback", "not_reached"],
  ])
  expect(steps[1]).toMatchObject({ failed: "country_codes" })
  expect(steps[3]).toMatchObject({ on: ["country_codes", "weight"] })
})

it("falls back where none fits, and says where there is nothing", () => {
  const fallback = { option_code: "z", contract_id: "600" }
  expect(chooseOption(subject(), [], fallback)).toMatchObject({
    chosen: fallback,
    steps: [
      { kind: "override", outcome: "none" },
      { kind: "fallback", outcome: "used" },
    ],
  })
  expect(chooseOption(subject(), [], null)).toMatchObject({ chosen: null, steps: [{}, { outcome: "none" }] })
})

it("what was chosen for this label only comes first", () => {
  const override = { option_code: "x", contract_id: null }
  expect(chooseOption(subject(), [rule({})], null, override)).toMatchObject({
    chosen: override,
    steps: [{ outcome: "used" }, { outcome: "not_reached" }, { outcome: "not_reached" }],
  })
})

it("a rule whose bands are upside down is not saved", () => {
  const parse = (match: object) => optionRuleSchema.safeParse({ name: "R", match, option_code: "a" }).success
  expect(parse({ min_grams: 2, max_grams: 1 })).toBe(false)
  expect(parse({ min_value: 2, max_value: 1 })).toBe(false)
  expect(parse({ min_grams: 1, max_grams: 1, country_codes: ["fr"] })).toBe(true)
  expect(parse({ no_such_condition: 1 })).toBe(false)
})

it.each([
  ["service_point", true, null],
  ["service_point", false, "pickup_point_missing"],
  ["home", true, "option_ignores_pickup_point"],
  ["other", true, "option_ignores_pickup_point"],
  ["home", false, null],
  ["home_or_service_point", true, null],
  ["home_or_service_point", false, null],
] as const)("an option to %s for an order with a pickup point (%s): %s", (last_mile, has, fault) => {
  expect(pickupFault(last_mile, has)).toBe(fault)
})

describe("a marketplace's pickup point", () => {
  const point = (change: Partial<ServicePoint> = {}): ServicePoint => ({
    external_id: "9",
    carrier_point_id: "012345",
    carrier_code: "mondial_relay",
    name: "",
    street: "",
    postal_code: "69002",
    city: "Lyon",
    country_code: "FR",
    is_open: true,
    distance_meters: null,
    ...change,
  })
  it.each([
    ["012345", ["012345"]],
    ["FR-099999", ["FR-099999", "099999"]],
    ["12345", ["12345", "012345"]],
    ["1234A", ["1234A"]],
    ["ABC", ["ABC"]],
  ])("%s is looked for as %j", (id, ids) => {
    expect(pointIds(id)).toEqual(ids)
  })
  it("is found by its id and its postcode", () => {
    expect(findPoint([point()], { id: "12345", postal_code: "69 002" })).toEqual({
      kind: "open",
      point: point(),
    })
    expect(findPoint([point()], { id: "12345", postal_code: "75011" })).toEqual({ kind: "unknown" })
    expect(findPoint([point()], { id: "54321", postal_code: "69002" })).toEqual({ kind: "unknown" })
    expect(findPoint([point({ is_open: false })], { id: "012345", postal_code: null }).kind).toBe("closed")
    expect(findPoint([point({ is_open: false }), point()], { id: "012345", postal_code: "69002" }).kind).toBe(
      "open"
    )
  })
})
