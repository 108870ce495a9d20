import type { Page } from "../types"

/** What went to a marketplace in one piece: an Octopia package, a Rakuten file. */
export type OfferBatchSummary = {
  id: string
  number: number
  connection_id: string
  kind: "update" | "create"
  channel: string
  has_zeros: boolean
  /** `gone`: the marketplace no longer says what became of it; its offers are read instead. */
  state: "sending" | "sent" | "done" | "failed" | "gone"
  counts: { offers: number; done: number; refused: number; unknown: number }
  reference: string | null
  message: string | null
  attempts: number
  next_attempt_at: string | null
  submitted_at: string | null
  settled_at: string | null
  created_at: string
}

export type OfferBatchesPage = { offer_batches: OfferBatchSummary[] } & Page
