import fc from "fast-check"
import { compilePattern, isFault } from "../pattern"
import { patternOf, patternWords, PATTERN_OPERATORS } from "../pattern-words"
import { matchRule } from "../rules"

describe("a pattern in words", () => {
  it.each([
    ["^6A", { operator: "starts", text: "6A" }],
    ["^SHOP-", { operator: "starts", text: "SHOP-" }],
    ["FR$", { operator: "ends", text: "FR" }],
    ["XY", { operator: "contains", text: "XY" }],
    ["^A\\.B", { operator: "starts", text: "A.B" }],
    ["^6A[0-9]{11}$", { operator: "matches", text: "^6A[0-9]{11}$" }],
    ["^6A$", { operator: "matches", text: "^6A$" }],
    ["6.A", { operator: "matches", text: "6.A" }],
    ["A\\d", { operator: "matches", text: "A\\d" }],
    ["A\\$", { operator: "contains", text: "A$" }],
    ["", { operator: "starts", text: "" }],
  ])("is %s", (pattern, words) => {
    expect(patternWords(pattern)).toEqual(words)
  })

  it("is the same pattern again, whatever was typed", () => {
    const typed = fc
      .string({ minLength: 1, maxLength: 20 })
      .filter((text) => text.trim() === text && text !== "")
    fc.assert(
      fc.property(typed, fc.constantFrom(...PATTERN_OPERATORS.slice(0, 3)), (text, operator) => {
        const pattern = patternOf({ operator, text })
        expect(patternWords(pattern)).toEqual({ operator, text })
        const compiled = compilePattern(pattern)
        if (isFault(compiled)) throw new Error(compiled.message)
        const number = { starts: `${text}99`, ends: `99${text}`, contains: `9${text}9` }[operator as "starts"]
        expect(compiled.test(number)).toBe(true)
      })
    )
  })
})

describe("a rule for a delivery mode", () => {
  const rule = { match: { delivery_mode: "Rel " }, carrier: "mondial-relay" }
  it("is for orders of that mode alone, however it is written", () => {
    expect(matchRule(rule, { tidy: "12345678", delivery_mode: "REL" })).toEqual({
      matches: true,
      on: ["delivery_mode"],
    })
    for (const delivery_mode of ["STD", null, undefined]) {
      expect(matchRule(rule, { tidy: "12345678", delivery_mode })).toEqual({ matches: false })
    }
  })
})
