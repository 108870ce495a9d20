import { DateTime } from "luxon"

/**
 * A text that PostgreSQL takes: without NUL, lone surrogates replaced. Nothing else changes; an empty or blank text
 * is null.
 */
export function cleanText(value: string | null | undefined): string | null {
  const text = (value ?? "").replaceAll("\u0000", "").replace(/\p{Surrogate}/gu, "\ufffd")
  return text.trim() === "" ? null : text
}

/**
 * An ISO 8601 time in UTC with milliseconds; a time without zone is taken as UTC (Octopia documentation). Null: unreadable,
 * or one that stands for "none" (the years 1 and 1970 of an empty field) or for "never".
 */
export function utcTime(value: string | null | undefined): string | null {
  const time = DateTime.fromISO(value?.trim() ?? "", { zone: "utc" })
  return time.isValid && time.year >= 2000 && time.year <= 2100 ? time.toISO() : null
}

/** Whether a text is empty or a time at all: also one that stands for "none" or "never". */
export function isTimeOrNone(value: string): boolean {
  return value.trim() === "" || DateTime.fromISO(value.trim(), { zone: "utc" }).isValid
}
