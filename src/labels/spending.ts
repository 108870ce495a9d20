import type { Amount } from "./label-service"

export type SpendingLimits = {
  /** Labels a day. */
  daily_count: number
  /** An estimate above this waits for a person, in `currency_code`. */
  price_above: number
}

/** What the limits are in. */
const CURRENCY = "EUR"

/** Why a purchase waits for a person's word; the first that applies. */
export type ApprovalReason = "daily_count" | "price_above" | "price_in_other_currency"

/**
 * The brake on spending. Prices are quotes: without one, only the count limits.
 * @param bought_today labels that were bought or are being bought today, those of this request not counted
 */
export function approvalNeeded(
  { daily_count, price_above }: SpendingLimits,
  request: { labels: number; estimate: Amount | null; bought_today: number; is_approved: boolean }
): ApprovalReason | null {
  const { labels, estimate, bought_today, is_approved } = request
  if (is_approved) {
    return null
  }
  if (bought_today + labels > daily_count) {
    return "daily_count"
  }
  if (estimate && estimate.currency_code !== CURRENCY) {
    return "price_in_other_currency"
  }
  return estimate && estimate.amount > price_above ? "price_above" : null
}
