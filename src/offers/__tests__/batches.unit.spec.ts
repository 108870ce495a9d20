import fc from "fast-check"

import type { OfferChange } from "../../marketplaces/port"
import { isZero, makeBatches, type BatchesContext, type ReadyOffer } from "../batches"

const offer = (id: string, quantity: number | null, change: Partial<OfferChange> = {}): ReadyOffer => ({
  id,
  variant_id: `variant_${id}`,
  name: `Article ${id}`,
  kind: "update",
  channel: "",
  change: { sku: `SKU-${id}`, ...(quantity === null ? {} : { stock: { quantity } }), ...change },
})
const price = {
  amount: "9.90",
  currency_code: "EUR",
  tax_rate: "20",
  eco_part: "0.00",
  struck_price: "untouched",
} as const
const context = (change: Partial<BatchesContext> = {}, policy: Partial<BatchesContext["policy"]> = {}) => ({
  policy: { batch_size: 3, budget: null, shortest_gap_ms: 0, merges_aspects: true, ...policy },
  begun_in_hour: 0,
  since_last_ms: null,
  is_in_flight: false,
  ...change,
})
const ids = (offers: readonly ReadyOffer[]) => offers.map(({ id }) => id)
const sent = (offers: ReadyOffer[], given: BatchesContext) =>
  makeBatches(offers, given).batches.map((batch) => ids(batch.offers))

describe("batches", () => {
  it("have zeros first, then low quantities, prices last", () => {
    const offers = [offer("a", 9), offer("p", null, { price }), offer("z", 0), offer("b", 1), offer("y", 0)]
    expect(sent(offers, context())).toEqual([
      ["z", "y"],
      ["b", "a", "p"],
    ])
  })

  it("are no larger than the marketplace takes", () => {
    const offers = Array.from({ length: 7 }, (_, n) => offer(String(n), 5))
    expect(sent(offers, context()).map((batch) => batch.length)).toEqual([3, 3, 1])
  })

  it("are of one kind and one channel", () => {
    const made = { ...offer("c", 5), kind: "create" as const }
    const abroad = { ...offer("d", 5), channel: "OTHER1" }
    expect(sent([offer("a", 5), made, abroad], context())).toEqual([["a"], ["c"], ["d"]])
  })

  it("hold no SKU that stands for two variants: both are named, neither goes", () => {
    const twin = { ...offer("b", 4), change: { ...offer("b", 4).change, sku: "SKU-a" } }
    const { batches, refused } = makeBatches([offer("a", 5), twin, offer("c", 1)], context())
    expect(batches.flatMap((batch) => ids(batch.offers))).toEqual(["c"])
    expect(refused).toEqual(
      ["a", "b"].map((id) => ({
        id,
        problem: { code: "offer_sku_twice", params: { sku: "SKU-a", variants: ["Article a", "Article b"] } },
      }))
    )
  })

  it("keep aspects apart where the marketplace wants it", () => {
    const both = offer("a", 5, { price })
    const [first, second] = makeBatches([both], context({}, { merges_aspects: false })).batches
    expect([first.offers[0].change, second.offers[0].change]).toEqual([
      { sku: "SKU-a", stock: { quantity: 5 } },
      { sku: "SKU-a", price },
    ])
  })

  it("keep a part of the hour for zeros", () => {
    const budget = { batches_per_hour: 10, reserved: 3 }
    const offers = [offer("z", 0), offer("a", 5)]
    const spent = (begun_in_hour: number) => sent(offers, context({ begun_in_hour }, { budget }))
    expect(spent(0)).toEqual([["z"], ["a"]])
    expect(spent(6)).toEqual([["z"], ["a"]])
    expect(spent(7)).toEqual([["z"]])
    expect(spent(9)).toEqual([["z"]])
    expect(spent(10)).toEqual([])
    expect(ids(makeBatches(offers, context({ begun_in_hour: 10 }, { budget })).waiting)).toEqual(["z", "a"])
  })

  it("let zeros wait neither for a gap nor for a batch under way", () => {
    const offers = [offer("z", 0), offer("a", 5)]
    const gap = { shortest_gap_ms: 60_000 }
    expect(sent(offers, context({ since_last_ms: 10_000 }, gap))).toEqual([["z"]])
    expect(sent(offers, context({ is_in_flight: true }))).toEqual([["z"]])
    expect(sent(offers, context({ since_last_ms: 60_000 }, gap))).toEqual([["z"], ["a"]])
  })

  it("go one at a time where there has to be a gap", () => {
    const offers = Array.from({ length: 7 }, (_, n) => offer(String(n), 5))
    expect(sent(offers, context({}, { shortest_gap_ms: 60_000 }))).toEqual([["0", "1", "2"]])
  })

  it("lose no offer and send none twice", () => {
    const any = fc.uniqueArray(fc.tuple(fc.nat(40), fc.nat(3)), { selector: ([id]) => id })
    fc.assert(
      fc.property(any, fc.nat(12), fc.boolean(), (given, begun_in_hour, is_in_flight) => {
        const offers = given.map(([id, quantity]) => offer(String(id), quantity))
        const budget = { batches_per_hour: 10, reserved: 3 }
        const { batches, waiting } = makeBatches(offers, context({ begun_in_hour, is_in_flight }, { budget }))
        const all = [...batches.flatMap((batch) => batch.offers), ...waiting]
        expect(ids(all).sort()).toEqual(ids(offers).sort())
        const firstOther = batches.findIndex((batch) => !batch.offers.every(isZero))
        expect(batches.slice(0, Math.max(0, firstOther)).every((batch) => batch.has_zeros)).toBe(true)
        expect(begun_in_hour + batches.length).toBeLessThanOrEqual(Math.max(10, begun_in_hour))
        const ordinary = batches.filter((batch) => !batch.has_zeros).length
        expect(ordinary).toBeLessThanOrEqual(Math.max(0, 7 - begun_in_hour))
      })
    )
  })
})
