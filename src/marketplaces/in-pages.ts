import type { PullPage, Snapshot } from "./port"

const MOST_ON_PAGE = 100

/** What one answer holds, a hundred at a time: what stores a page works through it as a whole. */
export function* inPages<Entry>(
  entries: readonly Entry[],
  unreadable: string[],
  toSnapshot: (entry: Entry) => Snapshot
): Generator<PullPage> {
  for (let start = 0; start === 0 || start < entries.length; start += MOST_ON_PAGE) {
    const part = entries.slice(start, start + MOST_ON_PAGE)
    yield { snapshots: part.map(toSnapshot), unreadable: start === 0 ? unreadable : [] }
  }
}
