import type { Address } from "../../marketplaces/port"
import { ADDRESS_LINE_LENGTH, customerOf, emailOf, missingFields, storeAddress } from "../addresses"
import { address, order, settings } from "./fixtures"

const stored = (
  patch: Partial<Address>,
  countries = ["fr"],
  pickup: Parameters<typeof storeAddress>[2] = null
) => storeAddress(address(patch), countries, pickup)
const bare = (text: string | null) => (text ?? "").replace(/[\s,]/g, "")

describe("storeAddress", () => {
  it("keeps an ordinary address as it is", () => {
    expect(stored({ lines: ["12 rue des Lilas", "Bât. B"], company: "Atelier", phone: null })).toEqual({
      first_name: "Zoé",
      last_name: "Martin",
      company: "Atelier",
      address_1: "12 rue des Lilas",
      address_2: "Bât. B",
      postal_code: "75011",
      city: "Paris",
      province: null,
      country_code: "fr",
      phone: null,
      metadata: null,
    })
  })

  it.each([
    ["words", "Résidence des Grands Jardins de la Fontaine aux Oiseaux ".repeat(6).trim()],
    ["one endless word", "x".repeat(300)],
    ["emoji and combining accents", "🏡👩‍👩‍👧e\u0301".repeat(30)],
  ])("wraps a street of 300 characters without losing one: %s", (_, street) => {
    const { address_1, address_2 } = stored({ lines: [street, "Escalier 3"] })
    expect(bare(address_1) + bare(address_2)).toBe(bare(street) + "Escalier3")
    expect(address_1?.length).toBeLessThanOrEqual(ADDRESS_LINE_LENGTH)
    expect(address_1?.length).toBeGreaterThan(ADDRESS_LINE_LENGTH / 2)
    expect(`${address_1}${address_2}`).not.toMatch(/\p{Surrogate}/u)
  })

  it("fills the line to its last character where a word ends there", () => {
    const full = "x".repeat(ADDRESS_LINE_LENGTH)
    expect(stored({ lines: [`${full} y`] })).toMatchObject({ address_1: full, address_2: "y" })
    expect(stored({ lines: [`ab ${full}`] })).toMatchObject({ address_1: "ab", address_2: full })
  })

  it("never tears a visible character apart", () => {
    const family = "👩‍👩‍👧"
    const { address_1, address_2 } = stored({ lines: ["x".repeat(ADDRESS_LINE_LENGTH - 1) + family] })
    expect(address_1).toBe("x".repeat(ADDRESS_LINE_LENGTH - 1))
    expect(address_2).toBe(family)
  })

  it("keeps accents and emoji, and takes out what the database refuses", () => {
    expect(stored({ last_name: "Le\u0301a\u0000 Noël 🎄", city: "Saint-\ud800Malo" })).toMatchObject({
      last_name: "Le\u0301a  Noël 🎄",
      city: "Saint-\uFFFDMalo",
    })
  })

  it("keeps the VAT number beside the company", () => {
    expect(stored({ company: "Atelier", vat_number: "FR00999999999" }).metadata).toEqual({
      vat_number: "FR00999999999",
    })
  })

  it("finds a last name where there is a name at all", () => {
    expect(stored({ first_name: "Zoé", last_name: " " })).toMatchObject({
      first_name: null,
      last_name: "Zoé",
    })
    expect(stored({ first_name: null, last_name: null, company: "Atelier" })).toMatchObject({
      last_name: "Atelier",
    })
    expect(stored({ first_name: "" })).toMatchObject({ first_name: null, last_name: "Martin" })
  })

  it("writes the pickup point where a packer and a label look for it", () => {
    const point = { id: "012345", name: "Tabac du Port", network: "mondial-relay" }
    expect(stored({ company: "TABAC DU PORT" }, ["fr"], point)).toMatchObject({
      company: "Tabac du Port",
      address_2: "Point relais 012345",
      metadata: { pickup_point: point },
    })
    expect(stored({ company: "Atelier" }, ["fr"], point)).toMatchObject({
      company: "Tabac du Port",
      address_2: "Atelier, Point relais 012345",
    })
    expect(stored({ company: "Atelier" }, ["fr"], { ...point, name: null }).company).toBe("Atelier")
  })

  it.each([
    ["2A000", "20000"],
    ["2b200", "20200"],
    ["20200", "20200"],
    ["2A", "2A"],
  ])("turns a Corsican %s into %s", (given, written) => {
    expect(stored({ postal_code: given }).postal_code).toBe(written)
  })

  it("remembers the postcode as it was given", () => {
    expect(stored({ postal_code: "2A000" }).metadata).toEqual({ postal_code_as_given: "2A000" })
  })

  it.each([
    ["FR", "97110", ["fr"], "fr"],
    ["GP", "97110", ["fr"], "fr"],
    ["FR", "97110", ["fr", "gp"], "gp"],
    ["FR", "97200", ["mq"], "mq"],
    ["FR", "97300", ["gf"], "gf"],
    ["FR", "97400", ["re"], "re"],
    ["FR", "97600", ["yt"], "yt"],
    ["MC", "98000", ["fr"], "fr"],
    ["FR", "98000", ["fr", "mc"], "mc"],
    ["GP", "97110", ["be"], "gp"],
    ["BE", "97110", ["fr"], "be"],
    ["FR", "75011", ["fr", "gp"], "fr"],
  ])("writes %s %s in a region of %j as %s", (country_code, postal_code, countries, expected) => {
    expect(stored({ country_code, postal_code }, countries).country_code).toBe(expected)
  })
})

describe("missingFields", () => {
  it("names what a parcel cannot do without; a phone is not among it", () => {
    expect(missingFields(null)).toEqual(["address"])
    expect(missingFields(stored({ phone: null, company: null }))).toEqual([])
    expect(
      missingFields(
        stored({
          first_name: null,
          last_name: null,
          lines: [" "],
          postal_code: "",
          city: null,
          country_code: null,
        })
      )
    ).toEqual(["name", "street", "postal_code", "city", "country"])
  })
})

describe("customerOf", () => {
  const customer = (
    shipping: Partial<Address> | null,
    billing: Partial<Address> | null,
    rule: unknown = "dynamic"
  ) =>
    customerOf(
      order({
        shipping_address: shipping && address(shipping),
        billing_address: billing && address(billing),
      }),
      settings({ customer: { mode: "guest", group_id: "cg_1", name_rule: rule } }),
      ["fr"]
    )

  it("takes the billing data and no company for the same name", () => {
    const result = customer(
      { first_name: "ZOE", last_name: "martin", city: "Brest" },
      { company: "Atelier", city: "Lyon" }
    )
    expect(result).toMatchObject({
      first_name: "Zoé",
      last_name: "Martin",
      company_name: null,
      address: { city: "Lyon" },
    })
  })

  it("takes the billing data where the delivery has no name", () => {
    const result = customer({ first_name: null, last_name: "" }, {})
    expect(result).toMatchObject({
      last_name: "Martin",
      company_name: null,
      group_id: "cg_1",
      buyer_reference: "B-1",
    })
  })

  it("takes the delivery data for another name, and the billing name as company", () => {
    const result = customer(
      { last_name: "Petit", city: "Brest" },
      { first_name: null, last_name: "SARL Atelier" }
    )
    expect(result).toMatchObject({
      last_name: "Petit",
      company_name: "SARL Atelier",
      address: { city: "Brest" },
    })
  })

  it("follows a map of sources", () => {
    const rule = { name: "billing", company: "shipping", phone: "none", address: "shipping" }
    expect(customer({ company: "Relais", city: "Brest" }, { last_name: "Petit" }, rule)).toMatchObject({
      last_name: "Petit",
      company_name: "Relais",
      phone: null,
      address: { city: "Brest" },
    })
  })

  it("works with one address, and invents no person without one", () => {
    expect(customer({ last_name: "Petit" }, null)).toMatchObject({ last_name: "Petit", company_name: null })
    expect(customer(null, null)).toBeNull()
  })

  it("holds no e-mail: Medusa has one guest per e-mail", () => {
    expect(JSON.stringify(customer({ email: "a@buyer.example" }, {}))).not.toContain("@")
  })
})

describe("emailOf", () => {
  it("takes the order's, then an address's, or what the map says", () => {
    const some = order({ email: null, billing_address: address({ email: "b@buyer.example" }) })
    expect(emailOf(some, "dynamic")).toBe("b@buyer.example")
    expect(emailOf(order(), "dynamic")).toBe("relay@buyer.example")
    expect(
      emailOf(order(), { name: "billing", company: "none", email: "none", phone: "none", address: "billing" })
    ).toBeNull()
  })
})
