/** The text of a file: UTF-8 where its bytes can be, else what Windows writes. */
export function textOfFile(bytes: ArrayBuffer | Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder("windows-1252").decode(bytes)
  }
}

/** A cell without blanks around it, and without the sign that keeps a spreadsheet from computing a text. */
export const plainCell = (cell: string): string => cell.trim().replace(/^'(?=[=+\-@\t\r])/, "")

/** Cells by the name of their column, of a row of a table with a header. */
export const cellsByName = (names: readonly string[], cells: readonly string[]) => (name: string) =>
  plainCell(cells[names.indexOf(name)] ?? "")

/** The names of a header: in lower case, with `_` for blanks. */
export const columnNames = (cells: readonly string[]): string[] =>
  cells.map((name) => name.trim().toLowerCase().replace(/\s+/g, "_"))

/**
 * The rows that are not empty, with the lines of the file that they begin on, as spreadsheets write them: `;`, tabs, or `,`
 * between the cells, whichever the first of them has.
 */
export function* csvRows(file: string): Generator<{ row: number; cells: string[] }> {
  const whole = file.replace(/^\ufeff/, "")
  const text = whole.includes("\n") ? whole : whole.replace(/\r/g, "\n")
  const filled = text.trimStart()
  const first = filled.slice(0, filled.search(/[\r\n]|$/))
  const delimiter = [";", "\t", ","].find((one) => first.includes(one)) ?? ";"
  let line = 1
  for (let at = 0; at <= text.length;) {
    const begun = line
    const { cells, end, lines } = rowAt(text, at, delimiter)
    line += lines
    at = end
    if (cells.some((one) => one.trim() !== "")) yield { row: begun, cells }
  }
}

/** The cells of a row, where the next one begins, and how many lines it has: a cell in quotation marks may have several. */
function rowAt(
  text: string,
  from: number,
  delimiter: string
): { cells: string[]; end: number; lines: number } {
  const next = text.indexOf("\n", from)
  const end = next < 0 ? text.length : next
  const whole = text.slice(from, end)
  if (!whole.includes('"'))
    return { cells: whole.replace(/\r/g, "").split(delimiter), end: end + 1, lines: 1 }
  const cells: string[] = []
  let cell = ""
  let isQuoted = false
  let lines = 1
  let at = from
  for (; at < text.length; at++) {
    const sign = text[at]
    if (sign === "\n") {
      if (!isQuoted) break
      lines += 1
    }
    if (isQuoted) {
      if (sign !== '"') cell += sign
      else if (text[at + 1] === '"') cell += text[at++]
      else isQuoted = false
    } else if (sign === '"' && cell.trim() === "") {
      cell = ""
      isQuoted = true
    } else if (sign === delimiter) {
      cells.push(cell)
      cell = ""
    } else if (sign !== "\r") cell += sign
  }
  return { cells: [...cells, cell], end: at + 1, lines }
}
