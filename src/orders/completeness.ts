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
  /** ISO 8601 in UTC. */
  checked_at: string
}
