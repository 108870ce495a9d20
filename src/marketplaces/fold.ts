/**
 * Text for comparing: lower case, without accents, compatibility forms as plain ones, every run of other characters one
 * blank ("Relais Kiala " → "relais kiala").
 */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
}

/** Letters that Unicode does not take apart. */
const LIGATURES: Record<string, string> = { œ: "oe", æ: "ae", ø: "o", ł: "l", ß: "ss", đ: "d", ı: "i" }

/** `fold` of names: also without the letters that people write in two ways ("Œuvré" → "oeuvre"). */
export const foldName = (text: string): string =>
  fold(text).replace(/[œæøłßđı]/g, (letter) => LIGATURES[letter])
