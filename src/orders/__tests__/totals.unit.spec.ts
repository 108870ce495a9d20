import type { NormalizedOrder } from "../../marketplaces/port"
import { agreeOnTotal, currencyDecimals, exactAmount, sumAmounts } from "../totals"
import { item, line, linesOf, order } from "./fixtures"

const agree = (patch: Partial<NormalizedOrder>, isAccepted = false) =>
  agreeOnTotal(
    order(patch),
    ({ status }, { fulfilled_by }) => status === "ready" && fulfilled_by === "seller",
    isAccepted
  )

const priced = (unit_price: number, quantity: number, shipping_price = 0, tax = 20) =>
  line({
    key: `${unit_price}`,
    unit_price,
    tax_rate: tax,
    items: [item("ready", { external_id: `I${unit_price}`, quantity, shipping_price })],
  })

describe("agreeOnTotal", () => {
  it("takes the lines where the marketplace gives no total", () => {
    expect(agree({ lines: [priced(3.33, 3, 4.99)], total: null })).toEqual({
      expected: 14.98,
      adjustment: 0,
      fees: [],
    })
  })

  it("is not fooled by floating point", () => {
    expect(agree({ lines: [priced(0.1, 3)], total: 0.3 })).toEqual({ expected: 0.3, adjustment: 0, fees: [] })
    expect(agree({ lines: [priced(1.005, 1)], total: 1.01 })).toMatchObject({
      expected: 1.01,
      adjustment: 0.005,
    })
    expect(sumAmounts([0.1, 0.2, 0.7])).toBe(1)
    expect(exactAmount(28.990000000000002)).toBe(28.99)
  })

  it("rounds up to one cent a line and no more", () => {
    const lines = [priced(10, 1), priced(5, 1)]
    expect(agree({ lines, total: 15.02 })).toEqual({ expected: 15.02, adjustment: 0.02, fees: [] })
    expect(agree({ lines, total: 14.98 })).toEqual({ expected: 14.98, adjustment: -0.02, fees: [] })
    expect(agree({ lines, total: 15.03 })).toEqual({
      problem: { code: "total_mismatch", params: { expected: 15.03, computed: 15, currency_code: "EUR" } },
    })
  })

  it("counts only the lines that are in the sum for the rounding", () => {
    const lines = linesOf("ready", "canceled", "canceled")
    expect(agree({ lines, total: 10.02 })).toHaveProperty("problem")
    expect(agree({ lines, total: 30.02 })).toMatchObject({ expected: 10.02 })
  })

  it.each([
    ["yes", 12.5, ["Frais"]],
    ["unknown", 12.5, ["Frais"]],
    ["unknown", 10, []],
    ["no", 10, []],
  ] as const)(
    "decides by the total whether a fee that is %s in it counts (%d)",
    (in_total, total, labels) => {
      const result = agree({ fees: [{ label: "Frais", amount: 2.5, in_total }], total })
      expect(result).toMatchObject({ expected: total, adjustment: 0 })
      expect("fees" in result && result.fees.map((fee) => fee.label)).toEqual(labels)
    }
  )

  it("holds when a certain fee is missing from the total, or a fee that is not part of it is in", () => {
    expect(agree({ fees: [{ label: "x", amount: 2, in_total: "yes" }], total: 10 })).toHaveProperty("problem")
    expect(agree({ fees: [{ label: "x", amount: 2, in_total: "no" }], total: 12 })).toHaveProperty("problem")
  })

  it("finds out whether the total still counts canceled items", () => {
    const lines = linesOf("ready", "canceled")
    expect(agree({ lines, total: 10 })).toMatchObject({ expected: 10 })
    expect(agree({ lines, total: 20 })).toMatchObject({ expected: 10, adjustment: 0 })
  })

  it("prefers the fee to the canceled item where both would agree", () => {
    const lines = [
      ...linesOf("ready"),
      line({ key: "C", unit_price: 2, items: [item("canceled", { external_id: "C" })] }),
    ]
    const fees = [{ label: "Frais", amount: 2, in_total: "unknown" as const }]
    expect(agree({ lines, fees, total: 12 })).toEqual({ expected: 12, adjustment: 0, fees })
  })

  it("takes off what the marketplace ships and what is not decided", () => {
    const lines = [
      ...linesOf("ready", "to_accept"),
      line({
        key: "M",
        unit_price: 7,
        fulfilled_by: "marketplace",
        items: [item("ready", { external_id: "M" })],
      }),
    ]
    expect(agree({ lines, total: 27 })).toEqual({ expected: 10, adjustment: 0, fees: [] })
    expect(agree({ lines, total: 27.01 })).toEqual({ expected: 10.01, adjustment: 0.01, fees: [] })
  })

  it("takes an accepted difference whole, but never below zero", () => {
    expect(agree({ total: 8 }, true)).toEqual({ expected: 8, adjustment: -2, fees: [] })
    const lines = [
      ...linesOf("ready"),
      line({
        key: "M",
        unit_price: 70,
        fulfilled_by: "marketplace",
        items: [item("ready", { external_id: "M" })],
      }),
    ]
    expect(agree({ lines, total: 10 }, true)).toHaveProperty("problem")
  })

  it("keeps prices finer than a cent and rounds their sum", () => {
    expect(agree({ lines: [priced(3.335, 3)], total: 10.01 })).toEqual({
      expected: 10.01,
      adjustment: 0.005,
      fees: [],
    })
    expect(agree({ lines: [priced(3.335, 3)], total: null })).toEqual({
      expected: 10.01,
      adjustment: 0.005,
      fees: [],
    })
  })

  it("knows the currencies' own decimals", () => {
    expect(["EUR", "JPY", "TND"].map(currencyDecimals)).toEqual([2, 0, 3])
    expect(agree({ currency_code: "JPY", lines: [priced(1000, 1)], total: 1001 })).toMatchObject({
      adjustment: 1,
    })
    expect(agree({ currency_code: "TND", lines: [priced(10, 1)], total: 10.001 })).toMatchObject({
      adjustment: 0.001,
    })
    expect(agree({ currency_code: "TND", lines: [priced(10, 1)], total: 10.002 })).toHaveProperty("problem")
  })

  it.each([
    [{ lines: [priced(-1, 1)] }],
    [{ lines: [priced(1, 1, -1)] }],
    [{ lines: [priced(1e300, 1)] }],
    [{ lines: [priced(0, 2 ** 52)] }],
    [{ total: -1e300 }],
    [{ fees: [{ label: "x", amount: 1e12, in_total: "unknown" as const }] }],
  ])("holds amounts that cannot be right: %#", (patch) => {
    expect(agree(patch)).toMatchObject({ problem: { code: "unreadable_order" } })
  })
})
