import type { OfferResult, OfferResults } from "../marketplaces/port"
import type { Problem } from "../orders/problems"

export const ASPECTS = ["stock", "price", "delivery"] as const
export type Aspect = (typeof ASPECTS)[number]

/** What the adapter says of an item; `unknown`: the batch is gone or was lost, and nothing is known. */
type ItemOutcome = OfferResult | "unknown"

/** Whether something changed that no result has settled: the mark grows with every change. */
export const isDirty = ({ mark, cleared }: { mark: number; cleared: number }): boolean => mark > cleared

/**
 * What a refusal is to the operator.
 *
 * @param ean of an offer that was to be created; null: of one that exists, and needs no product
 */
export function problemOf(
  sku: string,
  { reason, message, code }: OfferResult,
  ean: string | null = null
): Problem {
  const detail = [message, code].filter(Boolean).join(" · ") || "–"
  if (reason === "unknown_offer") return { code: "offer_unknown_there", params: { sku, detail } }
  return reason === "unknown_product" && ean !== null
    ? { code: "offer_needs_product", params: { sku, ean, detail } }
    : { code: "offer_refused", params: { sku, detail } }
}

/**
 * The outcome of an item of a batch: what a finished batch does not mention had no effect, and its value goes again, unless
 * the marketplace lists only what it refused.
 */
export function outcomeOf(
  sku: string,
  { state, unlisted }: Pick<OfferResults, "state" | "unlisted">,
  bySku: ReadonlyMap<string, OfferResult>
): ItemOutcome {
  const result = state === "done" ? bySku.get(sku) : undefined
  if (result || state !== "done" || unlisted !== "done") {
    return result ?? "unknown"
  }
  return { sku, outcome: "done", reason: null, code: null, message: null, external_id: null }
}
