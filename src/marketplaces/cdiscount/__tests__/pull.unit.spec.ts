import fc from "fast-check"

import { MarketplaceError } from "../../errors"
import type { PullPage, PullRequest } from "../../port"
import { cdiscount } from ".."
import { halves, readCursor, writeCursor } from "../cursor"
import { DATE, fakeOctopia, NOW, type Route } from "./fake-octopia"

const START = new Date("2026-04-04T00:00:00Z")
const CURSOR = "2026-05-04T11:50:00.000Z"

type Entry = { orderId: string; updatedAt?: string; createdAt?: string; note?: string }
const entry = (id: number | string): Entry => ({ orderId: `ORDER-${id}`, updatedAt: "2026-05-04T11:55:00Z" })
const entries = (count: number, first = 1) =>
  Array.from({ length: count }, (_, index) => entry(first + index))

/** Serves `orders` as Octopia pages them: by pageIndex and pageSize, with a relative Link. */
function paged(
  orders: () => unknown[],
  extra: (query: URLSearchParams, nth: number) => void = () => {}
): Route {
  return ({ url }, nth) => {
    const size = Number(url.searchParams.get("pageSize"))
    const index = Number(url.searchParams.get("pageIndex"))
    const items = orders().slice((index - 1) * size, index * size)
    const next = orders().length > index * size ? `</orders?pageIndex=${index + 1}>; rel="next"` : ""
    extra(url.searchParams, nth)
    return {
      headers: { link: `</orders?pageIndex=1>; rel="first", ${next}` },
      body: { itemsPerPage: items.length, items },
    }
  }
}

function request(given: Partial<PullRequest> = {}): PullRequest {
  return { cursor: CURSOR, start_at: START, oldest_unfinished_at: null, scope: "new", ...given }
}

async function pull(octopia: ReturnType<typeof fakeOctopia>, given: Partial<PullRequest> = {}) {
  const pages: PullPage[] = []
  const generator = octopia.session.pull(request(given))
  for (;;) {
    const next = await generator.next()
    if (next.done) {
      const ids = pages.flatMap((page) => page.snapshots.map((snapshot) => snapshot.external_id))
      return { pages, ids, cursor: next.value.cursor, unreadable: pages.flatMap((page) => page.unreadable) }
    }
    pages.push(next.value)
  }
}

const failed = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof MarketplaceError ? error : null)
  )
const queries = (octopia: ReturnType<typeof fakeOctopia>) =>
  octopia.calls("GET /orders").map(({ url }) => Object.fromEntries(url.searchParams))

describe("lists by channel", () => {
  const settings = { sales_channel_query: ["CDISFR", "EXEMFR"] }

  it("are asked for one after the other, and make one list", async () => {
    const octopia = fakeOctopia({ "GET /orders": paged(() => entries(2)) }, { settings })
    expect((await pull(octopia)).ids).toEqual(["ORDER-1", "ORDER-2", "ORDER-1", "ORDER-2"])
    expect(queries(octopia).map(({ salesChannelId }) => salesChannelId)).toEqual(["CDISFR", "EXEMFR"])
  })

  const failing = (answers: Record<string, Awaited<ReturnType<Route>>>): Route => {
    const good = paged(() => entries(2))
    return (received, nth) =>
      answers[received.url.searchParams.get("salesChannelId") ?? ""] ?? good(received, nth)
  }

  it.each<[string, Awaited<ReturnType<Route>>, string]>([
    ["fails", { status: 503, body: { title: "Service unavailable" } }, "unavailable"],
    ["is refused", { status: 403, body: { title: "Forbidden" } }, "not_linked"],
    ["is not known", { status: 400, body: { title: "Unknown salesChannelId" } }, "refused"],
    ["answers with a page", { body: "<html>" }, "invalid_answer"],
  ])("of which one %s are read all the same, and the failure names it", async (_, answer, kind) => {
    for (const channel of ["CDISFR", "EXEMFR"]) {
      for (const scope of ["new", "open", "since", "recheck"] as const) {
        const octopia = fakeOctopia({ "GET /orders": failing({ [channel]: answer }) }, { settings })
        const read: string[] = []
        const walk = async () => {
          for await (const page of octopia.session.pull(request({ scope })))
            read.push(...page.snapshots.map(({ external_id }) => external_id))
        }
        const error = await failed(walk())
        expect([error?.kind, error?.message]).toEqual([kind, expect.stringContaining(channel)])
        expect(read).toEqual(["ORDER-1", "ORDER-2"])
      }
    }
  })

  it("go on from now where one fails, which is asked for what it did not show when it answers again", async () => {
    const down = { status: 503, body: { title: "Service unavailable" } }
    const pulled = async (cursor: string, isDown: boolean, scope: PullRequest["scope"] = "new") => {
      const answers: Record<string, typeof down> = isDown ? { EXEMFR: down } : {}
      const octopia = fakeOctopia({ "GET /orders": failing(answers) }, { settings })
      const result = await pull(octopia, { cursor, scope }).catch(
        (error: unknown) => error as MarketplaceError
      )
      const asked = queries(octopia).map(({ salesChannelId, updatedAtMin, updatedAtMax = "now" }) =>
        [salesChannelId, updatedAtMin, updatedAtMax].join(" ")
      )
      return { result, asked: [...new Set(asked)] }
    }
    const stop = async (cursor: string) => {
      const { result, asked } = await pulled(cursor, true)
      expect(result).toMatchObject({ kind: "unavailable", details: { cursor: expect.any(String) } })
      return { cursor: (result as MarketplaceError).details.cursor ?? "", asked }
    }
    const from = "2026-05-04T11:35:00.000Z"
    const now = new Date(NOW).toISOString()
    const first = await stop(CURSOR)
    expect(first.cursor).toBe(`${now} ${from}/${now}/EXEMFR`)
    const second = await stop(first.cursor)
    // The channel that fails is asked once a pull, and the others only for what is new.
    expect(second.asked).toEqual([
      "CDISFR 2026-05-04T11:45:00.000Z now",
      "EXEMFR 2026-05-04T11:45:00.000Z now",
    ])
    expect(second.cursor).toBe(first.cursor)
    const open = await pulled(second.cursor, true, "open")
    expect((open.result as MarketplaceError).details.cursor).toBeUndefined()
    const { result, asked } = await pulled(second.cursor, false)
    expect(asked).toEqual([...second.asked, `EXEMFR ${from} ${now}`])
    expect((result as { cursor: string }).cursor).toBe(now)
  })

  it("say that only one refuses access, where the others answer", async () => {
    const refused = { status: 403, body: { title: "Forbidden" } }
    const detailsWhere = async (answers: Record<string, Awaited<ReturnType<Route>>>) =>
      (await failed(pull(fakeOctopia({ "GET /orders": failing(answers) }, { settings }))))?.details
    expect((await detailsWhere({ EXEMFR: refused }))?.is_one_part).toBe(true)
    const all = await detailsWhere({ CDISFR: refused, EXEMFR: refused })
    expect([all?.is_one_part, all?.reason]).toEqual([undefined, undefined])
  })

  it("keep the cursor where none answers", async () => {
    const octopia = fakeOctopia({ "GET /orders": () => ({ status: 503, body: {} }) }, { settings })
    const error = await failed(pull(octopia))
    expect([error?.kind, error?.details.cursor]).toEqual(["unavailable", undefined])
  })

  it("end at once where the account is refused, and after a few where nothing answers", async () => {
    const many = { sales_channel_query: ["A", "B", "C", "D", "E", "F"] }
    const asked = async (answer: Awaited<ReturnType<Route>>) => {
      const octopia = fakeOctopia({ "GET /orders": () => answer }, { settings: many })
      await failed(pull(octopia))
      return new Set(queries(octopia).map(({ salesChannelId }) => salesChannelId)).size
    }
    expect(await asked({ status: 401, body: {} })).toBe(1)
    expect(await asked({ status: 503, body: {} })).toBe(3)
  })

  it("that are too long leave one gap, however often they are read", async () => {
    const limited = { ...settings, orders_page_size: 1, orders_max_pages: 1 }
    const octopia = fakeOctopia({ "GET /orders": paged(() => entries(3)) }, { settings: limited })
    const { cursor } = await pull(octopia)
    expect(cursor.split(" ")).toHaveLength(2)
    const again = await pull(octopia, { cursor })
    // The window since then, and the two halves of the gap.
    expect(again.cursor.split(" ").length).toBeLessThanOrEqual(4)
  })
})

describe("the window", () => {
  const paging = { pageIndex: "1", pageSize: "100" }
  it.each<[Partial<PullRequest>, Record<string, string>]>([
    [{}, { updatedAtMin: "2026-05-04T11:35:00.000Z" }],
    [{ cursor: null }, { updatedAtMin: START.toISOString() }],
    [{ cursor: "not a time" }, { updatedAtMin: START.toISOString() }],
    [{ cursor: "2099-01-01T00:00:00Z" }, { updatedAtMin: "2026-05-04T11:45:00.000Z" }],
    [{ scope: "recheck" }, { updatedAtMin: "2026-05-02T11:50:00.000Z" }],
    [{ scope: "open" }, { status: "Processing,WaitingAcceptance,Accepted,InPreparation" }],
    [{ scope: "since" }, { createdAtMin: START.toISOString() }],
  ])("of %j asks for %j", async (given, query) => {
    const octopia = fakeOctopia({ "GET /orders": paged(() => []) })
    await pull(octopia, given)
    expect(queries(octopia)).toEqual([{ ...query, ...paging }])
  })

  it("follows the settings, and sends a sort only when one is set", async () => {
    const settings = { poll_overlap_minutes: 60, orders_page_size: 30, orders_sort: "sort=createdAt" }
    const octopia = fakeOctopia({ "GET /orders": paged(() => []) }, { settings })
    await pull(octopia)
    expect(octopia.calls("GET /orders")[0].url.search).toBe(
      "?updatedAtMin=2026-05-04T10%3A50%3A00.000Z&pageIndex=1&pageSize=30&sort=createdAt"
    )
  })
})

describe("the cursor", () => {
  const dated =
    (date: string): Route =>
    (_, nth) => ({
      headers: {
        date: nth === 1 ? date : "Fri, 01 Jan 2038 00:00:00 GMT",
        link: nth === 1 ? "<x>; rel=next" : undefined,
      },
      body: { items: [{ ...entry(nth), updatedAt: "2099-01-01T00:00:00Z" }] },
    })

  it("is the marketplace's time of the first answer, whatever the orders say", async () => {
    const octopia = fakeOctopia({ "GET /orders": dated("Mon, 04 May 2026 09:15:00 GMT") })
    expect((await pull(octopia)).cursor).toBe("2026-05-04T09:15:00.000Z")
  })

  it("lies before the answer by as long as it took", async () => {
    let now = NOW
    const slow: Route = () => {
      now += 5000
      return { headers: { date: DATE }, body: { items: [] } }
    }
    const octopia = fakeOctopia({ "GET /orders": slow }, { now: () => now })
    expect((await pull(octopia)).cursor).toBe(new Date(NOW - 5000).toISOString())
  })

  it("is our own time when the marketplace's clock is days ahead: it may be put right", async () => {
    const octopia = fakeOctopia({ "GET /orders": dated("Thu, 07 May 2026 09:15:00 GMT") })
    expect((await pull(octopia)).cursor).toBe(new Date(NOW).toISOString())
  })

  it("is our own time when the marketplace provides none", async () => {
    const octopia = fakeOctopia({ "GET /orders": dated("some day") })
    expect((await pull(octopia)).cursor).toBe(new Date(NOW).toISOString())
  })

  it("stays where it was when the list leaves out what changed", async () => {
    const octopia = fakeOctopia({ "GET /orders": paged(() => entries(1)) })
    expect((await pull(octopia, { scope: "open" })).cursor).toBe(CURSOR)
    expect((await pull(octopia, { scope: "since" })).cursor).toBe(CURSOR)
    expect((await pull(octopia, { scope: "since", cursor: null })).cursor).toBe(START.toISOString())
    expect((await pull(octopia, { scope: "recheck" })).cursor).toBe(new Date(NOW).toISOString())
  })
})

describe("a walk", () => {
  it("of one page is one request", async () => {
    const octopia = fakeOctopia({ "GET /orders": paged(() => entries(100)) })
    const { ids } = await pull(octopia)
    expect(ids).toHaveLength(100)
    expect(octopia.calls("GET /orders")).toHaveLength(1)
  })

  it("of several pages is repeated, gives each order once, and stops when nothing new comes", async () => {
    const octopia = fakeOctopia({ "GET /orders": paged(() => entries(250)) })
    const { ids } = await pull(octopia)
    expect(ids).toEqual(entries(250).map(({ orderId }) => orderId))
    expect(queries(octopia).map(({ pageIndex }) => pageIndex)).toEqual(["1", "2", "3", "1", "2", "3"])
  })

  it("finds the order that slipped to an earlier page while the next was read", async () => {
    const orders = entries(201)
    const slip = (_: URLSearchParams, nth: number) => {
      if (nth === 1) {
        orders.shift()
      }
    }
    const octopia = fakeOctopia({ "GET /orders": paged(() => orders, slip) })
    const { ids } = await pull(octopia)
    expect(new Set(ids).size).toBe(201)
    expect(ids).toContain("ORDER-101")
  })

  it("ends after a bounded number of repeats although new orders keep coming", async () => {
    let count = 200
    const octopia = fakeOctopia({ "GET /orders": paged(() => entries((count += 1))) })
    const { ids, cursor } = await pull(octopia)
    expect(octopia.calls("GET /orders").length).toBeLessThanOrEqual(20)
    expect(new Set(ids).size).toBe(ids.length)
    expect(cursor).toBe(new Date(NOW).toISOString())
    expect(octopia.lines).toHaveLength(1)
  })

  it.each([
    ["a full page without Link, then an empty one", 100, undefined, 2],
    ["a short page without Link", 99, undefined, 1],
    ["a Link without next", 100, '</orders?pageIndex=1>; rel="first"', 1],
    ["an empty page that names a next one", 0, '</orders?pageIndex=2>; rel="next"', 1],
  ])("ends at %s", async (_, count, link, requests) => {
    const route: Route = ({ url }) => {
      const items = url.searchParams.get("pageIndex") === "1" ? entries(count) : []
      return { headers: link ? { link } : {}, body: { items } }
    }
    const octopia = fakeOctopia({ "GET /orders": route })
    await pull(octopia)
    expect(queries(octopia).findIndex(({ pageIndex }, at) => at > 0 && pageIndex === "1")).toBe(
      requests > 1 ? requests : -1
    )
    expect(octopia.calls("GET /orders")).toHaveLength(requests > 1 ? 2 * requests : 1)
  })

  it("goes on after a page that the marketplace cut shorter than asked, when there is a next one", async () => {
    const route: Route = ({ url }) => {
      const index = Number(url.searchParams.get("pageIndex"))
      const link = index < 3 ? `</orders?pageIndex=${index + 1}>; rel=next` : "<x>; rel=prev"
      return { headers: { link }, body: { items: entries(50, index * 50 - 49) } }
    }
    const { ids } = await pull(fakeOctopia({ "GET /orders": route }))
    expect(new Set(ids).size).toBe(150)
  })

  it("never follows a Link's address", async () => {
    const route: Route = (_, nth) => ({
      headers: nth === 1 ? { link: '<https://evil.example/orders>; rel="next"' } : {},
      body: { items: nth === 1 ? entries(1) : [] },
    })
    const octopia = fakeOctopia({ "GET /orders": route })
    await pull(octopia)
    expect(octopia.received.map(({ url }) => url.host)).not.toContain("evil.example")
  })

  it("ends at a 404 after the first page, by setting, and never at one on the first", async () => {
    const route: Route = ({ url }) =>
      url.searchParams.get("pageIndex") === "1" ? { body: { items: entries(100) } } : { status: 404 }
    expect((await pull(fakeOctopia({ "GET /orders": route }))).ids).toHaveLength(100)
    const strict = fakeOctopia({ "GET /orders": route }, { settings: { orders_end_on_404: false } })
    expect((await failed(pull(strict)))?.kind).toBe("not_found")
    expect((await failed(pull(fakeOctopia({}))))?.kind).toBe("not_found")
  })

  it("over more pages than allowed is reported, and the rest is asked for in halves by the next pulls", async () => {
    let page = 0
    const route: Route = () => {
      page++
      return { body: { items: entries(100).map((one) => ({ ...one, orderId: `${one.orderId}-${page}` })) } }
    }
    const octopia = fakeOctopia({ "GET /orders": route }, { settings: { orders_max_pages: 7 } })
    const { ids, unreadable, cursor } = await pull(octopia)
    expect(ids).toHaveLength(700)
    expect(unreadable).toEqual([
      "GET /orders: more than 7 pages; see the setting orders_max_pages. The rest is read with the next imports.",
    ])
    expect(octopia.calls("GET /orders")).toHaveLength(7)
    expect(cursor.split(" ")).toHaveLength(2)
    await pull(octopia, { cursor })
    const asked = octopia
      .calls("GET /orders")
      .slice(14)
      .map(({ url }) => url.searchParams.get("updatedAtMax"))
    expect(new Set(asked).size).toBe(2)
  })

  it("over more pages than allowed is an error where no times bound the list", async () => {
    let page = 0
    const route: Route = () => {
      page++
      return { body: { items: entries(100).map((one) => ({ ...one, orderId: `${one.orderId}-${page}` })) } }
    }
    const octopia = fakeOctopia({ "GET /orders": route }, { settings: { orders_max_pages: 7 } })
    expect(await failed(pull(octopia, { scope: "open" }))).toMatchObject({
      kind: "configuration",
      details: { reason: "too_many_pages", limit: 7 },
    })
  })

  it("whose pages repeat is an error after a few, so that the cursor stays", async () => {
    const route: Route = () => ({ body: { items: entries(100) } })
    const octopia = fakeOctopia({ "GET /orders": route })
    expect(await failed(pull(octopia))).toMatchObject({
      kind: "invalid_answer",
      details: { reason: "pages_repeat" },
    })
    expect(octopia.calls("GET /orders")).toHaveLength(4)
  })

  it("fails with its page, so that the cursor stays", async () => {
    const route: Route = ({ url }) =>
      url.searchParams.get("pageIndex") === "1"
        ? { body: { items: entries(100) } }
        : { body: { items: null } }
    expect((await failed(pull(fakeOctopia({ "GET /orders": route }))))?.kind).toBe("invalid_answer")
  })
})

describe("a page over the size limit", () => {
  const MEGABYTES = 21 * 1024 * 1024

  it("is asked again in smaller pages, and the next one in full size", async () => {
    const orders = entries(230)
    orders[60].note = "x".repeat(MEGABYTES)
    const octopia = fakeOctopia({ "GET /orders": paged(() => orders) })
    const { ids, unreadable } = await pull(octopia)
    expect(new Set(ids).size).toBe(229)
    expect(ids).not.toContain("ORDER-61")
    expect(unreadable).toEqual([
      "The order on page 61 of GET /orders (one order a page) is larger than an answer may be.",
    ])
    const firstPass = queries(octopia).map(({ pageIndex, pageSize }) => `${pageIndex}x${pageSize}`)
    expect(firstPass.slice(0, 16)).toEqual([
      ...["1x100", "1x50", "2x50", "3x25", "11x5", "12x5", "13x5", "61x1", "62x1", "63x1", "64x1", "65x1"],
      ...["14x5", "15x5", "4x25", "2x100"],
    ])
  }, 20_000)

  it("ends where the list ends, also in small pages", async () => {
    const orders = entries(3).map((order) => ({ ...order, note: "x".repeat(8 * 1024 * 1024) }))
    const octopia = fakeOctopia({ "GET /orders": paged(() => orders) })
    expect((await pull(octopia)).ids).toHaveLength(3)
    const asked = queries(octopia).map(({ pageIndex, pageSize }) => `${pageIndex}x${pageSize}`)
    const once = ["1x100", "1x50", "1x25", "1x5", "1x1", "2x1", "3x1"]
    expect(asked).toEqual([...once, ...once])
  }, 20_000)

  it("that is only too long together loses nothing", async () => {
    const orders = entries(30).map((order) => ({ ...order, note: "x".repeat(1024 * 1024) }))
    const octopia = fakeOctopia(
      { "GET /orders": paged(() => orders) },
      { settings: { orders_page_size: 30 } }
    )
    const { ids, unreadable } = await pull(octopia)
    expect(ids).toHaveLength(30)
    expect(unreadable).toEqual([])
  }, 20_000)
})

describe("a page's entries", () => {
  const one = async (items: unknown[]) => pull(fakeOctopia({ "GET /orders": () => ({ body: { items } }) }))

  it("are kept as they came, as text that a database takes", async () => {
    const raw = {
      ...entry(1),
      odd: "a\u0000b\ud800",
      big: Number("12345678901234567890"),
      nested: { __proto__: null, x: [null] },
    }
    const { pages } = await one([raw])
    const { payload } = pages[0].snapshots[0]
    expect(payload).toBe(JSON.stringify(JSON.parse(JSON.stringify(raw))))
    expect(payload.includes("\u0000")).toBe(false)
    expect(/\p{Surrogate}/u.test(payload)).toBe(false)
  })

  it("with one id twice become the newer one", async () => {
    const dated = { purchasedAt: "2026-05-01T00:00:00Z" }
    const older = { ...entry(1), ...dated, note: "older" }
    const newer = { ...entry(1), ...dated, updatedAt: "2026-05-04T11:55:00.5Z", note: "newer" }
    for (const items of [
      [older, newer, entry(2)],
      [newer, older, entry(2)],
    ]) {
      const { pages, ids } = await one(items)
      expect(ids).toEqual(["ORDER-1", "ORDER-2"])
      expect(pages[0].snapshots[0].payload).toContain("newer")
    }
  })

  it("without a usable id are reported by their position, and hold up no other", async () => {
    const deep = `{"orderId":"DEEP","x":${"[".repeat(200_000)}${"]".repeat(200_000)}}`
    const bad = [
      null,
      7,
      [],
      {},
      { orderId: "" },
      { orderId: "a\u0000" },
      { orderId: ".." },
      { orderId: "MARKER spaced" },
    ]
    const body = `{"items":${JSON.stringify(bad).slice(0, -1)},${deep},${JSON.stringify(entry(1))},{"orderId":77}]}`
    const { ids, unreadable } = await pull(fakeOctopia({ "GET /orders": () => ({ body }) }))
    expect(ids).toEqual(["DEEP", "ORDER-1", "77"])
    expect(unreadable).toHaveLength(8)
    expect(unreadable[1]).toBe("Entry 2 of page 1 of GET /orders has no readable orderId.")
    expect(unreadable.join()).not.toContain("MARKER")
  })
})

describe("an entry with an id", () => {
  it.each([
    ["nested too deeply", `"x":${"[".repeat(200_000)}${"]".repeat(200_000)}`, /nested too deeply/],
    ["of ten million characters", `"x":"${"MARKER".repeat(1_700_000)}"`, /longer than an order/],
  ])("%s is kept with the reason", async (_, body, reason) => {
    const octopia = fakeOctopia({
      "GET /orders": () => ({ body: `{"items":[{"orderId":"ODD",${body}},${JSON.stringify(entry(1))}]}` }),
    })
    const { ids, unreadable, pages } = await pull(octopia)
    expect({ ids, unreadable }).toEqual({ ids: ["ODD", "ORDER-1"], unreadable: [] })
    const { payload } = pages[0].snapshots[0]
    expect(payload.length).toBeLessThan(100)
    expect(() => cdiscount.normalize(payload, cdiscount.settings_schema.parse({}))).toThrow(reason)
  })
})

describe("an order over which the marketplace fails", () => {
  type Faulty = { order: Entry; answer: Awaited<ReturnType<Route>> }
  const failing = { status: 500, body: { title: "Internal Server Error" } }
  const at = (id: number, updatedAt: string): Entry => ({ orderId: `ORDER-${id}`, updatedAt })

  /** Like `paged`, by time of change, but a page with a bad order is answered with `bad`. */
  const market = (orders: () => Entry[], isBad: (id: string) => boolean, bad = failing): Route => {
    return (received, nth) => {
      const { searchParams } = received.url
      const [min, max] = ["updatedAtMin", "updatedAtMax"].map((name) => searchParams.get(name))
      const found = orders().filter(
        ({ updatedAt = "" }) => (!min || updatedAt >= min) && (!max || updatedAt <= max)
      )
      const size = Number(searchParams.get("pageSize"))
      const from = (Number(searchParams.get("pageIndex")) - 1) * size
      return found.slice(from, from + size).some(({ orderId }) => isBad(orderId))
        ? bad
        : paged(() => found)(received, nth)
    }
  }
  const bad =
    (...ids: number[]) =>
    (orderId: string) =>
      ids.some((id) => orderId === `ORDER-${id}`)

  it.each<[string, Faulty["answer"]]>([
    ["500", failing],
    ["no JSON", { body: '{"items":[{"orderId":"ORDER-1' }],
    ["504", { status: 504, body: "<html>" }],
  ])(
    "(%s) is found and reported, all others are stored, and the cursor does not pass it",
    async (_, answer) => {
      const orders = entries(230)
      const octopia = fakeOctopia({ "GET /orders": market(() => orders, bad(61), answer as typeof failing) })
      const { ids, unreadable, cursor } = await pull(octopia)
      expect(new Set(ids).size).toBe(229)
      expect(unreadable).toEqual([
        "The order on page 61 of GET /orders (one order a page) makes the marketplace's answer fail.",
      ])
      const now = new Date(NOW).toISOString()
      expect(cursor).toBe(`${now} 2026-05-04T11:35:00.000Z/${now}`)
      expect(octopia.calls("GET /orders").length).toBeLessThan(60)
    }
  )

  it.each([
    ["alone in the list", 1, [1]],
    ["the first one", 3, [1]],
    ["the last one", 3, [3]],
    ["one of two", 120, [1, 120]],
    ["the last of a full page", 200, [100]],
  ])("%s", async (_, count, ids) => {
    const octopia = fakeOctopia({ "GET /orders": market(() => entries(count), bad(...ids)) })
    const result = await pull(octopia)
    expect(new Set(result.ids).size).toBe(count - ids.length)
    expect(result.unreadable).toHaveLength(ids.length)
  })

  it.each([
    ["2026-05-04T11:40:00.000Z", 60],
    ["2026-05-04T11:47:31.000Z", 65],
    ["2026-05-04T11:55:10.400Z", 60],
  ])(
    "(%s) is asked for with each pull, in a time that becomes narrow, until it can be read",
    async (time, most) => {
      const orders = [at(1, time), ...entries(30, 2)].sort((a, b) =>
        (a.updatedAt ?? "") < (b.updatedAt ?? "") ? -1 : 1
      )
      let now = NOW
      let isBad = bad(1)
      const list = market(
        () => orders,
        (id) => isBad(id)
      )
      const route: Route = async (received, nth) => {
        const given = await list(received, nth)
        return { ...given, headers: { ...given.headers, date: new Date(now).toUTCString() } }
      }
      const octopia = fakeOctopia({ "GET /orders": route }, { now: () => now })
      let { cursor } = await pull(octopia)
      for (let run = 1; run <= 14; run++) {
        now += 600_000
        const before = octopia.calls("GET /orders").length
        const next = await pull(octopia, { cursor })
        expect(octopia.calls("GET /orders").length - before).toBeLessThan(run < 14 ? most : 20)
        expect(next.unreadable.length).toBeGreaterThan(0)
        cursor = next.cursor
      }
      const [, ...gaps] = cursor.split(" ")
      expect(gaps).toHaveLength(1)
      const [from, to] = gaps[0].split("/").map((time) => Date.parse(time))
      expect(to - from).toBeLessThanOrEqual(8000)
      expect(from).toBeLessThanOrEqual(Date.parse(time))
      expect(to).toBeGreaterThanOrEqual(Date.parse(time))

      isBad = () => false
      const fixed = await pull(octopia, { cursor })
      expect(fixed.ids).toContain("ORDER-1")
      expect(fixed.cursor).not.toContain("/")
    }
  )

  it("is an outage where other places fail too: few calls, and the cursor stays", async () => {
    const octopia = fakeOctopia({ "GET /orders": () => failing })
    expect((await failed(pull(octopia)))?.kind).toBe("unavailable")
    expect(octopia.calls("GET /orders")).toHaveLength(6)
    const most = fakeOctopia({
      "GET /orders": market(
        () => entries(50),
        () => true
      ),
    })
    expect((await failed(pull(most)))?.kind).toBe("unavailable")
    expect(most.calls("GET /orders").length).toBeLessThan(30)
  })

  it("is an outage at once where the marketplace says that it is not available", async () => {
    const route = market(() => entries(3), bad(2), { status: 503, body: { title: "Service unavailable" } })
    const octopia = fakeOctopia({ "GET /orders": route })
    expect((await failed(pull(octopia)))?.kind).toBe("unavailable")
    expect(queries(octopia).every(({ pageSize }) => pageSize === "100")).toBe(true)
  })

  it.each([
    [10, null],
    [11, "unavailable"],
  ])("with others far from it: %d in a list end as %s", async (count, kind) => {
    const ids = Array.from({ length: count }, (_, index) => 20 * index + 1)
    const octopia = fakeOctopia({ "GET /orders": market(() => entries(240), bad(...ids)) })
    const result = await pull(octopia).catch((error: unknown) => error)
    expect(result instanceof MarketplaceError ? result.kind : null).toBe(kind)
    expect(octopia.calls("GET /orders").length).toBeLessThan(300)
  })

  it("outside of times of change is reported, and the cursor stays where it was", async () => {
    const octopia = fakeOctopia({ "GET /orders": market(() => entries(3), bad(2)) })
    const result = await pull(octopia, { scope: "open" })
    expect(result.ids).toEqual(["ORDER-1", "ORDER-3", "ORDER-1", "ORDER-3"].slice(0, 2))
    expect(result.unreadable).toHaveLength(1)
    expect(result.cursor).toBe(CURSOR)
  })
})

describe("the cursor's text", () => {
  const START_MS = Date.parse("2026-05-04T00:00:00Z")
  const gap = fc
    .tuple(fc.integer({ min: 0, max: 1e7 }), fc.integer({ min: 0, max: 1e6 }))
    .map(([from, width]) => ({
      from: START_MS + from,
      to: START_MS + from + width,
    }))

  it("leaves no moment out that could not be read, however many there are", () => {
    fc.assert(
      fc.property(fc.array(gap, { maxLength: 40, size: "max" }), (gaps) => {
        const { at: time, gaps: kept } = readCursor(writeCursor(CURSOR, gaps))
        expect(time).toBe(CURSOR)
        expect(kept.length).toBeLessThanOrEqual(10)
        for (const { from, to } of gaps) {
          expect(kept.some((one) => one.from <= from && one.to >= to)).toBe(true)
        }
      })
    )
  })

  it("is read back whatever stands there", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { gaps, missed } = readCursor(text)
        expect([...gaps, ...missed.values()].every(({ from, to }) => from <= to)).toBe(true)
      })
    )
  })

  it("keeps what each sales channel did not show, whatever its name", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ minLength: 1 }), gap)), fc.array(gap), (entries, gaps) => {
        const missed = new Map(entries)
        const read = readCursor(writeCursor(CURSOR, gaps, missed))
        expect(read.missed).toEqual(missed)
        expect(read.gaps).toEqual(readCursor(writeCursor(CURSOR, gaps)).gaps)
      })
    )
  })

  it("is halved without leaving a moment out", () => {
    fc.assert(
      fc.property(gap, (whole) => {
        const parts = halves(whole)
        expect(parts[0].from).toBe(whole.from)
        expect(parts[parts.length - 1].to).toBe(whole.to)
        expect(parts.length === 1 || parts[0].to > parts[1].from).toBe(true)
      })
    )
  })
})

it("an abort ends the pull without a cursor", async () => {
  const controller = new AbortController()
  const octopia = fakeOctopia({ "GET /orders": paged(() => entries(300)) }, { signal: controller.signal })
  const generator = octopia.session.pull(request())
  await generator.next()
  controller.abort()
  await expect(generator.next()).rejects.toMatchObject({
    kind: "unavailable",
    details: { reason: "aborted" },
  })
})
