import { labelAccountNotice, moreNotice } from "../notices"
import { PROBLEM_TEXTS, type ProblemCode, PROBLEMS } from "../problems"
import { KEPT_PARAMS, withoutBuyersWords } from "../problems/kept-params"

/** What others said in their own words: it can name the buyer. */
const WORDS = ["detail"]

/** A purge is of an order and its actions. */
const OF_AN_ORDER = (Object.keys(PROBLEMS) as ProblemCode[]).filter((code) =>
  ["order", "action"].includes(PROBLEMS[code].subject)
)

const named = OF_AN_ORDER.flatMap((code) =>
  [...PROBLEM_TEXTS[code].en, ...PROBLEM_TEXTS[code].fr].flatMap((text) =>
    [...text.matchAll(/\{([a-z_]+)(\|[a-z]+)?\}/g)].map(([, name]) => [code, name])
  )
)

describe("what a purge keeps of a problem", () => {
  it("is decided for each parameter of each code", () => {
    const undecided = named.filter(([, name]) => KEPT_PARAMS.includes(name) === WORDS.includes(name))
    expect(undecided).toEqual([])
    expect(KEPT_PARAMS.filter((kept) => !named.some(([, name]) => name === kept))).toEqual([])
  })

  it("has no words of others, and no name that is not known", () => {
    expect(withoutBuyersWords({ sku: "A", detail: "Jean", address: "1 rue" })).toEqual({ sku: "A" })
  })

  it("leaves out what a label service said of one parcel, where a notice stands for the account", () => {
    const cause = { code: "label_refused", params: { marketplace_message: "Jean Martin" } }
    const notice = labelAccountNotice("key", { id: "a", name: "Sendcloud" }, cause)
    expect(JSON.stringify(notice)).not.toContain("Martin")
    expect(notice.texts.en.text).toContain("refused the label: …")
  })

  it("is all that a notice says which stands for many orders", () => {
    const order = { id: "o", reference: "R", connection_name: "C", connection_id: "c" }
    const notice = moreNotice("key", order, { code: "rejected_by_hook", params: { detail: "Jean Martin" } })
    expect(JSON.stringify(notice)).not.toContain("Martin")
  })
})
