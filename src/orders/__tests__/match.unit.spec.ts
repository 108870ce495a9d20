import type { OrderLine } from "../../marketplaces/port"
import { matchKeys, matchLine, matchTables } from "../match"
import { line, order, settings } from "./fixtures"

const variants = [
  {
    id: "v_lamp",
    title: "Rouge",
    product: { title: "Lampe" },
    sku: "LAMP",
    barcode: "LAMP-BAR",
    ean: "2000000000015",
    upc: null,
  },
  {
    id: "v_book",
    title: null,
    product: { title: "Livre" },
    sku: "BOOK",
    barcode: "2000000000022",
    ean: null,
    upc: "200000000039",
  },
]
const tables = matchTables(
  [
    { external_sku: "OLD-LAMP", variant_id: "v_lamp" },
    { external_sku: "BOOK", variant_id: "v_lamp" },
    { external_sku: "GONE", variant_id: "v_gone" },
    { external_sku: "2000000000046", variant_id: "v_book" },
  ],
  variants
)
const match = (patch: Partial<OrderLine>, match_by: string[] = ["sku"]) =>
  matchLine(line(patch), tables, settings({ import: { match_by } }))

describe("matchLine", () => {
  it("finds a variant by its SKU", () => {
    expect(match({ sku: "LAMP" })).toEqual({ variant_id: "v_lamp", by: "sku" })
    expect(match({ sku: " LAMP\t" })).toEqual({ variant_id: "v_lamp", by: "sku" })
  })

  it("prefers an alias to a SKU, and reports a variant that is gone", () => {
    expect(match({ sku: "OLD-LAMP" })).toEqual({ variant_id: "v_lamp", by: "alias" })
    expect(match({ sku: "BOOK" })).toEqual({ variant_id: "v_lamp", by: "alias" })
    expect(match({ sku: "GONE" })).toMatchObject({ variant_id: null, problem: { code: "variant_deleted" } })
  })

  it("holds a line whose SKU is unknown and offers the variant of its EAN, also where EANs may match", () => {
    const held = {
      variant_id: null,
      offered_variant_id: "v_lamp",
      problem: {
        code: "ambiguous_ean",
        params: {
          sku: "USED-LAMP",
          ean: "2000000000015",
          variant_id: "v_lamp",
          variant_title: "Lampe · Rouge",
        },
      },
    }
    expect(match({ sku: "USED-LAMP", eans: ["2000000000015"] })).toEqual(held)
    expect(match({ sku: "USED-LAMP", eans: ["2000000000015"] }, ["sku", "ean", "barcode"])).toEqual(held)
  })

  it("takes the EAN of a line without SKU, where that is wanted", () => {
    expect(match({ sku: null, eans: ["2000000000015"] }, ["sku", "ean"])).toEqual({
      variant_id: "v_lamp",
      by: "ean",
    })
    expect(match({ sku: "", eans: ["9", "2000000000022"] }, ["barcode"])).toEqual({
      variant_id: "v_book",
      by: "barcode",
    })
    expect(match({ sku: null, eans: ["2000000000015"] })).toMatchObject({ offered_variant_id: "v_lamp" })
  })

  it("does not choose between two EANs of two articles", () => {
    const both = { sku: null, eans: ["2000000000015", "2000000000053"] }
    const rivals = matchTables([], [variants[0], { ...variants[1], ean: "2000000000053" }])
    expect(matchLine(line(both), rivals, settings({ import: { match_by: ["ean"] } }))).toMatchObject({
      variant_id: null,
      problem: { code: "ambiguous_ean" },
    })
  })

  it("looks for the SKU in the other fields only where that is wanted", () => {
    expect(match({ sku: "LAMP-BAR" })).toMatchObject({ variant_id: null, problem: { code: "unknown_sku" } })
    expect(match({ sku: "LAMP-BAR" }, ["sku", "barcode"])).toEqual({ variant_id: "v_lamp", by: "barcode" })
  })

  it("lets a line without SKU be mapped by its EAN, else by its key", () => {
    expect(match({ sku: null, eans: ["2000000000046"] })).toEqual({ variant_id: "v_book", by: "alias" })
    expect(match({ sku: null, key: "K1" })).toMatchObject({ problem: { params: { sku: "K1" } } })
  })

  it("does not match an empty field of a variant", () => {
    expect(matchTables([], [{ ...variants[0], barcode: "" }]).by.barcode.size).toBe(0)
  })
})

describe("matchKeys", () => {
  it("names every SKU and EAN of a batch once", () => {
    const lines = [line({ sku: "A", eans: ["1"] }), line({ sku: null, key: "K", eans: ["1", "2"] })]
    expect(matchKeys([order({ lines }), order({ lines: [line({ sku: "A" })] })])).toEqual({
      skus: ["A", "1"],
      gtins: ["1", "2"],
    })
  })
})
