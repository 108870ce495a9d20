import { ABOUT_ACCOUNT, isMarketplaceError, MarketplaceError } from "../errors"
import { answerDate, parseJson } from "../http"
import { inPages } from "../in-pages"
import { repetitionGuard } from "../new-ids"
import type { HttpResponse, PullEnd, PullPage, PullRequest, SessionContext } from "../port"
import type { OctopiaClient } from "./client"
import { halves, readCursor, writeCursor, type Cursor, type Gap } from "./cursor"
import { hasNextLink, walkPages, type ListAnswer, type ReadPage, type WalkPage } from "./order-walk"
import { orderPageSchema } from "./schemas"
import type { CdiscountSettings } from "./settings"
import { toPullPage } from "./snapshots"

const LABEL = "GET /orders"
const OPEN_STATUSES = "Processing,WaitingAcceptance,Accepted,InPreparation"
/** A list of several pages is read again until nothing new comes, at most this often. */
const MAX_PASSES = 5
/** So many sales channels that fail one after the other are no longer single ones. */
const MOST_FAILING_IN_A_ROW = 3
const MINUTE_MS = 60 * 1000
const DAY_MS = 24 * 60 * MINUTE_MS

type Window = {
  query: Record<string, string>
  /** The times of change that it covers; `to` null for up to now, null where it is not asked for by times of change. */
  span: { from: number; to: number | null } | null
  /** It is known that something in it cannot be read. */
  is_gap: boolean
  /** The only sales channel that it is asked of; null for every one. */
  channel: string | null
}

/**
 * See `MarketplaceSession.pull`. The cursor is a time of the marketplace's own clock, ISO 8601, with the times behind it
 * in which an order changed that could not be read: those are asked for again with every pull, each time in halves, so
 * that what is asked for in vain becomes less. A sales channel that fails holds no other up: what it did not show is asked of
 * it when it answers again.
 */
export async function* pullOrders(
  request: PullRequest,
  client: OctopiaClient,
  settings: CdiscountSettings,
  { now, logger }: Pick<SessionContext, "now" | "logger">
): AsyncGenerator<PullPage, PullEnd> {
  const cursor = readCursor(request.cursor)
  const begun = now()
  const seen = new Set<string>()
  const gaps: Gap[] = []
  let startedAt: string | null = null

  const readPage =
    (query: Window["query"]): ReadPage =>
    async ({ index, size, retry }) => {
      const before = now()
      return client
        .call<ListAnswer>({
          method: "GET",
          path: "/orders",
          query: { ...query, pageIndex: String(index), pageSize: String(size) },
          raw_query: settings.orders_sort,
          label: LABEL,
          retry,
          read: async (response) => {
            startedAt ??= marketplaceTime(response, before, now())
            const { items } = await parseJson(response, orderPageSchema, LABEL)
            const has_more = hasNextLink(response.headers.link) ?? items.length >= size
            return { items, has_more: has_more && items.length > 0 }
          },
        })
        .catch((error: unknown) => {
          const isEnd = isMarketplaceError(error) && error.kind === "not_found" && index > 1
          if (isEnd && settings.orders_end_on_404) {
            return { items: [], has_more: false }
          }
          throw error
        })
    }

  const gapOf = ({ from, to }: NonNullable<Window["span"]>): Gap => ({
    from,
    to: to ?? Date.parse(startedAt ?? new Date(begun).toISOString()),
  })

  async function* readWindow({ query, span, is_gap }: Omit<Window, "channel">): AsyncGenerator<PullPage> {
    let isMissing = false
    let tooMany: string | null = null
    /** More pages than one pull may read: where times bound the list, the next pulls read it in halves. */
    async function* readable(walk: AsyncGenerator<WalkPage>): AsyncGenerator<WalkPage> {
      try {
        yield* walk
      } catch (error) {
        const isTooLong = isMarketplaceError(error) && error.details.reason === "too_many_pages"
        if (!isTooLong || !span) throw error
        tooMany = error.message
      }
    }
    for (let pass = 1; ; pass++) {
      const known = seen.size
      let pages = 0
      const walk = walkPages(readPage(query), {
        page_size: settings.orders_page_size,
        max_pages: settings.orders_max_pages,
        retry: !is_gap && !isMissing,
      })
      const watch = repetitionGuard(LABEL)
      for await (const walked of readable(walk)) {
        pages++
        const page = await toPullPage(walked.items, walked.name)
        watch(page.snapshots.map(({ external_id }) => external_id))
        const isNew = page.snapshots.map(({ external_id }) => !seen.has(external_id))
        page.snapshots.forEach(({ external_id }) => seen.add(external_id))
        if (walked.missing) {
          isMissing = true
          page.unreadable.push(
            `The order on ${walked.name}${is_gap ? spanText(span) : ""} ${walked.missing}.`
          )
        }
        const unseen =
          pass === 1 && !is_gap ? page.snapshots : page.snapshots.filter((_, index) => isNew[index])
        yield* inPages(unseen, pass === 1 ? page.unreadable : [], (snapshot) => snapshot)
      }
      if (tooMany) {
        isMissing = true
        yield { snapshots: [], unreadable: [`${tooMany} The rest is read with the next imports.`] }
      }
      // A gap that stays is asked for again with the next pull anyway.
      const isComplete = pages <= 1 || (pass > 1 && seen.size === known)
      if (isComplete || tooMany || (is_gap && isMissing)) {
        break
      }
      if (pass === MAX_PASSES) {
        logger.warn(`${LABEL}: orders keep coming while they are read; the next run goes on.`)
        break
      }
    }
    if (isMissing && span) {
      gaps.push(gapOf(span))
    }
  }

  const channels = settings.sales_channel_query
  const failures: ChannelFailure[] = []
  const missed = new Map([...cursor.missed].filter(([channel]) => channels.includes(channel)))
  const isFailing = (channel: string) => failures.some((failure) => failure.channel === channel)
  let inARow = 0
  for (const { channel: only, ...window } of windowsOf(request, cursor, settings, begun)) {
    for (const channel of only === null ? channels : [only]) {
      // It has just been asked in vain.
      if (window.is_gap && isFailing(channel)) {
        if (window.span) miss(missed, channel, gapOf(window.span))
        continue
      }
      try {
        yield* readWindow({ ...window, query: { ...window.query, salesChannelId: channel } })
        inARow = 0
        if (only !== null) missed.delete(channel)
      } catch (error) {
        if (!isOfOneChannel(error)) throw error
        failures.push({ channel, error })
        if (++inARow === MOST_FAILING_IN_A_ROW) throw channelsError(failures)
        if (window.span) miss(missed, channel, gapOf(window.span))
      }
    }
    if (channels.length === 0) {
      yield* readWindow(window)
    }
  }
  // A clock there that is ahead of ours may be put right: then what changes until it is reached again would be passed.
  const at = new Date(Math.min(Date.parse(startedAt ?? "") || begun, begun)).toISOString()
  const moved = movesCursor(request) ? writeCursor(at, gaps, missed) : null
  if (failures.length > 0) {
    // Where no channel answers, the cursor stays.
    throw channels.every(isFailing)
      ? channelsError(failures)
      : channelsError(failures, { is_one_part: true, cursor: moved })
  }
  return { cursor: moved ?? request.cursor ?? request.start_at.toISOString() }
}

type ChannelFailure = { channel: string; error: MarketplaceError }

/** One time for each channel, from the first to the last moment that it did not show. */
function miss(missed: Map<string, Gap>, channel: string, gap: Gap): void {
  const { from, to } = missed.get(channel) ?? gap
  missed.set(channel, { from: Math.min(from, gap.from), to: Math.max(to, gap.to) })
}

/** Whether other channels may be read: the account is not refused, and nothing stops. Access is granted by channel. */
const isOfOneChannel = (error: unknown): error is MarketplaceError =>
  isMarketplaceError(error) &&
  error.details.reason !== "aborted" &&
  (error.kind === "not_linked" || !ABOUT_ACCOUNT.includes(error.kind))

/** The first failure, with the name of every channel that failed. */
function channelsError(
  failures: ChannelFailure[],
  { is_one_part = false, cursor = null }: { is_one_part?: boolean; cursor?: string | null } = {}
): MarketplaceError {
  const [{ error }] = failures
  const messages = failures.map(({ channel, error: { message } }) => `Sales channel ${channel}: ${message}`)
  return new MarketplaceError(error.kind, [...new Set(messages)].join(" "), {
    ...error.details,
    ...(is_one_part && { is_one_part }),
    ...(cursor !== null && { cursor }),
  })
}

/**
 * `open` and `since` leave out what changed since the cursor (an order that was canceled is not open), so they do not
 * move it.
 */
function movesCursor({ scope }: PullRequest): boolean {
  return scope === "new" || scope === "recheck"
}

function windowsOf(request: PullRequest, cursor: Cursor, settings: CdiscountSettings, now: number): Window[] {
  const start = request.start_at.getTime()
  if (request.scope === "open") {
    return [{ query: { status: OPEN_STATUSES }, span: null, is_gap: false, channel: null }]
  }
  if (request.scope === "since") {
    const query = { createdAtMin: new Date(start).toISOString() }
    return [{ query, span: null, is_gap: false, channel: null }]
  }
  const look_back =
    request.scope === "recheck"
      ? settings.daily_recheck_days * DAY_MS
      : settings.poll_overlap_minutes * MINUTE_MS
  // A cursor in the future comes from a clock that was wrong; it must not hide what changed since.
  const from = cursor.at === null ? start : Math.min(Date.parse(cursor.at), now) - look_back
  const time = (ms: number) => new Date(ms).toISOString()
  const windowOf = (gap: Gap, channel: string | null): Window => ({
    query: { updatedAtMin: time(gap.from), updatedAtMax: time(gap.to) },
    span: gap,
    is_gap: true,
    channel,
  })
  const channels = settings.sales_channel_query
  return [
    { query: { updatedAtMin: time(from) }, span: { from, to: null }, is_gap: false, channel: null },
    ...cursor.gaps.flatMap(halves).map((gap) => windowOf(gap, null)),
    ...[...cursor.missed]
      .filter(([channel]) => channels.length === 0 || channels.includes(channel))
      .map(([channel, gap]) => windowOf(gap, channels.length === 0 ? null : channel)),
  ]
}

/** When it changed, for a person who looks for it in the seller's portal. */
function spanText(span: Window["span"]): string {
  const time = (ms: number) => new Date(ms).toISOString().slice(0, 19)
  return span?.to ? `, changed between ${time(span.from)} and ${time(span.to)} (UTC),` : ""
}

/** When the request began, by the marketplace's clock: its `Date` less the time that the answer took. */
function marketplaceTime(response: HttpResponse, before: number, after: number): string {
  return new Date(answerDate(response.headers.date, after) - Math.max(after - before, 0)).toISOString()
}
