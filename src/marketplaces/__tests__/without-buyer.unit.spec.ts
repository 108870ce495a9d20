import fc from "fast-check"
import { encode } from "html-entities"

import { MarketplaceError } from "../errors"
import type { Address } from "../port"
import { buyerHider, withoutBuyer } from "../without-buyer"

const ADDRESS: Address = {
  first_name: "Françoise-Zoé",
  last_name: "L'Œuvré",
  company: "Atelier Fictif SARL",
  vat_number: "FR00123456789",
  lines: ["7 bis impasse de l'Essai", "Bât. Ñandú"],
  postal_code: "06000",
  city: "Saint-Étienne-d'Ys",
  province: null,
  country_code: "FR",
  phone: "+33 6 39 98 00 11",
  email: "z.oeuvre@relais.example",
}
const BUYER = { shipping_address: ADDRESS, billing_address: null, email: null, buyer_reference: "zoe-du-06" }
const hide = buyerHider(BUYER)

it.each([
  ["Le nom FRANCOISE-ZOE L'OEUVRE est inconnu", "Le nom … … est inconnu"],
  ["Zoé", "…"],
  ["zoe", "…"],
  ["Fran?oise", "…?…"],
  ["Oeuvré, Atelier FICTIF", "…, … …"],
  ["7 Bis Impasse de l’essai", "…"],
  ["impasse", "…"],
  ["saint etienne d ys", "…"],
  ["Ñandu / nandú", "… / …"],
  ["code postal 06000, 6000, 06 000, F-06000", "code postal …, …, …, F-…"],
  ["tél. 0639980011 / 06.39.98.00.11 / 00336 39 98 00 11", "tél. …"],
  ["+33 (0)6-39-98-00-11 et 639980011", "… et …"],
  ["écrire à Z.Oeuvre@relais.example ou a@b.example", "écrire à … ou …"],
  ["compte zoe-du-06", "compte …"],
  ["Fran%C3%A7oise+Zo%C3%A9", "…"],
  ["Fran&ccedil;oise Zo&#233;", "…"],
  ["Le champ city vaut Saint-Étien…", "Le champ city vaut …-……"],
])("%s", (said, expected) => expect(hide(said)).toBe(expected))

it("hides what stands in the other addresses of an order, too", () => {
  const other = {
    ...ADDRESS,
    last_name: "Inventé",
    city: "Brocéliande",
    postal_code: "35380",
    phone: "0711223344",
  }
  const said = "Inventé, 35380 Broceliande, 07 11 22 33 44"
  expect(hide(said)).toBe(said)
  const all = { ...BUYER, other_addresses: [{ line_keys: ["2"], address: other }] }
  expect(buyerHider(all)(said)).toBe("…, … …, …")
})

it("leaves everything else", () => {
  const said =
    "Le numéro de suivi 6A00000000123 de la commande CDISFR260316081502EX04 est incorrect (400) : 06001, 12 de 3 parcels."
  expect(hide(said)).toBe(said)
  expect(buyerHider()("Jean 06000")).toBe("Jean 06000")
  expect(
    buyerHider({ shipping_address: { ...ADDRESS, last_name: "Le" } })("Le numéro, Françoise-Zoé Le")
  ).toBe("Le numéro, …")
})

const SPELLINGS: ((text: string) => string)[] = [
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => text.normalize("NFD"),
  (text) => text.normalize("NFD").replace(/\p{M}/gu, ""),
  (text) => encode(text, { mode: "extensive" }),
  (text) => encodeURIComponent(text),
  (text) => text.replace(/ /g, "\u00a0"),
]

it("hides every word of three letters or more of any buyer, in any spelling, wherever it stands", () => {
  const word = fc.string({ unit: fc.constantFrom(..."abcdeéèçñoœÉÇ"), minLength: 3, maxLength: 8 })
  const texts = fc.array(word, { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(
      texts,
      texts,
      fc.nat(SPELLINGS.length - 1),
      fc.boolean(),
      (name, street, spelling, isWhole) => {
        const shipping_address = { ...ADDRESS, last_name: name.join(" "), lines: [street.join("-")] }
        const spelled = [...(isWhole ? [name.join(" "), street.join("-")] : [...name, ...street])].map(
          SPELLINGS[spelling]
        )
        const said = `«${spelled.join("» : ")}.`
        const left = buyerHider({ shipping_address })(said).replace(/[^\p{L}]/gu, "")
        expect(left).toBe("")
      }
    )
  )
})

describe.each([
  ["GB", "SW1A 2ZZ", "+44 7911 000111"],
  ["NL", "1234 ZX", "06-11000111"],
  ["PT", "1234-567", "+351 911 000 111"],
  ["IE", "D02 ZX99", "00353 85 000 0111"],
  ["CH", "1201", "+41 (0)78 000 01 11"],
])("a buyer in %s", (country_code, postal_code, phone) => {
  const abroad = buyerHider({ shipping_address: { ...ADDRESS, country_code, postal_code, phone } })
  const letters = postal_code.replace(/[^A-Z0-9]/g, "")
  const national = { GB: "7911000111", NL: "611000111", PT: "911000111", IE: "850000111", CH: "780000111" }[
    country_code
  ] as string
  const code = { GB: "44", NL: "31", PT: "351", IE: "353", CH: "41" }[country_code] as string

  it.each([postal_code, letters, letters.toLowerCase(), `${letters.slice(0, -3)} ${letters.slice(-3)}`])(
    "has the postcode %s",
    (spelled) => expect(abroad(`code ${spelled}.`)).toBe("code ….")
  )
  it.each([
    phone,
    `0${national}`,
    `+${code}${national}`,
    `00${code} ${national}`,
    [...national].join(" "),
    `0${national.slice(0, 1)}–${national.slice(1, 5)}\u202f${national.slice(5)}`,
    `0${national.slice(0, 4)}, ${national.slice(4, 7)}_${national.slice(7)}`,
    `0${[...national].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join("")}`,
  ])("has the phone %s", (spelled) => expect(abroad(`tel ${spelled} !`)).toMatch(/^tel [+(]?…\)? !$/))
})

it("knows where else lines of the order go", () => {
  const other = { ...ADDRESS, last_name: "Ailleurs", lines: ["3 chemin du Détour"], postal_code: "97133" }
  const both = buyerHider({ ...BUYER, other_addresses: [{ line_keys: ["1"], address: other }] })
  expect(both("Zoé, AILLEURS, chemin du detour 97133")).toBe("…, …, … du … …")
})

it("cleans an error's words and leaves its kind", () => {
  const details = { effect: "none", status: 400, marketplace_message: "Refusé : Zoé" } as const
  const error = withoutBuyer(new MarketplaceError("refused", "POST x: refused.", details), BUYER)
  expect(error).toMatchObject({
    kind: "refused",
    message: "POST x: refused.",
    details: { effect: "none", status: 400, marketplace_message: "Refusé : …" },
  })
  const other = new Error("x")
  expect(withoutBuyer(other, BUYER)).toBe(other)
})
