import countries from "i18n-iso-countries"
import english from "i18n-iso-countries/langs/en.json"
import french from "i18n-iso-countries/langs/fr.json"

import { fold } from "./fold"

/** Labels beside the official ones; "La Réunion" and "Royaume uni" are Rakuten's (public client code). */
const OTHER_LABELS: Record<string, string> = {
  "france metropolitaine": "FR",
  "france continentale": "FR",
  clipperton: "FR",
  angleterre: "GB",
  "grande bretagne": "GB",
  "irlande du nord": "GB",
  "etats unis": "US",
  hollande: "NL",
  tchequie: "CZ",
  "saint martin": "MF",
  "saint barth": "BL",
  "st martin": "MF",
  "st barthelemy": "BL",
  "st pierre et miquelon": "PM",
  polynesie: "PF",
  tahiti: "PF",
  taaf: "TF",
  vatican: "VA",
  russie: "RU",
  "coree du sud": "KR",
}
/**
 * Codes that are no longer, or never were, ISO 3166-1: `FX` is France (public client code), `UK` and `EL` are the European
 * Union's for the United Kingdom and Greece (interinstitutional style guide), `XI` its VAT prefix of Northern Ireland; the
 * others ISO 3166-1 reserves for parts of a country (Clipperton, the Canaries, Ceuta and Melilla). 249 is Rakuten's France.
 */
const OTHER_CODES: Record<string, string> = {
  FX: "FR",
  FXX: "FR",
  CP: "FR",
  CPT: "FR",
  "249": "FR",
  UK: "GB",
  XI: "GB",
  EL: "GR",
  IC: "ES",
  EA: "ES",
}

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

/**
 * ISO 3166-1 alpha-2 of an address, from its code, however a marketplace writes it, else from its French or English
 * label; null when neither is known.
 */
export function toCountryCode(code: string, label = code): string | null {
  const given = code.trim().toUpperCase()
  return (
    isoCode(given, /^[A-Z]{2,3}$/) ??
    byLabel.get(fold(label).replace(ARTICLE, "")) ??
    isoCode(given, /^\d{3}$/)
  )
}

/** Whether there is a country with this code of ISO 3166-1 alpha-2. */
export const isCountry = (code: string): boolean => countries.isValid(code.toUpperCase()) && code.length === 2

function isoCode(given: string, shape: RegExp): string | null {
  if (!shape.test(given)) {
    return null
  }
  const known = Object.hasOwn(OTHER_CODES, given) ? OTHER_CODES[given] : given
  return countries.isValid(known) ? (countries.toAlpha2(known) ?? null) : null
}
