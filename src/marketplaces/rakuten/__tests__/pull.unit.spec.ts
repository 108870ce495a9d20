import { MarketplaceError, UnreadableOrderError } from "../../port"
import { rakuten } from ".."
import { NOW, drain, fakeRakuten, fixture, merged, noSales, ok, type Route } from "./fake-rakuten"

const settings = rakuten.settings_schema.parse({})
const orderOf = (payload: string) => rakuten.normalize(payload, settings)
const saleXml = (id: string, itemid = `${id}1`, more = "") =>
  `<sale><purchaseid>${id}</purchaseid><purchasedate>10/06/2026-09:12</purchasedate><items><item><itemid>${itemid}</itemid>` +
  `<sku>A</sku><itemstatus>ACCEPTED</itemstatus><price><amount>1.0</amount><currency>EUR</currency></price>${more}</item></items></sale>`
const page = (sales: string, token = "") =>
  ok(
    "getcurrentsalesresult",
    `<nexttoken>${token}</nexttoken>${sales ? `<sales>${sales}</sales>` : "<sales/>"}`
  )
const pages = {
  getnewsales: () => ({ body: fixture("getnewsales") }),
  getcurrentsales: ({ query }: { query: Record<string, string> }) => ({
    body: fixture(query.nexttoken ? "getcurrentsales-page-2" : "getcurrentsales-page-1"),
  }),
}

describe("a pull", () => {
  it("brings the sales to accept, then the accepted ones page by page, one snapshot each", async () => {
    const { session, received } = fakeRakuten(pages)
    const result = await drain(session)
    expect(result.pages.map(({ snapshots }) => snapshots.map(({ external_id }) => external_id))).toEqual([
      ["700000001", "700000002", "700000003", "700000004"],
      ["700000001", "700000005"],
      ["700000006", "700000007"],
      [],
      [],
    ])
    expect(received.map(({ action, query }) => [action, query.nexttoken])).toEqual([
      ["getnewsales", undefined],
      ["getcurrentsales", undefined],
      ["getcurrentsales", "SUITE-FICTIVE"],
      ["getcurrentsales", undefined],
      ["getcurrentsales", "SUITE-FICTIVE"],
    ])
    expect(result.cursor).toBe(new Date(NOW).toISOString())
  })

  it("reads the accepted sales also where the list of new ones fails, and fails without a cursor", async () => {
    const { session, calls } = fakeRakuten({ ...pages, getnewsales: () => ({ status: 500, body: "" }) })
    const found: string[] = []
    const reading = async () => {
      const request = {
        cursor: null,
        start_at: new Date(NOW),
        oldest_unfinished_at: null,
        scope: "new",
      } as const
      for await (const { snapshots } of session.pull(request)) {
        found.push(...snapshots.map(({ external_id }) => external_id))
      }
    }
    await expect(reading()).rejects.toMatchObject({ message: expect.stringContaining("getnewsales") })
    expect(found).toEqual(["700000001", "700000005", "700000006", "700000007"])
    expect(calls("getcurrentsales").length).toBeGreaterThan(0)
  })

  it("asks the other list once where nothing answers", async () => {
    const fails = () => ({ status: 500, body: "" })
    const { session, calls } = fakeRakuten({ getnewsales: fails, getcurrentsales: fails })
    await expect(drain(session)).rejects.toMatchObject({ message: expect.stringContaining("getnewsales") })
    expect(calls("getcurrentsales")).toHaveLength(1)
  })

  it("makes the orders that were sold", async () => {
    const { snapshots } = await drain(fakeRakuten(pages).session)
    const order = orderOf(merged(snapshots, "700000001"))
    expect(
      order.lines.map((line) => [line.sku, line.items.map((item) => [item.external_id, item.status])])
    ).toEqual([
      [
        "BOUGIE-01",
        [
          ["710000001", "ready"],
          ["710000002", "ready"],
        ],
      ],
      [null, [["710000008", "ready"]]],
      ["LIVRE-02", [["710000010", "ready"]]],
    ])
    expect(order).toMatchObject({
      needs_details: true,
      email: "client-fictif@marketplace.example",
      accept_by: null,
    })
    expect(order.shipping_address).toMatchObject({
      first_name: "Zoé",
      lines: ["7 impasse de l’Œillet", "Porte Ÿ"],
      phone: "0639980011",
    })
    expect(orderOf(merged(snapshots, "700000002")).lines[0]).toMatchObject({
      is_negotiated: true,
      unit_price: 31.5,
    })
    expect(orderOf(merged(snapshots, "700000003")).lines[0].fulfilled_by).toBe("marketplace")
    expect(orderOf(merged(snapshots, "700000004")).external_status).toBe("ACCEPTED, CANCELLED, TO_CONFIRM")
    expect(orderOf(merged(snapshots, "700000005"))).toMatchObject({
      delivery_mode: "So Colissimo",
      shipping_address: { city: "RENNES", phone: "0639980011" },
      lines: [{ eans: ["2000000001029", "2000000001036"] }],
    })
    expect(orderOf(merged(snapshots, "700000006")).lines[0].items[0].status).toBe("canceled")
    expect(orderOf(merged(snapshots, "700000007")).lines.map((line) => line.items[0].status)).toEqual(
      ["waiting", "claim"].reverse()
    )
  })

  it("reads a relay order in another charset and padding", async () => {
    const { snapshots } = await drain(
      fakeRakuten({ getcurrentsales: () => ({ body: fixture("getcurrentsales-relay") }) }).session
    )
    expect(orderOf(snapshots[0].payload)).toMatchObject({
      pickup_point: { id: "FR-088888", name: "TABAC DU POINT FICTIF", network: "mondial-relay" },
      shipping_address: { lines: ["21 cours Inventé"], city: "BORDEAUX", phone: "0639980022" },
      billing_address: { city: "RENNES" },
      lines: [{ sku: "LAMPE-09", title: "Lampe d'essai" }],
    })
  })

  it("reads what a label should bear, whatever the label of the charset and the format made of it", async () => {
    const relay = fixture("getcurrentsales-relay").toString("latin1")
    const sent = [
      ["Inventé", "de l&amp;apos;&amp;Eacute;glise &#38;eacute;"],
      ["BORDEAUX", "Orléans"],
    ].reduce((text, [from, to]) => text.replace(from, to), relay)
    for (const [label, encoding] of [
      ["UTF-8", "latin1"],
      ["ISO-8859-1", "utf8"],
    ] as const) {
      const body = Buffer.from(sent.replace(/encoding="[^"]*"/, `encoding="${label}"`), encoding)
      const { snapshots } = await drain(fakeRakuten({ getcurrentsales: () => ({ body }) }).session)
      expect(orderOf(snapshots[0].payload).shipping_address).toMatchObject({
        lines: ["21 cours de l'Église é"],
        city: "Orléans",
      })
    }
  })

  it("changes nothing in what is stored when it brings the same an hour later", async () => {
    const first = await drain(fakeRakuten(pages).session)
    const later = await drain(fakeRakuten(pages, { now: () => NOW + 3_600_000 }).session)
    for (const id of ["700000001", "700000004", "700000005", "700000007"]) {
      const stored = merged(first.snapshots, id)
      expect(
        later.snapshots
          .filter(({ external_id }) => external_id === id)
          .reduce((known, { payload }) => rakuten.merge(known, payload), stored)
      ).toBe(stored)
    }
  })

  it("reads several pages again until nothing new comes", async () => {
    const left = ["10", "20", "30"]
    const { session, calls } = fakeRakuten({
      getcurrentsales: ({ query }, nth) => {
        const walk = Math.ceil(nth / 2)
        const sales = left.slice(0, walk).map((id) => saleXml(id))
        return query.nexttoken ? page(sales.slice(1).join("")) : page(sales[0], `T${nth}`)
      },
    })
    const { snapshots } = await drain(session)
    expect(snapshots.map(({ external_id }) => external_id)).toEqual(["10", "20", "30"])
    expect(calls("getcurrentsales")).toHaveLength(8)
  })

  it("stops after five walks when something new comes each time, and says so", async () => {
    const { session, calls, lines } = fakeRakuten({
      getcurrentsales: ({ query }, nth) => (query.nexttoken ? page("") : page(saleXml(String(nth)), "T")),
    })
    await drain(session)
    expect(calls("getcurrentsales")).toHaveLength(10)
    expect(lines.at(-1)).toMatch(/keep coming/)
  })

  describe("a page that cannot be read hides those behind it", () => {
    const broken = { body: "<html>Maintenance</html>" }
    /** What a run brings before it fails, and the days that it asked for. */
    async function readAround(lastBrokenDay: string) {
      const { session, calls } = fakeRakuten({
        getcurrentsales: ({ query }) => {
          if (query.purchasedate > lastBrokenDay) return page(saleXml("30"))
          return query.nexttoken ? broken : page(saleXml("10"), "T")
        },
      })
      const start_at = new Date("2026-06-01T00:00:00Z")
      const pull = session.pull({ cursor: null, start_at, oldest_unfinished_at: null, scope: "new" })
      const ids: string[] = []
      let error: unknown = null
      try {
        for await (const { snapshots } of pull) ids.push(...snapshots.map(({ external_id }) => external_id))
      } catch (failure) {
        error = failure
      }
      return {
        ids,
        error,
        days: [...new Set(calls("getcurrentsales").map(({ query }) => query.purchasedate))],
      }
    }

    it("lists of later days bring what was bought after it; the run fails, and the cursor stays", async () => {
      const { ids, error, days } = await readAround("2026-06-08")
      expect(ids).toEqual(["10", "30"])
      expect(error).toBeInstanceOf(MarketplaceError)
      expect(days).toEqual([
        "2026-06-01",
        "2026-06-12",
        "2026-06-06",
        "2026-06-09",
        "2026-06-07",
        "2026-06-08",
      ])
    })

    it("asks for no other day where today's cannot be read either", async () => {
      const { ids, error, days } = await readAround("2026-06-12")
      expect(ids).toEqual(["10"])
      expect(error).toBeInstanceOf(MarketplaceError)
      expect(days).toEqual(["2026-06-01", "2026-06-12"])
    })
  })

  it("reads a single page once", async () => {
    const { session, received } = fakeRakuten({ getcurrentsales: () => page(saleXml("1")) })
    await drain(session)
    expect(received).toHaveLength(2)
  })

  it.each([
    ["the page itself", ["A", "A"]],
    ["a page before it", ["A", "B", "A"]],
  ])("fails without a cursor when a page leads back to %s", async (_, tokens) => {
    const { session, calls } = fakeRakuten({
      getcurrentsales: (_request, nth) => page(saleXml(String(nth)), tokens[nth - 1]),
    })
    await expect(drain(session)).rejects.toMatchObject({
      kind: "invalid_answer",
      details: { reason: "page_token_repeats" },
    })
    expect(calls("getcurrentsales")).toHaveLength(tokens.length)
  })

  it("fails without a cursor when pages do not end", async () => {
    const { session, calls } = fakeRakuten(
      { getcurrentsales: (_request, nth) => page(saleXml(String(nth)), `T${nth}`) },
      { settings: { max_pages: 3 } }
    )
    await expect(drain(session)).rejects.toMatchObject({
      kind: "configuration",
      message: "GET getcurrentsales: more than 3 pages; see the setting max_pages.",
      details: { reason: "too_many_pages", limit: 3 },
    })
    // Then the newest day, which has too many of them as well.
    expect(calls("getcurrentsales")).toHaveLength(6)
  })

  describe("over more pages than the setting allows", () => {
    /** One sale a page, of one day each; the token is the place in the list. */
    const long = (count: number, max_pages: number) => {
      const listed = Array.from({ length: count }, (_, index) => String(index + 1))
      const state = { listed, refused: (token: string): boolean => token === "none" }
      const fake = fakeRakuten(
        {
          getcurrentsales: ({ query }) => {
            if (state.refused(query.nexttoken ?? "")) return { body: "<html>no</html>" }
            const place = Number(query.nexttoken ?? 0)
            const behind = place + 1 < state.listed.length ? String(place + 1) : ""
            return page(state.listed[place] ? saleXml(state.listed[place]) : "", behind)
          },
        },
        { settings: { max_pages } }
      )
      const run = async (cursor: string | null, scope: "new" | "recheck" | "open" = "new") => {
        const ids: string[] = []
        const pulled = fake.session.pull({
          cursor,
          start_at: new Date("2026-06-01T00:00:00Z"),
          oldest_unfinished_at: null,
          scope,
        })
        try {
          for (;;) {
            const next = await pulled.next()
            if (next.done) return { ids, ...next.value, error: null }
            ids.push(...next.value.snapshots.map(({ external_id }) => external_id))
          }
        } catch (error) {
          const { details } = error as MarketplaceError
          return { ids, cursor: details.cursor ?? cursor, is_rest: false, error: error as MarketplaceError }
        }
      }
      return { ...fake, state, run }
    }
    const all = (count: number) => new Set(Array.from({ length: count }, (_, index) => String(index + 1)))

    it.each([1, 2, 3, 7])(
      "(%d) the next pulls go on where one ended, until all were read",
      async (max_pages) => {
        const { run } = long(17, max_pages)
        const found = new Set<string>()
        let { ids, cursor, error } = await run(null)
        const [first] = (cursor ?? "").split(" ")
        for (let runs = 1; error; runs++) {
          expect(error.details).toMatchObject({ reason: "too_many_pages", limit: max_pages })
          expect(error.message).toContain(`more than ${max_pages} pages; see the setting max_pages`)
          expect(runs).toBeLessThan(20)
          ids.forEach((id) => found.add(id))
          ;({ ids, cursor, error } = await run(cursor, runs % 2 ? "recheck" : "new"))
        }
        ids.forEach((id) => found.add(id))
        expect(found).toEqual(all(17))
        // What was sold since the first of these pulls is the next one's.
        expect(cursor).toBe(first)
        expect(Number.isNaN(Date.parse(cursor ?? ""))).toBe(false)
      }
    )

    it("says of a pull of the rest that it is no whole one", async () => {
      const { run } = long(5, 3)
      const { cursor } = await run(null)
      const rest = await run(cursor)
      expect([rest.error, rest.is_rest]).toEqual([null, true])
      expect(await long(3, 3).run(rest.cursor)).toMatchObject({ error: null, is_rest: false })
    })

    it("loses none where a sale leaves the list in between", async () => {
      const { run, state } = long(9, 3)
      const found = new Set<string>()
      let { ids, cursor, error } = await run(null)
      for (let runs = 0; error && runs < 10; runs++) {
        ids.forEach((id) => found.add(id))
        state.listed.shift()
        ;({ ids, cursor, error } = await run(cursor))
      }
      ids.forEach((id) => found.add(id))
      expect([error, found]).toEqual([null, all(9)])
    })

    it("begins again where the way to the rest is lost", async () => {
      const { run, state } = long(5, 3)
      const { cursor } = await run(null)
      state.refused = (token) => token !== "" && token === (cursor ?? "").split(" ").at(-1)
      const lost = await run(cursor)
      expect(lost.error?.kind).toBe("unavailable")
      state.refused = () => false
      const again = await run(lost.cursor)
      expect(again.ids).toEqual(expect.arrayContaining(["1", "2", "3"]))
    })

    it("keeps its cursor where a look at open sales has too many", async () => {
      const { run } = long(9, 3)
      const given = "2026-06-10T00:00:00.000Z"
      expect((await run(given, "open")).cursor).toBe(given)
    })
  })

  it.each([
    ["no id", ""],
    ["an id of a megabyte", "9".repeat(1_000_000)],
    ["an id with blanks", "7 8"],
    ["an id that would leave its place in an address", "../7"],
    ["an id that is no ASCII", "７８"],
  ])("reports a sale with %s, and goes on", async (_, id) => {
    const { session } = fakeRakuten({
      getcurrentsales: () => page(saleXml("1") + saleXml(id) + saleXml("2")),
    })
    const { pages: all, snapshots } = await drain(session)
    expect(all.flatMap(({ unreadable }) => unreadable)).toEqual([
      "Sale 2 on page 1 of getcurrentsales has no usable purchaseid.",
    ])
    expect(snapshots.map(({ external_id }) => external_id)).toEqual(["1", "2"])
  })

  it("holds a purchase with an item whose id cannot be used, and goes on", async () => {
    const { session } = fakeRakuten({
      getcurrentsales: () => page(saleXml("1", "1".repeat(101)) + saleXml("2", "21")),
    })
    const { snapshots } = await drain(session)
    const [bad, good] = ["1", "2"].map((id) => merged(snapshots, id))
    expect(() => orderOf(bad)).toThrow(UnreadableOrderError)
    expect(orderOf(good).lines[0].items[0].external_id).toBe("21")
  })

  it("fails when a list is another document", async () => {
    const { session } = fakeRakuten({ getcurrentsales: () => noSales("getnewsalesresult") })
    await expect(drain(session)).rejects.toBeInstanceOf(MarketplaceError)
  })

  it("says once which payment status is new", async () => {
    const odd = saleXml("1", "11", "<paymentstatus>BLOCKED</paymentstatus>")
    const { session, lines } = fakeRakuten({ getcurrentsales: () => page(odd + odd) })
    await drain(session)
    expect(lines).toEqual(["Rakuten gives the payment status BLOCKED; see payment_status_filter."])
  })
})

describe("the window", () => {
  const cursor = "2026-06-11T22:30:00.000Z"
  const oldest = new Date("2026-05-20T22:30:00Z")
  it.each([
    ["new, first", { scope: "new" }, "2026-06-01"],
    ["new: a week before the cursor, by the day in Paris", { scope: "new", cursor }, "2026-06-05"],
    [
      "new, with an older unfinished purchase",
      { scope: "new", cursor, oldest_unfinished_at: oldest },
      "2026-05-21",
    ],
    [
      "new, with a cursor that is ahead of time",
      { scope: "new", cursor: "2027-01-01T00:00:00Z" },
      "2026-06-05",
    ],
    ["new, with a cursor that is none", { scope: "new", cursor: "?" }, "2026-06-01"],
    ["recheck: thirty days", { scope: "recheck", cursor }, "2026-05-13"],
    [
      "recheck, with an older unfinished purchase",
      { scope: "recheck", cursor, oldest_unfinished_at: new Date("2026-04-02T12:00:00Z") },
      "2026-04-02",
    ],
    ["open: a year", { scope: "open", cursor }, "2025-06-12"],
    ["since", { scope: "since", cursor, oldest_unfinished_at: oldest }, "2026-06-01"],
  ] as const)("%s", async (_, request, expected) => {
    const { session, calls } = fakeRakuten({})
    await drain(session, request)
    expect(calls("getcurrentsales")[0].query.purchasedate).toBe(expected)
    expect(calls("getcurrentsales")[0].query.notshippeditemsonly).toBeUndefined()
  })

  it("brings in what was bought on 20 December and accepted on 2 January", async () => {
    const { session, calls } = fakeRakuten({}, { now: () => Date.parse("2027-01-02T10:00:00Z") })
    await drain(session, {
      cursor: "2027-01-02T09:45:00Z",
      oldest_unfinished_at: new Date("2026-12-20T09:00:00Z"),
    })
    expect(calls("getcurrentsales")[0].query.purchasedate).toBe("2026-12-20")
  })

  it("moves only by complete readings, to the first answer's own time less what it took", async () => {
    let time = NOW
    const slow = fakeRakuten(
      {
        getnewsales: () => {
          time += 4000
          return noSales("getnewsalesresult")
        },
      },
      { now: () => time }
    )
    expect((await drain(slow.session, { cursor })).cursor).toBe(new Date(NOW).toISOString())
    expect((await drain(fakeRakuten({}).session, { cursor, scope: "recheck" })).cursor).toBe(
      new Date(NOW).toISOString()
    )
    expect((await drain(fakeRakuten({}).session, { cursor, scope: "open" })).cursor).toBe(cursor)
    expect((await drain(fakeRakuten({}).session, { scope: "since" })).cursor).toBe("2026-06-01T00:00:00.000Z")
  })

  it("does not move beyond our own time when Rakuten's clock is days ahead: it may be put right", async () => {
    const ahead: Route = () => ({
      ...noSales("getnewsalesresult"),
      headers: { date: new Date(NOW + 3 * 86_400_000).toUTCString() },
    })
    const { session } = fakeRakuten({ getnewsales: ahead })
    expect((await drain(session, { cursor })).cursor).toBe(new Date(NOW).toISOString())
  })
})
