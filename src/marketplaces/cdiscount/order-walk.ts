import { isMarketplaceError, MarketplaceError } from "../errors"
import { settingNames } from "../setting-fields"
import { settingFields } from "./settings"

/** Sizes that a page which cannot be read is asked again in; each divides the one before. */
const SMALLER_PAGES = [50, 25, 5, 1]
/** So many unreadable orders, in all and one after the other, are no longer single orders that fail. */
const MOST_MISSING = 10
const MOST_MISSING_IN_A_ROW = 4

export type ListAnswer = { items: unknown[]; has_more: boolean }
export type PageRequest = { index: number; size: number; retry: boolean }
export type ReadPage = (page: PageRequest) => Promise<ListAnswer>

export type WalkPage = {
  items: unknown[]
  /** For messages: "page 3 of GET /orders". */
  name: string
  /** Why a single order could not be read, as the end of a sentence; `items` is empty then. */
  missing: string | null
}

type Part = WalkPage & { has_more: boolean }
type Page = { index: number; size: number }
type Walk = {
  readPage: ReadPage
  page_size: number
  retry: boolean
  missing: number
  missing_in_a_row: number
}

/**
 * Every page of a list, once. When an order makes its page unreadable (too large together, or the marketplace fails on
 * it), the page is read in smaller ones: its neighbors are read, and the order is reported. The extra calls are bounded:
 * where single orders elsewhere on the page fail too, or too many do, the marketplace itself fails, and the error is
 * thrown. Throws `configuration` after `max_pages`, so that an endless list ends as an error and never as a
 * list that looks complete.
 */
export async function* walkPages(
  readPage: ReadPage,
  { page_size, max_pages, retry = true }: { page_size: number; max_pages: number; retry?: boolean }
): AsyncGenerator<WalkPage> {
  const walk: Walk = { readPage, page_size, retry, missing: 0, missing_in_a_row: 0 }
  for (let index = 1; index <= max_pages; index++) {
    let hasMore = false
    for await (const part of readRange(walk, { index, size: page_size })) {
      yield part
      hasMore = part.has_more
    }
    if (!hasMore) {
      return
    }
  }
  const message = `GET /orders: more than ${max_pages} pages; see the setting orders_max_pages.`
  throw new MarketplaceError("configuration", message, {
    effect: "none",
    reason: "too_many_pages",
    settings: settingNames(settingFields, "orders_max_pages"),
    limit: max_pages,
  })
}

async function* readRange(walk: Walk, page: Page): AsyncGenerator<Part> {
  const name = `page ${page.index} of GET /orders${page.size === 1 ? " (one order a page)" : ""}`
  const size = SMALLER_PAGES.find((smaller) => smaller < page.size && page.size % smaller === 0)
  const answer = await readOrError(walk, page)
  if (!isMarketplaceError(answer)) {
    walk.missing_in_a_row = 0
    yield { ...answer, name, missing: null }
    return
  }
  const isFirst = page.size === walk.page_size
  if (answer.kind !== "too_large" && isFirst && !(await answersElsewhere(walk, page))) {
    throw answer
  }
  if (size === undefined) {
    if (++walk.missing > MOST_MISSING || ++walk.missing_in_a_row > MOST_MISSING_IN_A_ROW) {
      throw answer
    }
    const missing =
      answer.kind === "too_large" ? "is larger than an answer may be" : "makes the marketplace's answer fail"
    yield { items: [], name, missing, has_more: true }
    return
  }
  const parts = page.size / size
  for (let part = 1; part <= parts; part++) {
    for await (const piece of readRange(walk, { index: (page.index - 1) * parts + part, size })) {
      yield piece
      if (!piece.has_more) {
        return
      }
    }
  }
}

/** The error, where one order can be the cause of it. */
async function readOrError(walk: Walk, page: Page): Promise<ListAnswer | MarketplaceError> {
  // In between it is known that something fails: only a whole page and a single order are worth several tries.
  const retry = walk.retry && (page.size === walk.page_size || page.size === 1)
  try {
    return await walk.readPage({ ...page, retry })
  } catch (error) {
    if (isMarketplaceError(error) && canBeOneOrders(error)) {
      return error
    }
    throw error
  }
}

/** A gateway that says "unavailable" speaks of the service, and so does a connection that gave no answer. */
function canBeOneOrders({ kind, details: { status = 0 } }: MarketplaceError): boolean {
  return kind === "too_large" || kind === "invalid_answer" || (status >= 500 && status !== 503)
}

/** Whether single places of this page, or the one after it, can be read: then not the whole service fails. */
async function answersElsewhere(walk: Walk, { index, size }: Page): Promise<boolean> {
  const places = size === 1 ? [index + 1] : [(index - 1) * size + 1, index * size]
  for (const place of places) {
    const answer = await readOrError({ ...walk, retry: false }, { index: place, size: 1 })
    if (!isMarketplaceError(answer) || answer.kind === "too_large") {
      return true
    }
  }
  return false
}

/** Whether a `Link` header names a next page; null when there is no such header. Its address is never used. */
export function hasNextLink(link: string | undefined): boolean | null {
  return link === undefined ? null : /;\s*rel="?next\b/i.test(link)
}
