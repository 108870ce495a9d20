import fc from "fast-check"
import { CHECK_RULES, type CheckRule } from "../check-digits"

/** Published numbers: TRACKDATA, PARCELCAT, LAPOSTE and AKRETION in `data/sources.ts`. */
const VECTORS: Record<CheckRule, { valid: string[]; invalid: string[] }> = {
  s10: {
    valid: ["RR435856426CN", "LX877279345FR", "CP547294513GB"],
    invalid: ["RR435856429CN", "LX877279343FR"],
  },
  colissimo: {
    valid: ["9L20524752032", "6A54658971007", "8R61032289016"],
    invalid: ["6A54658971001", "6C86969338060"],
  },
  dpd: {
    valid: ["13225150639240C", "37796245741971R", "008182709980000020033350276C"],
    invalid: ["13225150639240Z", "008182709980000020033350276A"],
  },
  gls: { valid: ["701498694281", "585712688436", "399938012728"], invalid: ["701498694287", "701498692281"] },
  ups: { valid: ["1Z4X2T621089293968", "1ZXX3150YW44070023"], invalid: ["1Z4X2T621089293965"] },
  ups_waybill: {
    valid: ["K1506235620", "J4603636537", "V0490119172"],
    invalid: ["K1506235622", "J4603636538"],
  },
  dhl_express: { valid: ["2451080365", "5500142056", "2924386220"], invalid: ["2451080367"] },
  fedex: { valid: ["628285323871", "029952171500", "798927499451"], invalid: ["628285323874"] },
  gs1: {
    valid: ["7543896287397907", "9400111206206406260787", "92748931507708513018050063"],
    invalid: ["7543896287397901", "9434611206206407667131"],
  },
  sscc: { valid: ["00340433761754621569", "00174694923924224400"], invalid: ["00174694923924224404"] },
  tnt: { valid: ["733545662", "733545665", "813488500"], invalid: ["733545663", "999999999"] },
  correos_spain: {
    valid: ["PRWEHP7065466523536114Z", "PZYR2B711671128A", "DRBE409470005005708163N"],
    invalid: ["PRWEHP7065466523536114O", "PZYR2B714671128A"],
  },
}

const rules = Object.keys(CHECK_RULES) as CheckRule[]
const cases = (kind: "valid" | "invalid") =>
  rules.flatMap((rule) => VECTORS[rule][kind].map((number) => [rule, number] as const))

describe("check digits", () => {
  it.each(cases("valid"))("%s takes %s", (rule, number) => {
    expect(CHECK_RULES[rule](number)).toBe(true)
  })

  it.each(cases("invalid"))("%s refuses %s", (rule, number) => {
    expect(CHECK_RULES[rule](number)).toBe(false)
  })

  it.each(rules)("%s takes one key for a number, TNT at most two", (rule) => {
    const key = [..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    for (const number of VECTORS[rule].valid) {
      const at = rule === "s10" ? 10 : number.length - 1
      const accepted = key.filter((digit) =>
        CHECK_RULES[rule](number.slice(0, at) + digit + number.slice(at + 1))
      )
      expect(accepted).toContain(number[at])
      expect(accepted.length).toBeLessThanOrEqual(rule === "tnt" ? 2 : 1)
    }
  })

  it.each(rules)("%s accepts any text as input, and refuses one that is a character longer", (rule) => {
    for (const number of VECTORS[rule].valid) {
      expect(CHECK_RULES[rule](`${number}Z`)).toBe(false)
    }
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => typeof CHECK_RULES[rule](text) === "boolean")
    )
  })

  it("covers the two keys of S10 that are no plain remainder", () => {
    const accepted = (digits: string) =>
      [..."0123456789"].filter((key) => CHECK_RULES.s10(`RA${digits}${key}FR`)).join("")
    expect(accepted("00000000")).toBe("5")
    expect(accepted("00000008")).toBe("0")
  })
})
