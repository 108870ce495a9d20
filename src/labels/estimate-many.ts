import type { ChosenOption } from "./choose-option"
import type { Amount, LabelOption } from "./label-service"

/** A parcel whose label is to be bought: what its price depends on. Null where it is not known yet. */
export type ParcelToPrice = {
  account_id: string
  from: { country_code: string; postal_code: string }
  to: { country_code: string; postal_code: string }
  grams: number | null
  chosen: ChosenOption | null
}

/** One question to the service, and how many parcels its answer is for. */
export type Quote = {
  parcel: ParcelToPrice & { grams: number; chosen: ChosenOption }
  count: number
}

/** Services price by bands: parcels of one band are asked for once, as the heaviest of them. */
const BAND_GRAMS = 500
/** As many questions as a person waits for. */
const MOST_QUOTES = 8

/** The fewest questions that say what these parcels cost, those for the most parcels first. */
export function quotesFor(parcels: readonly ParcelToPrice[]): Quote[] {
  const quotes = new Map<string, Quote>()
  for (const { grams, chosen, ...parcel } of parcels) {
    if (grams === null || chosen === null || !parcel.to.country_code) continue
    const { account_id, from, to } = parcel
    const band = Math.ceil(grams / BAND_GRAMS)
    const key = JSON.stringify([account_id, chosen, from.country_code, to.country_code, band])
    const known = quotes.get(key)
    quotes.set(key, {
      parcel: { ...parcel, chosen, grams: Math.max(grams, known?.parcel.grams ?? 0) },
      count: (known?.count ?? 0) + 1,
    })
  }
  return [...quotes.values()].sort((a, b) => b.count - a.count).slice(0, MOST_QUOTES)
}

/** The price of the option that would be bought; null where the service names none. */
export const priceOf = (options: readonly LabelOption[], chosen: ChosenOption): Amount | null =>
  options.find(
    ({ code, contract }) =>
      code === chosen.option_code && (chosen.contract_id === null || contract?.id === chosen.contract_id)
  )?.price ?? null

export type Estimate = {
  /** Null where no price is known. */
  total: Amount | null
  /** How many parcels it is for. */
  count: number
}

/** Prices of one currency together, that of the most parcels. */
export function sumQuotes(priced: readonly { price: Amount | null; count: number }[]): Estimate {
  const sums = new Map<string, { cents: number; count: number }>()
  for (const { price, count } of priced) {
    if (!price) continue
    const before = sums.get(price.currency_code) ?? { cents: 0, count: 0 }
    sums.set(price.currency_code, {
      cents: before.cents + Math.round(price.amount * 100) * count,
      count: before.count + count,
    })
  }
  const [most] = [...sums].sort(([, a], [, b]) => b.count - a.count)
  if (!most) return { total: null, count: 0 }
  const [currency_code, { cents, count }] = most
  return { total: { amount: cents / 100, currency_code }, count }
}
