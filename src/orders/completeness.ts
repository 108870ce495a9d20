/** Why an order is in the report, and whether the sweep has put it right. */
export type Difference = {
  external_id: string
  /**
   * `missing` open there and unknown here; `closed_there` open here and not there; `unknown_there` the marketplace does
   * not know it; `not_listed` open on both sides, but not in the marketplace's list; `shipment_without_action` shipped
   * here and never sent; `marked_done_by_hand` declared done by a person, and still open there; `not_answered` open here,
   * not listed there, and reading it alone failed.
   */
  reason:
    | "missing"
    | "closed_there"
    | "unknown_there"
    | "not_listed"
    | "shipment_without_action"
    | "marked_done_by_hand"
    | "not_answered"
  fixed: boolean
}

/**
 * What a comparison consists of. Without the list of open orders there is none; `single_orders` asks for orders that the
 * list lacks, `after_sales` for returns, gestures and claims; the others bring the store in line.
 */
export type ComparisonPart =
  "open_orders" | "single_orders" | "confirmations" | "import" | "after_sales" | "changes" | "shipments"

export type FailedPart = { part: ComparisonPart; message: string }

/** The marketplace's open orders against ours. Ids and counts only, no buyer's data. */
export type Completeness = {
  marketplace_open: number
  /** Of the open orders there: in the store, held here by a problem, on their way, not wanted. */
  imported: number
  held: number
  waiting: number
  ignored: number
  /** Open there and still not here. */
  missing: string[]
  differences: Difference[]
  /** Sentences about what the marketplace listed and what could not be read as far as its id. */
  unreadable: string[]
  /** What could not be compared; the rest was. */
  failed: FailedPart[]
  /** The comparison after this report that could not be made. */
  last_failure: { at: string; message: string } | null
  /** ISO 8601 in UTC. */
  checked_at: string
}

/** The report of a connection: `checked_at` is null where it was never compared. */
export type StoredCompleteness = Omit<Completeness, "checked_at"> & { checked_at: string | null }

const NOTHING_YET: StoredCompleteness = {
  marketplace_open: 0,
  imported: 0,
  held: 0,
  waiting: 0,
  ignored: 0,
  missing: [],
  differences: [],
  unreadable: [],
  failed: [],
  last_failure: null,
  checked_at: null,
}

/** Returns the stored report, also one that was made before something was added to it. */
export const completenessOf = (stored: Record<string, unknown> | null): StoredCompleteness => ({
  ...NOTHING_YET,
  ...(stored as Partial<StoredCompleteness> | null),
})
