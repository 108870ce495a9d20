/** A clock that is off by more is broken: what it says would send a cursor back by years, or hold every change for old. */
const MOST_OFF_MS = 7 * 24 * 60 * 60 * 1000

/** The moment of an answer by its `Date` header, in milliseconds; `now` where there is none, or an impossible one. */
export function answerDate(header: string | undefined, now: number): number {
  const date = Date.parse(header ?? "")
  return Math.abs(date - now) <= MOST_OFF_MS ? date : now
}
