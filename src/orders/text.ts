/**
 * Text that PostgreSQL takes as text and as JSON: control characters (NUL would fail the insert) become spaces, halves of
 * a surrogate pair the replacement character. Everything else, accents and emoji included, stays as it came.
 */
export function cleanText(text: string): string {
  return text
    .replace(/[\p{Cc}]+/gu, " ")
    .replace(/\p{Surrogate}/gu, "\uFFFD")
    .trim()
}

/** `cleanText`, with null for what is empty. */
export function cleanOrNull(text: string | null | undefined): string | null {
  return (text && cleanText(text)) || null
}

/** For comparisons: without accents, case, punctuation and doubled spaces. */
export function folded(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .toLowerCase()
}
