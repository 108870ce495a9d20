import { alpha2ToNumeric } from "i18n-iso-countries"

import { toCountryCode } from "../countries"

/**
 * A country as acceptsale wants it: ISO 3166-1 numeric, but France is 249 (public client code, two clients).
 * Digits are sent as they are given. Null for what is no country.
 */
export function toRakutenCountry(country: string): string | null {
  const given = country.trim().toUpperCase()
  if (/^\d{1,3}$/.test(given)) {
    return given
  }
  const code = toCountryCode(given)
  return code === "FR" ? "249" : ((code && alpha2ToNumeric(code)) ?? null)
}
