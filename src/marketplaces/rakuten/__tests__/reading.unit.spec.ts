import { rakuten } from ".."
import {
  NOW,
  drain,
  fakeRakuten,
  fixture,
  merged,
  notReady,
  ok,
  parameterError,
  refusal,
  type Route,
} from "./fake-rakuten"

const settings = rakuten.settings_schema.parse({})
const orderOf = (payload: string) => rakuten.normalize(payload, settings)
const ID = "700000001"
const billing: Route = () => ({ body: fixture("getbillinginformation") })
const current: Route = ({ query }) => ({
  body: fixture(query.nexttoken ? "getcurrentsales-page-2" : "getcurrentsales-page-1"),
})
const newSales: Route = () => ({ body: fixture("getnewsales") })

const infos =
  (word: string): Route =>
  ({ query }) =>
    ok("getiteminfosresult", `<item><itemid>${query.itemid}</itemid><itemstatus>${word}</itemstatus></item>`)

async function stored(routes: Record<string, Route>, id = ID) {
  const { snapshots } = await drain(fakeRakuten(routes).session)
  return { external_id: id, payload: merged(snapshots, id) }
}

describe("details", () => {
  it("are billing information, put to what is known", async () => {
    const { session, received } = fakeRakuten({ getbillinginformation: billing })
    const known = await stored({ getcurrentsales: current })
    const order = orderOf((await session.fetchDetails(known)).payload)
    expect(received.map(({ action, query }) => [action, query.purchaseid])).toEqual([
      ["getbillinginformation", ID],
    ])
    expect(order.needs_details).toBe(false)
    expect(
      order.lines.flatMap((line) =>
        line.items.map((item) => [item.external_id, item.status, item.shipping_price])
      )
    ).toEqual([
      ["710000001", "shipped", 4.5],
      ["710000002", "ready", 1],
      ["710000008", "ready", 1],
      ["710000010", "canceled", 0],
    ])
    expect(order.email).toBe("client-fictif@marketplace.example")
  })

  it("are not ready while Rakuten says that its service is not available, and once more when it does not", async () => {
    const known = await stored({ getcurrentsales: current })
    const { session, calls } = fakeRakuten({ getbillinginformation: notReady })
    await expect(session.fetchDetails(known)).rejects.toMatchObject({
      kind: "not_ready",
      details: { effect: "none" },
    })
    expect(calls("getbillinginformation")).toHaveLength(1)
  })

  it("are not ready while an accepted item is missing", async () => {
    const known = await stored({ getcurrentsales: current })
    const half = fixture("getbillinginformation").toString("latin1").replace("710000002", "710000099")
    const { session } = fakeRakuten({ getbillinginformation: () => ({ body: Buffer.from(half, "latin1") }) })
    await expect(session.fetchDetails(known)).rejects.toMatchObject({ kind: "not_ready" })
  })
})

describe("reading", () => {
  it("a known purchase asks for billing alone, which has states and what was shipped", async () => {
    const known = await stored({ getcurrentsales: current })
    const { session, received } = fakeRakuten({ getbillinginformation: billing })
    const snapshot = await session.read(ID, known)
    expect(received.map(({ action }) => action)).toEqual(["getbillinginformation"])
    expect(orderOf(snapshot?.payload ?? "").lines[0].items[0].status).toBe("shipped")
    expect(rakuten.merge(known.payload, snapshot?.payload ?? "")).toBe(snapshot?.payload)
  })

  describe("a purchase that was canceled without billing information of it", () => {
    const sale = (status: string) =>
      `<sale><purchaseid>7</purchaseid><purchasedate>10/06/2026-09:12</purchasedate><items><item><itemid>71</itemid>` +
      `<sku>BOUGIE-01</sku><itemstatus>${status}</itemstatus><price><amount>5</amount><currency>EUR</currency></price>` +
      "</item></items></sale>"
    const list =
      (status: string): Route =>
      () =>
        ok("getcurrentsalesresult", `<sales>${sale(status)}</sales>`)
    const billed: Route = () =>
      ok(
        "getbillinginformationresult",
        "<billinginformation><items><item><itemid>71</itemid><itemstatus>ACCEPTED</itemstatus></item></items>" +
          "</billinginformation>"
      )

    it.each([
      ["stays canceled while the list says so", "CANCELLED", "canceled"],
      ["comes back where the list says so", "ACCEPTED", "ready"],
    ])("%s", async (_, word, expected) => {
      const known = await stored({ getcurrentsales: list("CANCELLED") }, "7")
      let now = NOW + 60_000
      const { session, received } = fakeRakuten(
        { getcurrentsales: list(word), getbillinginformation: billed },
        { now: () => (now += 1000) }
      )
      const snapshot = await session.read("7", known)
      expect(received.map(({ action }) => action)).toEqual([
        "getbillinginformation",
        "getnewsales",
        "getcurrentsales",
      ])
      expect(orderOf(snapshot?.payload ?? "").lines[0].items[0].status).toBe(expected)
    })
  })

  it("accepted items that billing does not know is not ready, and never an absence", async () => {
    const known = await stored({ getcurrentsales: current })
    const { session, received } = fakeRakuten({})
    await expect(session.read(ID, known)).rejects.toMatchObject({ kind: "not_ready" })
    expect(received.map(({ action }) => action)).toEqual(["getbillinginformation"])
  })

  it("asks each item only where the setting allows it, since that marks messages as read", async () => {
    const known = await stored({ getcurrentsales: current })
    const logged: Route = ({ query }) =>
      ok(
        "getiteminfosresult",
        `<item><itemid>${query.itemid}</itemid><itemstatus>COMMITTED</itemstatus>` +
          `<itemlogs><itemlog><code>ITEM_COMMITTED</code></itemlog>${query.itemid === "710000002" ? "<itemlog><code>TRACKING</code></itemlog>" : ""}</itemlogs></item>`
      )
    const { session, calls } = fakeRakuten(
      { getiteminfos: logged },
      { settings: { confirm_shipped_by: "itemlog" } }
    )
    const order = orderOf((await session.read(ID, known))?.payload ?? "")
    expect(calls("getiteminfos").map(({ query }) => query.itemid)).toEqual([
      "710000001",
      "710000002",
      "710000008",
      "710000010",
    ])
    expect(order.lines[0].items.map((item) => item.status)).toEqual(["ready", "shipped"])
    const answered = fakeRakuten(
      { getiteminfos: logged, getbillinginformation: billing },
      { settings: { confirm_shipped_by: "itemlog" } }
    )
    await answered.session.read(ID, known)
    expect(answered.calls("getiteminfos")).toEqual([])
  })

  it("an undecided purchase looks at the list of new sales, once for several", async () => {
    const known = await stored({ getnewsales: newSales }, "700000002")
    const { session, calls, received } = fakeRakuten({ getnewsales: newSales })
    const snapshot = await session.read("700000002", known)
    await session.read("700000004", await stored({ getnewsales: newSales }, "700000004"))
    expect(snapshot?.payload).toBe(known.payload)
    expect(calls("getnewsales")).toHaveLength(1)
    expect(received.map(({ action }) => action)).not.toContain("getcurrentsales")
  })

  it("an undecided purchase that was accepted, without billing yet, is found among the accepted ones", async () => {
    const known = await stored({ getnewsales: newSales })
    const { session } = fakeRakuten({ getcurrentsales: current })
    const order = orderOf((await session.read(ID, known))?.payload ?? "")
    expect(order.lines[0].items.map((item) => item.status)).toEqual(["ready", "ready"])
  })

  it("an undecided purchase that no service has any more is expired only after its deadline", async () => {
    const known = await stored({ getnewsales: newSales }, "700000002")
    const readAt = async (now: string) => {
      const { session } = fakeRakuten({ getiteminfos: infos("REMINDED") }, { now: () => Date.parse(now) })
      return orderOf((await session.read("700000002", known))?.payload ?? "").lines[0].items[0]
    }
    expect(await readAt("2026-06-13T08:00:00Z")).toMatchObject({ status: "to_accept" })
    expect(await readAt("2026-06-14T09:00:00Z")).toMatchObject({
      status: "canceled",
      external_status: "EXPIRED",
    })
  })

  describe("an item that no list has any more", () => {
    const item = (itemid: string, status: string) =>
      `<item><itemid>${itemid}</itemid><sku>BOUGIE-01</sku><itemstatus>${status}</itemstatus>` +
      "<price><amount>5</amount><currency>EUR</currency></price></item>"
    const list =
      (root: string, ...items: string[]): Route =>
      () =>
        ok(
          root,
          items.length
            ? `<sales><sale><purchaseid>7</purchaseid><purchasedate>10/06/2026-09:12</purchasedate>` +
                `<items>${items.join("")}</items></sale></sales>`
            : "<sales/>"
        )
    const listNew = (...items: string[]) => list("getnewsalesresult", ...items)
    const listCurrent = (...items: string[]) => list("getcurrentsalesresult", ...items)
    const bills =
      (...statuses: [string, string][]): Route =>
      () =>
        ok(
          "getbillinginformationresult",
          `<billinginformation><items>${statuses
            .map(([id, word]) => `<item><itemid>${id}</itemid><itemstatus>${word}</itemstatus></item>`)
            .join("")}</items></billinginformation>`
        )
    const undecided = () =>
      stored({ getnewsales: listNew(item("71", "REQUESTED"), item("72", "REQUESTED")) }, "7")
    const later = () => {
      let now = NOW + 60_000
      return { now: () => (now += 1000) }
    }
    const statusesOf = (payload: string | undefined) =>
      Object.fromEntries(
        orderOf(payload ?? "").lines.flatMap((line) =>
          line.items.map(({ external_id, status }) => [external_id, status])
        )
      )
    const readAfter = async (known: Awaited<ReturnType<typeof stored>>, routes: Record<string, Route>) => {
      const { session, calls } = fakeRakuten(routes, later())
      const snapshot = await session.read("7", known)
      const asked = calls("getiteminfos").map(({ query }) => query.itemid)
      return { statuses: statusesOf(snapshot?.payload), asked, snapshot: snapshot! }
    }

    it.each<[string, Route, string]>([
      ["over where it has no status", infos(""), "canceled"],
      [
        "over where Rakuten does not know it",
        () => parameterError("The parameter 'itemid' is invalid."),
        "canceled",
      ],
      ["canceled where it says so", infos("CANCELLED"), "canceled"],
      ["accepted where it says so", infos("COMMITTED"), "ready"],
      ["undecided while it says so", infos("REMINDED"), "to_accept"],
      ["undecided where it cannot be asked", () => refusal("InvalidUserRights"), "to_accept"],
      [
        "undecided where the question is refused",
        () => parameterError("The parameter 'version' is invalid."),
        "to_accept",
      ],
    ])("is %s, although its purchase is listed", async (_, getiteminfos, expected) => {
      const { statuses, asked } = await readAfter(await undecided(), {
        getnewsales: listNew(item("72", "REQUESTED")),
        getiteminfos,
      })
      expect(statuses).toEqual({ "71": expected, "72": "to_accept" })
      expect(asked).toEqual(["71"])
    })

    it("is over where the whole purchase is gone, and asked for once", async () => {
      const gone = await readAfter(await undecided(), { getiteminfos: infos("") })
      expect(gone.statuses).toEqual({ "71": "canceled", "72": "canceled" })
      const again = await readAfter(gone.snapshot, { getiteminfos: infos("") })
      expect(again).toMatchObject({ statuses: gone.statuses, asked: [] })
    })

    it("fails the reading when the answer does not come: nothing is decided", async () => {
      const { session } = fakeRakuten({ getiteminfos: () => ({ status: 503, body: "" }) }, later())
      await expect(session.read("7", await undecided())).rejects.toMatchObject({ kind: "unavailable" })
    })

    it("comes back with the list that has it again", async () => {
      const { snapshot } = await readAfter(await undecided(), { getiteminfos: infos("") })
      const back = await stored({ getnewsales: listNew(item("71", "REMINDED")) }, "7")
      const at = (payload: string) => payload.replace(/2026-06-12T08:00:00/g, "2026-06-12T09:00:00")
      expect(statusesOf(rakuten.merge(snapshot.payload, at(back.payload)))).toEqual({
        "71": "to_accept",
        "72": "canceled",
      })
    })

    it.each<[string, Route, string, string[]]>([
      ["closed where it says so", infos("CLOSED"), "closed", ["71"]],
      ["unknown where it has no status: a person looks", infos(""), "unknown", ["71"]],
      ["accepted while it says so", infos("COMMITTED"), "ready", ["71"]],
    ])(
      "is %s, once it was accepted and billing does not have it either",
      async (_, getiteminfos, expected, ids) => {
        const known = await stored(
          { getcurrentsales: listCurrent(item("71", "ACCEPTED"), item("72", "ACCEPTED")) },
          "7"
        )
        const { statuses, asked } = await readAfter(known, {
          getcurrentsales: listCurrent(item("72", "ACCEPTED")),
          getbillinginformation: bills(["72", "ACCEPTED"]),
          getiteminfos,
        })
        expect(statuses).toEqual({ "71": expected, "72": "ready" })
        expect(asked).toEqual(ids)
      }
    )

    it("is not asked for while a list or billing has it", async () => {
      const known = await stored({ getcurrentsales: listCurrent(item("71", "ACCEPTED")) }, "7")
      const listed = await readAfter(known, {
        getcurrentsales: listCurrent(item("71", "ACCEPTED")),
        getbillinginformation: bills(),
      })
      const billed = await readAfter(known, { getbillinginformation: bills(["71", "CLOSED"]) })
      expect([listed.asked, billed.asked]).toEqual([[], []])
      expect([listed.statuses, billed.statuses]).toEqual([{ "71": "ready" }, { "71": "closed" }])
    })
  })

  it("an unknown purchase looks through both lists, once for several", async () => {
    const { session, received } = fakeRakuten({
      getnewsales: newSales,
      getcurrentsales: current,
      getbillinginformation: ({ query }) =>
        query.purchaseid === ID ? { body: fixture("getbillinginformation") } : notReady(),
    })
    const order = orderOf((await session.read(ID))?.payload ?? "")
    expect(order.needs_details).toBe(false)
    expect(order.lines).toHaveLength(3)
    expect(orderOf((await session.read("700000005"))?.payload ?? "").needs_details).toBe(true)
    expect(orderOf((await session.read("700000002"))?.payload ?? "").accept_by).not.toBeNull()
    expect(await session.read("799999999", null)).toBeNull()
    expect(
      received.filter(({ action }) => action === "getcurrentsales").map(({ query }) => query.purchasedate)
    ).toEqual(["2026-05-13", "2026-05-13"])
    expect(received.filter(({ action }) => action === "getnewsales")).toHaveLength(1)
  })

  it("looks at the lists again when they are old, and after a decision", async () => {
    let time = NOW
    const { session, calls } = fakeRakuten(
      { acceptsale: () => ok("saleacceptanceresult", "<status>Accepted</status>") },
      { now: () => time }
    )
    const counts = () => [calls("getnewsales").length, calls("getcurrentsales").length]
    await session.read("1")
    time += 59_000
    await session.read("2")
    expect(counts()).toEqual([1, 1])
    time += 2000
    await session.read("3")
    expect(counts()).toEqual([2, 1])
    time += 600_000
    await session.read("4")
    expect(counts()).toEqual([3, 2])
    await session.decide({ external_id: "4", decision: "accept", item_external_ids: ["41"], reason: null })
    await session.read("5")
    expect(counts()).toEqual([4, 3])
  })

  it("does not keep a list that failed", async () => {
    const { session, calls } = fakeRakuten({
      getnewsales: (_, nth) =>
        nth === 1 ? refusal("InvalidUserRights", [], "Quota exceeded.") : ok("getnewsalesresult", "<sales/>"),
    })
    await expect(session.read("1")).rejects.toMatchObject({ kind: "quota" })
    expect(await session.read("1")).toBeNull()
    expect(calls("getnewsales")).toHaveLength(2)
  })

  it("passes on that the service failed", async () => {
    const { session } = fakeRakuten({ getbillinginformation: () => refusal("InvalidUserConnection") })
    await expect(session.read(ID)).rejects.toMatchObject({ kind: "credentials" })
  })
})

describe("a label that Rakuten made", () => {
  const LABELED = "700000005"
  const SHIPPING_TYPE = /(<shippingtype>).*?(<\/shippingtype>)/g
  /** Accepted, of a shipping type for which Rakuten makes the label, and with its billing information. */
  const routes = (shippinginformation: Route): Record<string, Route> => ({
    getcurrentsales: ({ query }) => ({
      body: Buffer.from(
        (current({ query } as never, 1) as { body: Buffer }).body
          .toString("latin1")
          .replace(SHIPPING_TYPE, "$1So Colissimo$2"),
        "latin1"
      ),
    }),
    getbillinginformation: billing,
    getshippinginformation: shippinginformation,
  })
  const made: Route = () => ({ body: fixture("getshippinginformation") })
  const answer =
    (label: string): Route =>
    () =>
      ok("r", `<shippinginformation><shippingtype>Suivi</shippingtype>${label}</shippinginformation>`)
  const labelOf = async (route: Route) => {
    const { session, calls } = fakeRakuten(routes(route))
    const known = await stored(routes(route))
    const details = await session.fetchDetails(known)
    return { session, calls, details, label: orderOf(details.payload).prepaid_label }
  }

  it("is offered with its number, and asked for once", async () => {
    const { session, calls, details, label } = await labelOf(made)
    expect(label).toEqual({
      tracking_number: "8R00000000019",
      carrier_name: "So Colissimo",
      tracking_url: "https://suivi.rakuten.example/?code=8R00000000019&langue=fr",
      label_url: `https://etiquettes.rakuten.example/${LABELED}.pdf?a=1&b=2`,
    })
    const again = await session.read(ID, details)
    expect(orderOf(rakuten.merge(details.payload, again?.payload ?? "")).prepaid_label).toEqual(label)
    expect(calls("getshippinginformation")).toHaveLength(1)
  })

  it("that is not available yet holds nothing up, and is asked for with the next reading", async () => {
    for (const late of [notReady, () => refusal("InvalidUserRights")] as Route[]) {
      const { session, details, label } = await labelOf((request, nth) =>
        nth > 1 ? made(request, nth) : late(request, nth)
      )
      expect([label, orderOf(details.payload).needs_details]).toEqual([null, false])
      const again = await session.read(ID, details)
      expect(orderOf(again?.payload ?? "").prepaid_label).toMatchObject({ tracking_number: "8R00000000019" })
    }
  })

  it("is none where there is none, and holds no address that is not of the web", async () => {
    expect((await labelOf(answer(""))).label).toBeNull()
    expect((await labelOf(answer("<prepaidlabel><available>N</available></prepaidlabel>"))).label).toBeNull()
    const odd =
      "<prepaidlabel><available>Y</available><prepaidlabelurl>javascript:alert(1)</prepaidlabelurl></prepaidlabel>"
    expect((await labelOf(answer(odd))).label).toEqual({
      tracking_number: null,
      carrier_name: "So Colissimo",
      tracking_url: null,
      label_url: null,
    })
  })

  it("keeps its number without the buyer, and no address", async () => {
    const { details } = await labelOf(made)
    const purged = rakuten.withoutPersonalData(details.payload)
    expect(orderOf(purged).prepaid_label).toMatchObject({
      tracking_number: "8R00000000019",
      tracking_url: null,
      label_url: null,
    })
    expect(orderOf(rakuten.merge(purged, details.payload)).prepaid_label?.label_url).toBeNull()
  })

  it("is not asked for where the seller makes it", async () => {
    const { session, calls } = fakeRakuten({ getbillinginformation: billing, getshippinginformation: made })
    await session.fetchDetails(await stored({ getcurrentsales: current }))
    expect(calls("getshippinginformation")).toEqual([])
  })
})
