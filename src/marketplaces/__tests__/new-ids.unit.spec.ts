import { answerDate } from "../http"
import { pageGuard, repetitionGuard } from "../new-ids"

it("pages that repeat end as an error, and soon", () => {
  const watch = repetitionGuard("GET /orders")
  watch(["a", "b"])
  watch(["a", "b"])
  watch(["b", "c"])
  watch(["a", "b"])
  watch([])
  watch(["c"])
  watch(["c"])
  expect(() => watch(["c"])).toThrow(/repeat/)
})

it.each([
  ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
  ["Mon, 01 Jan 2035 00:00:00 GMT", 0],
  ["never", 0],
  [undefined, 0],
  ["Wed, 10 Jun 2026 09:59:00 GMT", -60_000],
  ["Wed, 10 Jun 2026 11:00:00 GMT", 3_600_000],
])("an answer of %j counts as %d ms from now", (header, difference) => {
  const now = Date.parse("2026-06-10T10:00:00Z")
  expect(answerDate(header, now) - now).toBe(difference)
})

describe("pages that no one changes meanwhile", () => {
  const walk = (pages: [cursor: string | null, ids: string[]][]) => () => {
    const watch = pageGuard("GET /offers")
    for (const page of pages) watch(...page)
  }
  it("may hold entries of an earlier one, and nothing at all", () => {
    const pages = [
      [null, ["a", "b"]],
      ["1", ["b", "c"]],
      ["2", []],
      ["3", []],
      ["4", ["a"]],
    ]
    expect(walk(pages as [string | null, string[]][])).not.toThrow()
  })
  it.each<[string, [string | null, string[]][], number, number]>([
    [
      "address",
      [
        [null, ["a"]],
        ["1", ["b"]],
        ["2", ["c"]],
        ["1", ["d"]],
      ],
      4,
      2,
    ],
    [
      "content",
      [
        [null, ["a", "b"]],
        ["1", ["c"]],
        ["2", ["a", "b"]],
      ],
      3,
      1,
    ],
  ])("end the walk at the first one whose %s was there before", (_, pages, at, before) => {
    expect(walk(pages)).toThrow(`GET /offers: page ${at} is page ${before} again.`)
  })
  it("differ by where one name ends", () => {
    expect(
      walk([
        [null, ["ab", "c"]],
        ["1", ["a", "bc"]],
      ])
    ).not.toThrow()
  })
})
