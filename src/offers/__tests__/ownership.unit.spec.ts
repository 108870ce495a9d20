import { type AccountConnection, ownerOf, unknownSales } from "../ownership"

const other = (overrides: Partial<AccountConnection> = {}): AccountConnection => ({
  name: "First",
  is_on: { stock: true, price: true, delivery: false },
  channels: ["CDISFR"],
  shares_stock: true,
  ...overrides,
})

describe("one owner", () => {
  it.each([
    ["stock that is shared, on whatever channel", ["stock"], ["OTHER"], true, {}, "stock"],
    [
      "stock of one channel where it is not shared",
      ["stock"],
      ["OTHER"],
      false,
      { shares_stock: false },
      null,
    ],
    [
      "stock of the same channel where it is not shared",
      ["stock"],
      ["CDISFR"],
      false,
      { shares_stock: false },
      "stock",
    ],
    ["prices of another channel", ["price"], ["OTHER"], true, {}, null],
    ["prices of the same channel", ["price"], ["CDISFR"], true, {}, "price"],
    ["what the other does not send", ["delivery"], ["CDISFR"], true, {}, null],
  ] as const)("%s", (_, wanted, channels, shares_stock, overrides, aspect) => {
    const owner = ownerOf(wanted, { channels, shares_stock }, [other(overrides)])
    expect(owner).toEqual(aspect && { aspect, name: "First" })
  })
})

describe("sales that are not known", () => {
  const all = { channels: null, countries: null }
  it.each([
    [["CDISFR"], [all], []],
    [["CDISFR", "OTHER"], [{ channels: ["CDISFR"], countries: null }], ["OTHER"]],
    [["CDISFR"], [{ channels: null, countries: ["FR"] }], ["CDISFR"]],
    [["CDISFR"], [], ["CDISFR"]],
    [[""], [{ channels: ["x"], countries: null }], []],
  ])("of %j with %j are %j", (channels, imported, unknown) => {
    expect(unknownSales(channels, imported)).toEqual(unknown)
  })
})
