/** Longest number that is looked at: anything longer is no tracking number. */
const LONGEST_INPUT = 100

/**
 * A number as it was given, made comparable without changing what it says: compatibility forms (full-width digits)
 * become plain ones, invisible characters and outer spaces go. Merchants' patterns see this form.
 */
export function tidyNumber(given: string | null | undefined): string {
  return (given ?? "")
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .trim()
}

/**
 * The form that is matched and sent: upper case, without spaces, dots and dashes. A line break stays, and makes the
 * number invalid: it separates two numbers.
 */
export function cleanNumber(tidy: string): string {
  return tidy.replace(/[\p{Zs}\t.\p{Pd}]/gu, "").toUpperCase()
}

export type NumberFault =
  | { code: "tracking_number_missing"; params: Record<string, never> }
  | { code: "tracking_number_invalid"; params: { reason: "too_long"; length: number; max: number } }
  | { code: "tracking_number_invalid"; params: { reason: "forbidden_characters"; characters: string } }

/**
 * What keeps a cleaned number from being sent, or null. Letters, digits and `/ _ + :` are taken. Everything else is
 * refused, not removed: `;`, `,` or `&` usually stand between two numbers, and joining those would make a third.
 * (Octopia's older SOAP rules, not confirmed for its REST service: at most 50 characters, no space & * $ ;)
 */
export function numberFault(cleaned: string, max: number): NumberFault | null {
  if (cleaned === "") {
    return { code: "tracking_number_missing", params: {} }
  }
  if (cleaned.length > max) {
    return { code: "tracking_number_invalid", params: { reason: "too_long", length: cleaned.length, max } }
  }
  const forbidden = [...new Set(cleaned.replace(/[A-Z0-9/_+:]/g, ""))].join("")
  return forbidden === ""
    ? null
    : { code: "tracking_number_invalid", params: { reason: "forbidden_characters", characters: forbidden } }
}

/** Whether a number is short enough to be held against merchants' patterns. */
export function isReadable(tidy: string): boolean {
  return tidy.length <= LONGEST_INPUT
}

/** A name without case, accents, spaces and punctuation: letters and digits of any script are kept. */
export function foldName(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "")
}
