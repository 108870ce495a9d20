import type { MedusaContainer } from "@medusajs/framework/types"
import {
  isMarketplaceError,
  type MarketplaceSession,
  type PullEnd,
  type PullRequest,
} from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { RunCounts } from "../../modules/marketplace/stores/runs"
import { storePage } from "../snapshots/store-page"

/**
 * Walks the marketplace's pages and stores each before it requests the next. Returns its end with the new cursor, or null when an
 * order could not be stored: then the next run requests the same window again. Orders without a readable id are reported.
 * `onCursor` is called with the cursor of a walk that did not come to its end and can be gone on with.
 */
export async function pullPages(
  container: MedusaContainer,
  connection: ConnectionRow,
  session: MarketplaceSession,
  request: PullRequest,
  counts: RunCounts,
  {
    onAnswer,
    afterPage,
    report,
    onCursor,
  }: {
    onAnswer: () => void
    afterPage: () => Promise<void>
    report: (sentence: string) => void
    onCursor: (cursor: string) => void
  }
): Promise<PullEnd | null> {
  const pages = session.pull(request)
  let stored = true
  for (;;) {
    const next = await pages.next().catch((error: unknown) => {
      if (stored && isMarketplaceError(error) && error.details.cursor) onCursor(error.details.cursor)
      throw error
    })
    if (next.done) return stored ? next.value : null
    onAnswer()
    next.value.unreadable.forEach(report)
    if (!next.value.snapshots.length) continue
    const page = await storePage(container, connection, next.value.snapshots, counts)
    stored &&= page.stored
    await afterPage()
  }
}
