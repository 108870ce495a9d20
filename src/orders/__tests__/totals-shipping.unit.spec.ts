import { describeProblem } from "../problems"
import { agreeOnTotal } from "../totals"
import { item, line, order } from "./fixtures"

const sold = (total: number, shipping_in_total: "yes" | "no" | "unknown", fees: number[] = []) =>
  order({
    total,
    shipping_in_total,
    total_settings: {
      en: "“Shipping in the total” (shipping_in_total)",
      fr: "« Port dans le total » (shipping_in_total)",
    },
    fees: fees.map((amount) => ({ label: "Frais", amount, in_total: "unknown" as const })),
    lines: [line({ unit_price: 10, items: [item("ready", { quantity: 2, shipping_price: 4.9 })] })],
  })
const agree = (...given: Parameters<typeof sold>) => agreeOnTotal(sold(...given), () => true, false)

describe("a total", () => {
  it.each([
    [24.9, "unknown", 24.9],
    [20, "unknown", 24.9],
    [20, "no", 24.9],
    [24.9, "yes", 24.9],
    [20.01, "unknown", 24.91],
  ] as const)(
    "of %d with shipping in it %s imports %d: shipping is never left out",
    (total, is, expected) => {
      expect(agree(total, is)).toMatchObject({ expected })
    }
  )

  it.each([
    [20, "yes"],
    [24.9, "no"],
    [22, "unknown"],
  ] as const)("of %d with shipping in it %s agrees with nothing, and the setting is named", (total, is) => {
    const result = agree(total, is)
    const { code, params } = "problem" in result ? result.problem : { code: "", params: {} }
    expect(code).toBe("total_mismatch")
    expect(describeProblem(code, params, "en").hint).toContain("shipping_in_total")
    expect(describeProblem(code, params, "fr").hint).toContain("shipping_in_total")
  })

  it("that agrees both ways is read as including shipping", () => {
    expect(agree(24.9, "unknown", [4.9])).toMatchObject({ expected: 24.9, fees: [] })
  })

  it("with an amount that cannot be read agrees with nothing", () => {
    const unread = { ...sold(24.9, "unknown"), lines: [line({ unit_price: null })] }
    expect(agreeOnTotal(unread, () => true, true)).toMatchObject({ problem: { code: "unreadable_order" } })
  })
})
