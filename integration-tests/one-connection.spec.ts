import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { colissimoNumber, shipOrder } from "./helpers/ship-order"
import { expectExactlyOnce } from "./helpers/store-figures"
import { until } from "./helpers/until"

const store = marketTest({ seconds: 120 })

type Run = { state: string; error: { code: string; message: string } | null }
type Shown = { id: string; health: { status: string; code: string | null; hint: string | null } }

/** What one connection can be broken by, in its own row. */
const BROKEN = {
  "an adapter that is no longer among the options": "marketplace_id = 'acme'",
  "settings that no version knows any more": `settings = '{"import": {"interval_minutes": "often"}, "notifications": 7}'`,
  "settings that are not even an object": `settings = '"none"'`,
}

describe.each(Object.entries(BROKEN))("%s of one connection", (_, broken) => {
  let bad: Connected
  let good: Connected

  beforeAll(async () => {
    const [first, second] = MARKETPLACES
    bad = await store.connect(first)
    store.seedOrders(bad, { count: 3 })
    await store.pullAll(bad)
    good = await store.connect(second)
    await store.sql(
      `update marketplace_connection set ${broken}, next_run_at = null, swept_at = null,
              carriers = '{"fetched_at": "2026-01-01T00:00:00Z", "carriers": [], "removed": [{"name": "Acme", "code": null}]}'
        where id = $1`,
      [bad.id]
    )
    if (broken.startsWith("marketplace_id"))
      await store.sql("update marketplace_order set marketplace_id = 'acme' where connection_id = $1", [
        bad.id,
      ])
  })

  const last = async ({ id }: Connected) =>
    (await store.api<{ runs: Run[] }>("GET", `/runs?connection_id=${id}&limit=1`)).body.runs[0]

  it("keeps no other from importing, and no run hides it", async () => {
    const seeded = store.seedOrders(good, { count: 3 })
    await store.sql("update marketplace_connection set next_run_at = null where id = $1", [good.id])
    await store.dispatch()
    await expectExactlyOnce(store.database, seeded)
    expect(await last(good)).toMatchObject({ state: "done", error: null })
    const { status, body } = await store.api<{ connections: Shown[] }>("GET", "/connections?limit=100")
    expect(status).toBe(200)
    const health = (id: string) => body.connections.find((one) => one.id === id)?.health
    expect(health(good.id)?.status).toBe("ok")
    expect(health(bad.id)?.status).not.toBe("ok")
    expect(health(bad.id)?.hint).toEqual(expect.any(String))
  })

  it("keeps no other from sending", async () => {
    const [order] = store.seedOrders(good, { count: 1 })
    await store.pullAll(good)
    const { order_id } = await store.desk.orderOf<{ order_id: string }>(order.external_id ?? "")
    await shipOrder(store.app, order_id, colissimoNumber())
    await store.dispatch()
    await until("the parcel arrives", () => good.market.isShipped(store.sandbox, order.external_id ?? ""))
  })

  it("keeps no other from being compared, notified and purged", async () => {
    const [late] = store.seedOrders(good, { count: 1 })
    await store.pullAll(good)
    await store.sql(
      `update marketplace_order set ship_by = now() - interval '1 hour' where connection_id = any($1)`,
      [[bad.id, good.id]]
    )
    const [old] = store.seedOrders(good, { count: 1 })
    await store.pullAll(good)
    await store.sql(
      `update marketplace_order set purchased_at = now() - interval '400 days', state = 'shipped'
        where external_id = $1 or connection_id = $2`,
      [old.external_id, bad.id]
    )
    await store.sql("update marketplace_connection set swept_at = null where id = $1", [good.id])
    await store.sweep()
    const [{ completeness }] = await store.sql<{ completeness: { checked_at: string } }>(
      "select completeness from marketplace_connection where id = $1",
      [good.id]
    )
    expect(completeness.checked_at).toEqual(expect.any(String))
    const [row] = await store.sql<{ id: string }>("select id from marketplace_order where external_id = $1", [
      late.external_id,
    ])
    expect(
      await store.sql("select 1 from notification where idempotency_key like $1", [
        `marketplace:deadline:${row.id}:%`,
      ])
    ).not.toEqual([])
    expect(
      await store.sql("select 1 from marketplace_order where external_id = $1 and purged_at is not null", [
        old.external_id,
      ])
    ).toHaveLength(1)
  })

  it.each([
    "/orders?limit=50",
    "/orders?q=Durand",
    "/orders/problems",
    "/actions",
    "/runs",
    "/overview",
    "/carriers",
    "/listings",
    "",
  ])("keeps %s readable", async (path) => {
    expect((await store.api("GET", path)).status).toBe(200)
  })

  it("can be disabled", async () => {
    const { status } = await store.api("POST", `/connections/${bad.id}`, { is_enabled: false })
    if (broken.startsWith("marketplace_id")) expect(status).toBe(200)
    expect((await store.api("DELETE", `/connections/${bad.id}`)).status).toBe(200)
  })
})

describe("A database that restarts during an import", () => {
  it("leaves nothing behind in silence, and what failed is tried again at once", async () => {
    const [market] = MARKETPLACES
    const connected = await store.connect(market)
    const seeded = store.seedOrders(connected, { count: 60 })
    const running = store.pull(connected).catch(() => null)
    await until("the import is under way", async () => {
      const rows = await store.sql("select 1 from marketplace_order where connection_id = $1 limit 1", [
        connected.id,
      ])
      return rows.length
    })
    // As a restart does: every connection of the store ends.
    await store.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`
    )
    await running
    const [{ left }] = await store.sql<{ left: number }>(
      `select count(*)::int as left from marketplace_order
        where connection_id = $1 and imported_at is null and claimed_until > now()`,
      [connected.id]
    )
    expect(left).toBe(0)
    const { runs } = (await store.api<{ runs: Run[] }>("GET", `/runs?connection_id=${connected.id}&limit=1`))
      .body
    const [{ missing }] = await store.sql<{ missing: number }>(
      "select count(*)::int as missing from marketplace_order where connection_id = $1 and imported_at is null",
      [connected.id]
    )
    if (missing) expect(runs[0]?.error).not.toBeNull()
    const wait = await store.sql(
      `select 1 from marketplace_order where connection_id = $1 and imported_at is null
          and next_attempt_at > now() + interval '61 seconds'`,
      [connected.id]
    )
    expect(wait).toEqual([])
    await store.sql(
      `update marketplace_connection set pull_lease_until = null, blocked_until = null where id = $1`,
      [connected.id]
    )
    await store.sql(
      "update marketplace_order set next_attempt_at = null where connection_id = $1 and imported_at is null",
      [connected.id]
    )
    await store.pull(connected)
    await expectExactlyOnce(store.database, seeded)
  })
})
