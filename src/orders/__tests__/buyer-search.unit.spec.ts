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
  ])("finds %s", (q) => expect(finds(q)).toBe(true))

  it.each(["zo", "  ", "Zoé Autre", "0639981235", "12 34", "8 rue de l'Invention", "%", "inventé%zoé_"])(
    "does not find %s",
    (q) => expect(finds(q)).toBe(q === "inventé%zoé_")
  )

  it("looks at every address of the order", () => {
    const other = { ...address, last_name: "Autrenom", phone: null }
    expect(finds("autrenom", { ...buyer, billing_address: other } as never)).toBe(true)
    expect(
      finds("autrenom", { ...buyer, other_addresses: [{ line_keys: [], address: other }] } as never)
    ).toBe(true)
  })
})
