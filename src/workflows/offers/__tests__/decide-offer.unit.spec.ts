import type { OfferPolicy } from "../../../marketplaces/port"
import type { OfferRow } from "../../../modules/marketplace/stores/offers"
import type { OfferFacts, OfferRules } from "../../../offers/plan-offer"
import type { OfferPrice } from "../../../offers/price-rules"
import { offerSettings } from "../../../offers/settings"
import { decideOffer, type Waits } from "../decide-offer"
import type { LoadedOffer } from "../load-facts"
import type { OffersContext } from "../offers-context"

const NOW = Date.parse("2026-03-01T12:00:00Z")
const MINUTE = 60_000
const minutesAgo = (minutes: number) => new Date(NOW - minutes * MINUTE)
/** The sales are known, and no other tool writes. */
const WAITS: Waits = { sales_known_until: NOW - MINUTE, is_other_tool: false, now: NOW }

const price = (amount: string): OfferPrice => ({
  amount,
  currency_code: "EUR",
  tax_rate: "20",
  eco_part: "0.00",
  struck_price: "untouched",
})
/** Everything of it is confirmed. */
const row = (change: Partial<OfferRow> = {}) =>
  ({
    id: "offer",
    external_sku: "LAMP",
    channel: "",
    variant_id: "variant",
    state: "active",
    ean: null,
    stock_mark: 5,
    stock_claimed: 5,
    stock_cleared: 5,
    stock_sent: 8,
    stock_confirmed: 8,
    stock_sold_since: 0,
    stock_marked_at: minutesAgo(5),
    stock_second_read: null,
    stock_released: null,
    stock_kept: null,
    price_mark: 5,
    price_claimed: 5,
    price_cleared: 5,
    price_sent: price("19.90"),
    price_confirmed: price("19.90"),
    price_confirmed_before: null,
    price_released: null,
    price_kept: null,
    delivery_mark: 5,
    delivery_claimed: 5,
    delivery_cleared: 5,
    shown: null,
    seen_at: null,
    ...change,
  }) as unknown as OfferRow
const STOCK_CHANGED = { stock_mark: 6 }
const PRICE_CHANGED = { price_mark: 6 }

type Given = {
  row: OfferRow
  quantity?: number
  amount?: string
  needs_both?: boolean
  waits?: Partial<Waits>
  facts?: Partial<OfferFacts>
}

/** Decides on an offer of which the store has so many, at this price. */
function decide({ row, quantity = 8, amount = "19.90", needs_both = false, waits, facts }: Given) {
  const known = (aspect: "stock" | "price") => {
    const isUnderWay = row[`${aspect}_claimed`] > row[`${aspect}_cleared`]
    return {
      confirmed: isUnderWay ? null : row[`${aspect}_confirmed`],
      sent: row[`${aspect}_sent`],
      refused: row[`${aspect}_refused`] ?? null,
    }
  }
  const UNKNOWN = { confirmed: null, sent: null, refused: null }
  const loaded = {
    row,
    name: "Lamp",
    is_in_channel: false,
    facts: {
      sku: "LAMP",
      variant: { sku: "LAMP", manage_inventory: true, allow_backorder: false, inventory: [] },
      presence: "sold",
      is_stopped: false,
      fulfilled_by: "seller",
      levels: [],
      locations: ["a"],
      sales: [],
      price: {
        sku: "LAMP",
        price: { amount, currency_code: "eur", is_tax_inclusive: true, from_price_list: false },
        tax: { has_region: true, rates: [20] },
        currency_code: "EUR",
        eco_part: null,
        product: { category_ids: [], collection_id: null, type_id: null, tag_ids: [] },
        shown_struck_price: null,
      },
      delivery: null,
      is_new: row.state === "new" || row.state === "needs_product",
      known: { stock: known("stock"), price: known("price"), delivery: UNKNOWN },
      ...facts,
    },
    rules: {
      stock: {
        is_on: true,
        unmanaged_quantity: null,
        backorder_quantity: null,
        safety_quantity: 0,
        stock_percent: 100,
        zero_at_or_below: 0,
        stock_maximum: null,
        fixed_quantity: quantity,
        allow_increase: true,
        allow_decrease: true,
      },
      price: {
        is_on: true,
        customer_group_id: null,
        no_list_price: "hold",
        price_rules: [],
        price_floor: null,
        price_ceiling: null,
        variant_floor: null,
        below_floor: "hold",
        struck_price: "untouched",
        fixed_price: null,
        allow_increase: true,
        allow_decrease: true,
      },
      delivery: { is_on: false },
    },
  } as unknown as LoadedOffer & { facts: OfferFacts; rules: OfferRules }
  const policy: Partial<OfferPolicy> = {
    needs_stock_and_price: needs_both,
    refuseSku: () => null,
    largest_quantity: 9999,
    sends_zero: true,
    condition: "New",
  }
  const context = { policy, offers: offerSettings.parse({}) } as unknown as OffersContext
  const { plan, going } = decideOffer(context, loaded, { ...WAITS, ...waits })
  return { plan, going, change: going?.offer.change }
}

describe("what changed alone goes", () => {
  it("and a quantity that is held stays where it is when the price changes", () => {
    const held = row({ ...PRICE_CHANGED, stock_problem_code: "offer_zero_braked" } as Partial<OfferRow>)
    const { plan, change } = decide({ row: held, quantity: 0, amount: "21.00" })
    expect(change).toMatchObject({ price: { amount: "21.00" } })
    expect(change).not.toHaveProperty("stock")
    expect(plan.stock).toBeNull()
    expect(plan.explanation).not.toHaveProperty("stock")
  })

  it("and a price that no change has marked stays where it is when the quantity changes", () => {
    const { change } = decide({ row: row(STOCK_CHANGED), quantity: 3, amount: "21.00" })
    expect(change).toEqual({ sku: "LAMP", stock: { quantity: 3 } })
  })

  it("with the marks that it was computed of", () => {
    const { plan, going } = decide({ row: row(STOCK_CHANGED), quantity: 3 })
    expect(plan.marks).toEqual({ stock: 6, price: 5, delivery: 5 })
    expect(going?.marks.stock).toBe(6)
  })
})

describe("a raise", () => {
  const read = { mark: 6, quantity: 12, at: minutesAgo(0.5).toISOString() }

  it("waits for a second read, and keeps it until it has gone", () => {
    const first = decide({ row: row(STOCK_CHANGED), quantity: 12 })
    expect(first).toMatchObject({
      going: null,
      plan: { wait_seconds: 1, second_read: { mark: 6, quantity: 12 } },
    })
    const second = decide({ row: row({ ...STOCK_CHANGED, stock_second_read: read }), quantity: 12 })
    expect(second.change?.stock).toEqual({ quantity: 12 })
    expect(second.plan.second_read).toEqual(read)
  })

  it("needs no new read because the orders were pulled once more", () => {
    const waits = { sales_known_until: NOW - 1000 }
    const { change } = decide({
      row: row({ ...STOCK_CHANGED, stock_second_read: read }),
      quantity: 12,
      waits,
    })
    expect(change?.stock).toEqual({ quantity: 12 })
  })

  it("needs a new read after another change", () => {
    const changed = row({ stock_mark: 7, stock_second_read: read })
    expect(decide({ row: changed, quantity: 12 })).toMatchObject({ going: null, plan: { wait_seconds: 1 } })
  })

  it.each([null, NOW - 10 * MINUTE, NOW - 40 * MINUTE])("waits while sales are known until %s", (until) => {
    const changed = row({ ...STOCK_CHANGED, stock_second_read: read })
    expect(decide({ row: changed, quantity: 12, waits: { sales_known_until: until } })).toMatchObject({
      going: null,
      plan: { wait_seconds: 300 },
    })
    expect(decide({ row: changed, quantity: 7, waits: { sales_known_until: until } }).change?.stock).toEqual({
      quantity: 7,
    })
  })

  it("does not make what waits less wait longer", () => {
    const both = row({ ...STOCK_CHANGED, ...PRICE_CHANGED, price_confirmed: null })
    const { plan } = decide({ row: both, quantity: 12, amount: "21.00", waits: { is_other_tool: true } })
    expect(plan.wait_seconds).toBe(1)
  })
})

describe("a decision of a person", () => {
  it("on a zero that is kept stands until there is another quantity", () => {
    const kept = row({ ...STOCK_CHANGED, stock_kept: 0 })
    expect(decide({ row: kept, quantity: 0 })).toMatchObject({
      going: null,
      plan: { stock: { clears: 6, problem: null }, ends: { stock: false } },
    })
    const { change, plan } = decide({ row: kept, quantity: 2 })
    expect(change?.stock).toEqual({ quantity: 2 })
    expect(plan.ends.stock).toBe(true)
  })

  it("to stop sales goes over a zero that was kept", () => {
    const kept = row({ ...STOCK_CHANGED, stock_kept: 0 })
    expect(decide({ row: kept, quantity: 5, facts: { is_stopped: true } }).change?.stock).toEqual({
      quantity: 0,
    })
  })

  it("to release a zero explains it, and no later one", () => {
    const released = row({ ...STOCK_CHANGED, stock_released: 6 })
    expect(decide({ row: released, quantity: 0 }).going).toMatchObject({ unexplained_zero: false })
    expect(decide({ row: released, quantity: 0 }).plan.ends.stock).toBe(false)
    expect(decide({ row: released, quantity: 5 }).plan.ends.stock).toBe(true)
    expect(decide({ row: row(STOCK_CHANGED), quantity: 0 }).going).toMatchObject({ unexplained_zero: true })
  })

  it("to release a price ends with another price", () => {
    const released = row({ ...PRICE_CHANGED, price_released: "1.99" })
    const { change, plan } = decide({ row: released, amount: "1.99" })
    expect(change?.price).toMatchObject({ amount: "1.99" })
    expect(plan.ends.price).toBe(false)
    expect(decide({ row: released, amount: "18.90" }).plan.ends.price).toBe(true)
  })

  it("to keep a price holds that one alone", () => {
    const kept = row({ ...PRICE_CHANGED, price_kept: "1.99" })
    expect(decide({ row: kept, amount: "1.99" })).toMatchObject({
      going: null,
      plan: { price: { problem: null } },
    })
    expect(decide({ row: kept, amount: "18.90" }).change?.price).toMatchObject({ amount: "18.90" })
  })
})

describe("a price", () => {
  it.each([
    ["confirmed", { price_sent: price("1.90") }],
    ["sent", { price_confirmed: null, shown: { price: "1.90" } }],
    ["shown", { price_confirmed: null, price_sent: null, shown: { price: "19.90" } }],
  ])("is compared with the one that was %s", (_, change) => {
    const changed = row({ ...PRICE_CHANGED, ...(change as unknown as Partial<OfferRow>) })
    const { plan, going } = decide({ row: changed, amount: "1.99" })
    expect(going).toBeNull()
    expect(plan.price?.problem).toMatchObject({ code: "offer_price_braked", params: { from: 19.9 } })
  })
})

describe("an offer that does not exist there yet", () => {
  const NOTHING_SENT = {
    ...{ stock_sent: null, stock_confirmed: null, price_sent: null, price_confirmed: null },
    ean: "2000000000015",
  }
  const read = { mark: 6, quantity: 8, at: new Date(NOW).toISOString() }

  it.each(["new", "needs_product"] as const)("(%s) is created with everything, never updated", (state) => {
    const missing = row({ ...STOCK_CHANGED, ...NOTHING_SENT, state, stock_second_read: read })
    const { going, change } = decide({ row: missing })
    expect(going?.offer.kind).toBe("create")
    expect(change).toMatchObject({
      stock: { quantity: 8 },
      price: { amount: "19.90" },
      listing: { ean: "2000000000015", condition: "New" },
    })
  })

  it("is created once more after a refusal when one of its values has changed, and not before", () => {
    const refused = row({
      ...{ ...STOCK_CHANGED, ...NOTHING_SENT, state: "needs_product", stock_second_read: read },
      ...{ stock_refused: 8, price_refused: price("19.90"), stock_problem_code: "offer_needs_product" },
    })
    expect(decide({ row: refused })).toMatchObject({
      going: null,
      plan: { stock: { clears: 6, problem: { code: "offer_needs_product" } } },
    })
    expect(decide({ row: { ...refused, ...PRICE_CHANGED }, amount: "18.90" }).change).toMatchObject({
      stock: { quantity: 8 },
      price: { amount: "18.90" },
      listing: { ean: "2000000000015" },
    })
  })

  it("waits where its product is not known there, whatever its values are meanwhile", () => {
    const refused = row({
      ...{
        ...STOCK_CHANGED,
        ...PRICE_CHANGED,
        ...NOTHING_SENT,
        state: "needs_product",
        stock_second_read: read,
      },
      ...{ stock_refused: 9, price_refused: price("19.90"), stock_problem_code: "offer_needs_product" },
    })
    const decided = decide({ row: refused, amount: "18.90", facts: { awaits_product: true } })
    expect(decided).toMatchObject({
      going: null,
      plan: { stock: { clears: 6, problem: { code: "offer_needs_product" } } },
    })
    expect(decide({ row: refused, amount: "18.90" }).going).not.toBeNull()
  })

  it("waits for its stock with its price, and for what it lacks", () => {
    const missing = row({ ...STOCK_CHANGED, ...NOTHING_SENT, state: "new" })
    expect(decide({ row: missing }).going).toBeNull()
    expect(decide({ row: { ...missing, stock_second_read: read, ean: null } }).going).toBeNull()
  })
})

describe("where neither stock nor price goes alone", () => {
  it("a price goes with the quantity that is there, not with a raise that waits", () => {
    const both = row({ ...STOCK_CHANGED, ...PRICE_CHANGED })
    const { change, going, plan } = decide({ row: both, quantity: 12, amount: "21.00", needs_both: true })
    expect(change).toMatchObject({ stock: { quantity: 8 }, price: { amount: "21.00" } })
    // The raise stays to be sent.
    expect(going?.marks).toMatchObject({ stock: 5, price: 6 })
    expect(plan).toMatchObject({ marks: { stock: 6 }, wait_seconds: 1 })
  })

  it("what was sold there since is not offered again", () => {
    const sold = row({
      ...STOCK_CHANGED,
      ...PRICE_CHANGED,
      stock_confirmed: null,
      stock_sold_since: 3,
    })
    const { change } = decide({ row: sold, quantity: 12, amount: "21.00", needs_both: true })
    expect(change?.stock).toEqual({ quantity: 5 })
  })

  it("a quantity goes with the price that is there, not with one that is held", () => {
    const both = row({ ...STOCK_CHANGED, ...PRICE_CHANGED })
    const { change, going } = decide({ row: both, quantity: 3, amount: "1.99", needs_both: true })
    expect(change).toMatchObject({ stock: { quantity: 3 }, price: { amount: "19.90" } })
    expect(going?.marks).toMatchObject({ stock: 6, price: 5 })
  })

  it("nothing goes with a quantity that is not known", () => {
    const unknown = row({ ...PRICE_CHANGED, stock_confirmed: null, stock_sent: null })
    expect(decide({ row: unknown, quantity: 9, amount: "21.00", needs_both: true }).going).toBeNull()
  })
})
