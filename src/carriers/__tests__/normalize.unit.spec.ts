import fc from "fast-check"
import { cleanNumber, foldName, tidyNumber } from "../normalize"

const clean = (given: string | null) => cleanNumber(tidyNumber(given))

describe("a tracking number", () => {
  it.each([
    [" 6a 54658 97100-7 ", "6A54658971007"],
    ["1Z 4X2T 6210.8929.3968", "1Z4X2T621089293968"],
    ["6A\u00a05465\u202f8971007", "6A54658971007"],
    ["\u200b6A54658971007\ufeff", "6A54658971007"],
    ["6A5465‑8971–007", "6A54658971007"],
    ["６Ａ54658971007", "6A54658971007"],
    ["AB/12_3+4:5", "AB/12_3+4:5"],
    [null, ""],
    [" - . ", ""],
    ["6A54658971007\u200b8R61032289016", "6A546589710078R61032289016"],
  ])("%j is sent as %j", (given, expected) => {
    expect(clean(given)).toBe(expected)
  })

  it("cleans once and for all", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."aZ19/:. -–\u00a0\u200b６") }), (text) => {
        expect(clean(clean(text))).toBe(clean(text))
      })
    )
  })
})

describe("a folded name", () => {
  it.each([
    ["Colis Privé", "colisprive"],
    [" Kuehne + Nagel", "kuehnenagel"],
    ["S.F. Express", "sfexpress"],
    ["4PX", "4px"],
    ["顺丰 速运", "顺丰速运"],
    ["—", ""],
  ])("of %j is %j", (name, folded) => {
    expect(foldName(name)).toBe(folded)
  })
})
