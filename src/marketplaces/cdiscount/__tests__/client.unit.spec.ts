import { MarketplaceError } from "../../errors"
import { fakeOctopia, NOW, type Route } from "./fake-octopia"
import { fixture } from "./fixtures"

const ORDER_ID = "CDISFR2605041000001FX01"
const PATH = `/orders/${ORDER_ID}`
const order: Route = () => ({ body: fixture("order-ready") })

async function failureOf(promise: Promise<unknown>): Promise<MarketplaceError> {
  const error: unknown = await promise.then(
    () => new Error("it did not fail"),
    (reason: unknown) => reason
  )
  if (!(error instanceof MarketplaceError)) {
    throw error
  }
  return error
}

describe("the token", () => {
  it("is asked for once, kept, and sent with the seller id", async () => {
    const { session, received, calls, tokens } = fakeOctopia({ [`GET ${PATH}`]: order })
    await session.read(ORDER_ID)
    await session.read(ORDER_ID)
    expect(tokens()).toBe(1)
    expect(received[0].headers.get("content-type")).toBe("application/x-www-form-urlencoded")
    expect(Object.fromEntries(new URLSearchParams(received[0].body))).toEqual({
      grant_type: "client_credentials",
      client_id: "client-1",
      client_secret: "MARKER-SECRET-0001",
    })
    for (const { headers } of calls(`GET ${PATH}`)) {
      expect(headers.get("authorization")).toBe("Bearer MARKER-TOKEN-1")
      expect(headers.get("sellerid")).toBe("98979")
      expect(headers.get("saleschannelid")).toBeNull()
    }
  })

  it("is shared by calls that start together", async () => {
    const { session, tokens } = fakeOctopia({ [`GET ${PATH}`]: order })
    await Promise.all([session.read(ORDER_ID), session.read(ORDER_ID), session.read(ORDER_ID)])
    expect(tokens()).toBe(1)
  })

  it.each([
    [7200, 7200 - 180],
    [60, 45],
    [9_999_999, 86_400 - 180],
  ])("of %d s is renewed after %d s", async (expires_in, seconds) => {
    let now = NOW
    const token: Route = (_, nth) => ({ body: { access_token: `T${nth}`, expires_in } })
    const { session, tokens } = fakeOctopia({ token, [`GET ${PATH}`]: order }, { now: () => now })
    await session.read(ORDER_ID)
    now = NOW + seconds * 1000 - 1
    await session.read(ORDER_ID)
    expect(tokens()).toBe(1)
    now = NOW + seconds * 1000
    await session.read(ORDER_ID)
    expect(tokens()).toBe(2)
  })

  it("is renewed once on a 401, also before a change, and no more than once", async () => {
    const once = fakeOctopia({
      [`GET ${PATH}`]: (_, nth) => (nth === 1 ? { status: 401 } : { body: fixture("order-ready") }),
    })
    expect(await once.session.read(ORDER_ID)).toMatchObject({ external_id: ORDER_ID })
    expect(once.tokens()).toBe(2)
    expect(once.calls(`GET ${PATH}`)[1].headers.get("authorization")).toBe("Bearer MARKER-TOKEN-2")

    const always = fakeOctopia({ [`POST ${PATH}/approval-status`]: () => ({ status: 401 }) })
    const decision = {
      external_id: ORDER_ID,
      decision: "accept" as const,
      item_external_ids: ["1"],
      reason: null,
    }
    const error = await failureOf(always.session.decide(decision))
    expect(error).toMatchObject({ kind: "credentials", details: { status: 401, effect: "none" } })
    expect([always.tokens(), always.calls(`POST ${PATH}/approval-status`).length]).toEqual([2, 2])
  })

  it.each([
    [{ status: 401, body: { error: "unauthorized_client", error_description: "No." } }, "credentials"],
    [{ status: 400, body: { title: "Bad request", status: 400 } }, "credentials"],
    [{ status: 403, body: {} }, "credentials"],
    [{ status: 403, body: { message: "Out of call volume quota. Replenished in 00:00:04." } }, "quota"],
    [{ status: 404, body: "" }, "configuration"],
    [{ status: 500, body: "<html>" }, "unavailable"],
    [{ status: 200, body: "<html>" }, "invalid_answer"],
    [{ status: 200, body: { access_token: "has a space", expires_in: 1 } }, "invalid_answer"],
    [{ status: 200, body: { access_token: "x" } }, "invalid_answer"],
  ])("refused as %j is %s, and the call that wanted it has had no effect", async (refusal, kind) => {
    const { session, received } = fakeOctopia({ token: () => refusal })
    const shipment = session.decide({
      external_id: ORDER_ID,
      decision: "accept",
      item_external_ids: ["1"],
      reason: null,
    })
    expect(await failureOf(shipment)).toMatchObject({ kind, details: { effect: "none" } })
    expect(received.every(({ url }) => url.host === "auth.example")).toBe(true)
  })
})

describe("an answer that is no success", () => {
  it.each([
    [
      403,
      { statusCode: 403, message: "Out of call volume quota. Quota will be replenished in 00:04:20." },
      {},
      "quota",
      260_000,
    ],
    [403, { statusCode: 403, message: "QUOTA used up." }, {}, "quota", 60_000],
    [403, { statusCode: 403, message: "Quota used up." }, { "retry-after": "90" }, "quota", 90_000],
    [403, { statusCode: 403, message: "Quota will be replenished in 999:00:00." }, {}, "quota", 86_400_000],
    [403, { title: "Forbidden", status: 403 }, {}, "not_linked", undefined],
    [403, "", {}, "not_linked", undefined],
    [403, "<html>blocked</html>", {}, "unavailable", undefined],
    [
      429,
      { statusCode: 429, message: "Rate limit is exceeded." },
      { "retry-after": "9" },
      "rate_limited",
      9000,
    ],
    [429, { statusCode: 429, message: "Rate limit is exceeded." }, {}, "rate_limited", 60_000],
    [400, { title: "Bad request", errors: { status: ["No."] } }, {}, "refused", undefined],
    [422, {}, {}, "refused", undefined],
    [503, "<html>", { "retry-after": "120" }, "unavailable", 120_000],
  ] as const)("%d %j is %s", async (status, body, headers, kind, retry_after_ms) => {
    const { session } = fakeOctopia({ [`GET ${PATH}`]: () => ({ status, body, headers }) })
    const { kind: found, details } = await failureOf(session.read(ORDER_ID))
    expect([found, details.status, details.retry_after_ms]).toEqual([kind, status, retry_after_ms])
    expect(details.effect).toBe(status >= 500 ? "unknown" : "none")
  })

  it("passes on the marketplace's own words, without secrets", async () => {
    const body = {
      title: "Bad request",
      detail: "Order refused for MARKER-SECRET-0001.",
      errors: { orderLineIds: ["Cannot switch", "to shipped status"] },
    }
    const { session } = fakeOctopia({ [`GET ${PATH}`]: () => ({ status: 400, body }) })
    const { details } = await failureOf(session.read(ORDER_ID))
    expect(details.marketplace_message).toBe(
      "Order refused for …. | orderLineIds: Cannot switch to shipped status"
    )
  })

  it.each([
    ["a byte order mark", (text: string) => `\ufeff${text}`],
    ["12,000 blanks", (text: string) => " ".repeat(12_000) + text],
    [
      "12,000 characters of another field",
      (text: string) => text.replace("{", `{"trace":"${"x".repeat(12_000)}",`),
    ],
    ["a cut end", (text: string) => text.slice(0, -5)],
    ["Latin-1", (text: string) => Buffer.from(text, "latin1")],
  ])("keeps its reason with %s", async (_, disguise) => {
    const quota = {
      statusCode: 403,
      message: "Quota épuisé. Quota will be replenished in 00:04:20.",
      end: "end",
    }
    const routes = { [`GET ${PATH}`]: () => ({ status: 403, body: disguise(JSON.stringify(quota)) }) }
    expect(await failureOf(fakeOctopia(routes).session.read(ORDER_ID))).toMatchObject({
      kind: "quota",
      details: { retry_after_ms: 260_000, marketplace_message: quota.message },
    })
  })

  it.each(["\ufeff", " ".repeat(12_000), `<!--${" ".repeat(12_000)}-->`])(
    "a page behind %# is no missing link",
    async (before) => {
      const routes = { [`GET ${PATH}`]: () => ({ status: 403, body: `${before}<html>blocked</html>` }) }
      expect((await failureOf(fakeOctopia(routes).session.read(ORDER_ID))).kind).toBe("unavailable")
    }
  )

  it("recognizes the quota by the words that the setting names", async () => {
    const routes = { [`GET ${PATH}`]: () => ({ status: 403, body: { message: "Volume épuisé" } }) }
    const { session } = fakeOctopia(routes, { settings: { quota_pattern: "volume (épuisé|used)" } })
    expect((await failureOf(session.read(ORDER_ID))).kind).toBe("quota")
  })
})

describe("check", () => {
  const sellers = (route: Route) => ({ "GET /sellers": route })

  it("proves the credentials with a new token, even when one is kept", async () => {
    const octopia = fakeOctopia(sellers(() => ({ body: { auto_accept_order: false, name: "x" } })))
    expect(await octopia.session.check()).toMatchObject({
      ok: true,
      code: "ok",
      details: { seller_id: "98979", auto_accept_order: false },
    })
    await octopia.session.check()
    expect(octopia.tokens()).toBe(2)
  })

  it.each([
    [{ token: () => ({ status: 401, body: { error: "unauthorized_client" } }) }, "invalid_credentials"],
    [sellers(() => ({ status: 403, body: { title: "Forbidden" } })), "not_linked"],
    [sellers(() => ({ status: 403, body: { message: "Out of call volume quota" } })), "quota"],
    [sellers(() => ({ status: 429 })), "quota"],
    [sellers(() => ({ status: 500 })), "unreachable"],
    [sellers(() => ({ body: "<html>" })), "unreachable"],
    [sellers(() => ({ status: 302, headers: { location: "https://other.example" } })), "configuration"],
  ] as [Record<string, Route>, string][])("names the cause: %#", async (routes, code) => {
    const { session, received } = fakeOctopia(routes)
    const result = await session.check()
    expect(result).toMatchObject({ ok: false, code })
    expect(JSON.stringify(result)).not.toContain("MARKER")
    expect(received.length).toBeLessThanOrEqual(2)
  })

  it("never throws, whatever is set up wrongly", async () => {
    const wrong = [
      { options: { ...OPTIONS_HTTP } },
      { options: { api_url: 7 } },
      { credentials: { client_id: "x" } },
      { fetch: () => Promise.reject(Object.assign(new Error("MARKER"), { code: "ENOTFOUND" })) },
    ]
    for (const given of wrong) {
      const result = await fakeOctopia({}, given).session.check()
      expect(result.ok).toBe(false)
      expect(["configuration", "unreachable"]).toContain(result.code)
    }
  })

  it("gives up within ten seconds when nothing comes", async () => {
    jest.useFakeTimers()
    try {
      const { session } = fakeOctopia({ token: () => new Promise(() => {}) })
      const result = session.check()
      await jest.advanceTimersByTimeAsync(9999)
      expect(await result).toMatchObject({ ok: false, code: "unreachable" })
    } finally {
      jest.useRealTimers()
    }
  })
})

const OPTIONS_HTTP = { api_url: "http://api.example", auth_url: "http://auth.example" }
