import { listedCarriers } from "../listed-carriers"
import { cdiscount, rakuten } from "./names"

const keys = (...names: string[]) =>
  listedCarriers(
    cdiscount,
    names.map((name) => ({ name, code: null }))
  ).map(({ key }) => key)

describe("a marketplace's list", () => {
  it("finds our carrier by the marketplace's name, in no other spelling", () => {
    expect(keys("GLS", "Colis Privé", "Mondial Relay", "Mazet")).toEqual([
      "gls-fr",
      "colis-prive",
      "mondial-relay",
      null,
    ])
    expect(keys("Chronopost", "Chronofresh")).toEqual(["chronopost", null])
    // This name is sent where there is no better one.
    expect(keys("Chronofresh")).toEqual(["chronopost"])
  })

  it("names one carrier where several go by one name", () => {
    expect(keys("DPD", "TNT")).toEqual(["dpd-fr", "tnt-fr"])
  })

  it.each([
    ["cdiscount", cdiscount],
    ["rakuten", rakuten],
  ])("of %s has no carrier twice", (_, names) => {
    const { seed } = names
    const found = listedCarriers(
      names,
      seed.map(({ name }) => ({ name, code: null }))
    ).flatMap(({ key }) => key ?? [])
    expect(found.length).toBeGreaterThan(10)
    expect(new Set(found).size).toBe(found.length)
  })
})
