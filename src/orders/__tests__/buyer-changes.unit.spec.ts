import type { Address, NormalizedOrder, PickupPoint } from "../../marketplaces/port"
import { storeAddress } from "../addresses"
import { buyerChange, type CurrentBuyer } from "../buyer-changes"
import { buyerFacts, type Written } from "../buyer-facts"
import { address, order, settings } from "./fixtures"

const COUNTRIES = ["fr", "re", "be"]
const RELAY: PickupPoint = { id: "P1", name: "Tabac du Nord", network: "mondial-relay" }
const OTHER: PickupPoint = { id: "P2", name: "Presse du Sud", network: "mondial-relay" }
const payer = address({ first_name: "Ada", last_name: "Payeur", lines: ["3 rue du Compte"] })

const written = (sold: NormalizedOrder): Written => {
  const facts = buyerFacts(sold, settings(), COUNTRIES)
  if (!facts) throw new Error("an order without an address")
  return facts
}

/** The store as we wrote it, with an operator's changes. */
const inStore = ({ shipping_address, billing_address, email, pickup_point, customer }: Written) => ({
  shipping_address,
  billing_address,
  email,
  pickup_points: [pickup_point, pickup_point],
  customer,
})

type Case = {
  before?: Partial<NormalizedOrder>
  now: Partial<NormalizedOrder>
  store?: Partial<CurrentBuyer>
  is_packed?: boolean
  is_owed?: boolean
  is_corrected?: boolean
  known?: Written | null
}

function change({ before = {}, now, store = {}, known, ...facts }: Case) {
  const sold = order(before)
  const first = written(sold)
  return buyerChange({
    order: order({ ...before, ...now }),
    written: known === undefined ? first : known,
    current: { ...inStore(first), ...store },
    settings: settings(),
    countries: COUNTRIES,
    is_corrected: false,
    is_packed: false,
    is_owed: true,
    ...facts,
  })
}
const codes = (one: Case) => change(one).problems.map(({ code }) => code)
const moved = (patch: Partial<Address>) => ({ shipping_address: address(patch) })
const relay = { pickup_point: RELAY }

describe("The delivery address and its pickup point", () => {
  it("follow together, and are known as written then", () => {
    const one = { before: relay, now: { ...moved({ city: "Lyon" }), pickup_point: OTHER } }
    const { update, problems, written: after } = change(one)
    expect(problems).toEqual([])
    expect(update).toMatchObject({
      shipping_address: { city: "Lyon", company: "Presse du Sud", address_2: "Point relais P2" },
      pickup_point: OTHER,
    })
    expect(after).toEqual({ ...written(order({ ...relay, ...one.now })), customer: after?.customer })
  })

  it.each<[string, Partial<NormalizedOrder>]>([
    ["only the point", { pickup_point: OTHER }],
    ["only its network", { pickup_point: { ...RELAY, network: "pickup" } }],
    ["only its name", { pickup_point: { ...RELAY, name: "Tabac de la Gare" } }],
    ["to the buyer's home", { ...moved({ city: "Lyon" }), pickup_point: null }],
  ])("follow where there is %s", (_, now) => {
    const { update, problems } = change({ before: relay, now })
    expect(problems).toEqual([])
    expect(update.pickup_point).toEqual(now.pickup_point ?? null)
    expect(update.shipping_address).toEqual(written(order({ ...relay, ...now })).shipping_address)
  })

  it("follow to a first point", () => {
    expect(change({ now: relay }).update).toMatchObject({ pickup_point: RELAY })
  })

  it("follow to the end where a crash left some copies as they were", () => {
    const now = { ...moved({ city: "Lyon" }), pickup_point: OTHER }
    const half = written(order({ ...relay, ...now })).shipping_address
    for (const store of [{ shipping_address: half }, { pickup_points: [RELAY, OTHER] }]) {
      expect(change({ before: relay, now, store })).toMatchObject({
        problems: [],
        update: { pickup_point: OTHER, shipping_address: half },
      })
    }
  })

  it("both stay, and are shown, where a parcel is packed or an operator changed one of them", () => {
    const now = { ...moved({ city: "Lyon" }), pickup_point: OTHER }
    const cases: [Partial<Case>, string][] = [
      [{ is_packed: true }, "address_changed_after_packing"],
      [{ is_corrected: true }, "address_changed_after_correction"],
      [
        { store: { shipping_address: { ...storeAddress(address(), COUNTRIES), city: "Nice" } } },
        "address_changed_after_correction",
      ],
      [{ store: { pickup_points: [{ ...RELAY, id: "P9" }, RELAY] } }, "address_changed_after_correction"],
      [{ known: null }, "address_changed_after_correction"],
    ]
    for (const [facts, code] of cases) {
      const { update, problems, written: after } = change({ before: relay, now, ...facts })
      expect([code, problems.map((one) => one.code), update]).toEqual([code, [code], {}])
      if (facts.known === undefined) expect(after).toEqual(written(order(relay)))
    }
  })

  it("stay without a word where only our settings or an operator changed something", () => {
    const store = { shipping_address: { ...storeAddress(address(), COUNTRIES), city: "Nice" } }
    expect(change({ now: {}, store })).toMatchObject({ update: {}, problems: [] })
    const first = written(order(relay))
    const without = settings({ shipping: { pickup_point: false } })
    const facts = {
      settings: without,
      countries: COUNTRIES,
      is_corrected: false,
      is_packed: false,
      is_owed: true,
    }
    expect(
      buyerChange({ order: order(relay), written: first, current: inStore(first), ...facts })
    ).toMatchObject({ update: {}, problems: [], written: first })
  })

  it.each<[string, Partial<Address>, string]>([
    ["another country of the region", { country_code: "BE", postal_code: "7000" }, "country_changed"],
    ["a country outside it", { country_code: "DE" }, "country_changed"],
    ["a territory with other taxes", { postal_code: "97400" }, "country_changed"],
    ["no city", { city: null }, "address_changed_incomplete"],
    ["no street", { lines: [] }, "address_changed_incomplete"],
  ])("do not follow to %s, packed or not yet", (_, patch, code) => {
    expect(codes({ now: moved(patch) })).toEqual([code])
    expect(change({ now: moved(patch) }).update).toEqual({})
  })

  it("are a matter of the label first where a parcel is packed", () => {
    expect(codes({ now: moved({ country_code: "BE" }), is_packed: true })).toEqual([
      "address_changed_after_packing",
    ])
  })

  it("say nothing where the marketplace no longer says them", () => {
    const before = { ...relay, billing_address: payer }
    for (const now of [
      { shipping_address: null, billing_address: null, pickup_point: null, email: null },
      { pickup_point: null },
      { shipping_address: address({ last_name: null, lines: [], city: null, phone: null }) },
      { billing_address: null },
      { email: null },
    ]) {
      for (const is_packed of [false, true]) {
        const { update, problems, written: after } = change({ before, now, is_packed })
        expect([now, update, problems]).toEqual([now, {}, []])
        expect(after).toEqual(written(order(before)))
      }
    }
    expect(codes({ now: moved({ city: null }), is_owed: false })).toEqual([])
  })

  it("get a phone that was missing, also after packing, and not over an operator's address", () => {
    const before = { shipping_address: address({ phone: null }), billing_address: null }
    const now = { shipping_address: address() }
    const filled = { shipping_address: storeAddress(address(), COUNTRIES) }
    expect(change({ before, now }).update).toMatchObject(filled)
    expect(change({ before, now, is_packed: true })).toMatchObject({ update: filled, problems: [] })
    const store = {
      shipping_address: {
        ...storeAddress(address({ phone: null }), COUNTRIES),
        address_1: "9 rue d'Ailleurs",
      },
    }
    expect(change({ before, now, store }).update.shipping_address).toBeUndefined()
  })

  it("take the phone of a billing address that comes later", () => {
    const before = { shipping_address: address({ phone: null }), billing_address: null }
    const { update } = change({ before, now: { billing_address: payer } })
    expect(update.shipping_address?.phone).toBe(storeAddress(payer, COUNTRIES).phone)
  })
})

describe("The billing address, the e-mail and the customer", () => {
  it("are filled in where they come later, also after packing", () => {
    const before = { billing_address: null, email: null }
    for (const is_packed of [false, true]) {
      const { update, problems } = change({
        before,
        now: { billing_address: payer, email: "late@buyer.example" },
        is_packed,
      })
      expect(problems).toEqual([])
      expect(update).toMatchObject({
        billing_address: { last_name: "Payeur" },
        email: "late@buyer.example",
        customer: { company_name: "Ada Payeur" },
      })
    }
  })

  it("follow the marketplace, each with all of its copies", () => {
    const { update, problems } = change({
      before: { billing_address: payer },
      now: { billing_address: { ...payer, city: "Lille" }, email: "new@buyer.example" },
    })
    expect(problems).toEqual([])
    expect(update).toMatchObject({ billing_address: { city: "Lille" }, email: "new@buyer.example" })
  })

  it("are a copy of the delivery address where there is no billing address: they follow it, or stay with it", () => {
    const before = { billing_address: null }
    const now = moved({ city: "Lyon" })
    const lyon = { city: "Lyon" }
    expect(change({ before, now }).update).toMatchObject({
      shipping_address: lyon,
      billing_address: lyon,
      customer: { address: lyon },
    })
    expect(change({ before, now, is_packed: true }).update.billing_address).toBeUndefined()
  })

  it("stay as an operator changed them, and are shown", () => {
    const store = {
      billing_address: { ...storeAddress(payer, COUNTRIES), city: "Nice" },
      email: "hand@store.example",
    }
    const {
      update,
      problems,
      written: after,
    } = change({
      before: { billing_address: payer },
      now: { billing_address: { ...payer, city: "Lille" }, email: "new@buyer.example" },
      store,
    })
    expect(update.billing_address).toBeUndefined()
    expect(update.email).toBeUndefined()
    expect(problems).toMatchObject([
      { code: "buyer_changed", params: { facts: ["billing_address", "email"] } },
    ])
    expect(JSON.stringify(problems.map(({ params }) => params))).not.toContain("buyer.example")
    expect(after).toMatchObject({ email: "relay@buyer.example", billing_address: { city: "Paris" } })
    expect(codes({ before: { billing_address: payer }, now: {}, store })).toEqual([])
  })

  it("are the guest's record too, unless an operator changed it", () => {
    const now = moved({ first_name: "Léa", last_name: "Nouvelle" })
    expect(change({ now }).update.customer).toMatchObject({ last_name: "Nouvelle" })
    const { customer } = written(order())
    const store = { customer: customer && { ...customer, phone: "+33199999999" } }
    const { update, problems } = change({ now, store })
    expect(update.customer).toBeUndefined()
    expect(problems).toMatchObject([{ code: "buyer_changed", params: { facts: ["customer"] } }])
    expect(change({ now, store: { customer: null } }).update.customer).toBeUndefined()
  })
})

it("A delivery mode that changes is for a person to decide, until it is back", () => {
  const now = { delivery_mode: "REL" }
  const { problems, update, written: after } = change({ now })
  expect(problems).toMatchObject([{ code: "delivery_mode_changed", params: { mode: "REL" } }])
  expect(update).toEqual({})
  expect(after?.given?.delivery_mode).toBe("STD")
  expect(codes({ now, is_owed: false })).toEqual([])
  expect(codes({ now: { delivery_mode: null } })).toEqual([])
})

describe("An order of before these facts were kept", () => {
  const old = (): Written => ({
    ...written(order(relay)),
    given: null,
    billing_address: null,
    email: null,
    customer: null,
  })

  it("follows with its address, and shows what cannot be known to be ours", () => {
    const now = { ...moved({ city: "Lyon" }), pickup_point: OTHER }
    expect(change({ before: relay, now, known: old() }).update).toMatchObject({ pickup_point: OTHER })
    expect(codes({ before: relay, now: { email: "new@buyer.example" }, known: old() })).toEqual([
      "buyer_changed",
    ])
  })

  it("is put right where its address followed and its pickup point did not", () => {
    const now = { pickup_point: OTHER }
    const address_only = { shipping_address: written(order({ ...relay, ...now })).shipping_address }
    const known = { ...old(), ...address_only }
    expect(change({ before: relay, now, known, store: address_only }).update).toMatchObject({
      pickup_point: OTHER,
    })
  })
})
