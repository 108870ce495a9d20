import type { Address, LineTax, OrderLine } from "../marketplaces/port"
import type { ConnectionSettings } from "./settings"
import { frenchTerritory } from "./territories"

type Place = Pick<Address, "country_code" | "postal_code"> & Partial<Pick<Address, "city">>

/** `taxes`: what it is the sum of, where that is several. */
export type TaxRate = { rate: number; is_estimated: boolean; taxes?: LineTax[] }

/**
 * VAT of a line, in percent: the marketplace's, else the store's for the variant and the territory of delivery, else the
 * territory's standard rate, else `tax.rate_fallback`. Everything but the first is an estimate.
 * @param storeRates the store's rates for this variant by lower-case country code; Monaco takes France's
 */
export function lineTaxRate(
  line: OrderLine,
  address: Place | null,
  storeRates: Readonly<Record<string, number>>,
  settings: ConnectionSettings
): TaxRate {
  if (line.tax_rate !== null) {
    return { rate: line.tax_rate, is_estimated: false, ...(line.taxes && { taxes: line.taxes }) }
  }
  const { country_code, vat_rate } = taxPlace(address)
  const store = country_code === null ? undefined : storeRates[country_code.toLowerCase()]
  return { rate: store ?? vat_rate ?? settings.tax.rate_fallback, is_estimated: true }
}

/**
 * Where a delivery is taxed: the code under which the store's tax regions have it, null where they cannot (a territory
 * without French VAT that ISO 3166-1 counts as France), and the rate that is known of it.
 */
export function taxPlace(address: Place | null): { country_code: string | null; vat_rate: number | null } {
  const territory = frenchTerritory(address)
  if (!territory) {
    return { country_code: address?.country_code ?? null, vat_rate: null }
  }
  const { country_code, vat_rate } = territory
  const isTaxedAsFrance = vat_rate === null
  return { country_code: isTaxedAsFrance ? "FR" : country_code === "FR" ? null : country_code, vat_rate }
}

/** VAT of the line's shipping: the marketplace's own, else the line's. */
export function shippingTaxRate(line: OrderLine, lineRate: TaxRate): TaxRate {
  const { shipping_tax_rate: rate, shipping_taxes: taxes } = line
  return rate === null ? lineRate : { rate, is_estimated: false, ...(taxes && { taxes }) }
}
