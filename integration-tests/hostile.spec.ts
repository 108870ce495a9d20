import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { everyRoute } from "./helpers/routes"
import { HOSTILE_CHANGES } from "./helpers/hostile-changes"
import { type MarketplaceCase, MARKETPLACES } from "./helpers/marketplace-cases"
import { expectExactlyOnce } from "./helpers/store-figures"
import { until } from "./helpers/until"

type Run = { state: string; counts: Record<string, number>; error: { code: string; message: string } | null }

const store = marketTest({ seconds: 180 })

describe("A marketplace that answers wrongly", () => {
  const idsOf = (orders: { external_id: string | null }[]) =>
    orders.map(({ external_id }) => external_id ?? "")
  const lastRun = async ({ id }: Connected): Promise<Run> => {
    const { body } = await store.app.api<{ runs: Run[] }>(
      "GET",
      `/admin/marketplaces/runs?connection_id=${id}`
    )
    return body.runs[0]
  }
  const rowsOf = ({ id }: Connected) =>
    store.sql<{ external_id: string; state: string; problem_code: string | null }>(
      "select external_id, state, problem_code from marketplace_order where connection_id = $1 order by external_id",
      [id]
    )
  /** An answer in which this order stands is no answer. */
  const failOver = ({ account, market }: Connected, external_id: string, endpoint = "*") =>
    store.sandbox.control.addFault({
      kind: "status",
      status: 500,
      marketplace: market.id,
      account,
      endpoint,
      external_id,
    })
  /** A refused value, as a database words it, for this order while it is read like any other. */
  async function refuseValues(external_id: string): Promise<() => Promise<unknown>> {
    await store.sql(
      `create or replace function refuse_value() returns trigger language plpgsql as $$ begin
         if jsonb_array_length(new.lines) > 0 and new.external_id = tg_argv[0] then
           raise exception 'out of range' using errcode = '22003';
         end if; return new; end $$`
    )
    await store.sql(
      `create trigger refuse_value before insert or update on marketplace_order
         for each row execute function refuse_value('${external_id}')`
    )
    return () => store.sql("drop trigger refuse_value on marketplace_order")
  }

  describe.each(MARKETPLACES)("($id)", (market: MarketplaceCase) => {
    const hostile = HOSTILE_CHANGES[market.id]

    it("with impossible values has each such order held, dropped or taken as listed, and its neighbors imported", async () => {
      const connected = await store.connect(market)
      const seeded = store.seedOrders(connected, { count: hostile.length + 4 })
      const ids = idsOf(seeded)
      hostile.forEach(({ change }, index) => change(store.sandbox, ids[index]))
      await store.pullAll(connected)
      const rows = new Map((await rowsOf(connected)).map((row) => [row.external_id, row]))
      const found = hostile.map(({ name }, index) => {
        const row = rows.get(ids[index])
        return { name, is: row ? (row.problem_code ?? row.state) : null }
      })
      expect(found).toEqual(hostile.map(({ name, is }) => ({ name, is })))
      await expectExactlyOnce(store.database, seeded.slice(hostile.length))
      await store.pull(connected)
      expect(new Map((await rowsOf(connected)).map((row) => [row.external_id, row]))).toEqual(rows)
    })

    it("for single orders stops none of those requested beside them, and the run names which failed", async () => {
      const connected = await store.connect(market)
      const seeded = store.seedOrders(connected, { count: 3 })
      const [first, failing, last] = idsOf(seeded)
      const fault = failOver(connected, failing, market.endpoint.read)
      const { state } = await store.pullIds(connected, [
        first,
        "unknown-1",
        failing,
        first,
        last,
        "../..",
        "x".repeat(150),
      ])
      expect(state).toBe("done")
      const run = await lastRun(connected)
      expect(run.counts).toMatchObject({ failed: 4 })
      expect(run.error?.code).toBe("incomplete")
      for (const id of ["unknown-1", failing, "../.."]) expect(run.error?.message).toContain(`order ${id}`)
      store.sandbox.control.removeFaults({ id: fault.id })
      await store.pullIds(connected, [failing])
      await store.pullAll(connected)
      await expectExactlyOnce(store.database, seeded)
    })

    it("with a value that the database refuses has the order held until it is readable, and the cursor moves on", async () => {
      const connected = await store.connect(market)
      const seeded = store.seedOrders(connected, { count: 3 })
      const [refused] = idsOf(seeded)
      const accept = await refuseValues(refused)
      try {
        await store.pullAll(connected)
      } finally {
        await accept()
      }
      await expectExactlyOnce(store.database, seeded.slice(1))
      expect((await rowsOf(connected)).filter(({ problem_code }) => problem_code)).toEqual([
        { external_id: refused, state: "ready", problem_code: "unreadable_order" },
      ])
      const [{ cursor }] = await store.sql<{ cursor: string | null }>(
        "select cursor from marketplace_connection where id = $1",
        [connected.id]
      )
      expect(cursor).toBeTruthy()
      await store.sql("update marketplace_order set next_attempt_at = null where external_id = $1", [refused])
      await store.pullAll(connected)
      await expectExactlyOnce(store.database, seeded)
      const [{ lines }] = await store.sql<{ lines: { line_item_id: string | null }[] }>(
        "select lines from marketplace_order where external_id = $1",
        [refused]
      )
      expect(lines.map(({ line_item_id }) => typeof line_item_id)).toEqual(["string"])
    })

    it("during a sweep keeps no order from its turn, also behind one that cannot be read", async () => {
      const connected = await store.connect(market)
      const seeded = store.seedOrders(connected, { count: 55 })
      await store.pullAll(connected)
      const ids = idsOf(seeded)
      for (const external_id of ids) market.hide(store.sandbox, external_id)
      failOver(connected, ids[0], market.endpoint.read)
      await store.sql(
        "update marketplace_order set updated_at = now() - interval '1 day' where external_id = $1",
        [ids[0]]
      )
      const path = `/admin/marketplaces/connections/${connected.id}/completeness?refresh=true`
      const asked = new Set<string>()
      for (let sweep = 0; sweep < 2; sweep++) {
        await store.app.api("GET", path)
        const report = await until("the sweep has ended", async () => {
          const { body } = await store.app.api<{
            checked_at: string
            differences: { external_id: string; reason: string }[]
          }>("GET", path.split("?")[0])
          return body.differences.some(({ external_id }) => !asked.has(external_id)) ? body : null
        })
        report.differences.forEach(({ external_id }) => asked.add(external_id))
        if (sweep === 0) {
          expect(report.differences).toContainEqual({
            external_id: ids[0],
            reason: "not_answered",
            fixed: false,
          })
        }
      }
      expect([...asked].sort()).toEqual([...ids].sort())
    })
  })

  it("for one order of a list stops no other, is reported, and the cursor does not pass that order", async () => {
    const [market] = MARKETPLACES
    const connected = await store.connect(market)
    const seeded = store.seedOrders(connected, { count: 30 })
    const failing = idsOf(seeded)[11]
    const fault = failOver(connected, failing)
    await store.pullAll(connected)
    await expectExactlyOnce(
      store.database,
      seeded.filter(({ external_id }) => external_id !== failing)
    )
    const run = await lastRun(connected)
    expect(run).toMatchObject({ state: "done", error: { code: "incomplete" } })
    expect(run.error?.message).toMatch(/^The order on page \d+ of GET \/orders \(one order a page\) makes/)
    await store.pull(connected)
    store.sandbox.control.removeFaults({ id: fault.id })
    // Long after the overlap of two pulls.
    store.sandbox.control.time({ advance_minutes: 120 })
    await store.pullAll(connected)
    await expectExactlyOnce(store.database, seeded)
    expect((await lastRun(connected)).error).toBeNull()
  })

  it("by being slow does not cost the lease, and no other process works on the connection", async () => {
    const market = MARKETPLACES.find(({ lists_per_poll }) => lists_per_poll > 1) ?? MARKETPLACES[1]
    const connected = await store.connect(market)
    store.seedOrders(connected, { count: 6 })
    const { control } = store.sandbox
    const details = { marketplace: market.id, account: connected.account, endpoint: "getbillinginformation" }
    control.addFault({ ...details, kind: "latency", ms: 400 })
    const asked = () => control.counts(details).total
    const leaseLeft = async () => {
      const [{ seconds }] = await store.sql<{ seconds: number | null }>(
        `select extract(epoch from pull_lease_until - now())::float8 as seconds from marketplace_connection
          where id = $1`,
        [connected.id]
      )
      return seconds ?? 0
    }
    const running = store.pull(connected)
    await until("details are asked for", () => asked() > 0)
    await store.sql(
      "update marketplace_connection set pull_lease_until = now() + interval '5 seconds' where id = $1",
      [connected.id]
    )
    await until("the lease is renewed", async () => (await leaseLeft()) > 30)
    expect(asked()).toBeLessThan(6)
    expect((await store.pull(connected)).state).toBe("busy")
    expect((await running).state).toBe("done")
    expect(asked()).toBe(6)
  })
})

describe("A request with what no text holds, or with endless nesting", () => {
  const NUL = "\u0000"
  const nested = (levels: number) => `{"a":${"[".repeat(levels)}${"]".repeat(levels)}}`
  const REQUESTS: [string, (address: string) => { query?: string; body?: string }][] = [
    ["NUL in the name of a parameter", () => ({ query: "?a%00b=1" })],
    ["NUL in a parameter", () => ({ query: "?q=a%00b" })],
    ["NUL in a list of parameters", () => ({ query: "?ids[]=a%00b&ids[]=c" })],
    ["NUL in the name of a field", () => ({ body: JSON.stringify({ [`a${NUL}`]: 1 }) })],
    ["NUL deep in a field", () => ({ body: JSON.stringify({ name: { a: [`x${NUL}`] } }) })],
    ["half a character in a field", () => ({ body: '{"name":"\\ud800"}' })],
    ["15,000 levels", () => ({ body: nested(15_000) })],
    ["33 levels", () => ({ body: nested(33) })],
  ]
  const send = (verb: string, address: string, body: string | undefined) =>
    fetch(store.app.url + address, {
      method: verb,
      headers: { authorization: `Bearer ${store.app.token}`, "content-type": "application/json" },
      ...(body !== undefined && verb === "POST" && { body }),
    })

  it("is refused with 400 by every route, whatever it does, and with 401 where a signature is wanted", async () => {
    const wrong: unknown[] = []
    for (const route of everyRoute()) {
      const [verb, address] = route.split(" ")
      const isSigned = address.startsWith("/webhooks")
      const filled = address.replace(/:\w+/g, "none")
      const asked = REQUESTS.map(([name, make]) => ({ name, address: filled, ...make(filled) })).filter(
        ({ body }) => body === undefined || verb === "POST"
      )
      const named = address.includes(":")
        ? [{ name: "NUL in the path", address: address.replace(/:\w+/g, "a%00b"), query: "", body: "{}" }]
        : []
      for (const { name, address: at, query = "", body } of [...asked, ...named]) {
        const { status } = await send(verb, at + query, body ?? (verb === "POST" ? "{}" : undefined))
        if (status !== (isSigned ? 401 : 400)) wrong.push([route, name, status])
      }
    }
    expect(wrong).toEqual([])
  })
})
