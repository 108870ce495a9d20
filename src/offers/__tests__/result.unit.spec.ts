import type { OfferResult } from "../../marketplaces/port"
import { isDirty, outcomeOf, problemOf } from "../result"

const done: OfferResult = {
  sku: "LAMP",
  outcome: "done",
  reason: null,
  code: "8000",
  message: "Created",
  external_id: null,
}
const refusal: OfferResult = { ...done, outcome: "refused", code: "4041", message: "Offre inexistante." }

// What a result writes, also of an older batch, is proved on the database: integration-tests/offers-dangers.spec.ts.
describe("a result", () => {
  it.each([
    ["unknown_offer", "offer_unknown_there"],
    ["unknown_product", "offer_needs_product"],
    [null, "offer_refused"],
  ] as const)("that refuses for %s is the problem %s", (reason, code) => {
    expect(problemOf("LAMP", { ...refusal, reason }, "2000000000015")).toMatchObject({
      code,
      params: { sku: "LAMP", detail: "Offre inexistante. · 4041" },
    })
  })

  it("names the EAN that has no product, and asks for none for an offer that exists", () => {
    const noProduct: OfferResult = { ...refusal, reason: "unknown_product" }
    expect(problemOf("LAMP", noProduct, "2000000000015").params).toMatchObject({ ean: "2000000000015" })
    expect(problemOf("LAMP", noProduct)).toMatchObject({ code: "offer_refused" })
  })

  it("is unknown for what a batch does not mention", () => {
    const results = new Map([["LAMP", done]])
    expect(outcomeOf("LAMP", { state: "done" }, results)).toBe(done)
    expect(outcomeOf("VASE", { state: "done", unlisted: "nothing" }, results)).toBe("unknown")
    expect(outcomeOf("LAMP", { state: "failed" }, results)).toBe("unknown")
    expect(outcomeOf("LAMP", { state: "gone", unlisted: "done" }, results)).toBe("unknown")
  })

  it("is a success for what a list of refusals does not mention", () => {
    const results = new Map([["LAMP", refusal]])
    const listed = { state: "done", unlisted: "done" } as const
    expect(outcomeOf("VASE", listed, results)).toMatchObject({ sku: "VASE", outcome: "done" })
    expect(outcomeOf("LAMP", listed, results)).toBe(refusal)
  })
})

it("A value is dirty until its last change is cleared", () => {
  expect([isDirty({ mark: 5, cleared: 4 }), isDirty({ mark: 5, cleared: 5 })]).toEqual([true, false])
})
