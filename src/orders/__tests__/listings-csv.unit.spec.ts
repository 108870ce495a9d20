import fc from "fast-check"
import { describeBadListing, LISTING_COLUMNS, MOST_LISTINGS, readListingsCsv } from "../listings-csv"
import { csvLines } from "../orders-csv"

const read = async (text: string) => {
  const file = await readListingsCsv(text)
  if ("missing" in file) throw new Error(file.missing)
  return file
}

describe("a file of SKUs", () => {
  it("says which SKU of the store each is, whatever its other columns are, and leaves out what is open", async () => {
    const text = 'Title;Store SKU;External_SKU\r\n"Lampe; 1 m";LAMP;MK-1\r\n\r\nTasse;;MK-2\r\n'
    expect(await read(text)).toEqual({
      rows: [{ row: 2, external_sku: "MK-1", store_sku: "LAMP" }],
      open: 1,
      bad: [],
    })
  })

  it("says which rows cannot be read, and takes the others", async () => {
    const long = "X".repeat(501)
    const { rows, bad } = await read(
      `external_sku,store_sku\n,A\nB,b\nB,c\n3.3E+12,C\nD,#REF!\n${long},E\nF,f\n12E4,g`
    )
    expect(rows.map(({ external_sku }) => external_sku)).toEqual(["B", "F", "12E4"])
    expect(bad.map(({ row, why }) => [row, why])).toEqual([
      [2, "no_sku"],
      [4, "twice"],
      [5, "damaged"],
      [6, "damaged"],
      [7, "too_long"],
    ])
    expect(describeBadListing(bad[1], "fr")).toBe("« B » figure deux fois dans le fichier")
  })

  it("is refused without its columns, without rows, and with too many", async () => {
    expect(await readListingsCsv("")).toEqual({ missing: "external_sku" })
    expect(await readListingsCsv("sku;store_sku\nA;B")).toEqual({ missing: "external_sku" })
    expect(await readListingsCsv("external_sku\nA")).toEqual({ missing: "store_sku" })
    expect(await readListingsCsv("external_sku;store_sku\n")).toEqual({ missing: "rows" })
    const many = "external_sku;store_sku\n" + "A;B\n".repeat(MOST_LISTINGS + 1)
    expect(await readListingsCsv(many)).toEqual({ missing: "too_many" })
  })

  it("reads back what was exported, whatever an SKU is", async () => {
    const sku = fc.string({ minLength: 1, unit: fc.constantFrom(..."aé1;,\"'=-+@ \t") })
    await fc.assert(
      fc.asyncProperty(sku, sku, async (one, other) => {
        const [external_sku, store_sku] = [one.trim(), other.trim()]
        const isPlain = (text: string) => text !== "" && !/^'[=+\-@\t]/.test(text)
        fc.pre(isPlain(external_sku) && isPlain(store_sku))
        const written = csvLines([[...LISTING_COLUMNS], [external_sku, store_sku, "Titre", 2]])
        expect((await read(`\ufeff${written}`)).rows).toEqual([{ row: 2, external_sku, store_sku }])
      })
    )
  })
})
