import { RE2JS, RE2JSSyntaxException } from "re2js"

/** A merchant's pattern, ready to use. Both take time in proportion to the text, whatever the pattern. */
export type Pattern = {
  test(text: string): boolean
  /** The text without any of the matches. */
  remove(text: string): string
}

export type PatternFault = {
  code:
    "pattern_empty" | "pattern_too_long" | "pattern_too_complex" | "pattern_unsupported" | "pattern_invalid"
  /** What is wrong, in English. */
  message: string
}

const MAX_LENGTH = 200
/** Instructions of the compiled program: bounds the time of a match and the memory of a rule. */
const MAX_PROGRAM = 500
/** A tracking number is shorter, so a longer count has no use, and counts are what makes compiling slow. */
const MAX_COUNT = 100
const MAX_CACHED = 1000

const cache = new Map<string, Pattern | PatternFault>()

/** Compiles a merchant's pattern (RE2 syntax; case does not matter; it may match anywhere unless it has ^ or $). */
export function compilePattern(source: string): Pattern | PatternFault {
  const known = cache.get(source)
  if (known) {
    return known
  }
  if (cache.size >= MAX_CACHED) {
    cache.clear()
  }
  const compiled = compile(source)
  cache.set(source, compiled)
  return compiled
}

export function isFault(result: Pattern | PatternFault): result is PatternFault {
  return "code" in result
}

function compile(source: string): Pattern | PatternFault {
  if (source.trim() === "") {
    return { code: "pattern_empty", message: "The pattern is empty; it would match every number." }
  }
  if (source.length > MAX_LENGTH) {
    return { code: "pattern_too_long", message: `The pattern has more than ${MAX_LENGTH} characters.` }
  }
  if (
    [...source.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].some(([, ...counts]) =>
      counts.some((n) => Number(n) > MAX_COUNT)
    )
  ) {
    return { code: "pattern_too_complex", message: `The pattern counts further than ${MAX_COUNT}.` }
  }
  try {
    const expression = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE)
    if (expression.programSize() > MAX_PROGRAM) {
      return { code: "pattern_too_complex", message: "The pattern is too complex." }
    }
    return {
      test: (text) => expression.test(text),
      remove: (text) => expression.matcher(text).replaceAll(""),
    }
  } catch (error) {
    if (/\(\?(?:<?[=!]|>)|\\[1-9]|\(\?P=/.test(source)) {
      return {
        code: "pattern_unsupported",
        message: "Look-ahead, look-behind, atomic groups and back-references are not supported.",
      }
    }
    const reason = error instanceof RE2JSSyntaxException ? error.getDescription() : "it cannot be compiled"
    return { code: "pattern_invalid", message: `The pattern is not a regular expression: ${reason}.` }
  }
}
