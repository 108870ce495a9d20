import type { TextParams } from "../orders/fill-text"

/** Each step from the store's facts to what is sent; the admin has a sentence for every code. */
export const STEP_CODES = [
  // Quantity
  "available",
  "parts_apart",
  "unmanaged",
  "backorder",
  "not_imported",
  "safety",
  "percent",
  "zero_at_or_below",
  "maximum",
  "fixed_quantity",
  "marketplace_limit",
  "not_sold_here",
  "stopped",
  "ships_itself",
  // Price
  "store_price",
  "price_list",
  "fixed_price",
  "store_price_instead",
  "with_tax",
  "rule_percent",
  "rule_add",
  "rule_commission",
  "rule_round",
  "ceiling",
  "half_up",
  "floor",
  "struck_price_removed",
  // Delivery
  "delivery_fees",
  // What keeps a value from going
  "aspect_off",
  "unmatched",
  "refused_before",
  "increase_off",
  "decrease_off",
  "kept",
  "as_confirmed",
] as const
export type StepCode = (typeof STEP_CODES)[number]

export type PlanStep = { code: StepCode; params: TextParams }

export const step = (code: StepCode, params: TextParams = {}): PlanStep => ({ code, params })
