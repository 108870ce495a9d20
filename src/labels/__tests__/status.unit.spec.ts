import fc from "fast-check"

import { parcelStatusSchema, type ParcelStatus } from "../label-service"
import { hasLabel, isScanned, withNews, type KnownStatus } from "../status"

const START: KnownStatus = { status: "ready", external_status: "READY_TO_SEND", at: null }
const at = (minute: number) => new Date(Date.UTC(2026, 2, 16, 8, minute)).toISOString()

const someNews = fc.record({
  status: fc.constantFrom(...parcelStatusSchema.options),
  external_status: fc.constantFrom("A", "B", "C"),
  at: fc.integer({ min: 0, max: 5 }).map(at),
})

it("ends the same in whatever order, and however often, news come", () => {
  fc.assert(
    fc.property(
      fc
        .array(someNews, { minLength: 1, maxLength: 12 })
        .chain((news) =>
          fc.tuple(fc.constant(news), fc.shuffledSubarray([...news, ...news], { minLength: news.length * 2 }))
        ),
      ([news, shuffled]) => {
        const end = (list: typeof news) => list.reduce(withNews, START)
        expect(end(shuffled)).toEqual(end(news))
      }
    )
  )
})

it("is the newest that was said", () => {
  fc.assert(
    fc.property(fc.array(someNews, { minLength: 1, maxLength: 12 }), (news) => {
      const newest = news
        .map((one) => one.at)
        .sort()
        .at(-1)
      const end = news.reduce(withNews, START)
      expect(end.at).toBe(newest)
      expect(news.some((one) => one.status === end.status && one.at === newest)).toBe(true)
    })
  )
})

it("takes nothing without a time, or of before", () => {
  const known: KnownStatus = { status: "delivered", external_status: "DELIVERED", at: at(3) }
  expect(withNews(known, { status: "moving", external_status: "M", at: at(2) })).toBe(known)
  expect(withNews(known, { status: "moving", external_status: "M", at: "soon" })).toBe(known)
  expect(withNews(known, { status: "trouble", external_status: "R", at: at(4) }).status).toBe("trouble")
})

it("knows when there is a label, when it was scanned, and when all is over", () => {
  const which = (test: (status: ParcelStatus) => boolean) => parcelStatusSchema.options.filter(test)
  expect(which((status) => !hasLabel(status))).toEqual([
    "unlabeled",
    "announcing",
    "failed",
    "canceling",
    "canceled",
    "unknown",
  ])
  expect(which(isScanned)).toEqual(["moving", "changed", "trouble", "at_pickup_point", "delivered"])
})
