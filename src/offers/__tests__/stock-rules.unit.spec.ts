import fc from "fast-check"

import { applyStockRules, type StockRules } from "../stock-rules"

const NONE: StockRules = {
  safety_quantity: 0,
  stock_percent: 100,
  zero_at_or_below: 0,
  stock_maximum: null,
  fixed_quantity: null,
}

describe("the rules of stock", () => {
  it("go in one order, each a step", () => {
    const rules = {
      ...NONE,
      safety_quantity: 1,
      stock_percent: 50,
      zero_at_or_below: 2,
      stock_maximum: 3,
    }
    expect(applyStockRules(12, 2, rules)).toEqual({
      quantity: 3,
      steps: [
        { code: "not_imported", params: { sold: 2, quantity: 10 } },
        { code: "safety", params: { safety: 1, quantity: 9 } },
        { code: "percent", params: { percent: 50, quantity: 4 } },
        { code: "maximum", params: { maximum: 3, quantity: 3 } },
      ],
    })
    // Before the cap: what is shown as none is what is left after the percentage.
    expect(applyStockRules(5, 0, { ...rules, stock_maximum: 1 }).quantity).toBe(0)
  })

  it.each<[string, number, number, Partial<StockRules>, number]>([
    ["no rule", 7, 0, {}, 7],
    ["more sold than there is", 2, 5, {}, 0],
    ["safety beyond what is left", 2, 0, { safety_quantity: 3 }, 0],
    ["exact percentage", 100, 0, { stock_percent: 29 }, 29],
    ["a percentage rounds down", 3, 0, { stock_percent: 50 }, 1],
    ["nothing of it", 9, 0, { stock_percent: 0 }, 0],
    ["at the threshold", 3, 0, { zero_at_or_below: 3 }, 0],
    ["above the threshold", 4, 0, { zero_at_or_below: 3 }, 4],
    ["a cap", 400, 0, { stock_maximum: 10 }, 10],
    ["a cap of none", 4, 0, { stock_maximum: 0 }, 0],
    ["always the same", 0, 3, { fixed_quantity: 8, safety_quantity: 5 }, 8],
    ["always none", 9, 0, { fixed_quantity: 0 }, 0],
    ["a negative safety quantity adds nothing", 5, 0, { safety_quantity: -3 }, 5],
  ])("%s", (_, available, sold, rules, expected) => {
    expect(applyStockRules(available, sold, { ...NONE, ...rules }).quantity).toBe(expected)
  })

  const anyRules = fc.record<StockRules>({
    safety_quantity: fc.nat(20),
    stock_percent: fc.integer({ min: 0, max: 100 }),
    zero_at_or_below: fc.nat(10),
    stock_maximum: fc.option(fc.nat(100)),
    fixed_quantity: fc.constant(null),
  })

  it("never give more than there is, nothing below zero, and less for less", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(50), fc.nat(50), anyRules, (available, sold, more, rules) => {
        const { quantity } = applyStockRules(available, sold, rules)
        expect(Number.isInteger(quantity)).toBe(true)
        expect(quantity).toBeGreaterThanOrEqual(0)
        expect(quantity).toBeLessThanOrEqual(Math.max(0, available - sold))
        expect(applyStockRules(available, sold + more, rules).quantity).toBeLessThanOrEqual(quantity)
        expect(applyStockRules(available + more, sold, rules).quantity).toBeGreaterThanOrEqual(quantity)
      })
    )
  })

  it("explain the result: the last step holds it", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(50), anyRules, (available, sold, rules) => {
        const { quantity, steps } = applyStockRules(available, sold, rules)
        expect(steps.at(-1)?.params.quantity ?? available).toBe(quantity)
      })
    )
  })
})
