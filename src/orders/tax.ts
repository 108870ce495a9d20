import type { Address, OrderLine } from "../marketplaces/port"
import type { ConnectionSettings } from "./settings"

/** French overseas departments by the first three digits of the postcode, with their standard VAT rate in percent. */
const OVERSEAS: Record<string, { country_code: string; rate: number }> = {
  "971": { country_code: "GP", rate: 8.5 },
  "972": { country_code: "MQ", rate: 8.5 },
  "973": { country_code: "GF", rate: 0 },
  "974": { country_code: "RE", rate: 8.5 },
  "976": { country_code: "YT", rate: 0 },
}
const FRENCH_CODES = ["FR", "MC", ...Object.values(OVERSEAS).map(({ country_code }) => country_code)]

/** A territory with a code or a tax of its own inside the French postcodes. */
export type FrenchTerritory = { country_code: string; vat_rate: number | null }

/** The overseas department or Monaco that an address lies in, whichever of the two codes the marketplace used. */
export function frenchTerritory(
  address: Pick<Address, "country_code" | "postal_code"> | null
): FrenchTerritory | null {
  const country = address?.country_code
  if (!country || !FRENCH_CODES.includes(country)) {
    return null
  }
  const prefix = address.postal_code?.replace(/\s/g, "").slice(0, 3) ?? ""
  const overseas =
    OVERSEAS[prefix] ?? Object.values(OVERSEAS).find((department) => department.country_code === country)
  if (overseas) {
    return { country_code: overseas.country_code, vat_rate: overseas.rate }
  }
  return country === "MC" || prefix === "980" ? { country_code: "MC", vat_rate: null } : null
}

export type TaxRate = { rate: number; is_estimated: boolean }

/**
 * VAT of a line, in percent: the marketplace's, else the store's for the variant and the territory of delivery, else the
 * territory's standard rate, else `tax.rate_fallback`. Everything but the first is an estimate.
 * @param storeRates the store's rates for this variant by lower-case country code; Monaco takes France's
 */
export function lineTaxRate(
  line: OrderLine,
  address: Pick<Address, "country_code" | "postal_code"> | null,
  storeRates: Readonly<Record<string, number>>,
  settings: ConnectionSettings
): TaxRate {
  if (line.tax_rate !== null) {
    return { rate: line.tax_rate, is_estimated: false }
  }
  const territory = frenchTerritory(address)
  const taxedAs = territory?.country_code === "MC" ? "FR" : (territory?.country_code ?? address?.country_code)
  const rate = storeRates[taxedAs?.toLowerCase() ?? ""] ?? territory?.vat_rate ?? settings.tax.rate_fallback
  return { rate, is_estimated: true }
}

/** VAT of the line's shipping: the marketplace's own, else the line's. */
export function shippingTaxRate(line: OrderLine, lineRate: TaxRate): TaxRate {
  return line.shipping_tax_rate === null ? lineRate : { rate: line.shipping_tax_rate, is_estimated: false }
}
