import type { ActionAttempt, MarketplaceAction } from "../../../api/admin/marketplaces/actions/types"
import type { HistoryEntry } from "../../../api/admin/marketplaces/types"

export type TimelineEntry =
  | { key: string; at: string; kind: "event"; entry: HistoryEntry }
  | {
      key: string
      at: string
      kind: "attempt"
      action: MarketplaceAction
      attempt: ActionAttempt
      number: number
    }

/** Decisions made here and calls to the marketplace, the latest first. */
export function timelineOf({
  history,
  actions,
}: {
  history: HistoryEntry[]
  actions: MarketplaceAction[]
}): TimelineEntry[] {
  const events = history.map((entry): TimelineEntry => ({
    key: entry.id,
    at: entry.created_at,
    kind: "event",
    entry,
  }))
  const attempts = actions.flatMap((action) =>
    action.attempts.map((attempt, index): TimelineEntry => ({
      key: `${action.id}-${index}`,
      at: attempt.at,
      kind: "attempt",
      action,
      attempt,
      number: index + 1,
    }))
  )
  return [...events, ...attempts].sort((one, other) => Date.parse(other.at) - Date.parse(one.at))
}
