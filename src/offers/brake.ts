import { availableQuantity } from "./available-quantity"
import { exact, percentBetween } from "./money"
import type { OfferFacts, OfferRules } from "./plan-offer"
import { applyStockRules } from "./stock-rules"

export type BrakeRules = {
  zero_count: number
  /** Of the live offers. */
  zero_percent: number
  /** Of the confirmed price. */
  fall_percent: number
  rise_percent: number
}

/** A quantity that would go from above zero to zero. */
export type ZeroChange = {
  id: string
  /** An order, a reservation or a fulfillment explains it. */
  is_explained: boolean
  /** A person released it, or asked for it: vacation, an excluded offer. */
  is_released: boolean
}

export type ZeroVerdict = { is_tripped: boolean; count: number; limit: number; held: string[] }

/**
 * Whether so many offers go to zero that a person has to look: more than the larger of the two limits within an hour, not
 * counting what is explained or released. Held is every zero that nothing explains; all other changes go.
 *
 * @param zeros those that would go now
 * @param gone how many unexplained ones went in the last 60 minutes
 * @param live offers of the connection that show a quantity above zero, those of `zeros` included
 */
export function brakeZeros(
  zeros: readonly ZeroChange[],
  { gone, live, rules }: { gone: number; live: number; rules: BrakeRules }
): ZeroVerdict {
  const unexplained = zeros.filter(({ is_explained, is_released }) => !is_explained && !is_released)
  const limit = Math.max(rules.zero_count, Math.floor((live * rules.zero_percent) / 100))
  const count = gone + unexplained.length
  const is_tripped = unexplained.length > 0 && count > limit
  return { is_tripped, count, limit, held: is_tripped ? unexplained.map(({ id }) => id) : [] }
}

/** Units of an article that a reservation held at a location until an order was packed. */
export type EndedReservation = { inventory_item_id: string; location_id: string; quantity: string }

/**
 * Whether orders explain a quantity of zero: without what they reserve, and what is sold and not reserved yet, the offer would
 * show what it `shown` did. So many units as were sold explain no more than that: not a stock that was emptied, nor orders at
 * locations that the connection does not sell from; what is sold here no more is zero whatever was ordered.
 *
 * @param shown the quantity that the marketplace may show, above zero
 * @param ended of the last hour: their units have left the stock
 */
export function isTakenByOrders(
  { presence, variant, levels, locations }: Pick<OfferFacts, "presence" | "variant" | "levels" | "locations">,
  rules: OfferRules["stock"],
  { shown, ended = [] }: { shown: number; ended?: readonly EndedReservation[] }
): boolean {
  if (presence !== "sold" || !variant || !rules) {
    return false
  }
  const before = levels.map((level) => ({
    ...level,
    stocked_quantity:
      ended
        .filter(
          ({ inventory_item_id, location_id }) =>
            inventory_item_id === level.inventory_item_id && location_id === level.location_id
        )
        .reduce((sum, { quantity }) => sum?.plus(quantity) ?? null, exact(level.stocked_quantity))
        ?.toFixed() ?? level.stocked_quantity,
    reserved_quantity: 0,
  }))
  const available = availableQuantity(variant, before, locations, rules)
  return (
    "quantity" in available && applyStockRules(available.quantity, 0, rules).quantity >= Math.max(1, shown)
  )
}

export type PriceChange = {
  /** What the marketplace confirmed last; null: nothing to compare with. */
  from: string | null
  to: string
  /** Prices confirmed in the last 60 days. */
  confirmed_before: readonly string[]
  is_released: boolean
}

/** The change in percent where it is held, null where it may go. A way back up to a price that was confirmed is never held. */
export function brakePrice(
  { from, to, confirmed_before, is_released }: PriceChange,
  { fall_percent, rise_percent }: BrakeRules
): number | null {
  const [before, after] = [exact(from), exact(to)]
  if (is_released || !before?.isGreaterThan(0) || !after) {
    return null
  }
  const percent = percentBetween(before, after)
  const isBack = confirmed_before.some((one) => exact(one)?.isEqualTo(after))
  const isHeld = percent.isLessThan(-fall_percent) || (percent.isGreaterThan(rise_percent) && !isBack)
  return isHeld ? Number(percent.toFixed(1)) : null
}
