import { answerDate } from "../http"
import { repetitionGuard } from "../new-ids"

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
