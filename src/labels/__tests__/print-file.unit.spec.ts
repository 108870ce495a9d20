import { PDFDocument } from "@cantoo/pdf-lib"
import type { PackingSlip } from "../packing-slip"
import { beginPrintFile } from "../print-file"
import { code128 } from "../code-128"
import { drawnOn, pdfTexts } from "./pdf-texts"

/** A filled rectangle: where it begins, and how wide it is. */
const BAR = /1 0 0 1 ([\d.]+) [\d.]+ cm\n(?:[\d. -]+ cm\n)*0 0 0 rg\n\[\] 0 d\n0 0 m\n([\d.]+) 0 l\n/g

const slip = (change: Partial<PackingSlip> = {}): PackingSlip => ({
  marketplace: "Cdiscount",
  order_number: "2608151042ABC12",
  delivery_mode: "Point relais Mondial Relay",
  pickup_point: { id: "012345", name: "Tabac de l'Église" },
  lines: [{ title: "Tasse émaillée", sku: "TASSE-1", ean: "3760000000017", quantity: 2 }],
  ...change,
})

async function printed(slips: PackingSlip[], locale: "en" | "fr" = "en", paper: "a4" | "a6" = "a6") {
  const file = await beginPrintFile(paper, locale)
  for (const one of slips) await file.addSlip(one)
  return file.end()
}

async function label(text: string): Promise<Uint8Array> {
  const file = await PDFDocument.create()
  file.addPage([200, 300]).drawText(text)
  return file.save()
}

it("shows the marketplace, its number, the delivery, the pickup point and the articles", async () => {
  const [page] = await pdfTexts(await printed([slip()]))
  expect(page).toEqual([
    "Cdiscount",
    "Order 2608151042ABC12",
    "Delivery · Point relais Mondial Relay",
    "Pickup point · Tabac de l'Église, 012345",
    "2 ×",
    "Tasse émaillée",
    "SKU TASSE-1 · EAN 3760000000017",
  ])
})

it("speaks the language of whoever prints it", async () => {
  const [page] = await pdfTexts(await printed([slip()], "fr"))
  expect(page.slice(1, 4)).toEqual([
    "Commande 2608151042ABC12",
    "Livraison · Point relais Mondial Relay",
    "Point relais · Tabac de l'Église, 012345",
  ])
})

it("has the number as bars that a scanner reads, on the smallest paper too", async () => {
  for (const order_number of ["2608151042ABC12", "A".repeat(40)]) {
    const file = await PDFDocument.load(await printed([slip({ order_number })]))
    const [text] = drawnOn(file)
    const bars = [...text.matchAll(BAR)].map(([, x, width]) => ({ x: Number(x), width: Number(width) }))
    const widths = bars.flatMap(({ x, width }, place) => {
      const next = bars.at(place + 1)
      return next ? [width, next.x - x - width] : [width]
    })
    const module = Math.min(...widths)
    expect(widths.map((width) => Math.round(width / module))).toEqual(code128(order_number))
    // 0.19 mm, and white on both sides.
    expect(module).toBeGreaterThanOrEqual(0.54)
    const { x, width } = bars[bars.length - 1]
    expect(Math.min(bars[0].x, 297.64 - x - width)).toBeGreaterThanOrEqual(9.99 * module)
  }
  const none = await PDFDocument.load(await printed([slip({ order_number: "ÉTÉ" })]))
  expect(drawnOn(none)[0]).not.toMatch(BAR)
})

it("shows a sign that the font lacks as another, and never fails by it", async () => {
  const lines = [
    { title: "Łódź Ő naïve 漢字 🎁 →", sku: "Ş\u0000\tX", ean: null, quantity: 1 },
    { title: "", sku: null, ean: null, quantity: 1 },
  ]
  const [page] = await pdfTexts(await printed([slip({ lines, pickup_point: null, delivery_mode: null })]))
  expect(page.slice(2)).toEqual(["1 ×", "?ódz O naïve ?? ? ?", "SKU S? X", "1 ×"])
})

it("goes over as many pages as its articles need, and says how many more there are beyond the last", async () => {
  const lines = Array.from({ length: 500 }, (_, place) => ({
    title: `Article ${place} with a name that is longer than one line of this small paper is wide`,
    sku: `SKU-${place}`,
    ean: null,
    quantity: 1,
  }))
  const pages = await pdfTexts(await printed([slip({ lines: lines.slice(0, 30) })]))
  expect(pages.length).toBeGreaterThan(1)
  expect(pages.length).toBeLessThan(20)
  for (const [place, page] of pages.entries()) {
    expect(page).toContain("Order 2608151042ABC12")
    expect(page.at(-1)).toBe(`${place + 1} of ${pages.length}`)
  }
  const shown = pages.flat().filter((text) => text.startsWith("SKU "))
  expect(shown).toEqual(lines.slice(0, 30).map(({ sku }) => `SKU ${sku}`))

  const many = await pdfTexts(await printed([slip({ lines })]))
  expect(many).toHaveLength(20)
  const there = many.flat().filter((text) => text.startsWith("SKU ")).length
  expect(many[19]).toContain(`and ${500 - there} more articles`)
})

it("breaks a word without spaces, and ends what is too long with an ellipsis", async () => {
  const [page] = await pdfTexts(
    await printed([slip({ lines: [{ title: "W".repeat(200), sku: null, ean: null, quantity: 1 }] })])
  )
  const drawn = page.filter((text) => text.startsWith("WW"))
  expect(drawn).toHaveLength(3)
  expect(drawn[2]).toMatch(/…$/)
})

it("has labels and slips in the order in which they were added", async () => {
  const file = await beginPrintFile("a6", "en")
  expect(await file.addFile(await label("first"))).toBe(true)
  await file.addSlip(slip({ order_number: "A1" }))
  expect(await file.addFile(await label("second"))).toBe(true)
  expect(await file.addFile(Buffer.from("%PDF-1.4 cut"))).toBe(false)
  await file.addSlip(slip({ order_number: "A2" }))
  const pages = await pdfTexts(await file.end())
  expect(pages.map((page) => page.find((text) => /first|second|^Order/.test(text)))).toEqual([
    "first",
    "Order A1",
    "second",
    "Order A2",
  ])
})
