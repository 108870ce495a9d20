/** A table in the browser's own print dialog. Texts are set as texts: nothing in them is read as a page. */
export function printTable(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[]
): void {
  document.querySelectorAll("iframe[data-table]").forEach((old) => old.remove())
  const frame = document.createElement("iframe")
  frame.style.display = "none"
  frame.title = title
  frame.dataset.table = title
  document.body.append(frame)
  const page = frame.contentDocument
  if (!page) return
  page.title = title
  page.body.style.font = "12px sans-serif"
  const heading = page.createElement("h1")
  heading.textContent = title
  const table = page.createElement("table")
  table.style.cssText = "border-collapse:collapse;width:100%"
  for (const [index, cells] of [head, ...rows].entries()) {
    const row = table.insertRow()
    for (const text of cells) {
      const cell = page.createElement(index === 0 ? "th" : "td")
      cell.textContent = text
      cell.style.cssText = "border-bottom:1px solid #999;padding:4px;text-align:left;vertical-align:top"
      row.append(cell)
    }
  }
  page.body.append(heading, table)
  frame.contentWindow?.print()
}
