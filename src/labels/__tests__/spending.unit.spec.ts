import { approvalNeeded } from "../spending"

const limits = { daily_count: 3, price_above: 25 }
const ask = (change: Partial<Parameters<typeof approvalNeeded>[1]>) =>
  approvalNeeded(limits, { labels: 1, estimate: null, bought_today: 0, is_approved: false, ...change })

it.each([
  [0, 3, null],
  [0, 4, "daily_count"],
  [2, 1, null],
  [3, 1, "daily_count"],
])("after %i labels, %i more: %s", (bought_today, labels, reason) => {
  expect(ask({ bought_today, labels })).toBe(reason)
})

it.each([
  [25, "EUR", null],
  [25.01, "EUR", "price_above"],
  [1, "CHF", "price_in_other_currency"],
])("an estimate of %d %s: %s", (amount, currency_code, reason) => {
  expect(ask({ estimate: { amount, currency_code } })).toBe(reason)
})

it("limits the count alone where there is no quote, and nothing that a person approved", () => {
  expect(ask({ estimate: null })).toBeNull()
  expect(
    ask({ bought_today: 99, estimate: { amount: 999, currency_code: "EUR" }, is_approved: true })
  ).toBeNull()
})

it("a limit of none lets nothing through", () => {
  expect(
    approvalNeeded(
      { daily_count: 0, price_above: 0 },
      { labels: 1, estimate: null, bought_today: 0, is_approved: false }
    )
  ).toBe("daily_count")
})
