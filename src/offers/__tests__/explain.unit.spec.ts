import { applyStockRules } from "../stock-rules"
import { describeStep, STEP_SENTENCES } from "../explain"
import { step, STEP_CODES } from "../explanation"

const placeholders = (text: string) => [...text.matchAll(/\{[^}]*\}/g)].map(([found]) => found).sort()

describe("the explanation of an offer", () => {
  it.each(STEP_CODES)("has a sentence for %s in both languages, with the same placeholders", (code) => {
    const { en, fr } = STEP_SENTENCES[code]
    expect(placeholders(fr)).toEqual(placeholders(en))
    expect(fr).not.toMatch(/ [:;?!%]/)
    for (const placeholder of placeholders(en)) expect(placeholder).toMatch(/^\{[a-z]+(\|money)?\}$/)
  })

  it("reads as a calculation", () => {
    const { steps } = applyStockRules(12, 2, {
      safety_quantity: 1,
      stock_percent: 100,
      zero_at_or_below: 0,
      stock_maximum: null,
      fixed_quantity: null,
    })
    const all = [step("available", { quantity: 12, locations: 1 }), ...steps]
    expect(all.map((one) => describeStep(one, "en"))).toEqual([
      "12 available (stock locations: 1)",
      "− 2 sold and not reserved yet = 10",
      "− 1 safety quantity = 9",
    ])
    expect(describeStep(step("with_tax", { rate: "20", amount: 12, currency_code: "EUR" }), "fr")).toBe(
      "avec 20\u00a0% de TVA = 12,00\u00a0€"
    )
  })
})
