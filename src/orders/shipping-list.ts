/** One row of a list of parcels: which order, and its number. */
export type ShippingRow = { order_number: string; tracking_number: string; carrier: string | null }

/** So many parcels at once. */
export const MOST_ROWS = 200

type Column = keyof ShippingRow
/** How a header names a column, folded. */
const HEADERS: Record<Column, RegExp> = {
  tracking_number: /track|suivi|colis|parcel/,
  carrier: /carrier|transporteur|livreur/,
  order_number: /order|commande|reference|number|numero|ref/,
}
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

/** Null where the first line is no header: it has digits. */
function columnsOf(cells: string[]): (Column | null)[] | null {
  if (cells.some((cell) => /\d/.test(cell))) return null
  const names = Object.entries(HEADERS) as [Column, RegExp][]
  const taken = new Set<Column>()
  const columns = cells.map((cell): Column | null => {
    const [found] = names.find(([name, words]) => !taken.has(name) && words.test(folded(cell))) ?? []
    if (found) taken.add(found)
    return found ?? null
  })
  return taken.has("order_number") && taken.has("tracking_number") ? columns : null
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
