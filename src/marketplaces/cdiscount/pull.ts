import { MarketplaceError } from "../errors"
import { parseJson } from "../http"
import type { HttpResponse, PullEnd, PullPage, PullRequest, SessionContext } from "../port"
import type { OctopiaClient } from "./client"
import { hasNextLink, walkPages, type ListAnswer, type ReadPage } from "./order-walk"
import { orderPageSchema } from "./schemas"
import type { CdiscountSettings } from "./settings"
import { toPullPage } from "./snapshots"
import { utcTime } from "./text"

const LABEL = "GET /orders"
const OPEN_STATUSES = "Processing,WaitingAcceptance,Accepted,InPreparation"
/** A list of several pages is read again until nothing new comes, at most this often. */
const MAX_PASSES = 5
const MINUTE_MS = 60 * 1000
const DAY_MS = 24 * 60 * MINUTE_MS

/** See `MarketplaceSession.pull`. The cursor is a time of the marketplace's own clock, ISO 8601. */
export async function* pullOrders(
  request: PullRequest,
  client: OctopiaClient,
  settings: CdiscountSettings,
  { now, logger }: Pick<SessionContext, "now" | "logger">
): AsyncGenerator<PullPage, PullEnd> {
  const query = windowOf(request, settings, now())
  const seen = new Set<string>()
  let startedAt: string | null = null

  const readPage: ReadPage = async ({ index, size }) => {
    const before = now()
    return client
      .call<ListAnswer>({
        method: "GET",
        path: "/orders",
        query: { ...query, pageIndex: String(index), pageSize: String(size) },
        raw_query: settings.orders_sort,
        label: LABEL,
        retry: true,
        read: (response) => {
          startedAt ??= marketplaceTime(response, before, now())
          const { items } = parseJson(response, orderPageSchema, LABEL)
          const has_more = hasNextLink(response.headers.link) ?? items.length >= size
          return { items, has_more: has_more && items.length > 0 }
        },
      })
      .catch((error: unknown) => {
        const isEnd = error instanceof MarketplaceError && error.kind === "not_found" && index > 1
        if (isEnd && settings.orders_end_on_404) {
          return { items: [], has_more: false }
        }
        throw error
      })
  }

  for (let pass = 1; ; pass++) {
    const known = seen.size
    let pages = 0
    const walk = walkPages(readPage, {
      page_size: settings.orders_page_size,
      max_pages: settings.orders_max_pages,
    })
    for await (const walked of walk) {
      pages++
      const page = toPullPage(walked.items, walked.name)
      const isNew = page.snapshots.map(({ external_id }) => !seen.has(external_id))
      page.snapshots.forEach(({ external_id }) => seen.add(external_id))
      if (walked.is_too_large) {
        page.unreadable.push(`The order on ${walked.name} is larger than an answer may be.`)
      }
      yield pass === 1
        ? page
        : { snapshots: page.snapshots.filter((_, index) => isNew[index]), unreadable: [] }
    }
    if (pages <= 1 || (pass > 1 && seen.size === known)) {
      break
    }
    if (pass === MAX_PASSES) {
      logger.warn(`${LABEL}: orders keep coming while they are read; the next run goes on.`)
      break
    }
  }
  return { cursor: cursorAfter(request, startedAt ?? new Date(now()).toISOString()) }
}

function windowOf(request: PullRequest, settings: CdiscountSettings, now: number): Record<string, string> {
  const start = request.start_at.getTime()
  if (request.scope === "open") {
    return { status: OPEN_STATUSES }
  }
  if (request.scope === "since") {
    return { createdAtMin: new Date(start).toISOString() }
  }
  const cursor = utcTime(request.cursor)
  const look_back =
    request.scope === "recheck"
      ? settings.daily_recheck_days * DAY_MS
      : settings.poll_overlap_minutes * MINUTE_MS
  // A cursor in the future comes from a clock that was wrong; it must not hide what changed since.
  const from = cursor === null ? start : Math.min(Date.parse(cursor), now) - look_back
  return { updatedAtMin: new Date(from).toISOString() }
}

/**
 * `open` and `since` leave out what changed since the cursor (an order that was cancelled is not open), so they do not
 * move it.
 */
function cursorAfter(request: PullRequest, startedAt: string): string {
  return request.scope === "new" || request.scope === "recheck"
    ? startedAt
    : (request.cursor ?? request.start_at.toISOString())
}

/** When the request began, by the marketplace's clock: its `Date` less the time that the answer took. */
function marketplaceTime(response: HttpResponse, before: number, after: number): string {
  const date = Date.parse(response.headers.date ?? "")
  return new Date(Number.isNaN(date) ? before : date - Math.max(after - before, 0)).toISOString()
}
