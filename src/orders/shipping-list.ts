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
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/)
  const filled = lines.filter((line) => line.trim())
  if (!filled.length) return []
  const separator = [";", "\t", ","].find((sign) => filled[0]?.includes(sign)) ?? ";"
  const table = cellsOf(filled.join("\n"), separator)
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

/** The cells of each line; one in quotes may hold the separator, a line break, or a doubled quote. */
function cellsOf(text: string, separator: string): string[][] {
  const rows: string[][] = [[""]]
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    const row = rows[rows.length - 1]
    if (isQuoted) {
      if (sign !== '"') row[row.length - 1] += sign
      else if (text[at + 1] === '"') {
        row[row.length - 1] += '"'
        at += 1
      } else isQuoted = false
    } else if (sign === '"' && row[row.length - 1].trim() === "") {
      row[row.length - 1] = ""
      isQuoted = true
    } else if (sign === separator) row.push("")
    else if (sign === "\n") rows.push([""])
    else row[row.length - 1] += sign
  }
  return rows
}

/** The text of a file: UTF-8 where its bytes can be, else what Windows writes. */
export function textOfFile(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder("windows-1252").decode(bytes)
  }
}
