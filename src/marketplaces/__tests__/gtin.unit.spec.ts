import fc from "fast-check"

import { ean13Of } from "../gtin"

describe("an EAN", () => {
  it.each([
    ["2000000000015", { ean: "2000000000015" }],
    ["036000291452", { ean: "0036000291452" }],
    ["2000-0000 00015", { ean: "2000000000015" }],
    ["2000000000016", { why: "wrong_check_digit" }],
    ["036000291453", { why: "wrong_check_digit" }],
    ["12000000000012", { why: "too_long" }],
    ["96385074", { why: "too_short" }],
    ["", { why: "too_short" }],
    ["200000000001X", { why: "forbidden_characters" }],
  ])("%s", (text, expected) => {
    expect(ean13Of(text)).toEqual(expected)
  })

  it("has one check digit of ten", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (number) => {
        const digits = String(number).padStart(12, "0")
        const good = [..."0123456789"].filter((digit) => "ean" in ean13Of(digits + digit))
        expect(good).toHaveLength(1)
      })
    )
  })
})
