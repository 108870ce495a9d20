const STARTS = 2

/**
 * The pattern of a carrier rule for numbers like this one: the same first two signs, and the same length. Null for what is
 * too short to differ from others, or no number.
 */
export function patternLike(number: string): { start: string; length: number; pattern: string } | null {
  const bare = number.replace(/[\s-]/g, "").toUpperCase()
  if (!/^[A-Z0-9]{8,40}$/.test(bare) || /[A-Z]{5}/.test(bare)) return null
  const start = bare.slice(0, STARTS)
  return { start, length: bare.length, pattern: `^${start}[A-Z0-9]{${bare.length - STARTS}}$` }
}
