import fc from "fast-check"
import { compilePattern, isFault } from "../pattern"

const fault = (source: string) => {
  const result = compilePattern(source)
  return isFault(result) ? result.code : null
}

const usable = (source: string) => {
  const result = compilePattern(source)
  if (isFault(result)) {
    throw new Error(result.message)
  }
  return result
}

/** The longest text that a pattern is ever held against. */
const TEXTS = ["a".repeat(100), `${"a".repeat(99)}!`, "A1".repeat(50), `${"0".repeat(99)}x`]

/**
 * Milliseconds of this process's own time to compile a pattern and use it on each text: what else the machine does does
 * not count. Best of three.
 */
function milliseconds(source: string): number {
  const runs = [0, 1, 2].map((run) => {
    const started = process.cpuUsage()
    // another pattern each time, so that nothing comes from the cache of compiled patterns
    const compiled = compilePattern(`${source}${"(?:)".repeat(run)}`)
    if (!isFault(compiled)) {
      TEXTS.forEach((text) => [compiled.test(text), compiled.remove(text)])
    }
    const { user, system } = process.cpuUsage(started)
    return (user + system) / 1000
  })
  return Math.min(...runs)
}

describe("a merchant's pattern", () => {
  it("finds its text anywhere, whatever the case, unless it is anchored", () => {
    expect(usable("shop").test("6A-SHOP-1")).toBe(true)
    expect(usable("^shop").test("6A-SHOP-1")).toBe(false)
    expect(usable("^6a\\d{2}$").test("6A12")).toBe(true)
    expect(usable("^SHOP-|-END$").remove("shop-6A12-END")).toBe("6A12")
  })

  it.each([
    ["", "pattern_empty"],
    ["  ", "pattern_empty"],
    ["a".repeat(201), "pattern_too_long"],
    ["a{101}", "pattern_too_complex"],
    ["a{1,1000}", "pattern_too_complex"],
    ["(?:a{50}){40}", "pattern_invalid"],
    ["(?:a{50}){15}(?:b{50}){15}", "pattern_too_complex"],
    ["(", "pattern_invalid"],
    ["[a", "pattern_invalid"],
    ["*", "pattern_invalid"],
    ["a{2,1}", "pattern_invalid"],
    ["(?=a)b", "pattern_unsupported"],
    ["(?<!a)b", "pattern_unsupported"],
    ["(?>a)b", "pattern_unsupported"],
    ["(a)\\1", "pattern_unsupported"],
  ])("%j is refused with %s and a sentence", (source, code) => {
    expect(compilePattern(source)).toEqual({
      code,
      message: expect.stringMatching(/^The pattern .+\.$|^Look-.+\.$/),
    })
  })

  it("explains what is wrong with it", () => {
    expect(compilePattern("(")).toMatchObject({ message: expect.stringContaining("missing closing )") })
  })

  it("keeps what it compiled, and only so much of it", () => {
    expect(compilePattern("^keep")).toBe(compilePattern("^keep"))
    const first = compilePattern("^drop")
    for (let index = 0; index < 1000; index++) {
      compilePattern(`^x${index}$`)
    }
    expect(compilePattern("^drop")).not.toBe(first)
  })
})

describe("no pattern hangs", () => {
  it.each([
    "(a+)+$",
    "(a|a)*b",
    "(a|aa)+$",
    "(a*)*(a*)*(a*)*b",
    "(?:\\w+\\s?)*$",
    "(.*)*".repeat(30),
    `${"a?".repeat(60)}${"a".repeat(60)}`,
    "(?:.{0,9}){0,9}(?:.{0,9}){0,9}x",
    ".{0,100}".repeat(25),
    "(.*){100}",
    "\\pL{100}".repeat(20),
    "(?:[\\p{L}\\p{N}\\p{M}]{1,9}){1,99}",
    `${"(".repeat(95)}a${")".repeat(95)}`,
    "((a?){10}){10}",
    "(?:(?:(?:a|((?:a|(a)*)){1,100})\\da|a)|a)",
  ])("not %j", (source) => {
    expect(milliseconds(source)).toBeLessThan(100)
  })

  it("nor any other, and every text gets a pattern or a reason", () => {
    const atom = fc.constantFrom(
      "a",
      ".",
      "\\d",
      "[^x]",
      "\\w",
      "\\pL",
      "(?i)b",
      "^",
      "$",
      "\\b",
      "é",
      "[a-z0-9]",
      "x|y|"
    )
    const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
      pattern: fc.oneof(
        { depthSize: "large", withCrossShrink: true },
        atom,
        fc.array(tie("pattern"), { minLength: 1, maxLength: 5 }).map((parts) => parts.join("")),
        fc
          .tuple(
            tie("pattern"),
            fc.constantFrom("*", "+", "?", "*?", "{0,9}", "{99}", "{1,100}", "{2,}", "{100}")
          )
          .map(([inner, count]) => `(${inner})${count}`),
        fc.tuple(tie("pattern"), tie("pattern")).map(([left, right]) => `(?:${left}|${right})`)
      ),
    }))
    fc.assert(
      fc.property(fc.oneof(pattern, fc.string({ unit: "binary", maxLength: 210 })), (source) => {
        expect(milliseconds(source)).toBeLessThan(100)
        expect(fault(source) ?? "usable").toMatch(/^usable$|^pattern_/)
      }),
      { numRuns: 400 }
    )
  })
})
