import { pauses } from "../marketplaces/pauses"
import { cellsByName, columnNames, csvRows } from "../orders/read-csv"
import { type OfferOverrides, overridesSchema } from "./overrides"

/** The columns that say what counts for one offer alone. */
export const OVERRIDE_COLUMNS = [
  "safety_quantity",
  "stock_percent",
  "stock_maximum",
  "fixed_quantity",
  "price",
  "price_floor",
  "shipping_fee",
  "additional_shipping_fee",
] as const
type Column = (typeof OVERRIDE_COLUMNS)[number]
export const CSV_COLUMNS = ["sku", "channel", "ean", "store_sku", "excluded", ...OVERRIDE_COLUMNS] as const

/** Null takes one away. */
export type RowOverrides = { [Name in Column]?: number | null } & { is_excluded?: boolean }
/** `row`: its line of the file, from 1; an empty channel stands for all. */
export type OfferCsvRow = { row: number; sku: string; channel: string; overrides: RowOverrides }
/** `column` and `value` of the cell that cannot be read. */
export type BadRow = { row: number; sku: string; why: BadReason; column: string | null; value: string | null }
export type BadReason =
  | "no_sku"
  | "not_a_number"
  | "not_allowed"
  | "not_yes_or_no"
  | "twice"
  | "unknown_offer"
  | "changed_meanwhile"
export type OffersCsv = { rows: OfferCsvRow[]; bad: BadRow[] } | { missing: "sku" | "rows" | "too_many" }

export const MOST_ROWS = 20_000
const YES = ["1", "x", "yes", "true", "oui", "vrai"]
const NO = ["0", "no", "false", "non", "faux"]
/** Digits with a decimal comma or point; anything else, such as a thousands mark, is no number. */
const NUMBER = /^\d{1,9}(?:[.,]\d{1,4})?$/

/**
 * Reads what counts for each offer. An empty cell, or a column that is not there, changes nothing; `-` takes away what was set.
 * A row that cannot be read keeps no other from counting.
 */
export async function readOffersCsv(text: string): Promise<OffersCsv> {
  const pause = pauses()
  let names: string[] | null = null
  const rows: OfferCsvRow[] = []
  const bad: BadRow[] = []
  const seen = new Set<string>()
  let count = 0
  for (const { row, cells } of csvRows(text)) {
    await pause()
    if (names === null) {
      names = columnNames(cells)
      if (!names.includes("sku")) return { missing: "sku" }
      continue
    }
    if (++count > MOST_ROWS) return { missing: "too_many" }
    const of = cellsByName(names, cells)
    const sku = of("sku")
    const channel = of("channel")
    const wrong = (why: BadReason, column: string | null = null) =>
      void bad.push({ row, sku, why, column, value: column && of(column).slice(0, 100) })
    const key = JSON.stringify([channel, sku])
    if (sku === "") wrong("no_sku")
    else if (seen.has(key)) wrong("twice", "sku")
    else {
      seen.add(key)
      const read = overridesOf(of)
      if ("why" in read) wrong(read.why, read.column)
      else rows.push({ row, sku, channel, overrides: read.overrides })
    }
  }
  if (names === null) return { missing: "sku" }
  return count ? { rows, bad } : { missing: "rows" }
}

function overridesOf(
  of: (name: string) => string
): { overrides: RowOverrides } | { why: BadReason; column: string } {
  const overrides: RowOverrides = {}
  const excluded = of("excluded").toLowerCase()
  if (YES.includes(excluded)) overrides.is_excluded = true
  else if (NO.includes(excluded) || excluded === "-") overrides.is_excluded = false
  else if (excluded !== "") return { why: "not_yes_or_no", column: "excluded" }
  for (const column of OVERRIDE_COLUMNS) {
    const value = of(column)
    if (value === "") continue
    if (value === "-") {
      overrides[column] = null
      continue
    }
    if (!NUMBER.test(value)) return { why: "not_a_number", column }
    const number = Number(value.replace(",", "."))
    if (!overridesSchema.shape[column].safeParse(number).success) return { why: "not_allowed", column }
    overrides[column] = number
  }
  return { overrides }
}

/** What a row changes of an offer. */
export function changedBy(
  overrides: RowOverrides,
  now: { [Name in keyof OfferOverrides]?: OfferOverrides[Name] | null }
): { field: string; from: number | boolean | null; to: number | boolean | null }[] {
  return Object.entries(overrides).flatMap(([field, to]) => {
    const from = now[field as keyof OfferOverrides] ?? null
    const before = field === "is_excluded" ? (from ?? false) : from
    return before === to ? [] : [{ field, from: before as number | boolean | null, to }]
  })
}
