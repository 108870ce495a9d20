import type { KeysetPage } from "../types"

/** A run as its connection shows it. */
export type RunSummary = {
  id: string
  connection_id: string
  trigger: "schedule" | "manual" | "sweep"
  scope: string
  state: "queued" | "running" | "done" | "failed"
  started_at: string | null
  finished_at: string | null
  counts: Record<"seen" | "created" | "updated" | "held" | "ignored" | "failed", number>
  error: { code: string; message: string } | null
}

/** What a preview found out about one order. */
export type RunOutcome = {
  external_id: string
  /** Missing in earlier previews. */
  external_reference?: string | null
  outcome: "import" | "hold" | "wait" | "ignore" | "exists"
  reason: string | null
  total: number | null
  currency_code: string | null
  /** Missing in previews of 0.1. */
  purchased_at?: string | null
  lines?: { title: string; quantity: number }[]
  /** Lines beside those that are named. */
  more_lines?: number
}

export type Run = RunSummary & {
  params: { since?: string; external_ids?: string[]; dry_run?: boolean } | null
  outcomes: RunOutcome[] | null
  created_at: string
}

export type RunsPage = { runs: Run[] } & KeysetPage
