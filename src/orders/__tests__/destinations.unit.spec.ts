import { chooseDestination, destinationsOverlap } from "../destinations"
import { address, order } from "./fixtures"

const own = { region_id: "reg_fr", sales_channel_id: "sc_1", stock_location_ids: ["sloc_1"] }

describe("chooseDestination", () => {
  it("takes the first rule whose channels, countries and currency all match", () => {
    const rules = [
      { channels: ["OTHER"], region_id: "reg_other" },
      { channels: ["cdisfr"], countries: ["BE"], region_id: "reg_be" },
      { currency_code: "pln", region_id: "reg_pl", stock_location_ids: ["sloc_2", "sloc_3"] },
      { countries: ["fr"], currency_code: "eur", sales_channel_id: "sc_2" },
      { region_id: "reg_late" },
    ]
    expect(chooseDestination(order(), rules, own)).toEqual({ ...own, sales_channel_id: "sc_2" })
    const belgian = order({ shipping_address: address({ country_code: "BE" }) })
    expect(chooseDestination(belgian, rules, own).region_id).toBe("reg_be")
    expect(chooseDestination(order({ currency_code: "PLN" }), rules, own)).toEqual({
      ...own,
      region_id: "reg_pl",
      stock_location_ids: ["sloc_2", "sloc_3"],
    })
  })

  it("falls back to the connection's own destination", () => {
    expect(
      chooseDestination(order({ channel: null }), [{ channels: ["CDISFR"], region_id: "x" }], own)
    ).toEqual(own)
  })
})

describe("destinationsOverlap", () => {
  const all = { channels: null, countries: null }
  it.each([
    [all, all, true],
    [all, { channels: ["A"], countries: ["FR"] }, true],
    [{ channels: ["A"], countries: null }, { channels: ["B"], countries: null }, false],
    [{ channels: ["A"], countries: ["FR"] }, { channels: ["a"], countries: ["BE"] }, false],
    [{ channels: ["A", "B"], countries: ["FR"] }, { channels: ["b"], countries: ["fr"] }, true],
  ])("%j and %j: %s", (a, b, expected) => {
    expect(destinationsOverlap(a, b)).toBe(expected)
    expect(destinationsOverlap(b, a)).toBe(expected)
  })
})
