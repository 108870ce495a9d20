const DAY_MS = 24 * 60 * 60 * 1000

/**
 * A `Retry-After` header (seconds, or an HTTP date) as milliseconds from `now`, at most one day; undefined when it is
 * absent or unreadable.
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? ""
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), DAY_MS)
}
