import { storeCountry } from "../addresses"
import { chooseDestination, destinationsOverlap } from "../destinations"
import { orderState } from "../state"
import { frenchTerritory, isIslandUnknown, namedCountry } from "../territories"
import { address, order, settings } from "./fixtures"

/** Postcode, its territory's code, and the codes that a marketplace may write for it. */
const PLACES: [postcode: string, own: string, written: string[], city?: string][] = [
  ["97100", "GP", ["FR", "GP"]],
  ["97190", "GP", ["FR", "GP"]],
  ["97175", "GP", ["FR", "GP"]],
  ["97133", "BL", ["FR", "BL", "GP"]],
  ["97150", "MF", ["FR", "MF", "GP"]],
  // CEDEX
  ["97098", "BL", ["FR", "BL", "GP"]],
  ["97095", "BL", ["BL"]],
  ["97095", "BL", ["FR", "GP"], "SAINT BARTHELEMY CEDEX"],
  ["97051", "MF", ["MF"]],
  ["97051", "MF", ["FR", "GP"], "SAINT-MARTIN CEDEX"],
  ["97080", "MF", ["FR", "MF", "GP"], "Marigot Cedex"],
  ["97001", "GP", ["FR", "GP"], "BASSE-TERRE CEDEX"],
  ["97306", "GF", ["FR", "GF"]],
  ["97405", "RE", ["FR", "RE"]],
  ["97717", "RE", ["FR", "RE"]],
  ["97743", "RE", ["FR", "RE"]],
  ["97801", "RE", ["FR", "RE"], "SAINT-DENIS CEDEX 9"],
  ["97825", "RE", ["FR", "RE"]],
  ["98713", "PF", ["FR", "PF"]],
  ["98849", "NC", ["FR", "NC"]],
  ["98020", "MC", ["FR", "MC"]],
  // INSEE numbers
  ["97701", "BL", ["FR", "BL"]],
  ["97801", "MF", ["FR", "MF", "GP"], "Saint-Martin"],
  ["97801", "MF", ["MF"]],
  ["97200", "MQ", ["FR", "MQ"]],
  ["97290", "MQ", ["FR", "MQ"]],
  ["97300", "GF", ["FR", "GF"]],
  ["97390", "GF", ["FR", "GF"]],
  ["97400", "RE", ["FR", "RE"]],
  ["97490", "RE", ["FR", "RE"]],
  ["97500", "PM", ["FR", "PM"]],
  ["97600", "YT", ["FR", "YT"]],
  ["97680", "YT", ["FR", "YT"]],
  ["98000", "MC", ["FR", "MC"]],
  ["98411", "TF", ["FR", "TF"]],
  ["98415", "TF", ["FR", "TF"]],
  ["98600", "WF", ["FR", "WF"]],
  ["98620", "WF", ["FR", "WF"]],
  ["98701", "PF", ["FR", "PF"]],
  ["98735", "PF", ["FR", "PF"]],
  ["98798", "PF", ["FR", "PF"]],
  ["98800", "NC", ["FR", "NC"]],
  ["98890", "NC", ["FR", "NC"]],
]
const SPELLINGS = PLACES.flatMap(([postal_code, own, written, city = null]) =>
  written.map((country_code) => ({ postal_code, country_code, own, city }))
)

describe("frenchTerritory", () => {
  it.each(SPELLINGS)("of $country_code $postal_code is $own", ({ own, ...place }) => {
    expect(frenchTerritory(place)?.country_code).toBe(own)
    expect(frenchTerritory({ ...place, country_code: place.country_code.toLowerCase() })).toEqual(
      frenchTerritory(place)
    )
  })

  it.each([
    ["FR", "75011"],
    ["FR", "20000"],
    ["FR", "20600"],
    ["FR", "2A004"],
    // The armed forces, abroad and in France.
    ["FR", "00200"],
    ["FR", "00484"],
    ["FR", "75998"],
    ["FR", "99999"],
    ["FR", "971500"],
    ["FR", "09715"],
    ["FR", "97"],
    ["FR", ""],
    ["DE", "98000"],
    ["DE", "97150"],
    ["BE", "9880"],
    ["US", "97133"],
    [null, "97400"],
  ])("of %s %s is none", (country_code, postal_code) => {
    expect(frenchTerritory({ country_code, postal_code })).toBeNull()
  })

  it("reads a postcode however it is spaced or prefixed", () => {
    for (const postal_code of [" 97 150", "97-150", "F-97150", "FR 97150", "MF97150", "97150 Cedex"]) {
      expect(frenchTerritory({ country_code: "FR", postal_code })?.country_code).toBe("MF")
    }
    expect(frenchTerritory({ country_code: "FR", postal_code: "AD 500" })?.country_code).toBe("AD")
  })

  it("believes the own code where the postcode is missing, or no postcode", () => {
    for (const own of ["GP", "MF", "BL", "PM", "WF", "PF", "NC", "TF", "YT", "MC", "AD"]) {
      expect(frenchTerritory({ country_code: own, postal_code: null })?.country_code).toBe(own)
      expect(frenchTerritory({ country_code: own, postal_code: "0000" })?.country_code).toBe(own)
    }
  })

  it.each([
    ["FR", "97051", null, true],
    ["FR", "97 005", "CEDEX", true],
    ["FR", "97080", "Saint-Martin Cedex", false],
    ["FR", "97095", "Gustavia", false],
    ["FR", "97001", "Basse-Terre Cedex", false],
    ["FR", "97098", null, false],
    ["GP", "97051", null, false],
    ["MF", "97051", null, false],
    ["FR", "97150", null, false],
    ["FR", "97100", null, false],
    ["FR", "75011", "Paris", false],
    ["DE", "97051", null, false],
  ])("of %s %s %s the island is not known: %s", (country_code, postal_code, city, expected) => {
    expect(isIslandUnknown({ country_code, postal_code, city })).toBe(expected)
  })

  it("counts Clipperton as France, without French VAT", () => {
    for (const postal_code of ["98799", "98901"]) {
      expect(frenchTerritory({ country_code: "FR", postal_code })).toEqual({
        country_code: "FR",
        vat_rate: 0,
      })
      expect(frenchTerritory({ country_code: "PF", postal_code })?.vat_rate).toBe(0)
    }
  })

  it("believes the postcode where the written code is another territory's", () => {
    for (const [country_code, postal_code, own] of [
      ["RE", "97600", "YT"],
      ["GP", "97200", "MQ"],
      ["MF", "97400", "RE"],
      ["BL", "97743", "RE"],
      ["NC", "98714", "PF"],
    ]) {
      expect(frenchTerritory({ country_code, postal_code })?.country_code).toBe(own)
    }
  })
})

describe("a French territory", () => {
  const own = { region_id: "reg_fr", sales_channel_id: "sc_1", stock_location_ids: ["sloc_1"] }
  const now = new Date("2026-07-02T00:00:00Z")
  const start_at = new Date("2026-06-01T00:00:00Z")

  it.each(SPELLINGS)(
    "$own is one place in tax, store, rules and filters, written $country_code $postal_code",
    ({ own: code, ...place }) => {
      const sold = order({ shipping_address: address(place) })
      expect(storeCountry(place, ["fr", "be"])).toBe("fr")
      expect(storeCountry(place, ["fr", code.toLowerCase()])).toBe(code.toLowerCase())
      const france = { countries: ["FR"], region_id: "reg_a" }
      const there = { countries: [code], region_id: "reg_b" }
      expect(chooseDestination(sold, [{ countries: ["BE"] }, france], own).region_id).toBe("reg_a")
      expect(chooseDestination(sold, [france, there], own).region_id).toBe("reg_b")
      const filtered = (...countries: string[]) =>
        orderState(sold, settings({ import: { countries } }), { now, start_at }).state
      expect([filtered("FR"), filtered(code), filtered("BE", "FR")]).toEqual(["ready", "ready", "ready"])
      expect(filtered("BE")).toBe("ignored")
    }
  )

  it("is not France's where it is another country's", () => {
    expect(storeCountry({ country_code: "FR", postal_code: "AD500" }, ["fr"])).toBe("ad")
    expect(namedCountry({ country_code: "FR", postal_code: "AD500" }, ["FR"])).toBe("AD")
    expect(storeCountry({ country_code: "AD", postal_code: "AD500" }, ["fr"])).toBe("ad")
  })

  it("makes two connections overlap of which one has France and the other the territory", () => {
    const filters = (...countries: string[]) => ({ channels: null, countries })
    expect(destinationsOverlap(filters("FR"), filters("RE"))).toBe(true)
    expect(destinationsOverlap(filters("NC", "BE"), filters("fr"))).toBe(true)
    expect(destinationsOverlap(filters("RE"), filters("GP"))).toBe(false)
    expect(destinationsOverlap(filters("FR"), filters("AD"))).toBe(false)
  })
})
