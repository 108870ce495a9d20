import { buyerSearch, namesBuyer } from "../buyer-search"

const address = {
  first_name: "Zoé",
  last_name: "d’Inventé",
  company: "Société Exemple",
  vat_number: null,
  lines: ["8 allée de l’Invention", "Bât. B"],
  postal_code: "01000",
  city: "Ville-Exemple",
  province: null,
  country_code: "FR",
  phone: "+33 (0)6 39 98 12 34",
  email: null,
}
const buyer = {
  shipping_address: address,
  billing_address: null,
  email: "zoe.i@mail.example",
  other_addresses: [],
}
const finds = (q: string, of = buyer) => {
  const search = buyerSearch(q)
  return search !== null && namesBuyer(search, [of])
}

describe("the search for a buyer", () => {
  it.each([
    "zoe d'invente",
    "INVENTÉ zoé",
    "Invente",
    "societe exemple",
    "8 ALLEE DE L INVENTION",
    "allée de l'Invention 8 Ville-Exemple",
    "zoe.i@mail.example",
    "ZOE.I@MAIL",
    "0639981234",
    "06 39 98 12 34",
    "06.39.98.12.34",
    "+33639981234",
    "0033 6 39 98 12 34",
    "+33 (0)6-39-98-12-34",
    "98 12 34",
    "06\u202f39\u202f98\u202f12\u202f34",
    "06–39–98–12–34",
    "06,39,98,12,34",
    "06_39_98_12_34",
    "０６３９９８１２３４",
  ])("finds %s", (q) => expect(finds(q)).toBe(true))

  it.each(["zo", "  ", "Zoé Autre", "0639981235", "12 34", "8 rue de l'Invention", "%", "inventé%zoé_"])(
    "does not find %s",
    (q) => expect(finds(q)).toBe(q === "inventé%zoé_")
  )

  it.each([
    ["Œuvré", "OEUVRE"],
    ["Oeuvré", "œuvre"],
    ["Großmann", "grossmann"],
    ["Søren", "Soren"],
  ])("finds %s by %s", (last_name, q) => {
    expect(finds(q, { ...buyer, shipping_address: { ...address, last_name } })).toBe(true)
  })

  it.each(["+44 7911 000111", "07911 000111", "00447911000111", "(0)7911-000-111"])(
    "finds a phone abroad by %s, with and without its country",
    (q) => {
      for (const phone of ["+44 7911 000111", "07911 000111"]) {
        const abroad = { ...address, country_code: "GB", phone }
        expect([phone, finds(q, { ...buyer, shipping_address: abroad })]).toEqual([phone, true])
      }
    }
  )

  it("looks at every address of the order", () => {
    const other = { ...address, last_name: "Autrenom", phone: null }
    expect(finds("autrenom", { ...buyer, billing_address: other } as never)).toBe(true)
    expect(
      finds("autrenom", { ...buyer, other_addresses: [{ line_keys: [], address: other }] } as never)
    ).toBe(true)
  })
})
