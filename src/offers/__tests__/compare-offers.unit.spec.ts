import type { ShownOffer } from "../../marketplaces/port"
import { compareOffers } from "../compare-offers"

const shown = (sku: string, quantity: number | null, price: string | null): ShownOffer => ({
  sku,
  external_id: null,
  ean: null,
  title: null,
  condition: null,
  quantity,
  price,
  struck_price: null,
  currency_code: "EUR",
  is_active: true,
  fulfilled_by: "seller",
  updated_at: null,
})
const ours = (sku: string, quantity: number | null, price: string | null = "9.90") => ({
  id: `offer_${sku}`,
  sku,
  quantity,
  price,
})

describe("a comparison", () => {
  it("finds what differs, per aspect", () => {
    const { differences } = compareOffers(
      [shown("A", 3, "9.90"), shown("B", 3, "8.90"), shown("C", 2, "9.90")],
      [ours("A", 3), ours("B", 3), ours("C", 3)],
      true
    )
    expect(differences).toEqual([
      { id: "offer_B", sku: "B", aspect: "price", ours: "9.90", shown: "8.90" },
      { id: "offer_C", sku: "C", aspect: "stock", ours: 3, shown: 2 },
    ])
  })

  it("takes nothing that is not known for a difference", () => {
    const { differences } = compareOffers(
      [shown("A", null, null), shown("B", 3, "9.90")],
      [ours("A", 3), ours("B", null, null)],
      true
    )
    expect(differences).toEqual([])
  })

  it("names what is not ours, and touches none of it", () => {
    const { unmatched, absent } = compareOffers(
      [shown("X", 3, "9.90"), shown("a", 1, null)],
      [ours("A", 3)],
      true
    )
    expect(unmatched.map(({ sku }) => sku)).toEqual(["X", "a"])
    expect(absent?.map(({ sku }) => sku)).toEqual(["A"])
  })

  it("says nothing about absent offers after a read that broke off", () => {
    expect(compareOffers([], [ours("A", 3)], false)).toEqual({ differences: [], unmatched: [], absent: null })
  })

  it("compares twenty thousand offers in an instant", () => {
    const many = Array.from({ length: 20_000 }, (_, n) => `SKU-${n}`)
    const since = performance.now()
    const { differences } = compareOffers(
      many.map((sku, n) => shown(sku, n % 100 === 0 ? 1 : 3, "9.90")),
      many.map((sku) => ours(sku, 3)),
      true
    )
    expect(differences).toHaveLength(200)
    expect(performance.now() - since).toBeLessThan(2000)
  })
})
