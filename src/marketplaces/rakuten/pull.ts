import { isMarketplaceError, MarketplaceError } from "../errors"
import { inPages } from "../in-pages"
import type { PullEnd, PullPage, PullRequest, SessionContext } from "../port"
import { readCursor, writeCursor, type Cursor, type Rest } from "./cursor"
import type { SaleLists, SalesPage } from "./sale-lists"
import type { RakutenSettings } from "./settings"
import { toSnapshot, type Purchase } from "./snapshot"

/** A list of several pages is read again until nothing new comes, at most this often. */
const MAX_PASSES = 5
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * See `MarketplaceSession.pull`. First the sales that wait for an answer, then the accepted ones: a sale that is accepted
 * in between is in both. The cursor is the moment of the first answer, by Rakuten's clock, ISO 8601, with what is still to
 * be read of a list that has too many pages: the next pulls go on with it, and fail until it is read.
 */
export async function* pullSales(
  request: PullRequest,
  lists: SaleLists,
  settings: RakutenSettings,
  { now, logger }: Pick<SessionContext, "now" | "logger">
): AsyncGenerator<PullPage, PullEnd> {
  const before = now()
  const cursor = readCursor(request.cursor)
  const rest = movesCursor(request) ? cursor.rest : null
  const from = rest ? new Date(rest.from) : windowStart(request, cursor, settings, before)
  // Where this list fails alone, the other one is read all the same.
  const newSales = await lists.newSales().catch((error: unknown) => {
    if (!isOfOneList(error)) throw error
    return error
  })
  // The answer's time less what it took is not after the moment that it describes; a clock there that is ahead of ours
  // may be put right.
  const took = Math.max(now() - before, 0)
  if (!isMarketplaceError(newSales)) yield* toPages(newSales)

  const seen = new Set<string>()
  /** What leads to each page of the list that was read, and behind the last one. */
  let ways: string[] = []
  const walk = async function* (since: Date, pass: number, start = ""): AsyncGenerator<PullPage, number> {
    let pages = 0
    if (since === from) ways = [start]
    for await (const page of lists.currentSales(since, { once: isMarketplaceError(newSales), start })) {
      pages++
      if (since === from) ways.push(page.next)
      const fresh = page.purchases.filter((purchase) => idsOf(purchase).some((id) => !seen.has(id)))
      page.purchases.flatMap(idsOf).forEach((id) => seen.add(id))
      yield* toPages(pass === 1 ? page : { ...page, purchases: fresh, unreadable: [] })
    }
    return pages
  }
  try {
    for (let pass = 1; ; pass++) {
      const known = seen.size
      const pages = yield* walk(from, pass, rest?.token)
      // What is left of a long list is read once: what is new meanwhile is on later days.
      if (rest || pages <= 1 || (pass > 1 && seen.size === known)) {
        break
      }
      if (pass === MAX_PASSES) {
        logger.warn("GET getcurrentsales: sales keep coming while they are read; the next run goes on.")
        break
      }
    }
  } catch (error) {
    // Nothing answers: that is an outage, which costs few requests.
    if (isMarketplaceError(newSales) && !seen.size) throw newSales
    if (isTooMany(error)) {
      yield* readNewest(from, before, (since) => walk(since, 2))
      if (!movesCursor(request)) throw error
      const at = rest ? cursor.at : isMarketplaceError(newSales) ? null : Date.parse(newSales.at) - took
      throw withCursor(error, at && Math.min(at, before), { from: from.toISOString(), token: restOf(ways) })
    }
    const isOfPage = isOfOnePage(error)
    if (isOfPage) yield* readBehind(from, before, (since) => walk(since, 2))
    const isWayLost = rest && ways.length === 1 && (isOfPage || isOfOneList(error))
    // The way to the rest is lost: the list is read again from its beginning.
    throw isWayLost ? withCursor(error, cursor.at, { ...rest, token: "" }) : error
  }
  if (isMarketplaceError(newSales)) throw newSales
  const startedAt = rest ? cursor.at : null
  const at = new Date(startedAt ?? Math.min(Date.parse(newSales.at) - took, before)).toISOString()
  return { cursor: cursorAfter(request, at), is_rest: rest !== null }
}

/** The page that was read last is read again: sales that ended meanwhile move the others forward. */
function restOf(ways: readonly string[]): string {
  const isOne = ways.length <= 2
  return ways.at(isOne ? -1 : -2) ?? ""
}

function withCursor(error: unknown, at: number | null, rest: Rest): unknown {
  if (!isMarketplaceError(error) || at === null) return error
  const cursor = writeCursor(new Date(at).toISOString(), rest)
  return new MarketplaceError(error.kind, error.message, { ...error.details, cursor })
}

/** The newest days of a list that has too many pages: twice as many each time, until those are too many as well. */
async function* readNewest(
  from: Date,
  now: number,
  walk: (since: Date) => AsyncGenerator<PullPage, number>
): AsyncGenerator<PullPage> {
  for (let days = 1; now - days * DAY_MS > from.getTime(); days *= 2) {
    try {
      yield* walk(new Date(now - days * DAY_MS))
    } catch (error) {
      if (isTooMany(error)) return
      throw error
    }
  }
}

/**
 * A page leads to the next one, so one that cannot be read hides all behind it. A list that begins on a later day does not
 * have what was bought before: the earliest day from which all can be read is looked for, and read. The pull fails all the
 * same, and its cursor stays: what lies before that day is still to be read.
 */
async function* readBehind(
  from: Date,
  now: number,
  walk: (since: Date) => AsyncGenerator<PullPage, number>
): AsyncGenerator<PullPage> {
  const today = Math.floor((now - from.getTime()) / DAY_MS)
  let [failing, readable] = [0, today + 1]
  // Today's first: where that cannot be read either, no other day's can.
  for (let day = today; day > failing; day = Math.floor((failing + readable) / 2)) {
    try {
      yield* walk(new Date(from.getTime() + day * DAY_MS))
      readable = day
    } catch (error) {
      if (!isOfOnePage(error)) throw error
      if (day === today) return
      failing = day
    }
  }
}

const isTooMany = (error: unknown): boolean =>
  isMarketplaceError(error) && error.details.reason === "too_many_pages"

/** Whether a service fails for itself: others may answer, unlike where the account is refused or no connection is made. */
const isOfOneList = (error: unknown): error is MarketplaceError =>
  isMarketplaceError(error) &&
  error.details.reason !== "aborted" &&
  (["invalid_answer", "too_large", "refused", "not_found", "not_ready"].includes(error.kind) ||
    (error.kind === "unavailable" &&
      (error.details.status !== undefined || error.details.effect === "unknown")))

/** Whether another list may still be read: the marketplace answered, but not with a list. */
const isOfOnePage = (error: unknown): boolean =>
  isMarketplaceError(error) &&
  !["page_token_repeats", "pages_repeat"].includes(error.details.reason ?? "") &&
  (error.kind === "invalid_answer" || (error.kind === "unavailable" && error.details.status !== undefined))

/** Accepted sales are listed by the day of purchase, which may be long before that of acceptance. */
function windowStart(request: PullRequest, { at }: Cursor, settings: RakutenSettings, now: number): Date {
  const start = request.start_at.getTime()
  const daysAgo = (from: number, days: number) => from - days * DAY_MS
  const starts = {
    // A cursor in the future comes from a clock that was wrong; it must not hide newer sales.
    new: at === null ? start : daysAgo(Math.min(at, now), settings.lookback_days),
    recheck: daysAgo(now, settings.recheck_days),
    open: daysAgo(now, settings.open_days),
    since: start,
  }
  const oldest = request.scope === "since" ? null : request.oldest_unfinished_at
  return new Date(Math.min(starts[request.scope], oldest?.getTime() ?? Infinity))
}

/** `open` and `since` need not hold what the next pull would, so they do not move the cursor. */
function cursorAfter(request: PullRequest, startedAt: string): string {
  return movesCursor(request) ? startedAt : (request.cursor ?? request.start_at.toISOString())
}

const movesCursor = ({ scope }: PullRequest): boolean => scope === "new" || scope === "recheck"

/** An item may be in a second sale of a purchase that was seen already. */
const idsOf = (purchase: Purchase): string[] => [
  purchase.purchaseid,
  ...purchase.items.map(({ itemid }) => `${purchase.purchaseid}/${itemid}`),
]
const toPages = ({ purchases, unreadable }: SalesPage): Generator<PullPage> =>
  inPages(purchases, unreadable, toSnapshot)
