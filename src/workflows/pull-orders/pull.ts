import type { PullRequest, Snapshot } from "../../marketplaces/port"
import { marketplaceOf } from "../shared/marketplace"
import { storePage } from "../snapshots/store-page"
import { pullPages } from "./pull-pages"
import { readEach } from "./read-each"
import type { ReadingPhase } from "./run"

/** Brings in what the run asks for: the orders that it names, or the pages of the marketplace's lists. */
export const pull: ReadingPhase = async (run, session) => {
  const { container, connection, row, counts, work, keepLease: afterPage, report } = run
  const ids = row.params?.external_ids
  if (ids) {
    const known = await marketplaceOf(container).orders.listStored(connection.id, ids)
    const take = async (snapshot: Snapshot) => {
      run.is_heard = true
      await storePage(container, connection, [snapshot], counts)
      await afterPage()
    }
    return readEach(session, ids, { known, take, report })
  }
  const request = {
    cursor: connection.cursor,
    start_at: new Date(row.params?.since ?? connection.start_at),
    oldest_unfinished_at: work.oldest_unfinished,
    scope: row.params?.since ? "since" : (row.scope as PullRequest["scope"]),
  } as const
  const end = await pullPages(container, connection, session, request, counts, {
    onAnswer: () => void (run.is_heard = true),
    afterPage,
    report,
    onCursor: (cursor) => void (run.cursor = cursor),
  })
  run.cursor = end?.cursor ?? null
  run.is_whole = end !== null && !end.is_rest
}
