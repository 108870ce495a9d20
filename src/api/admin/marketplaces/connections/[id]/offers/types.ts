import type { OfferCapabilities } from "../../../../../../marketplaces/port"
import type { OfferPreview } from "../../../../../../offers/preview"
import type { Aspect } from "../../../../../../offers/result"
import type { Conflict } from "../../../types"
import type { OfferProblems } from "../../../offers/types"

/** What a connection sends of stock, prices and delivery, and where it stands. */
export type ConnectionOffers = {
  connection_id: string
  /** Of the connection; a change with an older one is refused. */
  version: string
  is_on: Record<Aspect, boolean>
  /** What the marketplace takes. */
  capabilities: OfferCapabilities
  activated_at: string | null
  /** Everything shows 0 since then, until that day or until a person ends it. */
  stopped_at: string | null
  stopped_until: string | null
  /** The marketplace's offers are being read, or will be as soon as a process has a place. */
  is_comparing: boolean
  /** When all its offers were read last. */
  read_at: string | null
  comparison: OffersComparison | null
  brake: { since: string; count: number; limit: number } | null
  /** When the last of what the brake holds was held: `held_until` of a decision on what this shows. */
  last_held_at: string | null
  /** When another tool was last seen to write these offers: only lower quantities go. */
  other_tool_at: string | null
  /** Connections with the same stock whose orders were not read completely for long: higher quantities wait for them. */
  sales_unknown: { id: string; name: string; since: string | null }[]
  counts: OfferProblems["counts"] & { live: number; live_units: number; braked: number }
  /** Quantities that are lower than what the marketplace may show, and are not confirmed yet. */
  lower_waiting: { count: number; units: number; since: string } | null
}

/** On how many offers that are held was decided, and how many were held only after what was shown: they stay held. */
export type BrakeDecided = { count: number; later: number }

/** What the last read of the marketplace's offers found; SKUs, the first of each kind. */
export type OffersComparison = {
  checked_at: string
  is_complete: boolean
  /** Why it could not be made, or not to its end. */
  failed: string | null
  counts: { shown: number; matched: number; unmatched: number; absent: number; foreign: number }
  unmatched: string[]
  absent: string[]
  foreign: string[]
  unreadable: string[]
}

/** What switching on would do. */
export type ConnectionOffersPreview = OfferPreview & {
  is_comparing: boolean
  read_at: string | null
  /** Why the marketplace's offers could not be read. */
  failed: string | null
  /** Codes of the delivery modes that would be sent: an offer keeps no other. */
  delivery_modes: string[]
}

/** Nothing was switched on: what it would do is to be looked at first, and sent back with `confirmed`. */
export type PreviewNeeded = { type: "conflict"; code: "preview_needed"; message: string }
/** What becomes of the quantities that a marketplace shows when nothing is sent there any more. */
export type Leave = "quantities" | "zero"
/** Nothing was switched off: it is not known what becomes of the quantities that are shown. */
export type LeavingNeeded = { type: "conflict"; code: "leaving_needed"; message: string; live: number }

export type ConnectionOffersConflict = Conflict & { offers: ConnectionOffers }
