import { XMLParser } from "fast-xml-parser"
import iconv from "iconv-lite"

export type UploadedItem = {
  purchaseid: string
  itemid: string
  transporter: string
  number: string
  url: string
}

/** The content of the multipart field `file`, or null when there is none. */
function filePart(content_type: string, body: Buffer): Buffer | null {
  const boundary = /^multipart\/form-data;.*\bboundary="?([^";]+)"?/i.exec(content_type)?.[1]
  if (!boundary) return null
  for (const part of splitBuffer(body, Buffer.from(`--${boundary}`))) {
    const gap = part.indexOf("\r\n\r\n")
    if (gap < 0) continue
    const head = part.subarray(0, gap).toString("latin1")
    if (!/content-disposition:\s*form-data;[^\r\n]*\bname="?file"?(;|\r|$)/i.test(head)) continue
    return part.subarray(gap + 4, part.length - 2)
  }
  return null
}

function splitBuffer(body: Buffer, mark: Buffer): Buffer[] {
  const parts: Buffer[] = []
  for (let from = body.indexOf(mark); from >= 0;) {
    const start = from + mark.length
    const next = body.indexOf(mark, start)
    if (next < 0) break
    parts.push(body.subarray(start, next))
    from = next
  }
  return parts
}

const parser = new XMLParser({
  parseTagValue: false,
  ignoreAttributes: true,
  trimValues: true,
  htmlEntities: true,
  isArray: (name) => name === "item" || name === "attribute",
})

const text = (value: unknown): string => (typeof value === "string" ? value : "")

/** The text of an uploaded file, by the charset of its prolog (ISO-8859-1, or UTF-8 without a byte order mark). */
export function uploadedText(content_type: string, body: Buffer): string | null {
  const file = filePart(content_type, body)
  if (!file) return null
  const charset = /^<\?xml[^>]*encoding=["']([\w-]+)["']/i.exec(file.subarray(0, 200).toString("latin1"))?.[1]
  return iconv.decode(file, /^utf-?8$/i.test(charset ?? "") ? "utf-8" : "win1252", { stripBOM: false })
}

/** What the prolog of an uploaded file names, in lower case. */
export const uploadedCharset = (body: Buffer): string | undefined =>
  /<\?xml[^>]*encoding=["']([\w-]+)["']/i.exec(body.toString("latin1"))?.[1].toLowerCase()

/** The items of an uploaded file, or a sentence about what is wrong with it. */
export function readUpload(content_type: string, body: Buffer): UploadedItem[] | string {
  const file = uploadedText(content_type, body)
  if (file === null) return "The parameter 'file' is mandatory."
  if (/^(\uFEFF|ï»¿)/.test(file)) return "The file begins with a byte order mark."
  let items: Record<string, unknown>[]
  try {
    const root = parser.parse(file, true) as { items?: { item?: Record<string, unknown>[] } }
    items = root.items?.item ?? []
  } catch {
    return "The parameter 'file' is invalid."
  }
  if (items.length === 0) return "The parameter 'file' is invalid."
  return items.map((item) => ({
    purchaseid: text(item.purchaseid),
    itemid: text(item.itemid),
    transporter: text(item.transporter),
    number: text(item.trackingnumber),
    url: text(item.trackingurl),
  }))
}

/** The items of a stock file; null where it is no XML or holds none. */
export function readStockItems(file: string): Record<string, unknown>[] | null {
  try {
    const root = parser.parse(file, true) as { items?: { item?: Record<string, unknown>[] } }
    return root.items?.item?.length ? root.items.item : null
  } catch {
    return null
  }
}
