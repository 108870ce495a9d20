/** How a rule's number is compared, in the words of a merchant; `matches`: a pattern of their own. */
export const PATTERN_OPERATORS = ["starts", "ends", "contains", "matches"] as const
export type PatternOperator = (typeof PATTERN_OPERATORS)[number]
export type PatternWords = { operator: PatternOperator; text: string }

const SPECIAL = /[\\^$.*+?()[\]{}|]/g
/** Anything that a pattern treats otherwise than as the sign it is. */
const isPlain = (text: string) => text.replace(/\\[\\^$.*+?()[\]{}|]/g, "").search(SPECIAL) < 0
const unescaped = (text: string) => text.replace(/\\([\\^$.*+?()[\]{}|])/g, "$1")

/** The pattern that says the same. */
export function patternOf({ operator, text }: PatternWords): string {
  if (operator === "matches") return text
  const plain = text.trim().replace(SPECIAL, "\\$&")
  return `${operator === "starts" ? "^" : ""}${plain}${operator === "ends" ? "$" : ""}`
}

/** A pattern in words; a new rule begins with how a number starts. */
export function patternWords(pattern: string): PatternWords {
  if (pattern === "") return { operator: "starts", text: "" }
  const [, start, body, end] = /^(\^?)((?:\\.|[^\\])*?)(\$?)$/s.exec(pattern) ?? []
  const isSimple = body !== undefined && body !== "" && isPlain(body) && !(start && end)
  if (!isSimple) return { operator: "matches", text: pattern }
  return { operator: start ? "starts" : end ? "ends" : "contains", text: unescaped(body) }
}
