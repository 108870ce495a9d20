/** Text for comparing: lower case, without accents, every run of other characters one blank ("Relais Kiala " → "relais kiala"). */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
}
