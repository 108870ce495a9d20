import { readableText } from "../marketplaces/text"

/** `readableText`, without blanks around it. */
export function cleanText(text: string): string {
  return readableText(text.replaceAll("\u0000", " ")).trim()
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
