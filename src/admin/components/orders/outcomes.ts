import type { BulkAnswer, BulkResult } from "../../../api/admin/marketplaces/types"

const DONE = [
  "planned",
  "already",
  "ignored",
  "imported",
  "due",
  "skipped",
  "done_elsewhere",
  "acknowledged",
  "confirmed",
  "discarded",
]

export type Summary = { done: number; waiting: number; refused: BulkResult[]; remaining: number }

/** What became of several at once: done, still held or waiting, refused with the reason. */
export function summarize({ results, remaining }: Pick<BulkAnswer, "results" | "remaining">): Summary {
  const refused = results.filter(({ outcome }) => outcome === "refused" || outcome === "failed")
  const done = results.filter(({ outcome }) => DONE.includes(outcome)).length
  return { done, refused, waiting: results.length - done - refused.length, remaining }
}
