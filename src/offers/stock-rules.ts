import { step, type PlanStep } from "./explanation"
import { exact } from "./money"

/** The rules of a connection, with what an offer overrides already in its place. */
export type StockRules = {
  safety_quantity: number
  /** Percent of what is left, rounded down. */
  stock_percent: number
  /** So few and fewer are shown as none. */
  zero_at_or_below: number
  /** No more is shown; null: no limit. */
  stock_maximum: number | null
  /** Always this quantity, whatever the store has; null: none. */
  fixed_quantity: number | null
}

export type RuledQuantity = { quantity: number; steps: PlanStep[] }

/**
 * Available − sales not imported − safety → × percent, down → threshold → cap. Every rule that changes something is a step;
 * the result is a whole number that is never below zero.
 */
export function applyStockRules(available: number, notImported: number, rules: StockRules): RuledQuantity {
  const steps: PlanStep[] = []
  const { fixed_quantity } = rules
  if (fixed_quantity !== null) {
    const quantity = Math.max(0, Math.trunc(fixed_quantity))
    return { quantity, steps: [step("fixed_quantity", { quantity })] }
  }
  let quantity = available
  const change = (to: number, code: PlanStep["code"], params: PlanStep["params"]) => {
    if (to !== quantity) {
      quantity = to
      steps.push(step(code, { ...params, quantity }))
    }
  }
  const less = (units: number) => Math.max(0, quantity - Math.max(0, units))
  change(less(notImported), "not_imported", { sold: notImported })
  change(less(rules.safety_quantity), "safety", { safety: rules.safety_quantity })
  change(percentOf(quantity, rules.stock_percent), "percent", { percent: rules.stock_percent })
  if (quantity <= rules.zero_at_or_below) {
    change(0, "zero_at_or_below", { threshold: rules.zero_at_or_below })
  }
  if (rules.stock_maximum !== null) {
    change(Math.min(quantity, Math.max(0, rules.stock_maximum)), "maximum", { maximum: rules.stock_maximum })
  }
  return { quantity: Math.max(0, Math.floor(quantity)), steps }
}

/** Exact: 29 % of 100 is 29, which binary fractions make 28. */
function percentOf(quantity: number, percent: number): number {
  const part = exact(quantity)
    ?.times(exact(percent) ?? 0)
    .dividedToIntegerBy(100)
  return part ? Number(part) : 0
}
