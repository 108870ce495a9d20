/** A text, or the address of a picture. */
export type PrintedCell = string | { picture: string | null }

/** A picture that is late is left out. */
const PICTURE_MS = 5000

/** A table in the browser's own print dialog. Texts are set as texts: nothing in them is read as a page. */
export async function printTable(
  title: string,
  head: readonly string[],
  rows: readonly (readonly PrintedCell[])[]
): Promise<void> {
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
    for (const content of cells) {
      const cell = page.createElement(index === 0 ? "th" : "td")
      if (typeof content === "string") cell.textContent = content
      else if (content.picture && /^https?:/.test(content.picture)) {
        const picture = page.createElement("img")
        picture.src = content.picture
        picture.alt = ""
        picture.style.cssText = "width:40px;height:40px;object-fit:contain"
        cell.append(picture)
      }
      cell.style.cssText = "border-bottom:1px solid #999;padding:4px;text-align:left;vertical-align:top"
      row.append(cell)
    }
  }
  page.body.append(heading, table)
  await picturesOf(table)
  frame.contentWindow?.print()
}

/** Waits until each picture is there, or cannot be had. */
async function picturesOf(table: HTMLTableElement): Promise<void> {
  const loading = [...table.querySelectorAll("img")].map(
    (picture) =>
      picture.complete ||
      new Promise<void>((resolve) => {
        picture.onload = () => resolve()
        picture.onerror = () => {
          picture.remove()
          resolve()
        }
      })
  )
  const late = new Promise<void>((resolve) => setTimeout(resolve, PICTURE_MS))
  await Promise.race([Promise.all(loading), late])
}
