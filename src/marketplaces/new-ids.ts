import { createHash } from "node:crypto"

import { MarketplaceError } from "./errors"

/** Entries move between pages while a list is read, so a page or two may hold only known ones; more in a row mean an endless list. */
const MOST_PAGES_WITHOUT_NEWS = 3

/**
 * Watches one walk over the pages of a list: throws `invalid_answer` when they only repeat, so that a list which leads
 * back is neither read to its limit nor taken for complete.
 */
export function repetitionGuard(label: string): (ids: readonly string[]) => void {
  const seen = new Set<string>()
  let repeats = 0
  return (ids) => {
    const isNew = ids.some((id) => !seen.has(id))
    ids.forEach((id) => seen.add(id))
    repeats = isNew || ids.length === 0 ? 0 : repeats + 1
    if (repeats >= MOST_PAGES_WITHOUT_NEWS) {
      throw new MarketplaceError("invalid_answer", `${label}: its pages repeat.`, {
        effect: "none",
        reason: "pages_repeat",
      })
    }
  }
}

/**
 * Watches one walk over pages that no one changes while they are read: throws `invalid_answer` at the first page that was
 * there before, by where it is asked for or by what it holds, and names it.
 */
export function pageGuard(label: string): (cursor: string | null, ids: readonly string[]) => void {
  const seen = new Map<string, number>()
  let page = 0
  return (cursor, ids) => {
    page++
    const names = [`at ${cursor ?? ""}`, ...(ids.length > 0 ? [`of ${hashOf(ids)}`] : [])]
    const before = names.map((name) => seen.get(name)).find((one) => one !== undefined)
    if (before !== undefined) {
      throw new MarketplaceError("invalid_answer", `${label}: page ${page} is page ${before} again.`, {
        effect: "none",
        reason: "pages_repeat",
      })
    }
    names.forEach((name) => seen.set(name, page))
  }
}

function hashOf(ids: readonly string[]): string {
  const hash = createHash("sha256")
  ids.forEach((id) => hash.update(`${id.length} ${id}`))
  return hash.digest("base64")
}
