/** Longest number that is read: anything longer is no tracking number. */
const LONGEST_INPUT = 100

/**
 * A number as it was given, made comparable without changing what it says: compatibility forms (full-width digits)
 * become plain ones, outer spaces and invisible characters go. An invisible character between others becomes a space,
 * since it may separate two numbers. Merchants' patterns see this form.
 */
export function tidyNumber(given: string | null | undefined): string {
  return (given ?? "")
    .normalize("NFKC")
    .replace(/\p{Cf}+/gu, " ")
    .trim()
}

/** The characters that one number may be written with in groups. */
export const GROUPING = /[\p{Zs}.\p{Pd}]+/u

/** The form that is matched and sent: upper case, without spaces, dots and dashes. What else is there makes it invalid. */
export function cleanNumber(tidy: string): string {
  return tidy.replace(new RegExp(GROUPING, "gu"), "").toUpperCase()
}

/** Whether a number is short enough to be matched against merchants' patterns. */
export function isReadable(tidy: string): boolean {
  return tidy.length <= LONGEST_INPUT
}

/** Most names are plain, and folded without tables; a list may hold thousands. */
const ASCII = /^[\x20-\x7e]*$/

/** A name without case, accents, spaces and punctuation: letters and digits of any script are kept. */
export function foldName(name: string): string {
  if (ASCII.test(name)) {
    return name.toLowerCase().replace(/[^a-z0-9]/g, "")
  }
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "")
}
