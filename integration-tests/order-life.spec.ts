import { cancelOrderWorkflow, updateOrderWorkflow } from "@medusajs/medusa/core-flows"
import { Modules } from "@medusajs/framework/utils"
import type { ExpectedOrder } from "../sandbox/expected"
import { marketplaceOf } from "../src/workflows/shared/marketplace"
import { LIFE_CASES, type LifeCase } from "./helpers/life-cases"
import { marketTest } from "./helpers/market-test"
import { type MarketplaceCase, MARKETPLACES } from "./helpers/marketplace-cases"
import { type OrderFacts, orderFacts } from "./helpers/order-facts"
import { colissimoNumber, shipOrder } from "./helpers/ship-order"
import { until } from "./helpers/until"

const store = marketTest()
const { facts, pullAgain } = orderFacts(store)

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
  check?: (found: OrderFacts) => void
}

const isDelivered = (one: OrderFacts["order"]["fulfillments"][number]) => one.delivered_at !== null
const ask = { changes: { cancel_in_store: "ask" } }
const ship = (order_id: string) => shipOrder(store.app, order_id, colissimoNumber())

const SCENARIOS: Scenario[] = [
  {
    name: "canceled at the marketplace before packing is canceled here, and stock and payment record are given back",
    act: (life, id) => life.cancel(store.sandbox, id),
    state: "canceled",
    status: "canceled",
    payment: "refunded",
  },
  {
    name: "canceled at the marketplace before packing waits for the operator where the settings say so",
    settings: ask,
    act: (life, id) => life.cancel(store.sandbox, id),
    state: "imported",
    problem: "canceled_at_marketplace",
    keeps_stock: true,
  },
  {
    name: "canceled after packing asks to stop the parcel",
    before: (order_id) => store.hands.pack(order_id),
    act: (life, id) => life.cancel(store.sandbox, id),
    state: "imported",
    problem: "cancel_stop_parcel",
  },
  {
    name: "canceled after shipping shows both facts",
    before: ship,
    act: (life, id) => life.cancel(store.sandbox, id),
    state: "shipped",
    problem: "canceled_after_shipping",
  },
  {
    name: "canceled in part loses these items",
    kind: (life) => life.several_items_kind,
    act: (life, id) => life.cancelFirstItem(store.sandbox, id),
    state: "imported",
    payment: "partially_refunded",
    keeps_stock: true,
  },
  {
    name: "delivered there is marked as delivered here",
    before: ship,
    act: (life, id) => life.deliver(store.sandbox, id),
    state: "delivered",
    check: ({ order }) => expect(order.fulfillments.every(isDelivered)).toBe(true),
  },
  {
    name: "delivered there is not marked as delivered here where the settings say so",
    settings: { changes: { mark_delivered: false } },
    before: ship,
    act: (life, id) => life.deliver(store.sandbox, id),
    state: "delivered",
    check: ({ order }) => expect(order.fulfillments.some(isDelivered)).toBe(false),
  },
  {
    name: "whose buyer moves before packing gets the new address",
    act: (life, id) => life.moveBuyer(store.sandbox, id, "7 quai du Départ"),
    state: "imported",
    keeps_stock: true,
    check: ({ order }) => expect(order.shipping_address.address_1).toBe("7 quai du Départ"),
  },
  {
    name: "whose buyer moves after packing keeps its address and raises the new one",
    before: (order_id) => store.hands.pack(order_id),
    act: (life, id) => life.moveBuyer(store.sandbox, id, "7 quai du Départ"),
    state: "imported",
    problem: "address_changed_after_packing",
    check: ({ order }) => expect(order.shipping_address.address_1).not.toBe("7 quai du Départ"),
  },
  {
    name: "whose buyer moves after the operator corrected the address keeps the correction",
    before: (id) =>
      updateOrderWorkflow(store.app.container).run({
        input: { id, user_id: "user_test", shipping_address: { address_1: "1 place de la Correction" } },
      }),
    act: (life, id) => life.moveBuyer(store.sandbox, id, "7 quai du Départ"),
    state: "imported",
    problem: "address_changed_after_correction",
    keeps_stock: true,
    check: ({ order }) => expect(order.shipping_address.address_1).toBe("1 place de la Correction"),
  },
  {
    name: "canceled in the store asks the operator, and nothing is sent automatically",
    before: async (order_id, external_id) => {
      await cancelOrderWorkflow(store.app.container).run({ input: { order_id } })
      await until("it is noticed", async () => (await facts(external_id)).row.problem_code)
    },
    act: () => undefined,
    state: "canceled",
    status: "canceled",
    payment: "refunded",
    problem: "canceled_in_store",
  },
  {
    name: "canceled in the store is only recorded where the settings say so",
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
    name: "canceled in the store and then at the marketplace leaves nothing to do",
    before: async (order_id, external_id) => {
      await cancelOrderWorkflow(store.app.container).run({ input: { order_id } })
      await until("it is noticed", async () => (await facts(external_id)).row.problem_code)
    },
    act: (life, id) => life.cancel(store.sandbox, id),
    state: "canceled",
    status: "canceled",
    payment: "refunded",
  },
]

describe.each(MARKETPLACES)("$id: an order", (market: MarketplaceCase) => {
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
      const connected = await store.connect(market, { settings })
      for (const scenario of scenarios) {
        const kinds = [scenario.kind?.(life) ?? "plain"]
        const [order] = store.seedOrders(connected, { count: 1, kinds })
        orders.set(scenario.name, order)
      }
      await store.pullAll(connected)
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
      await store.pull(connected)
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
      sent: life.cancellations(store.sandbox, external_id),
      applied: row.applied_hash === row.snapshot_hash,
    }).toEqual({
      state: scenario.state,
      problem: scenario.problem ?? null,
      status: scenario.status ?? "pending",
      payment: scenario.payment ?? "captured",
      reserved: scenario.keeps_stock ?? false,
      sent: 0,
      applied: true,
    })
    if (scenario.history) expect(await historyOf(row.id)).toContain(scenario.history)
    scenario.check?.(found)
  })

  it.each(SCENARIOS.filter(({ problem }) => problem))(
    "$name, until the operator acknowledges it",
    async (scenario) => {
      const external_id = orders.get(scenario.name)?.external_id ?? ""
      const { row } = await facts(external_id)
      const answer = await store.app.api("POST", "/admin/marketplaces/orders/acknowledge", { ids: [row.id] })
      expect(answer.status).toBe(200)
      await store.sql("update marketplace_order set applied_hash = '' where id = $1", [row.id])
      await store.pull({ id: row.connection_id })
      await store.pull({ id: row.connection_id })
      const after = await facts(external_id)
      expect(after.row).toMatchObject({ state: scenario.state, problem_code: null })
      // It was judged again, unless it is over.
      if (scenario.state !== "canceled") expect(after.row.applied_hash).toBe(after.row.snapshot_hash)
      expect(await historyOf(row.id)).toContain("order.acknowledged")
      expect(life.cancellations(store.sandbox, external_id)).toBe(0)
    }
  )

  it("shown as canceled in a list is read alone first", async () => {
    const connected = await store.connect(market)
    const [order] = store.seedOrders(connected, { count: 1 })
    const external_id = order.external_id ?? ""
    await store.pullAll(connected)
    life.cancel(store.sandbox, external_id)
    const before = store.sandbox.control.counts().total
    await store.pull(connected)
    expect(store.sandbox.control.counts().total - before).toBeGreaterThan(market.lists_per_poll)
    expect((await facts(external_id)).row.state).toBe("canceled")
  })

  it("whose cancellation cannot be read alone keeps no other waiting", async () => {
    const connected = await store.connect(market)
    const seeded = store.seedOrders(connected, { count: 4 })
    await store.pullAll(connected)
    for (const { external_id } of seeded) life.cancel(store.sandbox, external_id ?? "")
    const [{ external_id: first }] = await store.sql<{ external_id: string }>(
      "select external_id from marketplace_order where connection_id = $1 order by purchased_at, id limit 1",
      [connected.id]
    )
    const failing = { endpoint: market.endpoint.read, external_id: first, kind: "server_error" } as const
    const fault = store.sandbox.control.addFault({ marketplace: market.id, ...failing })
    expect(await store.pull(connected)).toMatchObject({ state: "done" })
    const states = () =>
      Promise.all(seeded.map(async ({ external_id }) => (await facts(external_id ?? "")).row.state))
    expect((await states()).filter((state) => state === "canceled")).toHaveLength(3)
    expect((await facts(first)).row).toMatchObject({
      state: "imported",
      problem_code: "canceled_at_marketplace",
    })
    store.sandbox.control.removeFaults({ id: fault.id })
    await store.pull(connected)
    expect(new Set(await states())).toEqual(new Set(["canceled"]))
  })

  it("canceled together with many others waits for the operator", async () => {
    const connected = await store.connect(market)
    const seeded = store.seedOrders(connected, { count: 15 })
    await store.pullAll(connected)
    const ids = seeded.map(({ external_id }) => external_id ?? "")
    for (const id of ids.slice(0, 12)) life.cancel(store.sandbox, id)
    await store.pull(connected)
    await store.pull(connected)
    const states = async () =>
      store.sql(
        `select state, problem_code, count(*)::int from marketplace_order where connection_id = $1
          group by 1, 2 order by 1, 2`,
        [connected.id]
      )
    expect(await states()).toEqual([
      { state: "imported", problem_code: "mass_cancellation", count: 12 },
      { state: "imported", problem_code: null, count: 3 },
    ])
    const notice = `marketplace:order:${connected.id}:mass_cancellation:%`
    await until("one notification is sent", async () => {
      const rows = await store.sql("select 1 from notification where idempotency_key like $1", [notice])
      return rows.length === 1
    })
    const answer = await store.app.api("POST", "/admin/marketplaces/orders/cancellations", {
      connection_id: connected.id,
      decision: "confirm",
      reason: "Checked on the portal",
    })
    expect(answer).toMatchObject({ status: 200, body: { count: 12 } })
    await store.pull(connected)
    expect(await states()).toEqual([
      { state: "canceled", problem_code: null, count: 12 },
      { state: "imported", problem_code: null, count: 3 },
    ])
  })

  it("canceled at the marketplace and reopened there raises a problem", async () => {
    const connected = await store.connect(market)
    const [order] = store.seedOrders(connected, { count: 1 })
    const external_id = order.external_id ?? ""
    await store.pullAll(connected)
    life.cancel(store.sandbox, external_id)
    await store.pull(connected)
    expect((await facts(external_id)).row.state).toBe("canceled")
    life.reopen(store.sandbox, external_id)
    await pullAgain(connected, [external_id])
    expect((await facts(external_id)).row).toMatchObject({
      state: "canceled",
      problem_code: "cancellation_reverted",
    })
  })

  it("canceled here is canceled at the marketplace where the settings say so", async () => {
    const connected = await store.connect(market, {
      settings: {
        changes: { cancel_at_marketplace: "automatic" },
        [market.id]: { cancel_enabled: true },
      },
    })
    const [order] = store.seedOrders(connected, { count: 1 })
    const external_id = order.external_id ?? ""
    await store.pullAll(connected)
    const { row } = await facts(external_id)
    await cancelOrderWorkflow(store.app.container).run({ input: { order_id: row.order_id } })
    await until("the marketplace receives it", () => life.cancellations(store.sandbox, external_id) > 0)
    expect((await facts(external_id)).row).toMatchObject({ state: "canceled", problem_code: null })
    expect(life.cancellations(store.sandbox, external_id)).toBe(1)
    expect(life.cancellationReason(store.sandbox, external_id)).toBe(
      market.id === "cdiscount" ? "seller-out-of-stock" : "Commande annulée par le vendeur"
    )
  })

  it("announces its cancellation once, before and after the import", async () => {
    const heard = listen("marketplace-order.canceled")
    const connected = await store.connect(market)
    const [before] = store.seedOrders(connected, { count: 1, kinds: ["unknown_sku"] })
    const [after, here] = store.seedOrders(connected, { count: 2 })
    await store.pullAll(connected)
    const ids = [before, after, here].map(({ external_id }) => external_id ?? "")
    const rows = await store.sql<OrderFacts["row"]>(
      "select * from marketplace_order where external_id = any($1) order by array_position($1, external_id)",
      [ids]
    )
    life.cancel(store.sandbox, ids[0])
    life.cancel(store.sandbox, ids[1])
    await cancelOrderWorkflow(store.app.container).run({ input: { order_id: rows[2].order_id } })
    await pullAgain(connected, ids)
    await pullAgain(connected, ids)
    const of = ({ id }: OrderFacts["row"]) => heard.filter((one) => one.id === id)
    await until("all of them are announced", () => rows.every((row) => of(row).length > 0))
    expect(rows.map((row) => of(row))).toEqual([
      [{ id: rows[0].id }],
      [{ id: rows[1].id, order_id: rows[1].order_id }],
      [{ id: rows[2].id, order_id: rows[2].order_id }],
    ])
  })

  it("announces its acceptance once, also where every item is accepted separately", async () => {
    const heard = listen("marketplace-order.accepted")
    const connected = await store.connect(market)
    const [order] = store.seedOrders(connected, { count: 1, kinds: [life.several_items_kind] })
    const external_id = order.external_id ?? ""
    life.unaccept(store.sandbox, external_id)
    await store.pull(connected)
    const [{ id }] = await store.sql<OrderFacts["row"]>(
      "select id from marketplace_order where external_id = $1",
      [external_id]
    )
    expect((await store.app.api("POST", `/admin/marketplaces/orders/${id}/accept`, {})).status).toBe(200)
    await until("it is accepted there", async () => {
      await store.pull(connected)
      return heard.some((one) => one.id === id)
    })
    await store.pullAll(connected)
    expect(heard.filter((one) => one.id === id)).toEqual([{ id }])
  })

  it("gone from the store keeps no other order from its change", async () => {
    const connected = await store.connect(market)
    const seeded = store.seedOrders(connected, { count: 2 })
    await store.pullAll(connected)
    const [gone, kept] = seeded.map(({ external_id }) => external_id ?? "")
    const { row } = await facts(gone)
    await store.sql(`update "order" set deleted_at = now() where id = $1`, [row.order_id])
    life.cancel(store.sandbox, gone)
    life.cancel(store.sandbox, kept)
    await pullAgain(connected, [gone, kept])
    const rows = await store.sql(
      "select external_id, state from marketplace_order where connection_id = $1 order by state",
      [connected.id]
    )
    expect(rows).toEqual([
      { external_id: expect.any(String), state: "canceled" },
      { external_id: expect.any(String), state: "canceled" },
    ])
  })

  it("confirmed while a change is applied keeps its state and is judged again", async () => {
    const connected = await store.connect(market)
    const [{ external_id }] = store.seedOrders(connected, { count: 1 })
    await store.pullAll(connected)
    const rowNow = async () => {
      const [row] = await store.sql<{ id: string; state: string; applied_hash: string }>(
        "select id, state, applied_hash from marketplace_order where external_id = $1",
        [external_id]
      )
      return row
    }
    const loaded = await rowNow()
    await store.sql("update marketplace_order set state = 'shipped' where id = $1", [loaded.id])
    const applied = { state: "imported", problem: null, applied_hash: "newer" }
    const { orders } = marketplaceOf(store.app.container)
    await orders.writeApplied(loaded, applied)
    expect(await rowNow()).toEqual({ ...loaded, state: "shipped" })
    await orders.writeApplied(await rowNow(), { ...applied, state: "delivered" })
    expect(await rowNow()).toEqual({ ...loaded, state: "delivered", applied_hash: "newer" })
  })
})
