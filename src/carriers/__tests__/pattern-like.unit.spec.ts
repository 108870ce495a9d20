import { compilePattern, isFault } from "../pattern"
import { patternLike } from "../pattern-like"

it("matches numbers of the same beginning and length, and no others", () => {
  const like = patternLike("ab 123-456789")
  expect(like).toMatchObject({ start: "AB", length: 11 })
  const compiled = compilePattern(like?.pattern ?? "")
  const fits = (number: string) => !isFault(compiled) && compiled.test(number)
  expect(["AB123456789", "AB000000000", "AB12345678X"].map(fits)).toEqual([true, true, true])
  expect(["AC123456789", "AB12345678", "AB1234567890", "XAB12345678"].map(fits)).toEqual([
    false,
    false,
    false,
    false,
  ])
})

it("is none of what is no number", () => {
  expect(["", "AB1234", "chez Dupont 6A1234567", "a".repeat(41)].map(patternLike)).toEqual([
    null,
    null,
    null,
    null,
  ])
})
