import { csvRows } from "./read-csv"

/** One row of a list of parcels: which order, and its number. */
export type ShippingRow = { order_number: string; tracking_number: string; carrier: string | null }

/** So many parcels at once. */
export const MOST_ROWS = 200

type Column = keyof ShippingRow
/** How a header names a column, folded, the surest words first: "Number of parcels" is no tracking number beside one. */
const HEADERS: [Column, RegExp][] = [
  ["tracking_number", /track|suivi/],
  ["carrier", /carrier|transporteur|livreur/],
  ["order_number", /order|commande/],
  ["tracking_number", /^(?!.*(?:nombre|quantit|count|qty|number of)).*(?:colis|parcel)/],
  ["order_number", /reference|number|numero|ref/],
]
const ORDER: Column[] = ["order_number", "tracking_number", "carrier"]

const folded = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()

/**
 * Reads a list of order number, tracking number and carrier, as spreadsheets and label programs write it: split by `;`,
 * `,` or tabs, with or without a header, whose words give the columns.
 */
export function readShippingList(text: string): ShippingRow[] {
  const table = [...csvRows(text)].map(({ cells }) => cells)
  const columns = columnsOf(table[0] ?? [])
  return (columns ? table.slice(1) : table).map((cells) => {
    const at = (column: Column) => (cells[(columns ?? ORDER).indexOf(column)] ?? "").trim()
    return {
      order_number: at("order_number"),
      tracking_number: at("tracking_number"),
      carrier: at("carrier") || null,
    }
  })
}

/** Null where the first line is no header: none of its cells without digits name an order and a number. */
function columnsOf(cells: string[]): (Column | null)[] | null {
  const columns: (Column | null)[] = cells.map(() => null)
  for (const [column, words] of HEADERS) {
    if (columns.includes(column)) continue
    const place = cells.findIndex(
      (cell, at) => columns[at] === null && !/\d/.test(cell) && words.test(folded(cell))
    )
    if (place >= 0) columns[place] = column
  }
  return columns.includes("order_number") && columns.includes("tracking_number") ? columns : null
}
