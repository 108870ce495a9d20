import countries from "i18n-iso-countries"
import english from "i18n-iso-countries/langs/en.json"
import french from "i18n-iso-countries/langs/fr.json"

import { fold } from "./fold"

/** Labels beside the official ones; "La Réunion" and "Royaume uni" are Rakuten's (public client code). */
const OTHER_LABELS: Record<string, string> = {
  "france metropolitaine": "FR",
  "france continentale": "FR",
  angleterre: "GB",
  "grande bretagne": "GB",
  "etats unis": "US",
  hollande: "NL",
  tchequie: "CZ",
  "saint martin": "MF",
  vatican: "VA",
  russie: "RU",
  "coree du sud": "KR",
}
/** Codes that are no longer, or not yet, ISO 3166-1 alpha-2. `FX` is France (public client code). */
const OTHER_CODES: Record<string, string> = { FX: "FR", UK: "GB", EL: "GR" }

const ARTICLE = /^(la|le|les|l) /
const byLabel = new Map<string, string>()
for (const { countries: names } of [english, french]) {
  for (const [code, labels] of Object.entries(names)) {
    for (const label of [labels].flat()) {
      byLabel.set(fold(label).replace(ARTICLE, ""), code)
    }
  }
}
for (const [label, code] of Object.entries(OTHER_LABELS)) {
  byLabel.set(label, code)
}

/** ISO 3166-1 alpha-2 of an address, from its code, else from its French label; null when neither is known. */
export function toCountryCode(alpha2: string, label: string): string | null {
  const given = alpha2.trim().toUpperCase()
  const code = OTHER_CODES[given] ?? given
  return countries.isValid(code) && code.length === 2
    ? code
    : (byLabel.get(fold(label).replace(ARTICLE, "")) ?? null)
}

/**
 * A country as acceptsale wants it: ISO 3166-1 numeric, but France is 249 (public client code, two clients).
 * Digits are sent as they are given. Null for what is no country.
 */
export function toRakutenCountry(country: string): string | null {
  const given = country.trim().toUpperCase()
  if (/^\d{1,3}$/.test(given)) {
    return given
  }
  const code = toCountryCode(given, given)
  return code === "FR" ? "249" : ((code && countries.alpha2ToNumeric(code)) ?? null)
}
