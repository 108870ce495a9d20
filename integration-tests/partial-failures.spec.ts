import type { Fault } from "../sandbox/faults"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { type MarketplaceCase, MARKETPLACES } from "./helpers/marketplace-cases"
import { until } from "./helpers/until"
import { withShortDeadlines } from "./helpers/short-deadlines"
import { expectExactlyOnce } from "./helpers/store-figures"

const store = marketTest({ seconds: 120 })

type Kind = Fault["kind"]
type Report = {
  is_live: boolean
  checked_at: string | null
  imported: number
  missing: string[]
  differences: { external_id: string; reason: string }[]
  failed: { part: string; message: string }[]
  last_failure: { at: string; message: string } | null
}
type Shown = { health: { status: string; code: string | null; message: string | null; hint: string | null } }

/** Services beside the lists of orders. */
const SIDE: Record<string, string[]> = {
  cdiscount: ["GET /returns", "GET /order-commercial-gesture-requests"],
  rakuten: ["getitemtodolist"],
}
const FAILURES: Kind[] = ["server_error", "html", "hang", "broken_body", "reset"]

describe.each(MARKETPLACES)("$id: what fails in a part", (market: MarketplaceCase) => {
  let connected: Connected
  const fail = (endpoint: string, kind: Kind) =>
    store.sandbox.control.addFault({ kind, endpoint, marketplace: market.id, account: connected.account })
  const path = (rest: string) => `/connections/${connected.id}${rest}`
  const compare = () => store.api<Report>("GET", path("/completeness?refresh=true"))
  const stored = async () => (await store.api<Report>("GET", path("/completeness"))).body
  const shown = async () => (await store.api<{ connection: Shown }>("GET", path(""))).body.connection.health

  beforeEach(async () => {
    store.sandbox.control.removeFaults({})
    connected = await store.connect(market)
  })
  afterEach(() => store.sandbox.control.removeFaults({}))

  it.each(SIDE[market.id].flatMap((endpoint) => FAILURES.map((kind) => ({ endpoint, kind }))))(
    "is named, and the rest is compared: $endpoint with $kind",
    async ({ endpoint, kind }) => {
      const seeded = store.seedOrders(connected, { count: 2 })
      await store.pullAll(connected)
      fail(endpoint, kind)
      expect((await withShortDeadlines(compare)).status).toBe(200)
      // One that takes longer goes on behind.
      const body = await until("the comparison is there", async () => {
        const report = await stored()
        return report.checked_at ? report : null
      })
      expect(body).toMatchObject({ missing: [], imported: 2, last_failure: null })
      expect(body.checked_at).not.toBeNull()
      expect(body.failed).toEqual([{ part: "after_sales", message: expect.stringContaining(endpoint) }])
      expect(await shown()).toMatchObject({
        status: "degraded",
        code: "comparison_incomplete",
        message: expect.stringContaining(endpoint),
      })
      await expectExactlyOnce(store.database, seeded)
      store.sandbox.control.removeFaults({})
      expect((await compare()).body.failed).toEqual([])
      expect((await shown()).status).toBe("ok")
    }
  )

  it("is no report without the list of open orders: it is refused, shown, and tried again an hour later", async () => {
    const list = market.endpoint.list
    fail(list, "server_error")
    const { status, body } = await compare()
    // Repeated calls may take longer than the route waits: then it answers with the last report, as what it is.
    if (status === 200) expect(body).toMatchObject({ is_live: false, checked_at: null })
    else expect([status, body.message]).toEqual([400, expect.stringContaining(list)])
    await until("the failure is kept", async () => (await stored()).last_failure)
    expect(await stored()).toMatchObject({
      checked_at: null,
      last_failure: { message: expect.stringContaining(list) },
    })
    expect(await shown()).toMatchObject({
      status: "degraded",
      code: "comparison_failed",
      message: expect.stringContaining(list),
    })
    const calls = () =>
      store.sandbox.control.counts({ marketplace: market.id, account: connected.account, endpoint: list })
        .total
    const before = calls()
    await store.sweep()
    expect(calls()).toBe(before)
    store.sandbox.control.removeFaults({})
    await store.sql(
      "update marketplace_connection set swept_at = swept_at - interval '1 hour' where id = $1",
      [connected.id]
    )
    await store.sweep()
    expect(await stored()).toMatchObject({ checked_at: expect.any(String), last_failure: null })
    expect((await shown()).status).toBe("ok")
  })

  it("is no report while another run works on the connection, or while no call is made", async () => {
    await store.sql(
      `update marketplace_connection set pull_lease_owner = 'another', pull_lease_until = now() + interval '1 minute'
        where id = $1`,
      [connected.id]
    )
    expect((await compare()).status).toBe(400)
    await store.sql(
      `update marketplace_connection set pull_lease_until = null, blocked_until = now() + interval '1 minute'
        where id = $1`,
      [connected.id]
    )
    expect((await compare()).status).toBe(400)
    expect((await stored()).checked_at).toBeNull()
  })

  it("is named also where single orders cannot be asked for", async () => {
    const seeded = store.seedOrders(connected, { count: 5 })
    await store.pullAll(connected)
    for (const { external_id } of seeded) market.hide(store.sandbox, external_id ?? "")
    fail(market.endpoint.read, "server_error")
    await compare()
    const body = await until("the comparison is there", async () => {
      const report = await stored()
      return report.checked_at ? report : null
    })
    expect(body.failed.map(({ part }) => part)).toContain("single_orders")
    expect(body.differences.map(({ external_id }) => external_id).sort()).toEqual(
      seeded.map(({ external_id }) => external_id).sort()
    )
  })
})

type Run = { state: string; scope: string; error: { code: string; message: string } | null }

describe.each(MARKETPLACES)("$id: a run", (market: MarketplaceCase) => {
  const imported = async ({ id }: Connected) => {
    const [{ count }] = await store.sql<{ count: number }>(
      "select count(*)::int as count from marketplace_order where connection_id = $1 and imported_at is not null",
      [id]
    )
    return count
  }
  const last = async ({ id }: Connected) =>
    (await store.api<{ runs: Run[] }>("GET", `/runs?connection_id=${id}&limit=1`)).body.runs[0]
  const state = async ({ id }: Connected) => {
    const [row] = await store.sql<{
      health_code: string | null
      blocked_until: Date | null
      cursor: string | null
    }>("select health_code, blocked_until, cursor from marketplace_connection where id = $1", [id])
    return row
  }
  const calls = (connected: Connected, endpoint: string) =>
    store.sandbox.control.counts({ marketplace: market.id, account: connected.account, endpoint }).total

  afterEach(() => store.sandbox.control.removeFaults({}))

  it("over more pages than the setting allows imports what it read, names the setting, and all comes in", async () => {
    const setting = market.id === "cdiscount" ? "orders_max_pages" : "max_pages"
    const connected = await store.connect(market, { settings: { [market.id]: { [setting]: 2 } } })
    const seeded = store.seedOrders(connected, { count: 90 })
    await store.pull(connected)
    expect(await imported(connected)).toBeGreaterThanOrEqual(40)
    const run = await last(connected)
    expect(run.error?.message).toContain(`more than 2 pages; see the setting ${setting}`)
    expect((await state(connected)).blocked_until).toBeNull()
    if (market.id === "rakuten") {
      const { body } = await store.api<{ connection: Shown }>("GET", `/connections/${connected.id}`)
      expect(body.connection.health).toMatchObject({
        code: "page_limit",
        message: expect.stringMatching(/\(max_pages\).*\(2\)/),
      })
    }
    // Nothing is changed: what is left is asked for in halves, each time smaller ones, or page after page.
    for (
      let runs = 0;
      runs < 12 && ((await last(connected)).error || (await imported(connected)) < 90);
      runs++
    ) {
      await store.pull(connected)
    }
    await expectExactlyOnce(store.database, seeded)
    expect(await last(connected)).toMatchObject({ state: "done", error: null })
    expect((await state(connected)).health_code).toBeNull()
    if (market.id === "rakuten") {
      // The last one read the rest of the list: what was sold since its beginning is not known.
      const [{ pulled_from }] = await store.sql<{ pulled_from: Date | null }>(
        "select pulled_from from marketplace_connection where id = $1",
        [connected.id]
      )
      expect(pulled_from).toBeNull()
    }
  })

  if (market.id !== "rakuten") return

  it.each<Kind>(["server_error", "html", "hang"])(
    "imports accepted sales also where the list of new ones fails: %s",
    async (kind) => {
      const connected = await store.connect(market)
      const seeded = store.seedOrders(connected, { count: 3 })
      const { cursor } = await state(connected)
      store.sandbox.control.addFault({ kind, endpoint: "getnewsales", account: connected.account })
      await withShortDeadlines(() => store.pull(connected))
      await expectExactlyOnce(store.database, seeded)
      expect(await last(connected)).toMatchObject({
        state: "failed",
        error: { message: expect.stringContaining("getnewsales") },
      })
      expect(await state(connected)).toEqual({ health_code: "run_incomplete", blocked_until: null, cursor })
    }
  )

  it.each<Kind>(["server_error", "hang"])(
    "goes on where details cannot be asked for, and is not done in silence: %s",
    async (kind) => {
      const connected = await store.connect(market)
      const seeded = store.seedOrders(connected, { count: 5 })
      store.sandbox.control.addFault({ kind, endpoint: "getbillinginformation", account: connected.account })
      await withShortDeadlines(() => store.pull(connected))
      expect(await last(connected)).toMatchObject({
        state: "done",
        error: { message: expect.stringContaining("getbillinginformation") },
      })
      const { health_code, blocked_until, cursor } = await state(connected)
      expect({ health_code, blocked_until, moved: cursor !== null }).toEqual({
        health_code: "run_incomplete",
        blocked_until: null,
        moved: true,
      })
      store.sandbox.control.removeFaults({})
      await store.sql("update marketplace_order set next_attempt_at = null where connection_id = $1", [
        connected.id,
      ])
      await store.pullAll(connected)
      await expectExactlyOnce(store.database, seeded)
    }
  )

  it("fetches the details of a backlog in one go, and the job goes on with the rest without reading the lists", async () => {
    const connected = await store.connect(market)
    const seeded = store.seedOrders(connected, { count: 120 })
    // The allowance of one service is used up: neither the connection nor its parcels wait.
    store.sandbox.control.addFault({
      kind: "quota",
      endpoint: "getbillinginformation",
      account: connected.account,
      skip: 70,
      times: 1,
    })
    await store.pull(connected)
    expect(await imported(connected)).toBe(70)
    expect(await state(connected)).toMatchObject({ health_code: null, blocked_until: null })
    expect((await last(connected)).error?.message).toContain("getbillinginformation")
    const lists = () => calls(connected, "getcurrentsales")
    const before = lists()
    await store.dispatch()
    expect(await imported(connected)).toBe(70)
    await store.sql(
      "update marketplace_order set next_attempt_at = null where connection_id = $1 and imported_at is null",
      [connected.id]
    )
    await store.dispatch()
    expect(lists()).toBe(before)
    await expectExactlyOnce(store.database, seeded)
    expect(await last(connected)).toMatchObject({ scope: "backlog", state: "done", error: null })
  })
})
