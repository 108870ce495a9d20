import { VAT_RATES, percentOf } from "../vat-rates"

const RATES = Object.values(VAT_RATES).flat()

it("every rate that exists is itself as a percentage, and as a fraction", () => {
  for (const rate of RATES) {
    expect(percentOf(rate)).toBe(rate)
    expect(percentOf(Number((rate / 100).toFixed(6)))).toBe(rate)
  }
})

it.each([
  [0, 0],
  [0.9, 0.9],
  [1.05, 1.05],
  [1.75, 1.75],
  [2.1, 2.1],
  [0.009, 0.9],
  [0.0105, 1.05],
  [0.021, 2.1],
  [0.2, 20],
  [8.5, 8.5],
  [15.5, 15.5],
  [1, null],
  [0.5, null],
  [0.99, null],
  [60, null],
  [400, null],
  [-1, null],
])("%d is %j", (rate, percent) => expect(percentOf(rate)).toBe(percent))
