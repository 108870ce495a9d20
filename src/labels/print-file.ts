import type { PDFDocument, PDFFont, PDFPage } from "@cantoo/pdf-lib"
import { fillText, type Locale } from "../orders/fill-text"
import { code128 } from "./code-128"
import type { PaperSize } from "./label-service"
import { type PackingSlip, SLIP_TEXTS } from "./packing-slip"

/** In points. */
const PAPERS: Readonly<Record<PaperSize, [width: number, height: number]>> = {
  a4: [595.28, 841.89],
  a5: [419.53, 595.28],
  a6: [297.64, 419.53],
}
const MARGIN = 20
/** The narrowest bar is no wider than a scanner needs. The longest text on the smallest paper still leaves it 0.2 mm. */
const WIDEST_MODULE = 1.1
/** The white that a scanner wants on both sides. */
const QUIET_MODULES = 10
const BAR_HEIGHT = 34
const TITLE_LINES = 3
const MOST_PAGES = 20

const SIZES = { number: 15, title: 10, small: 8 }
const leading = (size: number) => size * 1.25

type Fonts = { plain: PDFFont; bold: PDFFont }

/** Several documents as one PDF, page after page. */
export type PrintFile = {
  /** False where it is no PDF that can be read; nothing of it is in the file then. */
  addFile(bytes: Uint8Array): Promise<boolean>
  addSlip(slip: PackingSlip): Promise<void>
  end(): Promise<Uint8Array>
}

/** `locale`: of whoever prints it. */
export async function beginPrintFile(paper: PaperSize, locale: Locale): Promise<PrintFile> {
  // It takes a quarter of a second to load, and most processes never print.
  const library = await import("@cantoo/pdf-lib")
  const file = await library.PDFDocument.create()
  let fonts: Promise<Fonts> | undefined
  const loadFonts = async (): Promise<Fonts> => ({
    plain: await file.embedFont(library.StandardFonts.Helvetica),
    bold: await file.embedFont(library.StandardFonts.HelveticaBold),
  })
  return {
    async addFile(bytes) {
      let pages: PDFPage[]
      try {
        const source = await library.PDFDocument.load(bytes)
        pages = await file.copyPages(source, source.getPageIndices())
      } catch {
        return false
      }
      for (const page of pages) file.addPage(page)
      return pages.length > 0
    },
    async addSlip(slip) {
      drawSlip(file, await (fonts ??= loadFonts()), slip, PAPERS[paper], locale)
    },
    end: () => file.save({ useObjectStreams: false }),
  }
}

function drawSlip(
  file: PDFDocument,
  { plain, bold }: Fonts,
  slip: PackingSlip,
  [width, height]: [number, number],
  locale: Locale
): void {
  const texts = SLIP_TEXTS[locale]
  const room = width - 2 * MARGIN
  const pages: PDFPage[] = []
  let y = 0
  const write = (text: string, font: PDFFont, size: number, x = MARGIN) => {
    y -= leading(size)
    pages[pages.length - 1].drawText(text, { x, y, size, font })
  }
  const begin = () => {
    pages.push(file.addPage([width, height]))
    y = height - MARGIN
    if (slip.marketplace) write(shown(slip.marketplace, plain), plain, SIZES.title)
    for (const line of wrap(`${texts.order} ${slip.order_number}`, bold, SIZES.number, room, TITLE_LINES))
      write(line, bold, SIZES.number)
  }
  begin()
  const bars = code128(slip.order_number)
  if (bars) y = drawBars(pages[0], bars, width, y)
  const facts = [
    slip.delivery_mode && `${texts.delivery} · ${slip.delivery_mode}`,
    slip.pickup_point &&
      `${texts.pickup} · ${[slip.pickup_point.name, slip.pickup_point.id].filter(Boolean).join(", ")}`,
  ]
  for (const fact of facts) {
    if (!fact) continue
    for (const line of wrap(fact, plain, SIZES.title, room, TITLE_LINES)) write(line, plain, SIZES.title)
  }
  const indent = 34
  const foot = MARGIN + leading(SIZES.small) + leading(SIZES.title)
  for (const [place, { title, sku, ean, quantity }] of slip.lines.entries()) {
    const codes = [sku && `SKU ${sku}`, ean && `EAN ${ean}`].filter(Boolean).join(" · ")
    const titles = wrap(title, plain, SIZES.title, room - indent, TITLE_LINES)
    const small = codes ? wrap(codes, plain, SIZES.small, room - indent, TITLE_LINES) : []
    const needed = 6 + titles.length * leading(SIZES.title) + small.length * leading(SIZES.small)
    if (y - needed < foot) {
      if (pages.length === MOST_PAGES) {
        write(fillText(texts.more, { count: slip.lines.length - place }, locale), bold, SIZES.title)
        break
      }
      begin()
    }
    y -= 6
    pages[pages.length - 1].drawText(shown(`${quantity} ×`, bold), {
      x: MARGIN,
      y: y - leading(SIZES.title),
      size: SIZES.title,
      font: bold,
    })
    for (const line of titles) write(line, plain, SIZES.title, MARGIN + indent)
    for (const line of small) write(line, plain, SIZES.small, MARGIN + indent)
  }
  if (pages.length === 1) return
  for (const [index, page] of pages.entries()) {
    const text = fillText(texts.page, { page: index + 1, pages: pages.length }, locale)
    page.drawText(text, { x: MARGIN, y: MARGIN, size: SIZES.small, font: plain })
  }
}

/** Returns where they end. */
function drawBars(page: PDFPage, widths: readonly number[], room: number, top: number): number {
  const modules = widths.reduce((sum, width) => sum + width, 0) + 2 * QUIET_MODULES
  const module = Math.min(WIDEST_MODULE, room / modules)
  const y = top - 8 - BAR_HEIGHT
  const quiet = QUIET_MODULES * module
  // At the margin, unless the white on the right would be missing then.
  let x = Math.max(quiet, Math.min(MARGIN, room - modules * module + quiet))
  for (const [place, width] of widths.entries()) {
    if (place % 2 === 0) page.drawRectangle({ x, y, width: width * module, height: BAR_HEIGHT })
    x += width * module
  }
  return y - 4
}

const known = new WeakMap<PDFFont, ReadonlySet<number>>()

/** What the font can draw: letters without the marks that it lacks, and a question mark for any other sign. */
function shown(text: string, font: PDFFont): string {
  const signs = known.get(font) ?? new Set(font.getCharacterSet())
  known.set(font, signs)
  const can = (sign: string) => signs.has(sign.codePointAt(0) ?? 0)
  return [...text.normalize("NFC").replace(/\s+/g, " ")]
    .map((sign) => {
      if (can(sign)) return sign
      const bare = [...sign.normalize("NFKD")].filter((one) => !/\p{M}/u.test(one))
      return bare.length > 0 && bare.every(can) ? bare.join("") : "?"
    })
    .join("")
}

/** A text in lines of this width, also one without spaces; what is beyond the last line ends in an ellipsis. */
function wrap(text: string, font: PDFFont, size: number, room: number, most: number): string[] {
  const fits = (line: string) => font.widthOfTextAtSize(line, size) <= room
  const lines: string[] = []
  let line = ""
  const words = shown(text.slice(0, 1000), font).split(" ").filter(Boolean)
  for (let word of words) {
    if (fits(line ? `${line} ${word}` : word)) {
      line = line ? `${line} ${word}` : word
      continue
    }
    if (line) lines.push(line)
    while (!fits(word)) {
      let end = word.length - 1
      while (end > 1 && !fits(word.slice(0, end))) end -= 1
      lines.push(word.slice(0, end))
      word = word.slice(end)
    }
    line = word
  }
  if (line) lines.push(line)
  if (lines.length <= most) return lines
  let last = lines[most - 1]
  while (last && !fits(`${last}…`)) last = last.slice(0, -1)
  return [...lines.slice(0, most - 1), `${last}…`]
}
