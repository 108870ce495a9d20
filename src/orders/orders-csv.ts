/** What a cell may not begin with: a spreadsheet would compute it. */
const FORMULA = /^[=+\-@\t\r]/

/** One cell: a text that would be a formula is made a text, one with signs of the format is quoted. */
const cell = (value: string | number | null): string => {
  if (value === null) return ""
  if (typeof value === "number") return String(value)
  const safe = FORMULA.test(value) ? `'${value}` : value
  return /[";\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
}

/** Lines of a file that spreadsheets open in columns: `;` between the cells, CRLF after each line. */
export const csvLines = (rows: (string | number | null)[][]): string =>
  rows.map((row) => `${row.map(cell).join(";")}\r\n`).join("")
