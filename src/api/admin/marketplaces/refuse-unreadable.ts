import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"

/** Far more than any of our bodies and queries has. */
const MOST_LEVELS = 32
/** What no database, header, mail or line of a log takes; line breaks and tabs are a person's. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const UNREADABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Surrogate}/u

/** Refuses with 400 what would fail deeper down: characters that no text can hold, and endless nesting. */
export function refuseUnreadable(req: MedusaRequest, _: MedusaResponse, next: MedusaNextFunction): void {
  // Below its matcher a middleware sees no path: the whole address has the ids.
  const what = unreadable([decoded(req.originalUrl.split("?", 1)[0]), req.query, req.body])
  if (what) {
    throw new MedusaError(MedusaError.Types.INVALID_DATA, `Invalid request: it has ${what}.`)
  }
  next()
}

/** What is wrong with a value, without the value; null where nothing is. Level by level, so that no nesting is too deep. */
export function unreadable(value: unknown): string | null {
  let level = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS) {
      return "more levels than any request needs"
    }
    const texts = level.flatMap((part) =>
      typeof part === "object" && part !== null && !Array.isArray(part) ? Object.keys(part) : [part]
    )
    if (texts.some((text) => typeof text === "string" && UNREADABLE.test(text))) {
      return "characters that no text can hold"
    }
    level = level.flatMap((part) =>
      typeof part === "object" && part !== null ? (Object.values(part) as unknown[]) : []
    )
  }
  return null
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
