import type { OfferPrice } from "../price-rules"
import { previewOffers, type PreviewedOffer } from "../preview"

const price = (amount: string): OfferPrice => ({
  amount,
  currency_code: "EUR",
  tax_rate: "20",
  eco_part: "0.00",
  struck_price: "untouched",
})

const offer = (
  id: string,
  [quantity, wanted]: [number | null, number | null],
  [shown, wantedPrice]: [number | null, string | null] = [null, null]
): PreviewedOffer => ({
  id,
  sku: id,
  title: null,
  is_matched: true,
  shown: { quantity, price: shown },
  plan: {
    stock:
      wanted === null ? { outcome: "nothing", steps: [] } : { outcome: "send", value: wanted, steps: [] },
    price:
      wantedPrice === null
        ? { outcome: "problem", problem: { code: "offer_no_price", params: {} }, steps: [] }
        : { outcome: "send", value: price(wantedPrice), steps: [] },
  },
})

it("counts where each offer would go", () => {
  const preview = previewOffers()
  preview.add(offer("up", [1, 5], [10, "12.00"]))
  preview.add(offer("down", [9, 5], [10, "8.00"]))
  preview.add(offer("zero", [3, 0], [10, "10.00"]))
  preview.add(offer("same", [4, 4]))
  preview.add(offer("unknown", [null, 4], [null, "9.00"]))
  preview.add(offer("not sent", [4, null]))
  preview.add({ ...offer("unmatched", [4, 0]), is_matched: false })
  expect(preview.result()).toMatchObject({
    offers: 7,
    unmatched: 1,
    stock: { up: 1, down: 2, to_zero: 1, same: 1, unknown: 1, held: 0, not_sent: 1 },
    price: { up: 1, down: 1, same: 1, unknown: 1, held: 2, not_sent: 0 },
  })
})

it("names what would change most, and what goes to zero first", () => {
  const preview = previewOffers()
  for (let at = 1; at <= 100; at++) preview.add(offer(`o${at}`, [0, at]))
  preview.add(offer("zero", [2, 0]))
  preview.add(offer("price", [1, 1], [10, "1.00"]))
  const { largest } = preview.result()
  expect(largest.map(({ id }) => id).slice(0, 3)).toEqual(["zero", "o100", "o99"])
  expect(largest.filter(({ aspect }) => aspect === "stock")).toHaveLength(20)
  expect(largest.at(-1)).toMatchObject({ id: "price", aspect: "price", from: 10, to: 1 })
})
