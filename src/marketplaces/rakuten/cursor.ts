/** Pages of a list that one pull did not come to. */
export type Rest = {
  /** The list's first day, ISO 8601. */
  from: string
  /** Leads to the first of these pages; empty for the first one of the list. */
  token: string
}

export type Cursor = {
  /** By Rakuten's clock, in milliseconds; null before the first pull. */
  at: number | null
  rest: Rest | null
}

/** What `writeCursor` has written; whatever else stands there is none. */
export function readCursor(text: string | null): Cursor {
  const [time, from, token] = (text ?? "").split(" ")
  const isRest = token !== undefined && !Number.isNaN(Date.parse(from)) && isEncoded(token)
  const at = Date.parse(time)
  return {
    at: Number.isNaN(at) ? null : at,
    rest: isRest ? { from, token: decodeURIComponent(token) } : null,
  }
}

/** A moment, ISO 8601, and what is still to be read behind it. */
export const writeCursor = (at: string, rest: Rest | null): string =>
  rest ? [at, rest.from, encodeURIComponent(rest.token)].join(" ") : at

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}
