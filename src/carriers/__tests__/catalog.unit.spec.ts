import { CARRIERS, findCarrier } from "../catalog"
import { CHECK_RULES } from "../check-digits"
import { SOURCES } from "../data/sources"
import { UNIVERSAL_TRACKERS } from "../data/universal-trackers"
import { foldName } from "../normalize"
import { templateFault } from "../tracking-url"
import { cdiscount, rakuten, third } from "./names"

const templates = [...CARRIERS.flatMap(({ tracking_urls }) => tracking_urls), ...UNIVERSAL_TRACKERS]
const patterns = CARRIERS.flatMap((carrier) => carrier.patterns.map((pattern) => ({ carrier, ...pattern })))

describe("the catalog", () => {
  it("has its 68 carriers, 95 patterns and 12 check rules, each key once", () => {
    expect(CARRIERS).toHaveLength(68)
    expect(new Set(CARRIERS.map(({ key }) => key)).size).toBe(68)
    expect(patterns).toHaveLength(95)
    expect(Object.keys(CHECK_RULES)).toHaveLength(12)
  })

  it("gives each folded name and alias to one carrier", () => {
    const owners = new Map<string, string>()
    for (const carrier of CARRIERS) {
      for (const name of [carrier.name, ...carrier.aliases]) {
        expect(foldName(name)).not.toBe("")
        expect([name, owners.get(foldName(name)) ?? carrier.key]).toEqual([name, carrier.key])
        owners.set(foldName(name), carrier.key)
      }
    }
  })

  it("has one key, TNT's, that is another carrier's name when written in capitals", () => {
    const taken = CARRIERS.filter(({ key }) => findCarrier(key.toUpperCase())?.key !== key)
    expect(taken.map(({ key }) => key)).toEqual(["tnt"])
  })

  it("writes keys and countries in one way", () => {
    for (const { key, country } of CARRIERS) {
      expect(key).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
      expect(country ?? "FR").toMatch(/^[A-Z]{2}$/)
    }
  })

  it.each(templates.map(({ template }) => [template]))("%s is a template", (template) => {
    expect(templateFault(template)).toBeNull()
    expect(template).toMatch(/^https:/)
  })

  it("has a link for every carrier that moves parcels, and one without conditions or a general page", () => {
    const without = CARRIERS.filter(
      ({ kind, tracking_urls }) => kind === "carrier" && !tracking_urls.some(({ deprecated }) => !deprecated)
    )
    expect(without.map(({ key }) => key)).toEqual([])
    expect(UNIVERSAL_TRACKERS.some(({ template }) => !template.includes("#"))).toBe(true)
  })

  it("anchors every pattern and every condition, and keeps no state in them", () => {
    for (const { pattern } of patterns) {
      expect(pattern.source).toMatch(/^\^.*\$$/)
    }
    for (const expression of [
      ...patterns.map(({ pattern }) => pattern),
      ...templates.flatMap(({ when }) => when ?? []),
    ]) {
      expect(expression.source).toMatch(/^\^/)
      expect(expression.flags).toBe("")
    }
  })

  it("uses known check rules and sources only", () => {
    for (const { check } of patterns) {
      expect(check === null || check in CHECK_RULES).toBe(true)
    }
    for (const { sources } of [...patterns, ...templates]) {
      expect(sources.length).toBeGreaterThan(0)
      expect(sources.filter((key) => !(key in SOURCES))).toEqual([])
    }
  })
})

describe("finding a carrier", () => {
  it.each([
    ["colissimo", "colissimo"],
    ["La Poste - Colissimo / Coliposte", "colissimo"],
    ["COLIS PRIVE", "colis-prive"],
    ["mondialrelay", "mondial-relay"],
    ["dpd-uk", "dpd-uk"],
    ["DPD UK", "dpd-uk"],
    ["DPD", "dpd-fr"],
    ["tnt", "tnt"],
    ["TNT", "tnt-fr"],
    [" Kühne + Nagel ", "kuehne-nagel"],
    ["MONR", "mondial-relay"],
    ["UPSE", "ups"],
    ["Evri", "evri"],
    ["Sendcloud", "sendcloud"],
    ["China EMS", "china-ems"],
  ])("%j is %s", (text, key) => {
    expect(findCarrier(text)?.key).toBe(key)
  })

  it.each(["post", "colis", "Relais", "Agediss", "autre", "", "+", "__proto__", "constructor"])(
    "%j is no carrier: parts of names do not match",
    (text) => {
      expect(findCarrier(text)).toBeNull()
      expect(findCarrier(text, cdiscount)).toBeNull()
    }
  )

  it("knows the names of a marketplace's table only there", () => {
    expect(findCarrier("GLS-ITALY", rakuten)?.key).toBe("gls-fr")
    expect(findCarrier("GLS-ITALY", cdiscount)).toBeNull()
    expect(findCarrier("GLS-ITALY", third)).toBeNull()
  })
})
