/** The texts of one page of a document. */
export type Page = readonly string[]

const A6 = [298, 420] as const
const A4 = [595, 842] as const

const escaped = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, "?").replace(/[\\()]/g, (sign) => `\\${sign}`)

/** A PDF that every reader opens: one page each, its lines as plain text. */
export function pdf(pages: readonly Page[], size: "A6" | "A4" = "A6"): Buffer {
  const [width, height] = size === "A4" ? A4 : A6
  const objects: string[] = []
  const kids = pages.map((_, index) => `${4 + index * 2} 0 R`).join(" ")
  objects.push("<< /Type /Catalog /Pages 2 0 R >>")
  objects.push(`<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`)
  objects.push("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
  pages.forEach((lines, index) => {
    const text = lines
      .map((line, row) => `BT /F1 11 Tf 20 ${height - 40 - row * 20} Td (${escaped(line)}) Tj ET`)
      .join("\n")
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents ${5 + index * 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`
    )
    objects.push(`<< /Length ${text.length} >>\nstream\n${text}\nendstream`)
  })
  let body = "%PDF-1.4\n"
  const offsets = objects.map((object, index) => {
    const at = body.length
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const start = body.length
  const rows = offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("")
  body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`
  body += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(body, "latin1")
}

export const zpl = (pages: readonly Page[]): Buffer =>
  Buffer.from(
    pages
      .map(
        (lines) =>
          `^XA${lines.map((line, row) => `^FO20,${20 + row * 30}^FD${escaped(line)}^FS`).join("")}^XZ`
      )
      .join("\n")
  )

/** One white point: enough for a viewer, and for whoever checks what it is. */
export const png = (): Buffer =>
  Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAusB9Y9Yp9sAAAAASUVORK5CYII=",
    "base64"
  )
