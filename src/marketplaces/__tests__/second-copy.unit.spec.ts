import { Response } from "node-fetch"
import * as ours from "../errors"
import { createHttpClient } from "../http/http-client"
import { createLimiter } from "../http/limiter"

/** The same source once more, as a package has it that brings its own copy. */
function anotherCopy(): typeof ours {
  let copy: typeof ours | undefined
  jest.isolateModules(() => (copy = jest.requireActual<typeof ours>("../errors")))
  return copy ?? ours
}

const theirs = anotherCopy()
const refused = new theirs.MarketplaceError("refused", "It was refused.", { effect: "none" })
const unreadable = new theirs.UnreadableOrderError("There is no id.")

describe("Errors of another copy of this package", () => {
  it("are of other classes", () => {
    expect(theirs.MarketplaceError).not.toBe(ours.MarketplaceError)
    expect(Object.getPrototypeOf(refused)).not.toBe(ours.MarketplaceError.prototype)
  })

  it("are recognized by their mark, and by instanceof, in both directions", () => {
    const own = new ours.MarketplaceError("quota", "Too many.", { effect: "none" })
    expect([refused, own].map(ours.isMarketplaceError)).toEqual([true, true])
    expect([refused, own].map(theirs.isMarketplaceError)).toEqual([true, true])
    expect(refused instanceof ours.MarketplaceError && own instanceof theirs.MarketplaceError).toBe(true)
    expect(ours.isUnreadableOrderError(unreadable)).toBe(true)
    expect(unreadable instanceof ours.UnreadableOrderError).toBe(true)
  })

  it("are not taken for each other, and nothing else for one", () => {
    expect([unreadable, new Error("x"), null, undefined, "text", {}].filter(ours.isMarketplaceError)).toEqual(
      []
    )
    expect(ours.isUnreadableOrderError(refused)).toBe(false)
    expect(refused instanceof ours.UnreadableOrderError).toBe(false)
  })

  it("leave a derived class what it is", () => {
    class Expired extends theirs.MarketplaceError {}
    const expired = new Expired("credentials", "The key expired.", { effect: "none" })
    expect(ours.isMarketplaceError(expired) && expired instanceof Expired).toBe(true)
    expect((refused as unknown) instanceof Expired).toBe(false)
  })

  it("pass through the one client as they are", async () => {
    const http = createHttpClient({
      limiter: createLimiter({ requests_per_second: 1000 }),
      fetch: () => Promise.resolve(new Response("{}")),
    })
    const request = { method: "GET", url: "http://127.0.0.1/orders", label: "GET /orders" } as const
    const interpret = () => {
      throw refused
    }
    await expect(http.request(request, { retry: true, interpret })).rejects.toBe(refused)
  })
})
