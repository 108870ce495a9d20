import { DateTime } from "luxon"

const FORMATS = ["dd/MM/yyyy-HH:mm", "dd/MM/yyyy-HH:mm:ss", "dd/MM/yyyy HH:mm", "dd/MM/yyyy"]

/** Nothing was sold there before; what lies after is a wrong date too, and must not decide what is old. */
const YEARS = { first: 2000, last: 2100 }

/**
 * A date of an answer ("13/03/2026-21:07", a wall clock without zone) in UTC; null for an impossible date.
 * In the night when an hour comes twice the first one is meant; an hour that is skipped is read as the one after it.
 */
export function toUtc(text: string, zone: string): string | null {
  for (const format of FORMATS) {
    const date = DateTime.fromFormat(text.trim(), format, { zone, locale: "en" })
    if (date.isValid && date.year >= YEARS.first && date.year <= YEARS.last) {
      return iso(earliest(date))
    }
  }
  return null
}

/** A moment as an answer writes it: "13/03/2026-21:07". */
export function toWallClock(date: Date, zone: string): string {
  return DateTime.fromJSDate(date, { zone }).toFormat(FORMATS[0])
}

/** The day of a moment as `purchasedate` takes it ("2026-03-13"): every other form is ignored there without an error. */
export function toDay(date: Date, zone: string): string {
  return DateTime.fromJSDate(date, { zone }).toFormat("yyyy-MM-dd")
}

/** Whole days later by the wall clock, in UTC. */
export function addDays(utc: string, days: number, zone: string): string {
  return iso(DateTime.fromISO(utc, { zone }).plus({ days }))
}

/** Days from Monday to Friday later, at the same wall-clock time, in UTC; public holidays are not known here. */
export function addWorkingDays(utc: string, days: number, zone: string): string {
  let date = DateTime.fromISO(utc, { zone })
  for (let left = days; left > 0;) {
    date = date.plus({ days: 1 })
    left -= date.weekday <= 5 ? 1 : 0
  }
  return iso(date)
}

function earliest(date: DateTime): DateTime {
  const [first] = date.getPossibleOffsets()
  return first
}

function iso(date: DateTime): string {
  return new Date(date.toMillis()).toISOString()
}
