import fc from "fast-check"
import { csvLines } from "../../orders/orders-csv"
import { textOfFile } from "../../orders/read-csv"
import { changedBy, CSV_COLUMNS, MOST_ROWS, readOffersCsv } from "../offers-csv"

const read = async (text: string) => {
  const file = await readOffersCsv(text)
  if ("missing" in file) throw new Error(file.missing)
  return file
}

describe("a file of offers", () => {
  it("changes nothing by an empty cell, and takes away by a dash", async () => {
    expect(
      (await read("sku;excluded;safety_quantity;price\r\nLAMP;;2;19,90\r\nMUG;oui;-;\r\n")).rows
    ).toEqual([
      { row: 2, sku: "LAMP", channel: "", overrides: { safety_quantity: 2, price: 19.9 } },
      { row: 3, sku: "MUG", channel: "", overrides: { is_excluded: true, safety_quantity: null } },
    ])
  })

  it.each([
    ["commas", 'sku,price\nLAMP,"19.90"\n'],
    ["tabs", "SKU\tPrice\nLAMP\t19,9\n"],
    ["a mark at its beginning", "\ufeffsku;price\r\nLAMP;19.90"],
    ["empty lines", "sku;price\n\nLAMP;19.90\n;;\n"],
  ])("may have %s", async (_, text) => {
    expect(await read(text)).toMatchObject({ bad: [], rows: [{ sku: "LAMP", overrides: { price: 19.9 } }] })
  })

  it("is read as spreadsheets write it", () => {
    expect(textOfFile(Buffer.from("sku\nétagère", "utf8"))).toBe("sku\nétagère")
    expect(textOfFile(Buffer.from("sku\nétagère", "latin1"))).toBe("sku\nétagère")
  })

  it("says which of its rows cannot be read, and takes the others", async () => {
    const file = await read(
      "sku;excluded;price;stock_percent\nA;;1.234,50;\nB;perhaps;;\nC;;0;\nD;;;101\n;;5;\nE;;5;\nE;;6;\nF;;-5;\n"
    )
    expect(file.rows.map(({ sku }) => sku)).toEqual(["E"])
    expect(file.bad.map(({ row, sku, why, column }) => [row, sku, why, column])).toEqual([
      [2, "A", "not_a_number", "price"],
      [3, "B", "not_yes_or_no", "excluded"],
      [4, "C", "not_allowed", "price"],
      [5, "D", "not_allowed", "stock_percent"],
      [6, "", "no_sku", null],
      [8, "E", "twice", "sku"],
      [9, "F", "not_a_number", "price"],
    ])
  })

  it("is refused without a column for the SKU, without rows, and with too many", async () => {
    expect(await readOffersCsv("price\n5\n")).toEqual({ missing: "sku" })
    expect(await readOffersCsv("")).toEqual({ missing: "sku" })
    expect(await readOffersCsv("sku;price\n")).toEqual({ missing: "rows" })
    expect(await readOffersCsv(`sku\n${"A\n".repeat(MOST_ROWS + 1)}`)).toEqual({ missing: "too_many" })
  })

  it("names the same SKU that was written to it, whatever it is", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1, unit: fc.constantFrom(..."aé1;,\"'=-+@ \t") }),
        async (text) => {
          const sku = text.trim()
          fc.pre(sku !== "" && !/^'[=+\-@\t]/.test(sku))
          const written = csvLines([
            ["sku", "price"],
            [sku, "5"],
          ])
          expect((await read(written)).rows[0]?.sku).toBe(sku)
        }
      )
    )
  })
})

it("20,000 rows, some with lines of their own, keep no one waiting", async () => {
  const lines = Array.from(
    { length: MOST_ROWS },
    (_, n) => `SKU-${n};CDISFR;2000000000015;"SHOP\r\n${n}";;3;80;20;;19,90;12,5;;`
  )
  let others = 0
  const timer = setInterval(() => (others += 1), 1)
  const { rows } = await read([CSV_COLUMNS.join(";"), ...lines].join("\r\n"))
  clearInterval(timer)
  expect(rows).toHaveLength(MOST_ROWS)
  expect(rows.at(-1)).toMatchObject({ row: 2 * MOST_ROWS, sku: `SKU-${MOST_ROWS - 1}` })
  // Read at once, nothing else would have had a turn.
  expect(others).toBeGreaterThan(1)
})

it("only what differs from what is set is a change", () => {
  expect(changedBy({ price: 5, stock_maximum: null, is_excluded: false }, { price: 5 })).toEqual([])
  expect(changedBy({ price: null, is_excluded: true }, { price: 5 })).toEqual([
    { field: "price", from: 5, to: null },
    { field: "is_excluded", from: false, to: true },
  ])
})
