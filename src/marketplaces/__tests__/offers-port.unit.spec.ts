import fc from "fast-check"

import {
  isMarketplaceError,
  offerResultsSchema,
  offersPageSchema,
  offerSubmissionSchema,
  type OfferResults,
  type OffersPage,
} from "../port"
import { readAnswer } from "../read-answer"

/** Texts of whatever an adapter passes on: control characters, halves of letters, any length. */
const text = fc.string({
  unit: fc.constantFrom("a", "é", "\u0000", "\t", "\n", "\ud83d\ude00", "\ud83d", "\ude00"),
})
const anyText = fc.oneof(
  text,
  text.map((one) => one.repeat(500))
)
const isStorable = (value: unknown): boolean =>
  typeof value === "string"
    ? !/[\p{Cc}\p{Surrogate}]/u.test(value) && value.length <= 1000
    : typeof value !== "object" || value === null || Object.values(value).every(isStorable)

const resultsOf = (words: string): OfferResults => ({
  state: "done",
  results: [
    { sku: "A", outcome: "refused", reason: null, code: words, message: words, external_id: words },
    { sku: "B", outcome: "done", reason: null, code: null, message: null, external_id: "77" },
  ],
  message: words,
})
const pageOf = (words: string): OffersPage => ({
  offers: [
    {
      ...{ sku: "A", external_id: words, ean: words, title: words, condition: words, quantity: 3 },
      ...{ price: "9.90", struck_price: null, currency_code: "EUR", is_active: true },
      fulfilled_by: "seller",
      updated_at: null,
    },
  ],
  cursor: null,
  unreadable: [words],
})

describe("what an adapter returns", () => {
  it("keeps its values, and has no text that cannot be stored", () => {
    fc.assert(
      fc.property(anyText, (words) => {
        const results = readAnswer(offerResultsSchema, resultsOf(words), "Results")
        expect(isStorable(results)).toBe(true)
        expect(results.results).toMatchObject([
          { sku: "A", outcome: "refused" },
          { sku: "B", outcome: "done", external_id: "77" },
        ])
        const page = readAnswer(offersPageSchema, pageOf(words), "A page")
        expect(isStorable(page)).toBe(true)
        expect(page.offers).toMatchObject([{ sku: "A", quantity: 3, price: "9.90" }])
        const submission = { reference: "7", refused: [{ sku: "A", message: words }] }
        const sent = readAnswer(offerSubmissionSchema, submission, "A batch")
        expect(isStorable(sent)).toBe(true)
        expect(sent.refused).toMatchObject([{ sku: "A" }])
      })
    )
  })

  it("loses a row whose key cannot be one of a batch, and no other", () => {
    const refused = ["", "A\u0000", "x".repeat(2000), "B"].map((sku) => ({ sku, message: "no" }))
    expect(readAnswer(offerSubmissionSchema, { reference: null, refused }, "A batch").refused).toEqual([
      { sku: "B", message: "no" },
    ])
  })

  it("is an answer that is not valid where it has another form, and the error quotes nothing of it", () => {
    const odd = { ...resultsOf("secret"), state: "a secret" } as unknown as OfferResults
    const error = (() => {
      try {
        return readAnswer(offerResultsSchema, odd, "The results")
      } catch (thrown) {
        return thrown
      }
    })()
    expect(isMarketplaceError(error) && error.kind).toBe("invalid_answer")
    expect((error as Error).message).toBe("The results: not in the form of the port at state.")
  })
})
