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
