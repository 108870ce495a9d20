import type { Address } from "../marketplaces/port"

/** Guadeloupe's, Saint-Martin's and Saint-Barthélemy's. */
const SHARED = /^970/
/** Enough of the names of Guadeloupe's communes. */
const GUADELOUPE =
  /guadeloupe|pointe|abymes|basse.?terre|mahault|gosier|moule|lamentin|petit.?bourg|capesterre|goyave|rivi[eè]res|bouillante|deshaies|bertrand|canal|morne|claude|fran[cç]ois|saint.?louis|sainte.?(anne|rose)|gourbeyre|baillif|habitants|terre.?de|grand.?bourg|d[ée]sirade|port.?louis/i

/**
 * The French territories with a code or a tax of their own, and Andorra, which shares France's post. One table for the
 * tax, the country in the store, and what a list of countries means.
 *
 * Postcodes: La Poste, "Base officielle des codes postaux" (97150 is INSEE 97801, 97133 is INSEE 97701, 98799 is INSEE
 * 98901, Clipperton, which ISO 3166-1 counts as France); 97098 is Saint-Barthélemy in the schools' directory of the ministry
 * of education, 97717 and 97743 are Saint-Denis de La Réunion in the directories of the state's services. The other CEDEX of
 * 970 are in none that was found, and three islands share them: the city decides, or the country's own code, and without
 * either the island is not known (`isIslandUnknown`).
 *
 * VAT: code général des impôts, art. 294 and 296, BOI-TVA-GEO-20 (8.5 % in Guadeloupe, Martinique and Réunion, none in
 * French Guiana and Mayotte), BOI-TVA-CHAMP-20-10 of 18 January 2023, § 1 and 10 (France is the mainland, Guadeloupe,
 * Martinique and Réunion; none elsewhere; Monaco as France). Corsica has no territory here: its 0.9, 2.1, 10 and 13 % (art.
 * 297) are for some goods only, and its standard rate is 20 %. Nor have the armed forces' 00xxx: such a parcel is handed to
 * a post office of the forces in France. That no other tax applies to what goes on from there is not confirmed; the rate is
 * an estimate, as wherever the marketplace gives none.
 */
const TERRITORIES: readonly Territory[] = [
  // The narrower postcodes first: those of two islands lie inside Guadeloupe's, 970 has the CEDEX of all three.
  { country_code: "MF", postcodes: /^97150/, vat_rate: 0 },
  { country_code: "BL", postcodes: /^97133|^97098/, vat_rate: 0 },
  { country_code: "MF", postcodes: SHARED, city: /martin|marigot|grand.?case/i, vat_rate: 0 },
  { country_code: "BL", postcodes: SHARED, city: /barth|gustavia/i, vat_rate: 0 },
  // Some write the INSEE numbers of the two islands and of Clipperton. 97801 is also a CEDEX of Réunion.
  { country_code: "BL", postcodes: /^97701/, vat_rate: 0 },
  { country_code: "MF", postcodes: /^97801/, city: /martin|marigot/i, vat_rate: 0 },
  { country_code: "FR", postcodes: /^98799|^989/, vat_rate: 0 },
  { country_code: "GP", postcodes: /^97[01]/, vat_rate: 8.5 },
  { country_code: "MQ", postcodes: /^972/, vat_rate: 8.5 },
  { country_code: "GF", postcodes: /^973/, vat_rate: 0 },
  // The last two are CEDEX.
  { country_code: "RE", postcodes: /^974|^977|^978/, vat_rate: 8.5 },
  { country_code: "PM", postcodes: /^975/, vat_rate: 0 },
  { country_code: "YT", postcodes: /^976/, vat_rate: 0 },
  { country_code: "MC", postcodes: /^980/, vat_rate: null },
  { country_code: "TF", postcodes: /^984/, vat_rate: 0 },
  { country_code: "WF", postcodes: /^986/, vat_rate: 0 },
  { country_code: "PF", postcodes: /^987/, vat_rate: 0 },
  { country_code: "NC", postcodes: /^988/, vat_rate: 0 },
  { country_code: "AD", postcodes: /^AD[1-7]/, vat_rate: 0 },
]
/** Parts of another one's postcodes: their own code is believed where the postcode says no more than the whole. */
const PARTS: Readonly<Record<string, string>> = { MF: "GP", BL: "GP" }
/** A country of its own, never written as France. */
const FOREIGN = "AD"

/** `vat_rate` in percent; null: as in France. */
export type FrenchTerritory = { country_code: string; vat_rate: number | null }
/** `city`: what has to agree too where a postcode has two meanings, unless the address has the own code. */
type Territory = FrenchTerritory & { postcodes: RegExp; city?: RegExp }
type Place = Pick<Address, "country_code" | "postal_code"> & Partial<Pick<Address, "city">>

/** The territory that an address lies in, whether the marketplace wrote its own code or France's; else null. */
export function frenchTerritory(address: Place | null): FrenchTerritory | null {
  const country = address?.country_code?.toUpperCase()
  const own = TERRITORIES.find(({ country_code }) => country_code === country && country !== "FR")
  if (!address || (country !== "FR" && !own)) {
    return null
  }
  const here = territoryOf(address)
  const isOwn = !here || (own && PARTS[own.country_code] === here.country_code)
  const territory = isOwn ? own : here
  return territory ? { country_code: territory.country_code, vat_rate: territory.vat_rate } : null
}

/**
 * Whether an address lies on one of three islands, and nothing says which: its tax, and the country that its parcel goes
 * to, must not be guessed.
 */
export function isIslandUnknown(address: Place | null): boolean {
  const isFrance = address?.country_code?.toUpperCase() === "FR"
  return (
    isFrance &&
    SHARED.test(postcodeIn(address)) &&
    territoryOf(address)?.country_code === "GP" &&
    !GUADELOUPE.test(address.city ?? "")
  )
}

/** The five digits, or Andorra's sign and three; "" where there are none. */
function postcodeIn({ postal_code }: Pick<Place, "postal_code">): string {
  const text = postal_code?.toUpperCase().replace(/[^\dA-Z]/g, "") ?? ""
  return /(?<=^[A-Z]{0,2})\d{5}(?!\d)|^AD\d{3}(?!\d)/.exec(text)?.[0] ?? ""
}

function territoryOf(place: Place): Territory | undefined {
  const { country_code, city } = place
  const postcode = postcodeIn(place)
  const isCertain = (one: Territory) =>
    !one.city || one.city.test(city ?? "") || one.country_code === country_code?.toUpperCase()
  return postcode === ""
    ? undefined
    : TERRITORIES.find((one) => one.postcodes.test(postcode) && isCertain(one))
}

/**
 * The code under which a list of countries has an address: a territory's own where the list names it, else France's,
 * which stands for all its territories. Where the list has neither, the own one. Null without a country.
 */
export function namedCountry(
  address: Place | null,
  list: readonly (string | null | undefined)[]
): string | null {
  const named = new Set(list.map((code) => code?.toUpperCase()))
  const codes = countryCodes(frenchTerritory(address)?.country_code ?? address?.country_code ?? null)
  return codes.find((code) => named.has(code)) ?? codes[0] ?? null
}

/** Whether two lists of countries can both mean one address. */
export function countriesOverlap(a: readonly string[], b: readonly string[]): boolean {
  const codes = (list: readonly string[]) => list.map((code) => code.toUpperCase())
  const meets = (some: string[], others: string[]) =>
    some.some((code) => countryCodes(code).some((one) => others.includes(one)))
  return meets(codes(a), codes(b)) || meets(codes(b), codes(a))
}

/** A country's code and, for a territory, France's after it; upper case. */
function countryCodes(country: string | null): string[] {
  const code = country?.toUpperCase()
  const isPart = code !== FOREIGN && TERRITORIES.some(({ country_code }) => country_code === code)
  return code ? (isPart && code !== "FR" ? [code, "FR"] : [code]) : []
}
