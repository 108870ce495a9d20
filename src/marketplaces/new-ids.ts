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
