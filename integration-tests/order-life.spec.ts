import { cancelOrderWorkflow, updateOrderWorkflow } from "@medusajs/medusa/core-flows"
import type { IOrderModuleService } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import type { ExpectedOrder } from "../sandbox/expected"
import sweepMarketplaces from "../src/jobs/marketplace-sweep"
import { marketplaceOf } from "../src/workflows/shared/marketplace"
import { keepHouse } from "../src/workflows/sweep/keep-house"
import { LIFE_CASES, type LifeCase } from "./helpers/life-cases"
import {
  connect,
  type Connected,
  type MarketStore,
  pull,
  pullAll,
  pullIds,
  seedOrders,
  startMarketStore,
} from "./helpers/market-store"
import { marketplaceApi } from "./helpers/marketplace-api"
import { type MarketplaceCase, MARKETPLACES } from "./helpers/marketplace-cases"
import { colissimoNumber, shipOrder } from "./helpers/ship-order"
import { expectExactlyOnce } from "./helpers/store-figures"
import { until } from "./helpers/until"
import { warehouse } from "./helpers/warehouse"

let store: MarketStore
beforeAll(async () => {
  store = await startMarketStore()
})
afterAll(async () => {
  await store?.stop()
})

type Row = {
  id: string
  connection_id: string
  external_id: string
  order_id: string
  state: string
  state_reason: string | null
  problem_code: string | null
  applied_hash: string
  snapshot_hash: string
}

type StoreOrder = {
  status: string
  payment_status: string
  shipping_address: { address_1: string }
  fulfillments: { delivered_at: string | null }[]
}

/** What the store and our row say of one order, and what the marketplace got. */
async function facts(external_id: string) {
  const [row] = await store.database.sql<Row>("select * from marketplace_order where external_id = $1", [
    external_id,
  ])
  const { body } = await store.app.api<{ order: StoreOrder }>(
    "GET",
    `/admin/orders/${row.order_id}?fields=id,status,payment_status,*shipping_address,*fulfillments`
  )
  const reserved = await store.database.sql<{ quantity: string }>(
    `select r.quantity from reservation_item r join order_item i on i.item_id = r.line_item_id
      where i.order_id = $1 and r.deleted_at is null`,
    [row.order_id]
  )
  return {
    row,
    order: body.order,
    reserved: reserved.reduce((sum, { quantity }) => sum + Number(quantity), 0),
  }
}

async function historyOf(id: string): Promise<string[]> {
  const path = `/admin/marketplaces/orders/${id}`
  const { body } = await store.app.api<{ order: { history: { event: string }[] } }>("GET", path)
  return body.order.history.map(({ event }) => event)
}

/** What is announced from now on, by name. */
function listen(name: string): { id: string; order_id?: string }[] {
  const heard: { id: string; order_id?: string }[] = []
  store.app.container.resolve(Modules.EVENT_BUS).subscribe(
    name,
    ({ data }) => {
      heard.push(data as { id: string; order_id?: string })
      return Promise.resolve()
    },
    { subscriberId: `listen-${name}-${++listeners}` }
  )
  return heard
}
let listeners = 0

/** Asks for these orders alone; the run ends well. */
async function pullAgain(connected: Connected, external_ids: string[]): Promise<void> {
  expect((await pullIds(store.app, connected, external_ids)).state).toBe("done")
}

type Scenario = {
  name: string
  settings?: Record<string, Record<string, unknown>>
  kind?: (life: LifeCase) => string
  /** In the store, after the import. */
  before?: (order_id: string, external_id: string) => Promise<unknown>
  /** At the marketplace. */
  act: (life: LifeCase, external_id: string) => void
  state: string
  problem?: string
  status?: string
  payment?: string
  /** Whether the stock stays reserved. */
  keeps_stock?: boolean
  history?: string
  check?: (found: Awaited<ReturnType<typeof facts>>) => void
}

const isDelivered = (one: StoreOrder["fulfillments"][number]) => one.delivered_at !== null
const ask = { changes: { cancel_in_store: "ask" } }
const pack = (order_id: string) => warehouse(store.app).pack(order_id)
const ship = (order_id: string) => shipOrder(store.app, order_id, colissimoNumber())

const SCENARIOS: Scenario[] = [
  {
    name: "cancelled at the marketplace before packing: cancelled here, stock and payment record given back",
    act: (life, id) => life.cancel(store.sandbox, id),
    state: "canceled",
    status: "canceled",
    payment: "refunded",
  },
  {
    name: "the same where the operator wants to be asked",
    settings: ask,
    act: (life, id) => life.cancel(store.sandbox, id),
    state: "imported",
    problem: "canceled_at_marketplace",
    keeps_stock: true,
  },
  {
    name: "cancelled after packing: stop this parcel",
    before: pack,
    act: (life, id) => life.cancel(store.sandbox, id),
    state: "imported",
    problem: "cancel_stop_parcel",
  },
  {
    name: "cancelled after shipping: both truths",
    before: ship,
    act: (life, id) => life.cancel(store.sandbox, id),
    state: "shipped",
    problem: "canceled_after_shipping",
  },
  {
    name: "cancelled in part: taken out of the order",
    kind: (life) => life.several_items_kind,
    act: (life, id) => life.cancelFirstItem(store.sandbox, id),
    state: "imported",
    payment: "partially_refunded",
    keeps_stock: true,
  },
  {
    name: "delivered there: delivered here",
    before: ship,
    act: (life, id) => life.deliver(store.sandbox, id),
    state: "delivered",
    check: ({ order }) => expect(order.fulfillments.every(isDelivered)).toBe(true),
  },
  {
    name: "delivered there, where the setting says no",
    settings: { changes: { mark_delivered: false } },
    before: ship,
    act: (life, id) => life.deliver(store.sandbox, id),
    state: "delivered",
    check: ({ order }) => expect(order.fulfillments.some(isDelivered)).toBe(false),
  },
  {
    name: "the buyer moves before packing",
    act: (life, id) => life.moveBuyer(store.sandbox, id, "7 quai du Départ"),
    state: "imported",
    keeps_stock: true,
    check: ({ order }) => expect(order.shipping_address.address_1).toBe("7 quai du Départ"),
  },
  {
    name: "the buyer moves after packing",
    before: pack,
    act: (life, id) => life.moveBuyer(store.sandbox, id, "7 quai du Départ"),
    state: "imported",
    problem: "address_changed_after_packing",
    check: ({ order }) => expect(order.shipping_address.address_1).not.toBe("7 quai du Départ"),
  },
  {
    name: "the buyer moves after an operator corrected the address",
    before: (id) =>
      updateOrderWorkflow(store.app.container).run({
        input: { id, user_id: "user_test", shipping_address: { address_1: "1 place de la Correction" } },
      }),
    act: (life, id) => life.moveBuyer(store.sandbox, id, "7 quai du Départ"),
    state: "imported",
    problem: "address_changed_after_packing",
    keeps_stock: true,
    check: ({ order }) => expect(order.shipping_address.address_1).toBe("1 place de la Correction"),
  },
  {
    name: "cancelled in the store: asked, nothing goes out by itself",
    before: async (order_id, external_id) => {
      await cancelOrderWorkflow(store.app.container).run({ input: { order_id } })
      await until("it is told", async () => (await facts(external_id)).row.problem_code)
    },
    act: () => undefined,
    state: "canceled",
    status: "canceled",
    payment: "refunded",
    problem: "canceled_in_store",
  },
  {
    name: "cancelled in the store, where nobody wants to be asked: only written down",
    settings: { changes: { cancel_at_marketplace: "never" } },
    before: async (order_id, external_id) => {
      await cancelOrderWorkflow(store.app.container).run({ input: { order_id } })
      await until("it is noticed", async () => (await facts(external_id)).row.state === "canceled")
    },
    act: () => undefined,
    state: "canceled",
    status: "canceled",
    payment: "refunded",
    history: "order.canceled_in_store",
  },
  {
    name: "cancelled in the store, then there too: nothing is left to do",
    before: async (order_id, external_id) => {
      await cancelOrderWorkflow(store.app.container).run({ input: { order_id } })
      await until("it is told", async () => (await facts(external_id)).row.problem_code)
    },
    act: (life, id) => life.cancel(store.sandbox, id),
    state: "canceled",
    status: "canceled",
    payment: "refunded",
  },
]

describe.each(MARKETPLACES)("the life of an order of $id", (market: MarketplaceCase) => {
  const life = LIFE_CASES[market.id]
  const orders = new Map<string, ExpectedOrder>()

  beforeAll(async () => {
    const groups = new Map<string, Scenario[]>()
    for (const scenario of SCENARIOS) {
      const key = JSON.stringify(scenario.settings ?? {})
      groups.set(key, [...(groups.get(key) ?? []), scenario])
    }
    for (const [key, scenarios] of groups) {
      const settings = JSON.parse(key) as Record<string, Record<string, unknown>>
      const connected = await connect(store.app, store.sandbox, market, { settings })
      for (const scenario of scenarios) {
        const kinds = [scenario.kind?.(life) ?? "plain"]
        const [order] = seedOrders(store.sandbox, connected, { count: 1, kinds })
        orders.set(scenario.name, order)
      }
      await pullAll(store, connected)
      for (const scenario of scenarios) {
        const external_id = orders.get(scenario.name)?.external_id ?? ""
        const { row } = await facts(external_id)
        expect([scenario.name, row.state]).toEqual([scenario.name, "imported"])
        await scenario.before?.(row.order_id, external_id)
        scenario.act(life, external_id)
      }
      await pullAgain(
        connected,
        scenarios.map(({ name }) => orders.get(name)?.external_id ?? "")
      )
      // A second look changes nothing.
      await pull(store.app, connected)
    }
  })

  it.each(SCENARIOS)("$name", async (scenario) => {
    const external_id = orders.get(scenario.name)?.external_id ?? ""
    const found = await facts(external_id)
    const { row, order, reserved } = found
    expect({
      state: row.state,
      problem: row.problem_code,
      status: order.status,
      payment: order.payment_status,
      reserved: reserved > 0,
      told: life.cancellations(store.sandbox, external_id),
      applied: row.applied_hash === row.snapshot_hash,
    }).toEqual({
      state: scenario.state,
      problem: scenario.problem ?? null,
      status: scenario.status ?? "pending",
      payment: scenario.payment ?? "captured",
      reserved: scenario.keeps_stock ?? false,
      told: 0,
      applied: true,
    })
    if (scenario.history) expect(await historyOf(row.id)).toContain(scenario.history)
    scenario.check?.(found)
  })

  it.each(SCENARIOS.filter(({ problem }) => problem))("taken note of: $name", async (scenario) => {
    const external_id = orders.get(scenario.name)?.external_id ?? ""
    const { row } = await facts(external_id)
    const answer = await store.app.api("POST", "/admin/marketplaces/orders/acknowledge", { ids: [row.id] })
    expect(answer.status).toBe(200)
    await store.database.sql("update marketplace_order set applied_hash = '' where id = $1", [row.id])
    await pull(store.app, { id: row.connection_id })
    await pull(store.app, { id: row.connection_id })
    const after = await facts(external_id)
    expect(after.row).toMatchObject({ state: scenario.state, problem_code: null })
    // It was looked at again, unless it is over.
    if (scenario.state !== "canceled") expect(after.row.applied_hash).toBe(after.row.snapshot_hash)
    expect(await historyOf(row.id)).toContain("order.acknowledged")
    expect(life.cancellations(store.sandbox, external_id)).toBe(0)
  })

  it("reads an order alone before it believes a list that shows it as cancelled", async () => {
    const connected = await connect(store.app, store.sandbox, market)
    const [order] = seedOrders(store.sandbox, connected, { count: 1 })
    const external_id = order.external_id ?? ""
    await pullAll(store, connected)
    life.cancel(store.sandbox, external_id)
    const before = store.sandbox.control.counts().total
    await pull(store.app, connected)
    expect(store.sandbox.control.counts().total - before).toBeGreaterThan(market.lists_per_poll)
    expect((await facts(external_id)).row.state).toBe("canceled")
  })

  it("a cancellation that cannot be read alone keeps no other waiting", async () => {
    const connected = await connect(store.app, store.sandbox, market)
    const seeded = seedOrders(store.sandbox, connected, { count: 4 })
    await pullAll(store, connected)
    for (const { external_id } of seeded) life.cancel(store.sandbox, external_id ?? "")
    const [{ external_id: first }] = await store.database.sql<{ external_id: string }>(
      "select external_id from marketplace_order where connection_id = $1 order by purchased_at, id limit 1",
      [connected.id]
    )
    const failing = { endpoint: market.endpoint.read, external_id: first, kind: "server_error" } as const
    const fault = store.sandbox.control.addFault({ marketplace: market.id, ...failing })
    expect(await pull(store.app, connected)).toMatchObject({ state: "done" })
    const states = () =>
      Promise.all(seeded.map(async ({ external_id }) => (await facts(external_id ?? "")).row.state))
    expect((await states()).filter((state) => state === "canceled")).toHaveLength(3)
    expect((await facts(first)).row).toMatchObject({
      state: "imported",
      problem_code: "canceled_at_marketplace",
    })
    store.sandbox.control.removeFaults({ id: fault.id })
    await pull(store.app, connected)
    expect(new Set(await states())).toEqual(new Set(["canceled"]))
  })

  it("leaves many cancellations at once to a human", async () => {
    const connected = await connect(store.app, store.sandbox, market)
    const seeded = seedOrders(store.sandbox, connected, { count: 15 })
    await pullAll(store, connected)
    const ids = seeded.map(({ external_id }) => external_id ?? "")
    for (const id of ids.slice(0, 12)) life.cancel(store.sandbox, id)
    await pull(store.app, connected)
    await pull(store.app, connected)
    const states = async () =>
      store.database.sql(
        `select state, problem_code, count(*)::int from marketplace_order where connection_id = $1
          group by 1, 2 order by 1, 2`,
        [connected.id]
      )
    expect(await states()).toEqual([
      { state: "imported", problem_code: "mass_cancellation", count: 12 },
      { state: "imported", problem_code: null, count: 3 },
    ])
    const told = `marketplace:order:${connected.id}:mass_cancellation:%`
    await until("it is told, once", async () => {
      const rows = await store.database.sql("select 1 from notification where idempotency_key like $1", [
        told,
      ])
      return rows.length === 1
    })
    const answer = await store.app.api("POST", "/admin/marketplaces/orders/cancellations", {
      connection_id: connected.id,
      decision: "confirm",
      reason: "Checked on the portal",
    })
    expect(answer).toMatchObject({ status: 200, body: { count: 12 } })
    await pull(store.app, connected)
    expect(await states()).toEqual([
      { state: "canceled", problem_code: null, count: 12 },
      { state: "imported", problem_code: null, count: 3 },
    ])
  })

  it("notices an order that is cancelled and comes back", async () => {
    const connected = await connect(store.app, store.sandbox, market)
    const [order] = seedOrders(store.sandbox, connected, { count: 1 })
    const external_id = order.external_id ?? ""
    await pullAll(store, connected)
    life.cancel(store.sandbox, external_id)
    await pull(store.app, connected)
    expect((await facts(external_id)).row.state).toBe("canceled")
    life.reopen(store.sandbox, external_id)
    await pullAgain(connected, [external_id])
    expect((await facts(external_id)).row).toMatchObject({
      state: "canceled",
      problem_code: "cancellation_reverted",
    })
  })

  it("cancels at the marketplace what was cancelled here, where a setting says so", async () => {
    const connected = await connect(store.app, store.sandbox, market, {
      settings: {
        changes: { cancel_at_marketplace: "automatic" },
        [market.id]: { cancel_enabled: true },
      },
    })
    const [order] = seedOrders(store.sandbox, connected, { count: 1 })
    const external_id = order.external_id ?? ""
    await pullAll(store, connected)
    const { row } = await facts(external_id)
    await cancelOrderWorkflow(store.app.container).run({ input: { order_id: row.order_id } })
    await until("the marketplace hears of it", () => life.cancellations(store.sandbox, external_id) > 0)
    expect((await facts(external_id)).row).toMatchObject({ state: "canceled", problem_code: null })
    expect(life.cancellations(store.sandbox, external_id)).toBe(1)
    expect(life.cancellationReason(store.sandbox, external_id)).toBe(
      market.id === "cdiscount" ? "seller-out-of-stock" : "Commande annulée par le vendeur"
    )
  })

  it("announces each cancellation once, before and after the import", async () => {
    const heard = listen("marketplace-order.canceled")
    const connected = await connect(store.app, store.sandbox, market)
    const [before] = seedOrders(store.sandbox, connected, { count: 1, kinds: ["unknown_sku"] })
    const [after, here] = seedOrders(store.sandbox, connected, { count: 2 })
    await pullAll(store, connected)
    const ids = [before, after, here].map(({ external_id }) => external_id ?? "")
    const rows = await store.database.sql<Row>(
      "select * from marketplace_order where external_id = any($1) order by array_position($1, external_id)",
      [ids]
    )
    life.cancel(store.sandbox, ids[0])
    life.cancel(store.sandbox, ids[1])
    await cancelOrderWorkflow(store.app.container).run({ input: { order_id: rows[2].order_id } })
    await pullAgain(connected, ids)
    await pullAgain(connected, ids)
    const of = ({ id }: Row) => heard.filter((one) => one.id === id)
    await until("all of them are heard", () => rows.every((row) => of(row).length > 0))
    expect(rows.map((row) => of(row))).toEqual([
      [{ id: rows[0].id }],
      [{ id: rows[1].id, order_id: rows[1].order_id }],
      [{ id: rows[2].id, order_id: rows[2].order_id }],
    ])
  })

  it("announces an acceptance once, also where every item is accepted by itself", async () => {
    const heard = listen("marketplace-order.accepted")
    const connected = await connect(store.app, store.sandbox, market)
    const [order] = seedOrders(store.sandbox, connected, { count: 1, kinds: [life.several_items_kind] })
    const external_id = order.external_id ?? ""
    life.unaccept(store.sandbox, external_id)
    await pull(store.app, connected)
    const [{ id }] = await store.database.sql<Row>(
      "select id from marketplace_order where external_id = $1",
      [external_id]
    )
    expect((await store.app.api("POST", `/admin/marketplaces/orders/${id}/accept`, {})).status).toBe(200)
    await until("it is accepted there", async () => {
      await pull(store.app, connected)
      return heard.some((one) => one.id === id)
    })
    await pullAll(store, connected)
    expect(heard.filter((one) => one.id === id)).toEqual([{ id }])
  })

  it("goes on when the store's order, its channel and its region are gone", async () => {
    const connected = await connect(store.app, store.sandbox, market)
    const seeded = seedOrders(store.sandbox, connected, { count: 2 })
    await pullAll(store, connected)
    const [gone, kept] = seeded.map(({ external_id }) => external_id ?? "")
    const { row } = await facts(gone)
    await store.database.sql(`update "order" set deleted_at = now() where id = $1`, [row.order_id])
    life.cancel(store.sandbox, gone)
    life.cancel(store.sandbox, kept)
    await pullAgain(connected, [gone, kept])
    const rows = await store.database.sql(
      "select external_id, state from marketplace_order where connection_id = $1 order by state",
      [connected.id]
    )
    expect(rows).toEqual([
      { external_id: expect.any(String), state: "canceled" },
      { external_id: expect.any(String), state: "canceled" },
    ])
  })

  it("brings in what an earlier start date or another filter lets in, once", async () => {
    const connected = await connect(store.app, store.sandbox, market, {
      settings: { import: { start_at: new Date(Date.now() + 60 * 60_000).toISOString() } },
    })
    const seeded = seedOrders(store.sandbox, connected, { count: 3 })
    await pull(store.app, connected)
    const path = `/admin/marketplaces/connections/${connected.id}`
    const imported = async () => {
      const { body } = await store.app.api<{ connection: { counts: { imported: number } } }>("GET", path)
      return body.connection.counts.imported
    }
    expect(await imported()).toBe(0)
    const before = Date.now() - 30 * 24 * 60 * 60_000
    const settings = { import: { start_at: new Date(before).toISOString(), countries: ["BE"] } }
    expect((await store.app.api("POST", path, { settings })).status).toBe(200)
    await pullAll(store, connected)
    expect(await imported()).toBe(0)
    expect((await store.app.api("POST", path, { settings: { import: { countries: null } } })).status).toBe(
      200
    )
    await pullAll(store, connected)
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

  it("compares both sides and puts right what it can", async () => {
    const connected = await connect(store.app, store.sandbox, market)
    const seeded = seedOrders(store.sandbox, connected, { count: 4 })
    await pullAll(store, connected)
    const [late, closed, forgotten] = seeded.map(({ external_id }) => external_id ?? "")
    await store.database.sql(
      `with gone as (delete from marketplace_order where external_id = $1 returning id)
       delete from marketplace_order_snapshot where marketplace_order_id in (select id from gone)`,
      [late]
    )
    life.cancel(store.sandbox, closed)
    const { row } = await facts(forgotten)
    await ship(row.order_id)
    await until("the parcel arrives", () => market.isShipped(store.sandbox, forgotten))
    await store.database.sql("delete from marketplace_action where marketplace_order_id = $1", [row.id])

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

  it("keeps a test order apart from everything, and takes it away again", async () => {
    const connected = await connect(store.app, store.sandbox, market)
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
    expect(await store.database.sql("select 1 from marketplace_order where id = $1", [id])).toEqual([])
    const [real] = seedOrders(store.sandbox, connected, { count: 1 })
    await pullAll(store, connected)
    const { row } = await facts(real.external_id ?? "")
    expect((await store.app.api("DELETE", `/admin/marketplaces/orders/${row.id}`)).status).toBe(400)
  })

  it("forgets the buyers of old orders, old runs and old tests", async () => {
    const marker = `Marqueur${market.id}`
    const connected = await connect(store.app, store.sandbox, market)
    const seeded = seedOrders(store.sandbox, connected, { count: 2, marker })
    await pullAll(store, connected)
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
        await store.database.sql(
          "update marketplace_order set created_at = now() - make_interval(days => $1) where id = $2",
          [days, id]
        )
        return id
      })
    )
    await store.database.sql(
      `update marketplace_order set purchased_at = now() - interval '200 days',
              state = case when external_id = $1 then 'shipped' else state end where external_id = any($2)`,
      [finished, [finished, open]]
    )
    await store.database.sql(
      "update marketplace_run set finished_at = now() - interval '100 days' where connection_id = $1",
      [connected.id]
    )
    const left = () =>
      store.database.sql<{ id: string }>(
        "select id from marketplace_order where connection_id = $1 and is_test",
        [connected.id]
      )
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
    const runs = await store.database.sql(
      "select 1 from marketplace_run where connection_id = $1 and finished_at < now() - interval '90 days'",
      [connected.id]
    )
    expect(runs).toEqual([])
    const snapshots = await store.database.sql<{ external_id: string; payload: string }>(
      `select o.external_id, s.payload from marketplace_order o
         join marketplace_order_snapshot s on s.marketplace_order_id = o.id where o.connection_id = $1`,
      [connected.id]
    )
    const holds = new Map(
      snapshots.map(({ external_id, payload }) => [external_id, payload.includes(marker)])
    )
    expect([holds.get(finished), holds.get(open)]).toEqual([false, false])
    await pullAgain(connected, [finished])
    const [after] = await store.database.sql<{ payload: string }>(
      `select s.payload from marketplace_order o join marketplace_order_snapshot s on s.marketplace_order_id = o.id
        where o.external_id = $1`,
      [finished]
    )
    expect(after.payload).not.toContain(marker)
    await keepHouse(store.app.container)
    expect(await left()).toEqual([{ id: tests[1] }])
  })

  it("closes the run of a process that died, and no other", async () => {
    const connected = await connect(store.app, store.sandbox, market)
    const left = { connection_id: connected.id, trigger: "schedule", scope: "new", state: "running" } as const
    for (const id of ["died", "goes_on"]) {
      await marketplaceOf(store.app.container).runs.writeRun({ ...left, id: `${market.id}_${id}` })
    }
    await store.database.sql(
      "update marketplace_run set updated_at = now() - interval '2 hours' where id = $1",
      [`${market.id}_died`]
    )
    await keepHouse(store.app.container)
    const { runs } = await marketplaceApi(store.app).get<{ runs: Record<string, unknown>[] }>(
      `/runs?connection_id=${connected.id}&trigger=schedule`
    )
    expect(runs.map(({ id, state, error }) => ({ id, state, error }))).toEqual(
      expect.arrayContaining([
        { id: `${market.id}_died`, state: "failed", error: expect.objectContaining({ code: "internal" }) },
        { id: `${market.id}_goes_on`, state: "running", error: null },
      ])
    )
  })

  it("keeps what was confirmed while a change was being applied, and looks at the order again", async () => {
    const connected = await connect(store.app, store.sandbox, market)
    const [{ external_id }] = seedOrders(store.sandbox, connected, { count: 1 })
    await pullAll(store, connected)
    const rowNow = async () => {
      const [row] = await store.database.sql<{ id: string; state: string; applied_hash: string }>(
        "select id, state, applied_hash from marketplace_order where external_id = $1",
        [external_id]
      )
      return row
    }
    const loaded = await rowNow()
    await store.database.sql("update marketplace_order set state = 'shipped' where id = $1", [loaded.id])
    const applied = { state: "imported", problem: null, applied_hash: "newer" }
    const { orders } = marketplaceOf(store.app.container)
    await orders.settleImported(loaded, applied)
    expect(await rowNow()).toEqual({ ...loaded, state: "shipped" })
    await orders.settleImported(await rowNow(), { ...applied, state: "delivered" })
    expect(await rowNow()).toEqual({ ...loaded, state: "delivered", applied_hash: "newer" })
  })

  it("tells the admin's feed of one cause once, and of a deadline once", async () => {
    const connected = await connect(store.app, store.sandbox, market)
    seedOrders(store.sandbox, connected, { count: 1, kinds: ["unknown_sku"] })
    const [late] = seedOrders(store.sandbox, connected, { count: 1 })
    await pullAll(store, connected)
    await store.database.sql(
      "update marketplace_order set ship_by = now() - interval '1 hour' where external_id = $1",
      [late.external_id]
    )
    const told = async (what: string) =>
      (await store.database.sql("select 1 from notification where idempotency_key like $1", [what])).length
    await until("the held order is told", () => told(`marketplace:order:${connected.id}:unknown_sku:%`))
    await sweepMarketplaces(store.app.container)
    await sweepMarketplaces(store.app.container)
    const { row } = await facts(late.external_id ?? "")
    expect(await told(`marketplace:deadline:${row.id}:%`)).toBe(1)
    expect(await told(`marketplace:order:${connected.id}:unknown_sku:%`)).toBe(1)
    const [{ swept_at, completeness }] = await store.database.sql<{ swept_at: Date; completeness: object }>(
      "select swept_at, completeness from marketplace_connection where id = $1",
      [connected.id]
    )
    expect(swept_at).toBeTruthy()
    expect(completeness).toMatchObject({ missing: [] })
  })
})
