import { describeProblem, isBlocking, PROBLEM_CODES, PROBLEMS } from "../problems"

const placeholders = (text: string) => [...text.matchAll(/\{[^}]*\}/g)].map(([found]) => found).sort()

describe("problem catalogue", () => {
  it.each(PROBLEM_CODES)(
    "%s has a sentence and a next step in both languages, with the same placeholders",
    (code) => {
      const { en, fr } = PROBLEMS[code]
      for (const text of [en.message, en.hint, fr.message, fr.hint]) {
        expect(text.trim().length).toBeGreaterThan(10)
        expect(text).toMatch(/[.…}]$/)
      }
      expect(fr.message).not.toBe(en.message)
      expect(fr.hint).not.toBe(en.hint)
      expect(placeholders(fr.message + fr.hint)).toEqual(placeholders(en.message + en.hint))
      for (const placeholder of placeholders(en.message + en.hint)) {
        expect(placeholder).toMatch(/^\{[a-z_]+(\|(money|time|list|country))?\}$/)
      }
    }
  )

  it("formats money, times, lists and countries in the reader's language", () => {
    const abroad = { country: "BE", region: "France" }
    expect(describeProblem("country_not_in_region", abroad, "fr").message).toBe(
      "Le pays de livraison, Belgique, n'est pas dans la région « France »."
    )
    expect(describeProblem("country_not_in_region", abroad, "en").message).toContain("Belgium")

    const total = describeProblem(
      "total_mismatch",
      { expected: 1234.5, computed: 12, currency_code: "EUR" },
      "fr"
    )
    expect(total.message.replace(/\s/g, " ")).toBe(
      "La marketplace annonce 1 234,50 €, mais la somme des lignes est de 12,00 €."
    )
    expect(total.remedy).toBe("accept_total")
    expect(describeProblem("deadline_ship_risk", { ship_by: "2026-07-01T22:30:00Z" }, "en").message).toBe(
      "Must be shipped before 02/07/2026, 00:30."
    )
    expect(describeProblem("missing_address", { fields: ["postal_code", "city"] }, "fr").message).toBe(
      "L'adresse de livraison est incomplète ; il manque : code postal, ville."
    )
  })

  it("never shows a placeholder, also when a parameter is missing or holds one", () => {
    expect(describeProblem("unknown_sku", {}, "en").message).toBe(
      "No product of the store has the SKU “–” (–)."
    )
    expect(describeProblem("unknown_sku", { sku: "{title}", title: "Lamp" }, "en").message).toBe(
      "No product of the store has the SKU “{title}” (Lamp)."
    )
  })

  it("describes a hook's own code as a rule of the store, and lets it block", () => {
    expect(describeProblem("fraud_check", { detail: "Score too high." }, "en")).toEqual({
      code: "fraud_check",
      message: "A rule of this store holds the order: Score too high.",
      hint: "Fix the cause, or ask the store's developer; then retry.",
      remedy: "retry",
    })
    expect(isBlocking("fraud_check")).toBe(true)
    expect(isBlocking("oversold")).toBe(false)
    expect(isBlocking("constructor")).toBe(true)
  })
})
