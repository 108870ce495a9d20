import { pauses } from "../marketplaces/pauses"
import { fillText, type Locale } from "./fill-text"
import { cellsByName, columnNames, csvRows } from "./read-csv"

/** `title` and `orders`, how many wait for it, only say which article it is. */
export const LISTING_COLUMNS = ["external_sku", "store_sku", "title", "orders"] as const

export const MOST_LISTINGS = 5_000
const LONGEST_SKU = 500

/** `row`: its line of the file, from 1. */
export type ListingCsvRow = { row: number; external_sku: string; store_sku: string }
export type BadListingReason =
  "no_sku" | "damaged" | "too_long" | "twice" | "unknown_variant" | "changed_meanwhile"
export type BadListing = ListingCsvRow & { why: BadListingReason }
/** `open`: rows that name no SKU of the store yet. */
export type ListingsCsv =
  | { rows: ListingCsvRow[]; open: number; bad: BadListing[] }
  | { missing: "external_sku" | "store_sku" | "rows" | "too_many" }

/** "3.3E+12", "#####", "#REF!": what a spreadsheet writes in place of a long number, and no one calls an article. */
const DAMAGED = /^(?:\d(?:[.,]\d+)?E\+\d{2,3}|#+|#N\/?A|#\p{L}+[!?])$/iu

/**
 * Reads which SKU of the store each SKU of a marketplace is. A row without one changes nothing, and one that cannot be read
 * keeps no other from counting.
 */
export async function readListingsCsv(text: string): Promise<ListingsCsv> {
  const pause = pauses()
  let names: string[] | null = null
  const rows: ListingCsvRow[] = []
  const bad: BadListing[] = []
  const seen = new Set<string>()
  let count = 0
  let open = 0
  for (const { row, cells } of csvRows(text)) {
    await pause()
    if (names === null) {
      names = columnNames(cells)
      if (!names.includes("external_sku")) return { missing: "external_sku" }
      if (!names.includes("store_sku")) return { missing: "store_sku" }
      continue
    }
    if (++count > MOST_LISTINGS) return { missing: "too_many" }
    const of = cellsByName(names, cells)
    const read = { row, external_sku: of("external_sku"), store_sku: of("store_sku") }
    const why = faultOf(read, seen)
    if (why) bad.push({ ...read, why })
    else if (read.store_sku === "") open += 1
    else rows.push(read)
    seen.add(read.external_sku)
  }
  if (names === null) return { missing: "external_sku" }
  return count ? { rows, open, bad } : { missing: "rows" }
}

function faultOf({ external_sku, store_sku }: ListingCsvRow, seen: Set<string>): BadListingReason | null {
  if (external_sku === "") return "no_sku"
  if (seen.has(external_sku)) return "twice"
  if (external_sku.length > LONGEST_SKU || store_sku.length > LONGEST_SKU) return "too_long"
  return [external_sku, store_sku].some((sku) => DAMAGED.test(sku)) ? "damaged" : null
}

const SENTENCES: Readonly<Record<BadListingReason, Record<Locale, string>>> = {
  no_sku: { en: "The row has no SKU of the marketplace", fr: "La ligne n'a pas de SKU de la marketplace" },
  twice: {
    en: "“{external_sku}” is in the file twice",
    fr: "« {external_sku} » figure deux fois dans le fichier",
  },
  too_long: { en: "This is no SKU: it is too long", fr: "Ce n'est pas un SKU : il est trop long" },
  damaged: {
    en: "A spreadsheet has rewritten an SKU as a number: format the columns as text",
    fr: "Un tableur a réécrit un SKU comme un nombre : mettez les colonnes au format texte",
  },
  changed_meanwhile: {
    en: "“{external_sku}” changed while the file was imported: import it again for this row",
    fr: "« {external_sku} » a changé pendant l'import du fichier : importez-le de nouveau pour cette ligne",
  },
  unknown_variant: {
    en: "No variant of the store has the SKU “{store_sku}”",
    fr: "Aucune variante de la boutique n'a le SKU « {store_sku} »",
  },
}

/** A bad row in the operator's language. */
export const describeBadListing = ({ why, external_sku, store_sku }: BadListing, locale: Locale): string =>
  fillText(SENTENCES[why][locale], { external_sku, store_sku }, locale)
