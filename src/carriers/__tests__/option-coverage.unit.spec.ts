import { optionCoverage } from "../option-coverage"
import type { CarrierRule } from "../rules"

const rule = (id: string, position: number, match: CarrierRule["match"]): CarrierRule => ({
  id,
  position,
  match,
  carrier: "colissimo",
})
const option = { shipping_option_id: "so_1", provider_id: "manual_manual", option_carrier: null }
const none = { covered_by: null, rule_id: null }

describe("optionCoverage", () => {
  it("finds what needs nothing but the option or its provider", () => {
    const byProvider = rule("r2", 2, { provider_id: "manual_manual" })
    const byOption = rule("r1", 1, { shipping_option_id: "so_1" })
    expect(optionCoverage(option, [byProvider, byOption], null)).toEqual({
      covered_by: "rule",
      rule_id: "r1",
    })
    expect(optionCoverage(option, [byProvider], null).rule_id).toBe("r2")
    expect(optionCoverage(option, [rule("r3", 1, {})], null).rule_id).toBe("r3")
    expect(optionCoverage({ ...option, shipping_option_id: null }, [byOption], null)).toEqual(none)
  })

  it("does not count what is off or also asks for a number, a country, or a weight", () => {
    const rules = [
      rule("r1", 1, { shipping_option_id: "so_1", country_code: "BE" }),
      rule("r2", 2, { tracking_pattern: "^6A" }),
      rule("r3", 3, { provider_id: "other" }),
      rule("r4", 4, { max_weight: 2 }),
      { ...rule("r5", 5, {}), is_enabled: false },
    ]
    expect(optionCoverage(option, rules, null)).toEqual(none)
    expect(optionCoverage(option, rules, "colissimo")).toEqual({ covered_by: "default", rule_id: null })
  })

  it("lets an option speak for itself", () => {
    expect(optionCoverage({ ...option, option_carrier: "dpd-fr" }, [], null).covered_by).toBe("option")
  })
})
