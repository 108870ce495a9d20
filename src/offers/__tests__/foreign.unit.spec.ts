import {
  answerForeignPrice,
  answerForeignQuantity,
  isForeignPrice,
  isForeignQuantity,
  type ShownFacts,
} from "../foreign"

const NOW = Date.parse("2026-03-16T12:00:00Z")
const shown = (quantity: number, change: Partial<ShownFacts<number>> = {}): ShownFacts<number> => ({
  shown: quantity,
  sent: 8,
  confirmed: 8,
  sold_since: 0,
  is_in_flight: false,
  confirmed_at: NOW - 31 * 60_000,
  now: NOW,
  shows_after_minutes: 30,
  ...change,
})

describe("a change that is not ours", () => {
  it.each<[string, ShownFacts<number>, boolean]>([
    ["as confirmed", shown(8), false],
    ["another quantity", shown(3), true],
    ["what was sent since", shown(5, { sent: 5 }), false],
    ["less by its own sales", shown(6, { sold_since: 2 }), false],
    ["less by some of its own sales", shown(7, { sold_since: 2 }), false],
    ["less than its own sales explain", shown(5, { sold_since: 2 }), true],
    ["more, in spite of sales", shown(9, { sold_since: 2 }), true],
    ["while a batch is under way", shown(3, { is_in_flight: true }), false],
    ["too soon after the confirmation", shown(3, { confirmed_at: NOW - 30 * 60_000 }), false],
    ["never confirmed", shown(3, { confirmed: null, confirmed_at: null }), false],
    ["unknown since a sale", shown(3, { confirmed: null }), true],
  ])("%s", (_, facts, expected) => {
    expect(isForeignQuantity(facts)).toBe(expected)
  })

  it("is found for prices too", () => {
    const price = { ...shown(0), shown: "19.90", sent: "24.90", confirmed: "24.90" }
    expect(isForeignPrice(price)).toBe(true)
    expect(isForeignPrice({ ...price, shown: "24.90" })).toBe(false)
  })

  it("is answered by what the setting says, at most three times a day", () => {
    const more = { shown: 9, ours: 4, corrected_today: 0 }
    const less = { shown: 2, ours: 4, corrected_today: 0 }
    expect(answerForeignQuantity("lower", more)).toBe("send")
    expect(answerForeignQuantity("lower", less)).toBe("report")
    expect(answerForeignQuantity("overwrite", less)).toBe("send")
    expect(answerForeignQuantity("report", more)).toBe("report")
    expect(answerForeignQuantity("lower", { ...more, corrected_today: 3 })).toBe("report")
    expect(answerForeignPrice("report", 0)).toBe("report")
    expect(answerForeignPrice("overwrite", 0)).toBe("send")
  })
})
