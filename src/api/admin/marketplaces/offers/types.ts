import type { OfferDelivery, ShownOffer } from "../../../../marketplaces/port"
import type { OfferOverrides } from "../../../../offers/overrides"
import type { Aspect } from "../../../../offers/result"
import type { Conflict, Page, ShownProblem } from "../types"

export type OfferStateName = "active" | "unmatched" | "excluded" | "needs_product" | "gone" | "new"

/** Where one part of an offer stands: what the marketplace should show, what was sent, and what it has confirmed. */
export type OfferAspect<Value> = {
  /** Whether it is sent: switched on for the connection, and not off for this offer. */
  is_on: boolean
  desired: Value | null
  sent: Value | null
  confirmed: Value | null
  sent_at: string | null
  confirmed_at: string | null
  /** Something changed that is not confirmed yet. */
  is_dirty: boolean
  problem: ShownProblem | null
  problem_since: string | null
}

export type RecognizedVariant = {
  id: string
  title: string | null
  sku: string | null
  product_id: string | null
  product_title: string | null
}

/** A step from the store's facts to what is sent, in the operator's language. */
export type ExplainedStep = { aspect: Aspect; code: string; text: string }

/** A value there that was neither sent nor confirmed, and that sales there do not explain. */
export type ForeignValue = { shown: number | string; ours: number | string; at: string }

export type Offer = {
  id: string
  connection_id: string
  marketplace_id: string
  account: string
  channel: string
  external_sku: string
  external_offer_id: string | null
  title: string | null
  variant_id: string | null
  /** Null for one that is gone, or not recognized. */
  variant: RecognizedVariant | null
  ean: string | null
  fulfilled_by: "seller" | "marketplace"
  state: OfferStateName
  stock: OfferAspect<number>
  price: OfferAspect<number> & { currency_code: string | null }
  delivery: OfferAspect<OfferDelivery>
  /** What is set for this offer alone; the rest is inherited from the connection. */
  overrides: OfferOverrides
  /** Of the overrides; a change with an older one is refused. */
  version: string
  explanation: ExplainedStep[]
  foreign: { stock?: ForeignValue; price?: ForeignValue } | null
  /** What the marketplace showed when it was read last. */
  shown: Pick<ShownOffer, "quantity" | "price" | "struck_price" | "is_active" | "condition"> | null
  seen_at: string | null
}

/** What was sent of an offer with one batch. */
export type OfferHistoryItem = {
  batch_id: string
  at: string | null
  settled_at: string | null
  stock: number | null
  price: number | null
  delivery: OfferDelivery | null
  outcome: "done" | "refused" | "unknown" | null
  code: string | null
  message: string | null
}

export type OfferDetails = Offer & { history: OfferHistoryItem[] }
export type OfferConflict = Conflict & { offer: OfferDetails }
export type OfferList = { offers: Offer[] } & Page

/** A cause and how many offers wait for it. */
export type OfferProblemGroup = {
  connection_id: string
  aspect: Aspect
  problem: ShownProblem
  count: number
  since: string
  /** Since when the last of them waits. */
  last_since: string
}
export type OfferProblems = {
  problems: OfferProblemGroup[]
  /** Offers of each kind, on the connections that were asked for. */
  counts: { to_fix: number; differs: number; all: number; unmatched: number; excluded: number }
}

/** How many offers it was about. */
export type OffersChanged = { count: number }

/** Offers that are created, or would be. The first of each kind are named. */
export type OffersToCreate = {
  dry_run: boolean
  count: number
  /** Variants for which none is created, each with what is in the way. */
  refused_count: number
  /** Where there are more variants than one call looks at: `after` of the next one. */
  after: string | null
  offers: {
    variant_id: string
    title: string
    sku: string
    ean: string
    quantity: number
    price: number
    currency_code: string
  }[]
  refused: {
    variant_id: string
    title: string | null
    sku: string | null
    field: "variant" | "sku" | "ean" | "stock" | "price"
    message: string
  }[]
}

/** What a file of offers changes, or has changed. The first of each kind are named. */
export type OffersImported = {
  dry_run: boolean
  /** Of what the rows met: given with the import itself, a row that meets something else by then is a conflict. */
  version: string
  rows: number
  changed: number
  unchanged: number
  /** Offers that the file takes from sale here. */
  excluded: number
  changes: {
    row: number
    sku: string
    field: string
    from: number | boolean | null
    to: number | boolean | null
  }[]
  bad_count: number
  bad: { row: number; sku: string; column: string | null; value: string | null; message: string }[]
}
