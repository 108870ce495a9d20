import fc from "fast-check"

import { planOffer, type OfferFacts, type OfferRules } from "../plan-offer"
import type { OfferPrice, PriceRules } from "../price-rules"
import type { StockRules } from "../stock-rules"

const POLICY = { refuseSku: () => null, largest_quantity: 9999, sends_zero: true }
const PRICE: OfferPrice = {
  amount: "24.90",
  currency_code: "EUR",
  tax_rate: "20",
  eco_part: "0.00",
  struck_price: "untouched",
}
const UNKNOWN = { confirmed: null, sent: null, refused: null }
const facts = (change: Partial<OfferFacts> = {}): OfferFacts => ({
  sku: "LAMP",
  variant: {
    sku: "LAMP",
    manage_inventory: true,
    allow_backorder: false,
    inventory: [{ inventory_item_id: "x", required_quantity: 1 }],
  },
  presence: "sold",
  is_stopped: false,
  fulfilled_by: "seller",
  levels: [{ inventory_item_id: "x", location_id: "a", stocked_quantity: 12, reserved_quantity: 0 }],
  locations: ["a"],
  sales: [],
  price: {
    sku: "LAMP",
    price: { amount: "24.9", currency_code: "eur", is_tax_inclusive: true, from_price_list: false },
    tax: { has_region: true, rates: [20] },
    currency_code: "EUR",
    eco_part: null,
    product: { category_ids: [], collection_id: null, type_id: null, tag_ids: [] },
    shown_struck_price: null,
  },
  delivery: { preparation_days: 2, modes: [{ code: "THD", fee: "4.90", additional_fee: "1.00" }] },
  is_new: false,
  awaits_product: false,
  known: { stock: UNKNOWN, price: UNKNOWN, delivery: UNKNOWN },
  ...change,
})
const stockRules: StockRules = {
  safety_quantity: 0,
  stock_percent: 100,
  zero_at_or_below: 0,
  stock_maximum: null,
  fixed_quantity: null,
}
const priceRules: PriceRules = {
  customer_group_id: null,
  no_list_price: "hold",
  price_rules: [],
  price_floor: null,
  price_ceiling: null,
  variant_floor: null,
  below_floor: "hold",
  struck_price: "untouched",
  fixed_price: null,
}
const BOTH_WAYS = { allow_increase: true, allow_decrease: true }
type Change = {
  stock?: Partial<NonNullable<OfferRules["stock"]>>
  price?: Partial<NonNullable<OfferRules["price"]>>
}
const rules = ({ stock, price }: Change = {}): OfferRules => ({
  stock: {
    is_on: true,
    unmanaged_quantity: null,
    backorder_quantity: null,
    ...stockRules,
    ...BOTH_WAYS,
    ...stock,
  },
  price: { is_on: true, ...priceRules, ...BOTH_WAYS, ...price },
  delivery: { is_on: true },
})
const known = (stock: number | null, price: OfferPrice | null = null): OfferFacts["known"] => ({
  stock: { confirmed: stock, sent: stock, refused: null },
  price: { confirmed: price, sent: price, refused: null },
  delivery: UNKNOWN,
})
const codes = (plan: { steps: { code: string }[] }) => plan.steps.map(({ code }) => code)

describe("what an offer should show", () => {
  it("is explained step by step, each aspect apart", () => {
    const sales = [{ quantity: 2, inventory: [{ inventory_item_id: "x", required_quantity: 1 }] }]
    const plan = planOffer(facts({ sales }), rules({ stock: { safety_quantity: 1 } }), POLICY)
    expect(plan.stock).toEqual({
      outcome: "send",
      value: 9,
      steps: [
        { code: "available", params: { quantity: 12, locations: 1 } },
        { code: "not_imported", params: { sold: 2, quantity: 10 } },
        { code: "safety", params: { safety: 1, quantity: 9 } },
      ],
    })
    expect(plan.price).toMatchObject({ outcome: "send", value: PRICE })
    expect(plan.delivery).toMatchObject({ outcome: "send", value: { preparation_days: 2 } })
  })

  it("is not sent again when it is confirmed, whatever the spelling", () => {
    const confirmed = { ...PRICE, tax_rate: "20.0", eco_part: "0" }
    const plan = planOffer(facts({ known: known(12, confirmed) }), rules(), POLICY)
    expect([plan.stock.outcome, plan.price.outcome, plan.delivery.outcome]).toEqual(["same", "same", "send"])
  })

  it("is nothing where the aspect is off, and the others go all the same", () => {
    const plan = planOffer(facts(), { ...rules(), price: null, delivery: { is_on: false } }, POLICY)
    expect([plan.stock.outcome, plan.price.outcome, plan.delivery.outcome]).toEqual([
      "send",
      "nothing",
      "nothing",
    ])
  })

  it("keeps the problem of a price from the stock, and of stock from the price", () => {
    const unpriced = planOffer(facts({ price: { ...facts().price, price: null } }), rules(), POLICY)
    expect(unpriced.stock.outcome).toBe("send")
    expect(unpriced.price).toMatchObject({ outcome: "problem", problem: { code: "offer_no_price" } })
    const unstocked = planOffer(facts({ levels: [] }), rules(), POLICY)
    expect(unstocked.stock).toMatchObject({ outcome: "problem", problem: { code: "offer_no_level" } })
    expect(unstocked.price.outcome).toBe("send")
  })

  it.each(["excluded", "deleted", "unpublished", "left_channel"] as const)(
    "is 0, once, where it is %s, and no price",
    (presence) => {
      const variant = presence === "deleted" ? null : facts().variant
      const first = planOffer(facts({ presence, variant }), rules(), POLICY)
      expect(first.stock).toMatchObject({ outcome: "send", value: 0 })
      expect(first.price.outcome).toBe("nothing")
      const then = planOffer(facts({ presence, variant, known: known(0) }), rules(), POLICY)
      expect(then.stock.outcome).toBe("same")
    }
  )

  it("is 0 while the account is stopped", () => {
    const plan = planOffer(facts({ is_stopped: true }), rules({ stock: { fixed_quantity: 9 } }), POLICY)
    expect(plan.stock).toMatchObject({ outcome: "send", value: 0 })
    expect(plan.price.outcome).toBe("send")
  })

  it("is never anything for an offer in which no article is recognized", () => {
    for (const presence of ["sold", "excluded"] as const) {
      const plan = planOffer(facts({ variant: null, presence }), rules(), POLICY)
      expect([plan.stock, plan.price, plan.delivery].map(({ outcome }) => outcome)).toEqual([
        "nothing",
        "nothing",
        "nothing",
      ])
    }
  })

  it("is no quantity of ours where the marketplace ships, not even 0", () => {
    for (const change of [{}, { is_stopped: true }, { presence: "excluded" as const }]) {
      const plan = planOffer(facts({ fulfilled_by: "marketplace", ...change }), rules(), POLICY)
      expect(plan.stock).toEqual({ outcome: "nothing", steps: [{ code: "ships_itself", params: {} }] })
    }
  })

  it("is refused before it is sent where the key cannot be", () => {
    const plan = planOffer(facts(), rules(), { ...POLICY, refuseSku: () => "too_long" })
    expect(plan.stock).toMatchObject({
      problem: { code: "offer_sku_refused", params: { why: ["too_long"] } },
    })
    expect(plan.price.outcome).toBe("problem")
  })

  it("goes only the ways that are switched on", () => {
    const only = (change: Change, confirmed: number | null) =>
      planOffer(facts({ known: known(confirmed) }), rules(change), POLICY).stock
    expect(codes(only({ stock: { allow_increase: false } }, 11))).toContain("increase_off")
    expect(only({ stock: { allow_increase: false } }, 13).outcome).toBe("send")
    expect(codes(only({ stock: { allow_decrease: false } }, 13))).toContain("decrease_off")
    expect(only({ stock: { allow_decrease: false } }, null).outcome).toBe("send")
    // A sale there made the confirmed value unknown: what was sent says which way is up.
    const sold = { ...known(null), stock: { confirmed: null, sent: 11, refused: null } }
    const afterSale = planOffer(facts({ known: sold }), rules({ stock: { allow_increase: false } }), POLICY)
    expect(codes(afterSale.stock)).toContain("increase_off")
    const price = planOffer(
      facts({ known: known(null, { ...PRICE, amount: "20.00" }) }),
      rules({ price: { allow_increase: false } }),
      POLICY
    )
    expect(codes(price.price)).toContain("increase_off")
  })

  it("is not sent again with the value that was refused", () => {
    const refused = (value: number) =>
      planOffer(
        facts({ known: { ...known(3), stock: { confirmed: 3, sent: value, refused: value } } }),
        rules(),
        POLICY
      ).stock
    expect(codes(refused(12))).toContain("refused_before")
    expect(refused(11).outcome).toBe("send")
  })

  it("goes again with a creation of which something else than it is not what was refused", () => {
    const delivery = facts().delivery
    const created = (stock: number, price: string, fee = "4.90") => {
      const refused = {
        stock: { ...UNKNOWN, sent: stock, refused: stock },
        price: { ...UNKNOWN, refused: { ...PRICE, amount: price } },
        delivery: {
          ...UNKNOWN,
          refused: delivery && { ...delivery, modes: [{ code: "THD", fee, additional_fee: "1.00" }] },
        },
      }
      return planOffer(facts({ is_new: true, known: refused }), rules(), POLICY)
    }
    const same = created(12, "24.90")
    expect([same.stock, same.price].map(codes)).toEqual([
      expect.arrayContaining(["refused_before"]),
      expect.arrayContaining(["refused_before"]),
    ])
    for (const other of [created(11, "24.90"), created(12, "25.90"), created(12, "24.90", "5.90")])
      expect(other).toMatchObject({
        stock: { outcome: "send", value: 12 },
        price: { outcome: "send", value: { amount: "24.90" } },
      })
  })

  it("keeps the marketplace's limit, and says where 0 is not sent", () => {
    const limited = planOffer(facts(), rules(), { ...POLICY, largest_quantity: 5 })
    expect(limited.stock).toMatchObject({ value: 5 })
    const none = planOffer(facts({ is_stopped: true }), rules(), { ...POLICY, sends_zero: false })
    expect(none.stock).toMatchObject({ outcome: "problem", problem: { code: "offer_zero_not_sent" } })
  })

  it("is a fixed quantity also where the store's stock is not known", () => {
    const fixed = rules({ stock: { fixed_quantity: 4 } })
    expect(planOffer(facts({ levels: [] }), fixed, POLICY).stock).toMatchObject({ outcome: "send", value: 4 })
  })

  it("never goes up because more is reserved or sold", () => {
    const level = { inventory_item_id: "x", location_id: "a" }
    fc.assert(
      fc.property(
        fc.integer({ min: -5, max: 40 }),
        fc.integer({ min: -5, max: 40 }),
        fc.nat(20),
        fc.nat(5),
        fc.nat(10),
        (stocked_quantity, reserved_quantity, more, sold, safety_quantity) => {
          const valueWith = (reserved: number, quantity: number) => {
            const { stock } = planOffer(
              facts({
                levels: [{ ...level, stocked_quantity, reserved_quantity: reserved }],
                sales: [{ quantity, inventory: [{ inventory_item_id: "x", required_quantity: 1 }] }],
              }),
              rules({ stock: { safety_quantity } }),
              POLICY
            )
            return "value" in stock ? stock.value : NaN
          }
          const before = valueWith(reserved_quantity, sold)
          expect(before).toBeGreaterThanOrEqual(0)
          expect(valueWith(reserved_quantity + more, sold)).toBeLessThanOrEqual(before)
          expect(valueWith(reserved_quantity, sold + more)).toBeLessThanOrEqual(before)
        }
      )
    )
  })
})
