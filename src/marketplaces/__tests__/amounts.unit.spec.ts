import * as fc from "fast-check"

import { readAmount } from "../amounts"

it.each([
  ["12.9", 12.9],
  ["12,90", 12.9],
  ["0", 0],
  ["0,00 €", 0],
  ["€ 4.90", 4.9],
  ["4,90EUR", 4.9],
  ["1 234,56", 1234.56],
  ["1\u00a0234,56 €", 1234.56],
  ["1\u202f234", 1234],
  ["1.234,56", 1234.56],
  ["1,234.56", 1234.56],
  ["1,234,567", 1234567],
  ["0.125", 0.125],
  ["-4,90", -4.9],
])("%j is %d", (text, amount) => expect(readAmount(text)).toBe(amount))

it.each([
  ...["", " ", "-", "€", "gratuit", "offert", "null", "NaN", "Infinity", "1e3", "0x10", "+4", "4.", ".5"],
  ...["1,234", "1.234", "12 34,00", "1 2345", "1.234.56", "1,2,3", "1.234,567,8", "4,90 $", "4€90", "--1"],
  ...["٤", "４", "1 234,56 789", "4 , 90", "1234567890123"],
])("%j is no amount, and not nothing", (text) => expect(readAmount(text)).toBeNull())

it("an amount is read as it was written, however it is written", () => {
  const spellings = (cents: number) => {
    const plain = (cents / 100).toFixed(2)
    const [whole, decimals] = plain.split(".")
    const grouped = (sign: string) => whole.replace(/\B(?=(\d{3})+$)/g, sign)
    return [
      plain,
      `${whole},${decimals}`,
      ...[" ", "\u00a0", "\u202f"].flatMap((sign) => [
        `${grouped(sign)},${decimals}`,
        `${grouped(sign)},${decimals} €`,
      ]),
      `${grouped(".")},${decimals}`,
      `${grouped(",")}.${decimals}`,
    ]
  }
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999_999 }), (cents) => {
      for (const text of spellings(cents)) {
        expect(readAmount(text)).toBe(cents / 100)
      }
    })
  )
})

it("no text is zero that does not say zero", () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc
      .array(fc.constantFrom("1", "2", "0", ".", ",", " ", "-", "€", "\u202f", "e", "'"), { maxLength: 8 })
      .map((parts) => parts.join(""))
  )
  fc.assert(
    fc.property(text, (given) => {
      const amount = readAmount(given)
      const isZero = /0/.test(given) && !/[1-9]/.test(given)
      expect(amount === 0 || Object.is(amount, -0) ? isZero : true).toBe(true)
      expect(amount === null || Number.isFinite(amount)).toBe(true)
    }),
    { numRuns: 2000 }
  )
})
