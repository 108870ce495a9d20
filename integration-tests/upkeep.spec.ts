import type { IOrderModuleService } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { marketplaceOf } from "../src/workflows/shared/marketplace"
import { keepHouse } from "../src/workflows/sweep/keep-house"
import { LIFE_CASES } from "./helpers/life-cases"
import { marketTest } from "./helpers/market-test"
import { type MarketplaceCase, MARKETPLACES } from "./helpers/marketplace-cases"
import { orderFacts } from "./helpers/order-facts"
import { colissimoNumber, shipOrder } from "./helpers/ship-order"
import { expectExactlyOnce } from "./helpers/store-figures"
import { until } from "./helpers/until"

const store = marketTest()
const { facts, pullAgain } = orderFacts(store)

describe.each(MARKETPLACES)("$id: the plugin", (market: MarketplaceCase) => {
  const life = LIFE_CASES[market.id]

  it("imports once what an earlier start date or another filter lets in", async () => {
    const connected = await store.connect(market, {
      settings: { import: { start_at: new Date(Date.now() + 60 * 60_000).toISOString() } },
    })
    const seeded = store.seedOrders(connected, { count: 3 })
    await store.pull(connected)
    const path = `/admin/marketplaces/connections/${connected.id}`
    const imported = async () => {
      const { body } = await store.app.api<{ connection: { counts: { imported: number } } }>("GET", path)
      return body.connection.counts.imported
    }
    expect(await imported()).toBe(0)
    const before = Date.now() - 30 * 24 * 60 * 60_000
    const settings = { import: { start_at: new Date(before).toISOString(), countries: ["BE"] } }
    expect((await store.app.api("POST", path, { settings })).status).toBe(200)
    await store.pullAll(connected)
    expect(await imported()).toBe(0)
    expect((await store.app.api("POST", path, { settings: { import: { countries: null } } })).status).toBe(
      200
    )
    await store.pullAll(connected)
    expect(await imported()).toBe(3)
    await expectExactlyOnce(store.database, seeded)
    const { body } = await store.app.api<{ runs: { scope: string; state: string }[] }>(
      "GET",
      `/admin/marketplaces/runs?connection_id=${connected.id}`
    )
    expect(body.runs.filter(({ scope }) => scope === "since").map(({ state }) => state)).toEqual([
      "done",
      "done",
    ])
  })

  it("compares the store with the marketplace and puts right what it can", async () => {
    const connected = await store.connect(market)
    const seeded = store.seedOrders(connected, { count: 4 })
    await store.pullAll(connected)
    const [late, closed, forgotten] = seeded.map(({ external_id }) => external_id ?? "")
    await store.sql(
      `with gone as (delete from marketplace_order where external_id = $1 returning id)
       delete from marketplace_order_snapshot where marketplace_order_id in (select id from gone)`,
      [late]
    )
    life.cancel(store.sandbox, closed)
    const { row } = await facts(forgotten)
    await shipOrder(store.app, row.order_id, colissimoNumber())
    await until("the parcel arrives", () => market.isShipped(store.sandbox, forgotten))
    await store.sql("delete from marketplace_action where marketplace_order_id = $1", [row.id])

    const path = `/admin/marketplaces/connections/${connected.id}/completeness`
    type Report = {
      is_live: boolean
      missing: string[]
      differences: { external_id: string; reason: string }[]
    }
    const before = store.sandbox.control.counts().total
    const none = await store.app.api<Report>("GET", path)
    expect(none.body).toMatchObject({ is_live: false, missing: [], differences: [], checked_at: null })
    expect(store.sandbox.control.counts().total).toBe(before)
    const first = await store.app.api<Report>("GET", `${path}?refresh=true`)
    expect(first.body).toMatchObject({ is_live: true, missing: [], imported: 2 })
    const reasons = Object.fromEntries(first.body.differences.map((one) => [one.external_id, one.reason]))
    expect(reasons[late]).toBe("missing")
    expect(Object.values(reasons)).toContain("shipment_without_action")
    expect((await facts(closed)).row.state).toBe("canceled")
    const second = await store.app.api<Report>("GET", `${path}?refresh=true`)
    expect(second.body).toMatchObject({ is_live: true, missing: [], differences: [], unreadable: [] })
    const last = await store.app.api<Report>("GET", path)
    expect(last.body).toEqual({ ...second.body, is_live: false })
    expect((await store.app.api("GET", `${path}?refresh=now`)).status).toBe(400)
  })

  it("keeps a test order apart from everything, and deletes it again", async () => {
    const connected = await store.connect(market)
    const [variant] = store.store.variants
    const { status, body } = await store.app.api<{
      marketplace_order: { id: string; order_id: string; external_id: string }
    }>("POST", `/admin/marketplaces/connections/${connected.id}/test-order`, {
      variant_id: variant.variant_id,
      country_code: "FR",
      quantity: 2,
    })
    expect({ status, order: body.marketplace_order }).toMatchObject({
      status: 200,
      order: { is_test: true, state: "imported", problem: null },
    })
    const { id, external_id } = body.marketplace_order
    const { order, reserved } = await facts(external_id)
    expect({ payment: order.payment_status, reserved }).toEqual({ payment: "not_paid", reserved: 0 })
    const removed = await store.app.api("DELETE", `/admin/marketplaces/orders/${id}`)
    expect(removed.status).toBe(200)
    expect(await store.sql("select 1 from marketplace_order where id = $1", [id])).toEqual([])
    const [real] = store.seedOrders(connected, { count: 1 })
    await store.pullAll(connected)
    const { row } = await facts(real.external_id ?? "")
    expect((await store.app.api("DELETE", `/admin/marketplaces/orders/${row.id}`)).status).toBe(400)
  })

  it("removes the buyers of old orders, old runs and old test orders", async () => {
    const marker = `Marqueur${market.id}`
    const connected = await store.connect(market)
    const seeded = store.seedOrders(connected, { count: 2, marker })
    await store.pullAll(connected)
    const [finished, open] = seeded.map(({ external_id }) => external_id ?? "")
    const [{ variant_id }] = store.store.variants
    const tests = await Promise.all(
      [8, 6].map(async (days) => {
        const path = `/admin/marketplaces/connections/${connected.id}/test-order`
        const { body } = await store.app.api<{ marketplace_order: { id: string } }>("POST", path, {
          variant_id,
          country_code: "FR",
        })
        const { id } = body.marketplace_order
        await store.sql(
          "update marketplace_order set created_at = now() - make_interval(days => $1) where id = $2",
          [days, id]
        )
        return id
      })
    )
    await store.sql(
      `update marketplace_order set purchased_at = now() - interval '200 days',
              state = case when external_id = $1 then 'shipped' else state end where external_id = any($2)`,
      [finished, [finished, open]]
    )
    await store.sql(
      "update marketplace_run set finished_at = now() - interval '100 days' where connection_id = $1",
      [connected.id]
    )
    const left = () =>
      store.sql<{ id: string }>("select id from marketplace_order where connection_id = $1 and is_test", [
        connected.id,
      ])
    // What fails keeps nothing else from being done.
    const service = store.app.container.resolve<IOrderModuleService>(Modules.ORDER)
    const softDeleteOrders = service.softDeleteOrders.bind(service)
    Object.assign(service, { softDeleteOrders: () => Promise.reject(new Error("Refused by a test")) })
    try {
      await keepHouse(store.app.container)
    } finally {
      Object.assign(service, { softDeleteOrders })
    }
    expect(await left()).toHaveLength(2)
    const runs = await store.sql(
      "select 1 from marketplace_run where connection_id = $1 and finished_at < now() - interval '90 days'",
      [connected.id]
    )
    expect(runs).toEqual([])
    const snapshots = await store.sql<{ external_id: string; payload: string }>(
      `select o.external_id, s.payload from marketplace_order o
         join marketplace_order_snapshot s on s.marketplace_order_id = o.id where o.connection_id = $1`,
      [connected.id]
    )
    const holds = new Map(
      snapshots.map(({ external_id, payload }) => [external_id, payload.includes(marker)])
    )
    expect([holds.get(finished), holds.get(open)]).toEqual([false, false])
    await pullAgain(connected, [finished])
    const [after] = await store.sql<{ payload: string }>(
      `select s.payload from marketplace_order o join marketplace_order_snapshot s on s.marketplace_order_id = o.id
        where o.external_id = $1`,
      [finished]
    )
    expect(after.payload).not.toContain(marker)
    await keepHouse(store.app.container)
    expect(await left()).toEqual([{ id: tests[1] }])
  })

  it("closes the run of a process that died, and no other", async () => {
    const connected = await store.connect(market)
    const left = { connection_id: connected.id, trigger: "schedule", scope: "new", state: "running" } as const
    for (const id of ["died", "goes_on"]) {
      await marketplaceOf(store.app.container).runs.writeRun({ ...left, id: `${market.id}_${id}` })
    }
    await store.sql("update marketplace_run set updated_at = now() - interval '2 hours' where id = $1", [
      `${market.id}_died`,
    ])
    await keepHouse(store.app.container)
    const { runs } = await store.desk.get<{ runs: Record<string, unknown>[] }>(
      `/runs?connection_id=${connected.id}&trigger=schedule`
    )
    expect(runs.map(({ id, state, error }) => ({ id, state, error }))).toEqual(
      expect.arrayContaining([
        { id: `${market.id}_died`, state: "failed", error: expect.objectContaining({ code: "internal" }) },
        { id: `${market.id}_goes_on`, state: "running", error: null },
      ])
    )
  })

  it("writes one cause and one deadline into the admin's feed once", async () => {
    const connected = await store.connect(market)
    store.seedOrders(connected, { count: 1, kinds: ["unknown_sku"] })
    const [late] = store.seedOrders(connected, { count: 1 })
    await store.pullAll(connected)
    await store.sql(
      "update marketplace_order set ship_by = now() - interval '1 hour' where external_id = $1",
      [late.external_id]
    )
    const notified = async (what: string) =>
      (await store.sql("select 1 from notification where idempotency_key like $1", [what])).length
    await until("the held order is notified", () =>
      notified(`marketplace:order:${connected.id}:unknown_sku:%`)
    )
    await store.sweep()
    await store.sweep()
    const { row } = await facts(late.external_id ?? "")
    expect(await notified(`marketplace:deadline:${row.id}:%`)).toBe(1)
    expect(await notified(`marketplace:order:${connected.id}:unknown_sku:%`)).toBe(1)
    const [{ swept_at, completeness }] = await store.sql<{ swept_at: Date; completeness: object }>(
      "select swept_at, completeness from marketplace_connection where id = $1",
      [connected.id]
    )
    expect(swept_at).toBeTruthy()
    expect(completeness).toMatchObject({ missing: [] })
  })
})
