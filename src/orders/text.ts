import { readableText } from "../marketplaces/text"

/** `readableText`, without blanks around it. */
export function cleanText(text: string): string {
  return readableText(text.replaceAll("\u0000", " ")).trim()
}

/** `cleanText`, with null for what is empty. */
export function cleanOrNull(text: string | null | undefined): string | null {
  return (text && cleanText(text)) || null
}
