import fc from "fast-check"

import type { StoreAddress } from "../../orders/addresses"
import { labelAddress, type AddressSettings, type OrderContact } from "../address"

const settings = (change: Partial<AddressSettings> = {}): AddressSettings => ({
  name_rule: "dynamic",
  default_phone: null,
  phone_format: "international",
  always_email: false,
  ...change,
})
const stored = (change: Partial<StoreAddress> = {}): StoreAddress => ({
  first_name: "Camille",
  last_name: "Exemple",
  company: null,
  address_1: "12 bis rue des Lilas",
  address_2: null,
  postal_code: "75011",
  city: "Paris",
  province: null,
  country_code: "fr",
  phone: "06 12 34 56 78",
  metadata: null,
  ...change,
})
const contact = (
  shipping: Partial<StoreAddress> = {},
  billing: Partial<StoreAddress> | null = {},
  email: string | null = "camille@exemple.invalid"
): OrderContact => ({ shipping: stored(shipping), billing: billing && stored(billing), email })

const of = (one: OrderContact, required: string[] = [], change: Partial<AddressSettings> = {}) =>
  labelAddress(one, settings(change), required)

it("is the order's, as a carrier takes it", () => {
  expect(of(contact())).toEqual({
    address: {
      name: "Camille Exemple",
      company_name: null,
      address_line_1: "12 bis rue des Lilas",
      house_number: null,
      address_line_2: null,
      postal_code: "75011",
      city: "Paris",
      state_code: null,
      country_code: "FR",
      phone: "+33612345678",
      email: null,
    },
    missing: [],
    warnings: [],
  })
})

const words = (texts: (string | null | undefined)[]) =>
  texts.flatMap((text) => (text ?? "").normalize("NFC").match(/[\p{L}\p{N}]+/gu) ?? [])

it("never loses a word of where the parcel goes, and never makes one up", () => {
  const text = fc.stringMatching(/^[A-Za-zéÉàç\d' -]{1,60}$/)
  const part = fc.option(text, { nil: null })
  const an_address = fc.record({
    first_name: part,
    last_name: text,
    company: part,
    address_1: text,
    address_2: part,
    city: text,
    postal_code: fc.constantFrom("75011", "97400", "06000"),
  })
  fc.assert(
    fc.property(an_address, fc.option(an_address, { nil: null }), (shipping, billing) => {
      const order = contact(shipping, billing)
      const { address } = of(order)
      const { name, company_name, address_line_1, address_line_2, city, postal_code, house_number } = address
      const shown = words([name, company_name, address_line_1, address_line_2, city, postal_code])
      const { first_name, last_name, company, address_1, address_2 } = stored(shipping)
      const folded = (list: string[]) =>
        list.map((word) => word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase())
      const wanted = words([
        first_name,
        last_name,
        company,
        address_1,
        address_2,
        shipping.city,
        shipping.postal_code,
      ])
      expect(folded(wanted).filter((word) => !folded(shown).includes(word))).toEqual([])
      const known = words([...Object.values(shipping), ...Object.values(billing ?? {})].map(String))
      expect(folded(shown).filter((word) => !folded(known).includes(word))).toEqual([])
      expect(house_number).toBeNull()
    })
  )
})

describe("who receives the parcel", () => {
  const billing = {
    first_name: "Paul",
    last_name: "Payeur",
    company: "Payeur SARL",
    address_1: "1 rue du Siège",
  }
  it("dynamic: the delivery's contact, and the company where the contacts differ", () => {
    expect(of(contact({}, billing)).address).toMatchObject({
      name: "Camille Exemple",
      company_name: "Payeur SARL",
      address_line_1: "12 bis rue des Lilas",
    })
    expect(of(contact({}, { company: "Exemple SARL" })).address.company_name).toBeNull()
    expect(of(contact({ company: "Atelier" }, billing)).address.company_name).toBe("Atelier")
    expect(of(contact({ first_name: null, last_name: null }, billing)).address).toMatchObject({
      name: "Paul Payeur",
      address_line_1: "12 bis rue des Lilas",
    })
    expect(
      of(contact({ first_name: null, last_name: "Atelier", company: "ATELIER" }, null)).address.company_name
    ).toBeNull()
  })

  it("field by field, from where the operator says", () => {
    const name_rule = {
      name: "billing",
      company: "billing",
      email: "none",
      phone: "none",
      address: "shipping",
    } as const
    const { address } = of(contact({}, billing), ["email"], { name_rule })
    expect(address).toMatchObject({
      name: "Paul Payeur",
      company_name: "Payeur SARL",
      phone: null,
      email: null,
    })
    expect(
      of(contact({}, billing), [], { name_rule: { ...name_rule, company: "none" } }).address.company_name
    ).toBeNull()
    expect(
      of(contact({}, billing), [], { name_rule: { ...name_rule, address: "billing" } }).address.address_line_1
    ).toBe("1 rue du Siège")
  })
})

it("gives the e-mail only to carriers that need it, unless it is wished", () => {
  expect(of(contact(), ["email"]).address.email).toBe("camille@exemple.invalid")
  expect(of(contact(), [], { always_email: true }).address.email).toBe("camille@exemple.invalid")
  expect(of(contact({}, {}, null), ["email"]).missing).toEqual(["email"])
})

describe("the phone", () => {
  it.each([
    ["06 12 34 56 78", "fr", "+33612345678"],
    ["+33612345678", "fr", "+33612345678"],
    ["0470 12 34 56", "be", "+32470123456"],
    ["0692 12 34 56", "re", "+262692123456"],
  ])("%s in %s is %s", (phone, country_code, expected) => {
    expect(of(contact({ phone, country_code })).address.phone).toBe(expected)
  })
  it("is as given where a carrier wants it so", () => {
    expect(of(contact(), [], { phone_format: "as_given" }).address.phone).toBe("06 12 34 56 78")
  })
  it("is the store's only where a carrier needs one, and that is shown", () => {
    const without = contact({ phone: null }, { phone: null })
    expect(of(without, [], { default_phone: "0400000000" }).address.phone).toBeNull()
    expect(of(without, ["phone"]).missing).toEqual(["phone"])
    const given = of(without, ["phone"], { default_phone: "04 72 00 00 00" })
    expect(given).toMatchObject({
      address: { phone: "+33472000000" },
      missing: [],
      warnings: [{ code: "default_phone" }],
    })
  })
})

describe("before paying", () => {
  it.each([
    ["address_line_2", { address_2: "x".repeat(45) }, 45, 30],
    ["city", { city: "y".repeat(35) }, 35, 30],
    ["address_line_1", { address_1: "z".repeat(39) }, 39, 38],
  ] as const)("%s that is too long is shown, and not cut", (field, change, length, limit) => {
    const { address, warnings } = of(contact(change))
    expect(warnings).toEqual([{ code: "too_long", field, length, limit }])
    expect(address[field]).toHaveLength(length)
  })

  it("what is missing is named, field by field", () => {
    const nothing = {
      first_name: null,
      last_name: null,
      address_1: null,
      postal_code: " ",
      city: null,
      country_code: null,
    }
    expect(of(contact(nothing, null)).missing).toEqual([
      "name",
      "address_line_1",
      "postal_code",
      "city",
      "country_code",
    ])
    expect(labelAddress({ shipping: null, billing: null, email: null }, settings(), []).missing).toHaveLength(
      5
    )
  })

  it("a hamlet without a house number is fine in France, and named in Germany", () => {
    const hamlet = { address_1: "Lieu-dit La Forêt", address_2: null }
    expect(of(contact(hamlet)).warnings).toEqual([])
    expect(of(contact({ ...hamlet, country_code: "de", postal_code: "10115" })).warnings).toEqual([
      { code: "house_number_missing", field: "house_number" },
    ])
    expect(of(contact(hamlet), ["house_number"]).missing).toEqual(["house_number"])
    expect(of(contact(), ["house_number"]).missing).toEqual([])
    expect(of(contact({ address_1: "rue des Essais n°13" }), ["house_number"]).missing).toEqual([])
  })

  it.each([
    ["us", "NY", "US-NY", []],
    ["us", "us-ny", "US-NY", []],
    ["it", "RM", "IT-RM", []],
    ["us", "New York", null, ["state_code"]],
    ["us", null, null, ["state_code"]],
    ["fr", "Île-de-France", null, []],
  ])("a state in %s written %s is %s", (country_code, province, state_code, missing) => {
    const checked = of(contact({ country_code, province, postal_code: "10001" }))
    expect(checked.address.state_code).toBe(state_code)
    expect(checked.missing).toEqual(missing)
    expect(checked.warnings.some(({ code }) => code === "state_left_out")).toBe(
      province !== null && state_code === null
    )
  })

  it("letters that were lost are shown", () => {
    expect(of(contact({ last_name: "Fran\ufffdois" })).warnings).toEqual([
      { code: "lost_letters", field: "name" },
    ])
  })
})

it.each([
  ["97400", "RE"],
  ["97150", "MF"],
  ["98000", "MC"],
  ["20000", "FR"],
])("France with the postcode %s is %s", (postal_code, country_code) => {
  expect(of(contact({ postal_code })).address.country_code).toBe(country_code)
})

it("takes corrections for this label only, and takes out what was emptied", () => {
  const { address, missing } = labelAddress(contact({ company: "Atelier" }), settings(), [], {
    address_line_1: " 14 rue des Lilas ",
    company_name: "",
    house_number: "14",
    city: " ",
    country_code: "BE",
  })
  expect(address).toMatchObject({
    address_line_1: "14 rue des Lilas",
    company_name: null,
    house_number: "14",
    city: "",
    country_code: "BE",
  })
  expect(missing).toEqual(["city"])
})
