import fc from "fast-check"
import { articlesWeight } from "../articles-weight"
import { cleanNumber, tidyNumber } from "../normalize"
import {
  carrierRuleSchema,
  matchRule,
  removeMarker,
  ruleFaults,
  rulesInUse,
  ruleWarning,
  type CarrierRuleInput,
} from "../rules"
import { cdiscount } from "./names"

const rule = (changes: Partial<CarrierRuleInput> = {}): CarrierRuleInput => ({
  match: {},
  carrier: "colissimo",
  ...changes,
})

describe("a rule that comes from outside", () => {
  it("is taken with any of its parts", () => {
    const full = {
      match: {
        tracking_pattern: "^6A",
        shipping_option_id: "so_1",
        provider_id: "manual_manual",
        country_code: "be",
      },
      carrier: "colissimo",
      marketplace_carrier_name: "La Poste",
      remove_pattern: "-SHOP$",
      tracking_url_template: "https://carrier.example/{number}",
    }
    expect(carrierRuleSchema.parse(full)).toEqual({ ...full, match: { ...full.match, country_code: "BE" } })
    expect(carrierRuleSchema.parse(rule())).toEqual(rule())
    expect(
      carrierRuleSchema.parse(rule({ carrier: null, marketplace_carrier_name: "Agediss" }))
    ).toBeDefined()
  })

  it.each<[string, unknown, string, string | undefined]>([
    [
      "an invalid pattern",
      rule({ match: { tracking_pattern: "(" } }),
      "match.tracking_pattern",
      "pattern_invalid",
    ],
    [
      "an empty pattern",
      rule({ match: { tracking_pattern: "" } }),
      "match.tracking_pattern",
      "pattern_empty",
    ],
    ["a look-ahead", rule({ remove_pattern: "(?=x)" }), "remove_pattern", "pattern_unsupported"],
    ["a wrong address", rule({ tracking_url_template: "#" }), "tracking_url_template", "url_not_http"],
    ["no carrier", rule({ carrier: null }), "carrier", "carrier_missing"],
    [
      "weights that no parcel has",
      rule({ match: { min_weight: 3, max_weight: 2 } }),
      "match.max_weight",
      "weights_reversed",
    ],
    ["a weight below nothing", rule({ match: { min_weight: -1 } }), "match.min_weight", undefined],
    ["a wrong country", rule({ match: { country_code: "FRA" } }), "match.country_code", undefined],
    ["an unknown key", { ...rule(), priority: 1 }, "", undefined],
  ])("is refused for %s, with the place and the reason", (_, value, path, code) => {
    const issues = carrierRuleSchema.safeParse(value).error?.issues ?? []
    expect(issues.map((issue) => issue.path.join("."))).toEqual([path])
    expect(issues[0].message).not.toBe("")
    expect(issues[0].code === "custom" ? issues[0].params?.code : undefined).toBe(code)
  })

  it("lists all its faults at once", () => {
    const faults = ruleFaults(rule({ match: { tracking_pattern: "(" }, remove_pattern: "", carrier: null }))
    expect(faults.map(({ code }) => code)).toEqual(["pattern_invalid", "pattern_empty", "carrier_missing"])
  })
})

describe("whether a rule applies", () => {
  const subject = {
    tidy: "SHOP-6a 546",
    shipping_option_id: "so_1",
    provider_id: "manual_manual",
    country_code: "fr",
    weight: 2,
  }

  it.each<[CarrierRuleInput["match"], string[] | null]>([
    [{}, []],
    [{ tracking_pattern: null, country_code: null }, []],
    [{ tracking_pattern: "^shop-6A" }, ["tracking_pattern"]],
    [{ tracking_pattern: "^SHOP6A546$" }, ["tracking_pattern"]],
    [{ tracking_pattern: "^6A" }, null],
    [{ tracking_pattern: "(" }, null],
    [{ shipping_option_id: "so_1" }, ["shipping_option_id"]],
    [{ shipping_option_id: "so_2" }, null],
    [{ provider_id: "manual_manual", country_code: "FR" }, ["provider_id", "country_code"]],
    [{ provider_id: "manual_manual", country_code: "BE" }, null],
    [{ tracking_pattern: "6A", provider_id: "sendcloud_sendcloud" }, null],
    [{ min_weight: 2 }, ["min_weight"]],
    [{ max_weight: 2 }, ["max_weight"]],
    [{ min_weight: 0, max_weight: 3 }, ["min_weight", "max_weight"]],
    [{ min_weight: 2.1 }, null],
    [{ max_weight: 1.9 }, null],
  ])("%j", (match, on) => {
    expect(matchRule(rule({ match }), subject)).toMatchObject(on ? { matches: true, on } : { matches: false })
  })

  it("is no on a condition that the shipment does not answer", () => {
    expect(matchRule(rule({ match: { country_code: "FR" } }), { tidy: "6A" }).matches).toBe(false)
    expect(matchRule(rule({ match: { min_weight: 0 } }), { tidy: "6A" }).matches).toBe(false)
    expect(matchRule(rule({ match: { max_weight: 9 } }), { tidy: "6A", weight: null }).matches).toBe(false)
    expect(matchRule(rule({ match: { tracking_pattern: ".*" } }), { tidy: "" }).matches).toBe(false)
    expect(matchRule(rule({ match: { tracking_pattern: "a" } }), { tidy: "a".repeat(101) }).matches).toBe(
      false
    )
  })

  it("says why a pattern cannot be used", () => {
    expect(matchRule(rule({ match: { tracking_pattern: "(" } }), subject)).toEqual({
      matches: false,
      fault: expect.stringContaining("missing closing"),
    })
  })
})

it("the rules that are on are tried in their order", () => {
  const placed = (id: string, position: number, is_enabled?: boolean) => ({
    ...rule({ is_enabled }),
    id,
    position,
  })
  const rules = [placed("c", 3, true), placed("off", 1, false), placed("b", 2)]
  expect(rulesInUse(rules).map(({ id }) => id)).toEqual(["b", "c"])
  expect(rules.map(({ id }) => id)).toEqual(["c", "off", "b"])
})

describe("what the articles of a parcel weigh", () => {
  it.each<[[quantity: number, weight: number | null][], number | null]>([
    [
      [
        [2, 400],
        [1, 250],
      ],
      1050,
    ],
    [
      [
        [2, 400],
        [1, null],
      ],
      null,
    ],
    [[[3, 0.1]], 0.3],
    [[[3, 0.7]], 2.1],
    [[[1, 0]], null],
    [[], null],
  ])("%j is %j", (lines, weight) => {
    expect(articlesWeight(lines.map(([quantity, one]) => ({ quantity, weight: one })))).toBe(weight)
  })
})

describe("taking the merchant's marker out", () => {
  it.each([
    ["^SHOP-", "shop-6A54658971007", "6A54658971007", "removed"],
    ["^SHOP", "SHOP-6A54658971007", "6A54658971007", "removed"],
    ["^SHOP6", "SHOP-6A54658971007", "A54658971007", "removed"],
    ["X", "6AX54X", "6A54", "removed"],
    ["\\*\\d$", "6A54*2", "6A54", "removed"],
    ["^SHOP", "6A54658971007", "6A54658971007", "not_found"],
    ["-", "6A-54", "6A54", "not_found"],
    [".*", "6A54658971007", "6A54658971007", "kept"],
    ["[a-z0-9]+", "SHOP-6A54", "SHOP6A54", "kept"],
    ["(", "6A 54", "6A54", "invalid"],
  ])("%j out of %j leaves %j: %s", (pattern, given, number, outcome) => {
    expect(removeMarker(pattern, tidyNumber(given))).toMatchObject({ number, outcome })
  })

  it("never leaves nothing without saying so", () => {
    const pattern = fc.oneof(
      fc.constantFrom(".", ".*", ".+", "[^-]", "\\w+", "\\d", "^", "$", "", "(", "A", "^.*$", "[A-Z]+", "-"),
      fc.string({ maxLength: 12 })
    )
    fc.assert(
      fc.property(
        pattern,
        fc.oneof(fc.stringMatching(/^[A-Za-z0-9 .-]{1,30}$/), fc.string()),
        (remove, given) => {
          const tidy = tidyNumber(given)
          const whole = cleanNumber(tidy)
          const { number, outcome } = removeMarker(remove, tidy)
          expect(number === "").toBe(whole === "")
          expect(number === whole).toBe(outcome !== "removed")
        }
      ),
      { numRuns: 2000 }
    )
  })
})

describe("a rule of a carrier that left the live list", () => {
  const live = ["Chronopost", "GLS", "Agediss"].map((name) => ({ name, code: null }))

  it.each<[CarrierRuleInput, string | null]>([
    [rule({ carrier: "chronopost" }), null],
    [rule({ carrier: "colissimo" }), "Colissimo"],
    [rule({ carrier: "AGEDISS" }), null],
    [rule({ carrier: "Gefco" }), "Gefco"],
    [rule({ carrier: null, marketplace_carrier_name: "agediss" }), null],
    [rule({ carrier: "gls-fr", marketplace_carrier_name: "GLS Pro" }), "GLS Pro"],
  ])("%j warns about %j", (value, name) => {
    expect(ruleWarning(value, cdiscount, live)).toEqual(name && { code: "carrier_not_listed", name })
  })

  it("is not doubted while there is no list", () => {
    expect(ruleWarning(rule({ carrier: "Gefco" }), cdiscount, null)).toBeNull()
    expect(ruleWarning(rule({ carrier: "Gefco" }), cdiscount, [])).toBeNull()
  })
})
