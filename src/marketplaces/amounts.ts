/** ISO 4217's code for "no currency", three X: what an order has whose currency cannot be read; it is not imported. */
export const NO_CURRENCY = "X".repeat(3)

/** Plain: digits with an optional decimal part, as machines write it. */
const PLAIN = /^(\d{1,12})(?:[.,](\d{1,6}))?$/
/** With groups of three digits, and at most one other sign before the decimals. */
const GROUPED = /^(\d{1,3}(?:([ '.,])\d{3})(?:\2\d{3}){0,2})(?:([.,])(\d{1,6}))?$/
const SPACES = /[\s\u00a0\u202f]+/g

/**
 * An amount as a marketplace or a Frenchman writes it ("12.9", "4,90 €", "1 234,56"). Null for every text that is none, or
 * that can mean two amounts ("1,234"): what cannot be read is never zero.
 */
export function readAmount(text: string): number | null {
  const sign = /^\s*-/.test(text) ? -1 : 1
  const bare = text
    .replace(/^\s*-/, "")
    .replace(/^\s*(€|EUR)\s*|\s*(€|EUR)\s*$/i, "")
    .trim()
    .replace(SPACES, " ")
  const plain = PLAIN.exec(bare)
  if (plain) {
    const [, whole, decimals = ""] = plain
    return isGroupToo(whole, decimals) ? null : sign * Number(`${whole}.${decimals || "0"}`)
  }
  const grouped = GROUPED.exec(bare)
  if (!grouped) {
    return null
  }
  const [, whole, group, mark, decimals = "0"] = grouped
  return group === mark ? null : sign * Number(`${whole.replace(/\D/g, "")}.${decimals}`)
}

/** "1,234" is a thousand and more, or one and a little. */
const isGroupToo = (whole: string, decimals: string): boolean =>
  decimals.length === 3 && /^[1-9]\d{0,2}$/.test(whole)
