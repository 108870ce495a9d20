import { type NamedVariant, searchTerms, suggestVariants } from "../suggest-variants"

const variant = (id: string, patch: Partial<NamedVariant>): NamedVariant => ({
  id,
  title: "M",
  sku: null,
  product_title: null,
  codes: [],
  ...patch,
})
const LAMP = variant("lamp", {
  sku: "LAMPE-ROUGE-01",
  product_title: "Lampe de bureau rouge",
  title: "Unique",
})
const BOOK = variant("book", { sku: "LIVRE-7", product_title: "Livre de cuisine", codes: ["3760000000001"] })
const SHIRT = variant("shirt", { sku: "TS-BLEU-M", product_title: "T-shirt marin" })
const ALL = [SHIRT, LAMP, BOOK]
const suggested = (article: { sku: string; eans?: string[]; title?: string | null }) =>
  suggestVariants({ eans: [], title: null, ...article }, ALL).map(({ variant_id, by }) => [variant_id, by])

describe("variants that an unknown SKU may be", () => {
  it("are the one with the same EAN, before any that is only called alike", () => {
    expect(suggested({ sku: "LAMPE-ROUGE", eans: ["3760000000001"] })).toEqual([
      ["book", "ean"],
      ["lamp", "sku"],
    ])
  })

  it("are those with a similar SKU, however it is spelled, then those with a similar title", () => {
    expect(suggested({ sku: "lampe_rouge 1" })).toEqual([["lamp", "sku"]])
    expect(suggested({ sku: "MKT-99812", title: "LAMPE DE BUREAU, rouge" })).toEqual([["lamp", "title"]])
    expect(suggested({ sku: "TS-BLEU-L", title: "Lampe de bureau rouge unique" })).toEqual([
      ["shirt", "sku"],
      ["lamp", "title"],
    ])
  })

  it("are none where nothing is alike", () => {
    expect(suggested({ sku: "Z", title: "" })).toEqual([])
    expect(suggested({ sku: "QX-551", title: "Chaise longue" })).toEqual([])
  })

  it("are looked for by the longest parts of SKU and title", () => {
    expect(searchTerms({ sku: "AB-LAMPE-01-ROUGE", eans: [], title: "Lampe de bureau rouge, LED" })).toEqual({
      skus: ["LAMPE", "ROUGE"],
      words: ["bureau", "lampe", "rouge"],
    })
  })
})
