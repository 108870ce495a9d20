import fs from "node:fs"
import path from "node:path"
import ts from "typescript"
import {
  codesClearedBy,
  describeProblem,
  isBlocking,
  isProblemCode,
  PROBLEM_CODES,
  PROBLEM_TEXTS,
  PROBLEMS,
} from "../problems"

const placeholders = (text: string) => [...text.matchAll(/\{[^}]*\}/g)].map(([found]) => found).sort()

function filesOf(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === "__tests__" ? [] : filesOf(file)
    return /\.tsx?$/.test(entry.name) ? [file] : []
  })
}

/** Where two problems or more, and nothing else, stand in one array. */
function listsOfCodes(file: string): string[] {
  const found: string[] = []
  const source = ts.createSourceFile(file, fs.readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true)
  const visit = (node: ts.Node): void => {
    if (ts.isArrayLiteralExpression(node) && node.elements.length > 1) {
      const codes = node.elements.map((element) => (ts.isStringLiteral(element) ? element.text : ""))
      if (codes.every(isProblemCode)) found.push(`${path.basename(file)}: ${codes.join(", ")}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

describe("problem catalog", () => {
  it.each(PROBLEM_CODES)(
    "%s has a sentence and a next step in both languages, with the same placeholders",
    (code) => {
      const { en, fr } = PROBLEM_TEXTS[code]
      for (const text of [...en, ...fr]) {
        expect(text.trim().length).toBeGreaterThan(10)
        expect(text).toMatch(/[.…}]$/)
      }
      en.forEach((text, place) => expect(fr[place]).not.toBe(text))
      expect(placeholders(fr.join(""))).toEqual(placeholders(en.join("")))
      for (const placeholder of placeholders(en.join(""))) {
        expect(placeholder).toMatch(/^\{[a-z_]+(\|(money|time|list|country|setting|named))?\}$/)
      }
    }
  )

  it.each(["en", "fr"] as const)(
    "gives each problem of one kind of subject a title of its own (%s)",
    (locale) => {
      const titles = Object.values(PROBLEMS).map(({ subject, title }) => `${subject}: ${title[locale]}`)
      expect(titles.filter((title) => /: $|[.!…]$/.test(title))).toEqual([])
      expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([])
    }
  )

  it("derives its lists from the entries", () => {
    expect(codesClearedBy("shipping_option")).toEqual(["no_shipping_profile", "no_shipping_option"])
    expect(codesClearedBy("decision", "connections")).toEqual([
      "mixed_marketplace_connections",
      "price_guard",
      "not_accepted_automatically",
    ])
  })

  it("is the only list of problems: what several have in common is a field of their entries", () => {
    expect(filesOf(path.resolve(__dirname, "../..")).flatMap(listsOfCodes)).toEqual([])
  })

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
      title: "Held by a rule of the store",
      message: "A rule of this store holds the order: Score too high.",
      hint: "Fix the cause, or ask the store's developer; then retry.",
      remedy: "retry",
    })
    expect(isBlocking("fraud_check")).toBe(true)
    expect(isBlocking("oversold")).toBe(false)
    expect(isBlocking("constructor")).toBe(true)
  })
})
