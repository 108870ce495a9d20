import type { OfferResult, OfferResults } from "../marketplaces/port"
import type { Problem } from "../orders/problems"

export const ASPECTS = ["stock", "price", "delivery"] as const
export type Aspect = (typeof ASPECTS)[number]

/** Where an aspect of an offer stands. The mark grows with every change; `cleared` is the mark up to which all is done. */
export type AspectState<Value> = {
  mark: number
  cleared: number
  /** The newest batch that holds it, by its number; null: none yet. */
  batch: number | null
  confirmed: Value | null
  problem: Problem | null
  /** The value that was refused: the same is not sent again. */
  refused: Value | null
}

/** An entry of a batch: the mark and the value that it claimed. */
export type ClaimedItem<Value> = { sku: string; batch: number; mark: number; value: Value }

/** What the adapter says of it; `unknown`: the batch is gone or was lost, and nothing is known. */
export type ItemOutcome = OfferResult | "unknown"

export const isDirty = ({ mark, cleared }: Pick<AspectState<unknown>, "mark" | "cleared">): boolean =>
  mark > cleared

/** Something changed: it may make dirty and never clean. */
export const marked = <Value>(state: AspectState<Value>): AspectState<Value> => ({
  ...state,
  mark: state.mark + 1,
})

/**
 * The aspect after a result. The result of an older batch changes nothing. A success is what the marketplace confirms, and
 * clears only what was claimed: a change since then stays dirty. A refusal clears it too, since the same value would
 * be refused again, and stands as a problem until another value goes. What is unknown stays dirty.
 */
export function settleAspect<Value>(
  state: AspectState<Value>,
  item: ClaimedItem<Value>,
  outcome: ItemOutcome
): AspectState<Value> {
  if (state.batch !== item.batch || outcome === "unknown") {
    return state
  }
  const cleared = Math.max(state.cleared, item.mark === state.mark ? item.mark : state.cleared)
  if (outcome.outcome === "done") {
    return { ...state, cleared, confirmed: item.value, problem: null, refused: null }
  }
  return { ...state, cleared, problem: problemOf(item.sku, outcome), refused: item.value }
}

export function problemOf(sku: string, { reason, message, code }: OfferResult): Problem {
  const detail = [message, code].filter(Boolean).join(" · ") || "–"
  switch (reason) {
    case "unknown_offer":
      return { code: "offer_unknown_there", params: { sku, detail } }
    case "unknown_product":
      return { code: "offer_needs_product", params: { sku, ean: null, detail } }
    default:
      return { code: "offer_refused", params: { sku, detail } }
  }
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

/** Units were sold there after the last confirmation: the marketplace lowered its own number, which is no longer known. */
export const soldThere = (state: AspectState<number>): AspectState<number> => ({ ...state, confirmed: null })
