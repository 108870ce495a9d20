import { z } from "zod"

import { shortText } from "./short-text"

/**
 * What a marketplace with offers is to the rest of the plugin. A capability of its own: an adapter has all of it, with
 * `capabilities.offers`, or nothing, and is whole without it.
 *
 * A batch is written down first and sent after. Only what is named of an offer changes; nothing here replaces or deletes an
 * inventory.
 */

/** What can be sent of an offer, whether offers can be created, and whether they can be read. */
export type OfferCapabilities = {
  stock: boolean
  price: boolean
  /** Fees, modes and days of preparation. */
  delivery: boolean
  create: boolean
  /** Whether the marketplace lists its offers: whether sent values can be compared with what it shows. */
  reads_back: boolean
}

/** Of what an adapter gives nothing longer is stored. */
const LONGEST = 1000
/** What no database takes is in no key. */
const STORABLE = /^[^\p{Cc}\p{Cs}]*$/u
const key = z.string().min(1).max(LONGEST).regex(STORABLE)
/** Texts are for people: what no database takes is taken out of them, and what is too long is cut. */
const words = z.string().transform((text) => shortText(text, LONGEST))
/** One that cannot be stored is none. */
const id = z.string().transform((text) => (key.safeParse(text).success ? text : null))
/** Of one answer. */
const MOST_OFFERS = 100_000
/** "24.90": above zero, two decimals, a point. */
export const offerAmountSchema = z.string().regex(/^(?!0+\.00$)\d{1,12}\.\d{2}$/)

export type OfferDelivery = {
  /** Whole days from the order to the parcel; null: untouched. */
  preparation_days: number | null
  /** Always the complete list; a mode that is not in it is no longer offered. Amounts may be "0.00". Null: untouched. */
  modes: { code: string; fee: string; additional_fee: string }[] | null
}

/** What is sent of one offer. */
export type OfferChange = {
  /** The marketplace's key of the offer. */
  sku: string
  stock?: { quantity: number }
  price?: {
    amount: string
    currency_code: string
    /** Percent, as an exact text ("5.5"). */
    tax_rate: string
    /** Eco-participation in the price, "0.00" where there is none. */
    eco_part: string
    struck_price: "untouched" | "remove"
  }
  delivery?: OfferDelivery
  /** Only in a batch that creates. */
  listing?: { ean: string; condition: string }
}

export type OfferBatch = {
  /** Ours; unique for ever. */
  id: string
  /** `update` touches offers that exist, `create` makes them. */
  kind: "update" | "create"
  /** The marketplace's sales channel; "" where there is only one. */
  channel: string
  /** Each SKU once. */
  changes: readonly OfferChange[]
}

/** How a batch ended that was sent: results come later, under `reference`. */
export const offerSubmissionSchema = z.object({
  /** Null where nothing of it went. */
  reference: z.string().min(1).max(500).regex(STORABLE).nullable(),
  /** Rows that the marketplace did not even take in, in its words; the others went. */
  refused: z
    .array(z.object({ sku: z.string(), message: words }))
    .max(MOST_OFFERS)
    .transform((rows) => rows.filter(({ sku }) => key.safeParse(sku).success)),
})
export type OfferSubmission = z.infer<typeof offerSubmissionSchema>

export const offerResultSchema = z.object({
  /** One that names no offer of the batch says nothing. */
  sku: z.string(),
  outcome: z.enum(["done", "refused"]),
  /** Of a refusal, where the adapter knows what it means. */
  reason: z.enum(["unknown_offer", "unknown_product"]).nullable(),
  /** The marketplace's own. */
  code: words.nullable(),
  message: words.nullable(),
  /** Its id of the offer, where it says so. */
  external_id: id.nullable(),
})
export type OfferResult = z.infer<typeof offerResultSchema>

/**
 * `pending`: not done yet, ask again. `done`: see `unlisted` for what is not among the results. `failed`: none of it had an
 * effect. `gone`: the marketplace no longer says (too old, or never completed): what it shows decides.
 */
export const offerResultsSchema = z.object({
  state: z.enum(["pending", "done", "failed", "gone"]),
  results: z.array(offerResultSchema).max(MOST_OFFERS),
  /** What holds for the offers of the batch that are not among the results, once it is done. */
  unlisted: z.enum(["done", "nothing"]).default("nothing"),
  /** The marketplace's words about the whole batch. */
  message: words.nullable(),
})
export type OfferResults = z.input<typeof offerResultsSchema>

/** An offer as the marketplace shows it. Null: it does not say. */
export const shownOfferSchema = z.object({
  sku: key,
  external_id: id.nullable(),
  ean: words.nullable(),
  title: words.nullable(),
  condition: words.nullable(),
  quantity: z.number().int().nonnegative().nullable(),
  price: offerAmountSchema.nullable(),
  struck_price: offerAmountSchema.nullable(),
  currency_code: z.string().regex(/^[A-Z]{3}$/),
  is_active: z.boolean(),
  fulfilled_by: z.enum(["seller", "marketplace"]),
  updated_at: z.iso.datetime().nullable(),
})
export type ShownOffer = z.infer<typeof shownOfferSchema>

export type OffersRequest = {
  channel: string
  /** What the page before returned; null: the first page. */
  cursor: string | null
  /** Only these, where the marketplace can look for some; otherwise all come. */
  skus?: readonly string[]
}

export const offersPageSchema = z.object({
  offers: z.array(shownOfferSchema).max(MOST_OFFERS),
  /** Null only after the last page: a walk that ends otherwise says nothing about what it did not show. */
  cursor: z.string().nullable(),
  /** What could not be read, in sentences; such offers are neither there nor absent. */
  unreadable: z.array(words).max(MOST_OFFERS),
})
export type OffersPage = z.infer<typeof offersPageSchema>

/** Why a key cannot be sent; each word has a text in both languages. */
export type KeyRefusal = "too_long" | "too_short" | "forbidden_characters" | "wrong_check_digit"

/** How offers are sent with these settings. */
export type OfferPolicy = {
  /** Most offers of one batch. */
  batch_size: number
  /** Calls that a batch of this many offers makes at least, its results included. */
  calls_per_batch(size: number): number
  /** Batches of an hour, and how many of these are kept for quantities of zero; null: no limit of that kind. */
  budget: { batches_per_hour: number; reserved: number } | null
  /** From the start of one batch to that of the next, in milliseconds; zeros do not wait for it. */
  shortest_gap_ms: number
  /** Whether stock, price and delivery of one offer go in one batch. */
  merges_aspects: boolean
  /** Whether neither stock nor price goes without the other: both are then named, changed or not. */
  needs_stock_and_price: boolean
  /** Sales channels with the currency that each sells in, the first one for stock where it is shared. */
  channels: readonly { id: string; currency_code: string; country_code: string }[]
  /** Whether one quantity serves all channels of the account. */
  shares_stock: boolean
  largest_quantity: number
  /** Whether a quantity of zero is sent; otherwise it is a problem that a person solves there. */
  sends_zero: boolean
  decimals: 2
  /** Null: the key can be sent. */
  refuseSku(sku: string): KeyRefusal | null
  /** The key as it is sent, or why it cannot be. */
  eanFor(ean: string): { ean: string } | { why: KeyRefusal }
  /** How long results of a batch are kept there, in hours. */
  results_hours: number
  /** Seconds from the end of a batch to each look for its results; the last one repeats. */
  look_after_seconds: readonly number[]
  /** What the marketplace shows is compared this long after it was confirmed, in minutes. */
  shows_after_minutes: number
  /** Delivery of an offer that names none of its own; null: none is sent. */
  deliveryFor(article: { weight_grams: number | null }): OfferDelivery | null
  /** Of offers that are created. */
  condition: string
  /** Names of this marketplace's settings that have to be changed before an offer can be created; left out: none. */
  creation_lacks?: readonly string[]
  /** Key in the variant's metadata that holds the eco-participation; null: none. */
  eco_part_field: string | null
  /** What makes an inactive offer active again: a quantity, being sent completely, or a person there. */
  reactivates_by: "update" | "create" | "person"
}

/** The progress of a batch of which nothing can have arrived: what newer batches carry is left out of it. */
export const NOTHING_SENT = "not-sent"

/** The part of a session that is about offers. Methods throw `MarketplaceError` and nothing else. */
export interface OfferSession {
  /**
   * Sends a batch, step by step. What it yields has to be stored before it goes on: called again with the last one it goes
   * on from there, whatever happened in between, and never sends an offer of the batch a second time. Throws `not_found`
   * with the reason `batch_lost` where the marketplace has given it up: a new batch with fresh values is then right.
   */
  submitOffers(batch: OfferBatch, checkpoint: string | null): AsyncGenerator<string, OfferSubmission>
  /** What became of a batch. */
  offerResults(reference: string): Promise<OfferResults>
  /** A page of what the marketplace shows. Throws `no_rights` where the account may not read it. */
  readOffers(request: OffersRequest): Promise<OffersPage>
}
