import { MarketplaceError } from "../../port"
import {
  CREDENTIALS,
  drain,
  fakeRakuten,
  fixture,
  notReady,
  ok,
  parameterError,
  refusal,
  type Answer,
} from "./fake-rakuten"

const failed = (promise: Promise<unknown>): Promise<MarketplaceError> =>
  promise.then(
    () => Promise.reject(new Error("It did not fail.")),
    (error: unknown) => {
      expect(error).toBeInstanceOf(MarketplaceError)
      return error as MarketplaceError
    }
  )
const lists = (answer: Answer) => fakeRakuten({ getnewsales: () => answer })
const failedList = (answer: Answer) => failed(drain(lists(answer).session))
const accepting = (answer: Answer) =>
  failed(
    fakeRakuten(
      { acceptsale: () => answer },
      { settings: { already_decided_policy: "error" } }
    ).session.decide({
      external_id: "1",
      decision: "accept",
      item_external_ids: ["2"],
      reason: null,
    })
  )

describe("a request", () => {
  it("names action, login, token and version, and what the settings say", async () => {
    const { session, received } = fakeRakuten(
      {},
      { settings: { channel_name: "Été & Cie", versions: { getcurrentsales: "2021-10-29" } } }
    )
    await drain(session)
    expect(received.map(({ method, search }) => [method, search])).toEqual([
      [
        "GET",
        "?action=getnewsales&login=boutique-fictive&pwd=0123456789abcdef0123456789abcdef&version=2017-08-07&channel=%C9t%E9%20%26%20Cie",
      ],
      [
        "GET",
        "?action=getcurrentsales&login=boutique-fictive&pwd=0123456789abcdef0123456789abcdef&version=2021-10-29&channel=%C9t%E9%20%26%20Cie&purchasedate=2026-06-01",
      ],
    ])
  })

  it("has its text in ISO-8859-1", async () => {
    const { session, calls } = fakeRakuten({}, { credentials: { ...CREDENTIALS, login: "Épicerie l’Œuf" } })
    await drain(session)
    expect(calls("getnewsales")[0].search).toContain("&login=%C9picerie%20l%27OEuf&")
  })
})

describe("an error", () => {
  it.each<[string, Answer, string, "none" | "unknown"]>([
    [
      "wrong login or token",
      refusal("InvalidUserConnection", [], "Unknown user or password."),
      "credentials",
      "none",
    ],
    [
      "quota",
      { body: refusal("InvalidUserRights", ["maximum number of requests per hour"], "Quota exceeded.").body },
      "quota",
      "none",
    ],
    ["no rights", refusal("InvalidUserRights", [], "User rights are not sufficient."), "no_rights", "none"],
    ["parameter", parameterError("The parameter 'itemid' is invalid."), "refused", "none"],
    [
      "server",
      refusal("ServerError", [], "Server not able to fullfill request.", "ServerError"),
      "unavailable",
      "unknown",
    ],
    ["unknown error", notReady(), "unavailable", "unknown"],
    ["unknown code of the sender", refusal("NewError"), "refused", "none"],
    ["unknown code of the server", refusal("NewError", [], "", "Server"), "unavailable", "unknown"],
    ["empty errorresponse", { body: "<errorresponse/>" }, "unavailable", "unknown"],
    ["HTML with 200", { body: "<!DOCTYPE html><html></html>" }, "unavailable", "unknown"],
    ["empty body", { body: "" }, "unavailable", "unknown"],
    ["503 without an answer", { status: 503, body: "busy" }, "unavailable", "unknown"],
    ["403 of something in between", { status: 403, body: "<html>blocked</html>" }, "unavailable", "unknown"],
    [
      "500 with an answer of the documented shape",
      { ...ok("saleacceptanceresult", "<status>Accepted</status>"), status: 500 },
      "unavailable",
      "unknown",
    ],
    ["429", { status: 429, headers: { "retry-after": "120" }, body: "" }, "rate_limited", "unknown"],
    [
      "cut XML",
      { body: "<saleacceptanceresult><response><status>Accepted</status>" },
      "invalid_answer",
      "unknown",
    ],
    ["DOCTYPE", { body: "<!DOCTYPE a><a/>" }, "invalid_answer", "unknown"],
    ["another document", { body: "<other><a/></other>" }, "invalid_answer", "unknown"],
    ["another status", ok("saleacceptanceresult", "<status>Maybe</status>"), "invalid_answer", "unknown"],
  ])("%s: its kind, and whether the call had an effect", async (_, answer, kind, effect) => {
    const error = await accepting(answer)
    expect([error.kind, error.details.effect]).toEqual([kind, effect])
    for (const status of [400, 500]) {
      if (answer.body.toString().includes("<errorresponse xmlns")) {
        expect((await accepting({ ...answer, status })).kind).toBe(kind)
      }
    }
  })

  it("of the quota says to wait an hour, or what the setting says, and is not tried again before", async () => {
    const quota = refusal("InvalidUserRights", [], "Quota exceeded.")
    const { session, calls } = lists(quota)
    expect((await failed(drain(session))).details.retry_after_ms).toBe(3_600_000)
    expect(calls("getnewsales")).toHaveLength(1)
    const patient = fakeRakuten({ getnewsales: () => quota }, { settings: { quota_pause_minutes: 90 } })
    expect((await failed(drain(patient.session))).details.retry_after_ms).toBe(5_400_000)
  })

  it("is found without a prolog, with accents, padded and in several parts", async () => {
    const body = Buffer.from(
      '<errorresponse xmlns=" http://a b "><error><type> Sender </type><code>\n<![CDATA[ ParameterError ]]>\n</code>' +
        "<message>Problème.</message><details><detail>Un détail</detail><detail/><detail>Deux</detail></details></error></errorresponse>",
      "latin1"
    )
    expect((await failedList({ body })).details).toMatchObject({
      marketplace_message: "Problème. | Un détail | Deux",
      status: 200,
    })
  })

  it.each([
    ["a byte order mark", (text: string) => Buffer.from(`\ufeff${text}`)],
    ["12,000 blanks", (text: string) => Buffer.from(" ".repeat(12_000) + text)],
    ["a long comment", (text: string) => Buffer.from(`<!--${"x".repeat(12_000)}-->${text}`)],
    ["a sentence before it", (text: string) => Buffer.from(`Warning: something\n${text}`)],
    ["a page before it", (text: string) => Buffer.from(`<html><p>Oops</html>${text}`)],
    ["a cut end", (text: string) => Buffer.from(text.slice(0, text.indexOf("</message>")))],
    ["UTF-8 under another label", (text: string) => Buffer.from(text)],
    ["Latin-1 under another label", (text: string) => Buffer.from(text.replace("8859-1", "UTF-8"), "latin1")],
    ["UTF-16", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le")],
  ])("keeps its reason with %s", async (_, disguise) => {
    const text =
      '<errorresponse xmlns="http://a"><error><type>Sender</type><code>InvalidUserRights</code>' +
      "<message>Quota dépassé : 1 000 appels</message><details/></error></errorresponse>"
    const error = await failedList({
      body: disguise(text),
      headers: { "content-type": "text/xml;charset=ISO-8859-1" },
    })
    expect(error).toMatchObject({
      kind: "quota",
      details: { marketplace_message: "Quota dépassé : 1 000 appels" },
    })
  })

  it("passes on what something before Rakuten says, but no page", async () => {
    const failedWith = async (body: string) => (await failedList({ status: 400, body })).details
    expect((await failedWith('{"message":"Adresse IP refusée"}')).marketplace_message).toBe(
      "Adresse IP refusée"
    )
    expect((await failedWith("<html>client@marketplace.example</html>")).marketplace_message).toBeUndefined()
  })

  it("that an e-mail as login causes is named as such", async () => {
    const { session } = fakeRakuten(
      { getnewsales: () => refusal("InvalidUserConnection") },
      { credentials: { ...CREDENTIALS, login: "boutique@marketplace.example" } }
    )
    expect((await failed(drain(session))).kind).toBe("login_is_email")
  })

  it("holds neither secret nor address, whatever the answer repeats", async () => {
    const { login, token } = CREDENTIALS
    const leak = `pwd=${token} login=${login} https://ws.rakuten.example/sales_ws?pwd=${token} client@marketplace.example`
    const answers: Answer[] = [
      parameterError(leak),
      refusal("NewError", [leak], leak),
      { body: leak },
      { status: 500, body: leak },
    ]
    for (const answer of answers) {
      const { session, lines } = lists(answer)
      const error = await failed(drain(session))
      const all = `${error.message}${error.stack ?? ""}${JSON.stringify(error)}${lines.join()}`
      expect(all).not.toMatch(/0123456789abcdef|boutique-fictive|pwd=0|client@/)
    }
  })

  it("of the network neither", async () => {
    const { session, lines } = fakeRakuten(
      {},
      {
        fetch: (address) =>
          Promise.reject(new Error(`request to ${address} failed, reason: connect ECONNRESET`)),
      }
    )
    const error = await failed(drain(session))
    expect(error.kind).toBe("unavailable")
    expect(`${error.message}${JSON.stringify(error)}${lines.join()}`).not.toMatch(/0123456789abcdef|sales_ws/)
  })

  it("that can pass is repeated where nothing changes, and never where something does", async () => {
    const once = (answer: Answer) => (_: unknown, nth: number) => (nth === 1 ? notReady() : answer)
    const list = fakeRakuten({ getnewsales: once(ok("getnewsalesresult", "<sales/>")) })
    await drain(list.session)
    expect(list.calls("getnewsales")).toHaveLength(2)
    const accept = fakeRakuten({ acceptsale: once(ok("saleacceptanceresult", "<status>Accepted</status>")) })
    await failed(
      accept.session.decide({ external_id: "1", decision: "accept", item_external_ids: ["2"], reason: null })
    )
    expect(accept.calls("acceptsale")).toHaveLength(1)
  })

  it("is an answer that is larger than any has to be", async () => {
    const body = Buffer.alloc(9 * 1024 * 1024, "x")
    expect((await failedList({ body })).kind).toBe("too_large")
  })
})

describe("a newer version", () => {
  it("is said once, and only when it is newer and a version", async () => {
    const answer = (version: string) =>
      ok("getnewsalesresult", `<lastversion>${version}</lastversion><sales/>`)
    const warnings: string[] = []
    for (const version of [
      "2017-08-07",
      "2016-01-01",
      "2031-01-01",
      "2031-01-01",
      "9 &lt;b&gt;",
      "",
      "2032-01-01",
    ]) {
      const { session, lines } = lists(answer(version))
      await drain(session)
      warnings.push(...lines)
    }
    expect(warnings).toEqual([
      "Rakuten has version 2031-01-01 of getnewsales; 2017-08-07 is used.",
      "Rakuten has version 2032-01-01 of getnewsales; 2017-08-07 is used.",
    ])
  })
})

describe("check", () => {
  const todo = ok("getitemtodolistresult", "<items/>")
  const check = (answer: Answer, given?: Parameters<typeof fakeRakuten>[1]) =>
    fakeRakuten({ getitemtodolist: () => answer }, given).session.check()

  it("is one call", async () => {
    const { session, received } = fakeRakuten({ getitemtodolist: () => todo })
    expect(await session.check()).toEqual({
      ok: true,
      code: "ok",
      message: "The connection works.",
      details: {},
    })
    expect(received.map(({ action }) => action)).toEqual(["getitemtodolist"])
  })

  it("names an e-mail as login before any call", async () => {
    const { session, received } = fakeRakuten({}, { credentials: { ...CREDENTIALS, login: "a@b.example" } })
    expect(await session.check()).toMatchObject({ ok: false, code: "login_is_email" })
    expect(received).toEqual([])
  })

  it.each<[string, Answer, string]>([
    ["a wrong token", refusal("InvalidUserConnection"), "invalid_credentials"],
    ["no rights", refusal("InvalidUserRights", [], "No rights."), "no_rights"],
    ["the quota", refusal("InvalidUserRights", [], "Quota exceeded."), "quota"],
    ["a failing server", refusal("ServerError", [], "", "ServerError"), "unreachable"],
    ["a page", { body: "<html/>" }, "unreachable"],
    [
      "a redirect",
      { status: 302, headers: { location: "https://other.example/" }, body: "" },
      "configuration",
    ],
  ])("names %s, after one call", async (_, answer, code) => {
    const { session, received } = fakeRakuten({ getitemtodolist: () => answer })
    expect(await session.check()).toMatchObject({ ok: false, code })
    expect(received).toHaveLength(1)
  })

  it("says where a token is made when it has not the form of one", async () => {
    const wrong = refusal("InvalidUserConnection")
    expect((await check(wrong)).details.hint).toBeUndefined()
    const password = await check(wrong, { credentials: { ...CREDENTIALS, token: "mot-de-passe" } })
    expect(password.details.hint).toMatch(/not the password/)
  })

  it("gives up within ten seconds when nothing comes", async () => {
    jest.useFakeTimers()
    try {
      const { session } = fakeRakuten({ getitemtodolist: () => new Promise(() => {}) })
      const result = session.check()
      await jest.advanceTimersByTimeAsync(10_000)
      expect(await result).toMatchObject({ ok: false, code: "unreachable" })
    } finally {
      jest.useRealTimers()
    }
  })
})

it("reads what Rakuten sends in ISO-8859-1, and keeps neither the request nor the login", async () => {
  const { session } = fakeRakuten({ getnewsales: () => ({ body: fixture("getnewsales") }) })
  const { snapshots } = await drain(session)
  const text = snapshots.map(({ payload }) => payload).join()
  expect(text).toContain("Bougie « cœur d’été » à 5 €")
  expect(text).toContain("Porte Ÿ")
  expect(text).not.toMatch(/boutique-fictive|\\u00|31,50/)
})
