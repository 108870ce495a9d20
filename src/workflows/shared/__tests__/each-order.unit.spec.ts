import { MarketplaceError, type MarketplaceErrorKind } from "../../../marketplaces/port"
import { eachOrder } from "../each-order"

const error = (kind: MarketplaceErrorKind, status?: number) =>
  new MarketplaceError(kind, "An error.", { effect: "none", status })
const serverError = error("unavailable", 500)

/** What was asked for, and what failed, when these orders (by number) fail. */
async function ask(count: number, failures: Record<number, Error>) {
  const asked: number[] = []
  const failed: number[] = []
  const end = await eachOrder(
    Array.from({ length: count }, (_, index) => index),
    async (order) => {
      asked.push(order)
      return failures[order] ? Promise.reject(failures[order]) : Promise.resolve()
    },
    (order) => void failed.push(order)
  ).catch((thrown: unknown) => thrown)
  return { asked: asked.length, failed, end }
}

it.each([
  ["refused", error("refused", 400)],
  ["unknown", error("not_found", 404)],
  ["not ready", error("not_ready")],
  ["unreadable", error("invalid_answer", 200)],
  ["too large", error("too_large", 200)],
  ["an answer that fails", serverError],
])("one order that is %s is reported, and the others go on", async (_, failure) => {
  expect(await ask(4, { 0: failure, 2: failure })).toEqual({ asked: 4, failed: [0, 2], end: undefined })
})

it("several failures in a row are the marketplace's failure", async () => {
  expect(await ask(50, { 1: serverError, 2: error("invalid_answer"), 3: serverError })).toEqual({
    asked: 4,
    failed: [1, 2],
    end: serverError,
  })
  expect(
    (await ask(50, Object.fromEntries([...Array(50).keys()].map((n) => [n, error("not_found")])))).asked
  ).toBe(50)
})

it.each([
  ["credentials", error("credentials", 401)],
  ["the quota", error("quota", 403)],
  ["no connection", error("unavailable")],
  ["anything that is not the marketplace's", new Error("lost")],
])("%s ends it", async (_, failure) => {
  expect(await ask(3, { 1: failure })).toEqual({ asked: 2, failed: [], end: failure })
})
