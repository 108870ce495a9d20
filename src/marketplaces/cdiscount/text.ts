import { DateTime } from "luxon"

/**
 * A text that PostgreSQL takes: without NUL, lone surrogates replaced. Nothing else changes; an empty or blank text
 * is null.
 */
export function textOrNull(value: string | null | undefined): string | null {
  const text = (value ?? "").replaceAll("\u0000", "").replace(/\p{Surrogate}/gu, "\ufffd")
  return text.trim() === "" ? null : text
}

/**
 * An ISO 8601 time in UTC with milliseconds; a time without zone is taken as UTC (Octopia documentation). Null: unreadable,
 * or one that stands for "none" (the years 1 and 1970 of an empty field) or for "never".
 */
export function utcTime(value: string | null | undefined): string | null {
  const time = isoTime(value?.trim() ?? "")
  return time && /^20\d\d|^2100/.test(time) ? time : null
}

/** Whether a text is empty or a time at all: also one that stands for "none" or "never". */
export function isTimeOrNone(value: string): boolean {
  return value.trim() === "" || isoTime(value.trim()) !== null
}

/** As nearly every time is written. */
const PLAIN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/

/** Large orders have thousands of times: what `Date` can read is not given to the calendar. */
function isoTime(text: string): string | null {
  const date = new Date(PLAIN.test(text) ? text : NaN)
  // 30 February is not 2 March.
  if (!Number.isNaN(date.getTime()) && date.toISOString().startsWith(text.slice(0, 19))) {
    return date.toISOString()
  }
  const time = DateTime.fromISO(text, { zone: "utc" })
  return time.isValid ? time.toISO() : null
}
