import { MarketplaceError } from "../errors"

/** Sizes that a page which is too large is asked again in; each divides the one before. */
const SMALLER_PAGES = [50, 25, 5, 1]

export type ListAnswer = { items: unknown[]; has_more: boolean }
export type ReadPage = (page: { index: number; size: number }) => Promise<ListAnswer>

export type WalkPage = {
  items: unknown[]
  /** For messages: "page 3 of GET /orders". */
  name: string
  /** Set for a single order that is larger than the limit; `items` is empty then. */
  is_too_large: boolean
}

type Part = WalkPage & { has_more: boolean }

/**
 * Every page of a list, once. Throws `configuration` after `max_pages`, so that an endless list ends as an error and
 * never as a list that looks complete.
 */
export async function* walkPages(
  readPage: ReadPage,
  options: { page_size: number; max_pages: number }
): AsyncGenerator<WalkPage> {
  for (let index = 1; index <= options.max_pages; index++) {
    let hasMore = false
    for await (const part of readRange(readPage, { index, size: options.page_size })) {
      yield part
      hasMore = part.has_more
    }
    if (!hasMore) {
      return
    }
  }
  const message = `GET /orders: more than ${options.max_pages} pages; see the setting orders_max_pages.`
  throw new MarketplaceError("configuration", message, { effect: "none", reason: "too_many_pages" })
}

async function* readRange(readPage: ReadPage, page: { index: number; size: number }): AsyncGenerator<Part> {
  const name = `page ${page.index} of GET /orders${page.size === 1 ? " (one order a page)" : ""}`
  const answer = await readPage(page).catch((error: unknown) => {
    if (error instanceof MarketplaceError && error.kind === "too_large") {
      return null
    }
    throw error
  })
  if (answer) {
    yield { ...answer, name, is_too_large: false }
    return
  }
  const size = SMALLER_PAGES.find((smaller) => smaller < page.size && page.size % smaller === 0)
  if (size === undefined) {
    yield { items: [], name, is_too_large: true, has_more: true }
    return
  }
  const parts = page.size / size
  for (let part = 1; part <= parts; part++) {
    for await (const piece of readRange(readPage, { index: (page.index - 1) * parts + part, size })) {
      yield piece
      if (!piece.has_more) {
        return
      }
    }
  }
}

/** Whether a `Link` header names a next page; null when there is no such header. Its address is never used. */
export function hasNextLink(link: string | undefined): boolean | null {
  return link === undefined ? null : /;\s*rel="?next\b/i.test(link)
}
