/** What is known of a quantity or a price when the marketplace shows another one. */
export type ShownFacts<Value> = {
  shown: Value
  sent: Value | null
  confirmed: Value | null
  /** Units of its own orders that were seen since the confirmation; 0 for prices. */
  sold_since: number
  is_in_flight: boolean
  confirmed_at: number | null
  now: number
  /** How long the marketplace may take to show what it confirmed. */
  shows_after_minutes: number
}

/**
 * Whether the marketplace shows a quantity that was neither sent nor confirmed, and that its own sales do not explain. Only
 * where nothing is under way and the confirmation is old enough to show.
 */
export function isForeignQuantity(facts: ShownFacts<number>): boolean {
  const { shown, confirmed, sold_since } = facts
  const isOwnSale = confirmed !== null && shown < confirmed && shown >= confirmed - sold_since
  return canBeForeign(facts) && !isOwnSale
}

/** The same for a price: amounts with two decimals. */
export const isForeignPrice = (facts: ShownFacts<string>): boolean => canBeForeign(facts)

function canBeForeign<Value>(facts: ShownFacts<Value>): boolean {
  const { shown, sent, confirmed, is_in_flight, confirmed_at, now, shows_after_minutes } = facts
  const isShownByNow = confirmed_at !== null && now - confirmed_at > shows_after_minutes * 60_000
  return !is_in_flight && isShownByNow && shown !== sent && shown !== confirmed
}

export type ForeignPolicy = "lower" | "report" | "overwrite"
/** So often a day an offer is corrected; after that only a person knows who is right. */
const MOST_CORRECTIONS_A_DAY = 3

/**
 * What follows a foreign quantity: `lower` sends ours where more is shown there than we have, since that would be
 * oversold; less there is only reported.
 */
export function answerForeignQuantity(
  policy: ForeignPolicy,
  { shown, ours, corrected_today }: { shown: number; ours: number; corrected_today: number }
): "send" | "report" {
  const isWanted = policy === "overwrite" || (policy === "lower" && shown > ours)
  return isWanted && corrected_today < MOST_CORRECTIONS_A_DAY ? "send" : "report"
}

/** A price is sent again only where the operator asked for it. */
export const answerForeignPrice = (
  policy: Exclude<ForeignPolicy, "lower">,
  corrected_today: number
): "send" | "report" =>
  policy === "overwrite" && corrected_today < MOST_CORRECTIONS_A_DAY ? "send" : "report"
