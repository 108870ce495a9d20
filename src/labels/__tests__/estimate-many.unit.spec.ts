import type { LabelOption } from "../label-service"
import { type ParcelToPrice, priceOf, quotesFor, sumQuotes } from "../estimate-many"

const parcel = (change: Partial<ParcelToPrice> = {}): ParcelToPrice => ({
  account_id: "mplacc_1",
  from: { country_code: "FR", postal_code: "69002" },
  to: { country_code: "FR", postal_code: "75011" },
  grams: 400,
  chosen: { option_code: "colissimo:standard", contract_id: null },
  ...change,
})
const eur = (amount: number) => ({ amount, currency_code: "EUR" })

describe("What many labels cost", () => {
  it("is asked for once for parcels of one option, country and band, as the heaviest of them", () => {
    const quotes = quotesFor([
      parcel(),
      parcel({ grams: 480, to: { country_code: "FR", postal_code: "13001" } }),
      parcel({ grams: 501 }),
      parcel({ to: { country_code: "BE", postal_code: "1000" } }),
      parcel({ chosen: { option_code: "colissimo:standard", contract_id: "7" } }),
      parcel({ account_id: "mplacc_2" }),
    ])
    expect(quotes.map(({ count, parcel: { grams } }) => [count, grams])).toEqual([
      [2, 480],
      [1, 501],
      [1, 400],
      [1, 400],
      [1, 400],
    ])
  })

  it("is not asked for where weight, option or country is not known, and never more than eight times", () => {
    expect(quotesFor([parcel({ grams: null }), parcel({ chosen: null })])).toEqual([])
    expect(quotesFor([parcel({ to: { country_code: "", postal_code: "" } })])).toEqual([])
    const many = Array.from({ length: 20 }, (_, place) => parcel({ grams: 1 + place * 500 }))
    expect(quotesFor([...many, parcel({ grams: 2 })])).toHaveLength(8)
    expect(quotesFor([...many, parcel({ grams: 2 })])[0].count).toBe(2)
  })

  it("is the sum of what is known, to the cent, of one currency", () => {
    expect(
      sumQuotes([
        { price: eur(6.99), count: 3 },
        { price: eur(0.1), count: 2 },
        { price: null, count: 9 },
        { price: { amount: 5, currency_code: "GBP" }, count: 1 },
      ])
    ).toEqual({ total: eur(21.17), count: 5 })
    expect(sumQuotes([{ price: null, count: 2 }])).toEqual({ total: null, count: 0 })
  })

  it("is the price of the contract that would be used", () => {
    const option = (id: string, amount: number) =>
      ({ code: "ups", contract: { id, name: id }, price: eur(amount) }) as LabelOption
    const options = [option("7", 5), option("8", 6)]
    expect(priceOf(options, { option_code: "ups", contract_id: "8" })).toEqual(eur(6))
    expect(priceOf(options, { option_code: "ups", contract_id: null })).toEqual(eur(5))
    expect(priceOf(options, { option_code: "dhl", contract_id: null })).toBeNull()
  })
})
