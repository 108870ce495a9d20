import { completeOrderWorkflow } from "@medusajs/medusa/core-flows"
import { Modules } from "@medusajs/framework/utils"
import { marketplaceOf } from "../src/workflows/shared/marketplace"
import { LIFE_CASES } from "./helpers/life-cases"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { orderFacts } from "./helpers/order-facts"

const store = marketTest()
const { facts, pullAgain } = orderFacts(store)

type Execute = (
  keys: string | string[],
  job: (signal?: AbortSignal) => Promise<unknown>,
  args?: object
) => Promise<unknown>
type Call = { keys: string[]; args?: object; at_once: number }

const locking = () => store.app.container.resolve(Modules.LOCKING) as unknown as { execute: Execute }

/** The locks of inventory items that are taken from now on; `before` may refuse one. */
function watchLocks(before: (key: string) => void = () => undefined): Call[] {
  const calls: Call[] = []
  const original = locking().execute.bind(locking())
  let held = 0
  jest.spyOn(locking(), "execute").mockImplementation(async (keys, job, args) => {
    const items = [keys].flat().filter((key) => key.startsWith("iitem"))
    if (!items.length) return original(keys, job, args)
    held += 1
    calls.push({ keys: items, args, at_once: held })
    try {
      items.forEach(before)
      return await original(keys, job, args)
    } finally {
      held -= 1
    }
  })
  return calls
}

const one = { keys: [expect.stringMatching(/^iitem/)], args: { timeout: 5, expire: 5 }, at_once: 1 }

/** Levels whose reserved quantity is not the sum of their reservations. */
const drift = () =>
  store.sql(
    `select l.inventory_item_id from inventory_level l
       left join reservation_item r on r.inventory_item_id = l.inventory_item_id and r.location_id = l.location_id
        and r.deleted_at is null
      where l.deleted_at is null
      group by l.id having l.reserved_quantity <> coalesce(sum(r.quantity), 0)`
  )

/** Medusa's own cancellation of an order, the last step of its flow, goes another way. */
function breakCancel(instead: (cancel: () => Promise<unknown>) => Promise<unknown>): void {
  const orders = store.app.container.resolve(Modules.ORDER) as unknown as {
    cancel: (ids: string[]) => Promise<unknown>
  }
  const original = orders.cancel.bind(orders)
  jest.spyOn(orders, "cancel").mockImplementation((ids) => instead(() => original(ids)))
}

async function marksOf(id: string): Promise<object> {
  const [{ marks }] = await store.sql<{ marks: object | null }>(
    "select marks from marketplace_order where id = $1",
    [id]
  )
  return marks ?? {}
}

afterEach(() => jest.restoreAllMocks())

describe.each(MARKETPLACES)("the stock of orders of $id", (market) => {
  const life = LIFE_CASES[market.id]

  it("is reserved under the lock of one item at a time", async () => {
    const connected = await store.connect(market)
    const orders = store.seedOrders(connected, { count: 8, kinds: [life.several_items_kind] })
    const calls = watchLocks()
    await store.pullAll(connected)
    expect(calls.length).toBeGreaterThan(0)
    expect(calls).toEqual(calls.map(() => one))
    for (const { external_id } of orders) expect((await facts(external_id ?? "")).reserved).toBeGreaterThan(0)
    expect(await drift()).toEqual([])
  })

  it("is released one item at a time before the store's order is canceled", async () => {
    const connected = await store.connect(market)
    const [order] = store.seedOrders(connected, { count: 1, kinds: [life.several_items_kind] })
    const external_id = order.external_id ?? ""
    await store.pullAll(connected)
    life.cancel(store.sandbox, external_id)
    const calls = watchLocks()
    await pullAgain(connected, [external_id])
    expect(await facts(external_id)).toMatchObject({
      row: { state: "canceled" },
      order: { status: "canceled" },
      reserved: 0,
    })
    expect(calls.length).toBeGreaterThan(0)
    expect(calls).toEqual(calls.map(() => one))
    expect(await drift()).toEqual([])
  })

  it("is reserved again where Medusa refuses to cancel the order", async () => {
    const connected = await store.connect(market)
    const [order] = store.seedOrders(connected, { count: 1, kinds: [life.several_items_kind] })
    const external_id = order.external_id ?? ""
    await store.pullAll(connected)
    const before = await facts(external_id)
    await completeOrderWorkflow(store.app.container).run({ input: { orderIds: [before.row.order_id] } })
    life.cancel(store.sandbox, external_id)
    await pullAgain(connected, [external_id])
    const after = await facts(external_id)
    expect(after).toMatchObject({
      row: { problem_code: "canceled_at_marketplace" },
      order: { status: "completed" },
    })
    expect(after.reserved).toBe(before.reserved)
    expect(await drift()).toEqual([])
  })

  it("comes back where its cancellation failed and is taken back", async () => {
    const connected = await store.connect(market)
    const [order] = store.seedOrders(connected, { count: 1, kinds: [life.several_items_kind] })
    const external_id = order.external_id ?? ""
    await store.pullAll(connected)
    const before = await facts(external_id)
    life.cancel(store.sandbox, external_id)
    breakCancel(() => Promise.reject(new Error("The database went away.")))
    await pullAgain(connected, [external_id])
    jest.restoreAllMocks()
    expect((await facts(external_id)).order.status).toBe("pending")
    life.reopen(store.sandbox, external_id)
    await store.sql("update marketplace_order set claimed_until = null where id = $1", [before.row.id])
    await pullAgain(connected, [external_id])
    const after = await facts(external_id)
    expect(after).toMatchObject({ order: { status: "pending" }, reserved: before.reserved })
    expect(await marksOf(before.row.id)).not.toHaveProperty("released_reservations")
    expect(await marksOf(before.row.id)).not.toHaveProperty("canceled_by")
    expect(await drift()).toEqual([])
  })

  it("stays released where another cancellation was faster", async () => {
    const connected = await store.connect(market)
    const [order] = store.seedOrders(connected, { count: 1, kinds: [life.several_items_kind] })
    const external_id = order.external_id ?? ""
    await store.pullAll(connected)
    life.cancel(store.sandbox, external_id)
    breakCancel(async (cancel) => {
      await cancel()
      throw new Error("Canceled by another.")
    })
    await pullAgain(connected, [external_id])
    expect(await facts(external_id)).toMatchObject({
      row: { state: "canceled" },
      order: { status: "canceled" },
      reserved: 0,
    })
    expect(await drift()).toEqual([])
  })

  it("waits for an item that another process keeps, and is reserved once", async () => {
    const connected = await store.connect(market)
    const [order] = store.seedOrders(connected, { count: 1 })
    const external_id = order.external_id ?? ""
    let refusals = 2
    const calls = watchLocks(() => {
      if (refusals-- > 0) throw new Error("Timed-out acquiring lock.")
    })
    await store.pullAll(connected)
    expect(calls.length).toBeGreaterThanOrEqual(3)
    const { row, reserved } = await facts(external_id)
    expect(row).toMatchObject({ state: "imported", problem_code: null })
    expect(reserved).toBeGreaterThan(0)
    expect(await drift()).toEqual([])
  })

  it("is owed first by an order that exists without it", async () => {
    const connected = await store.connect(market)
    const [order] = store.seedOrders(connected, { count: 1 })
    const external_id = order.external_id ?? ""
    let isTaken = true
    watchLocks(() => {
      if (isTaken) throw new Error("Timed-out acquiring lock.")
    })
    await store.pull(connected)
    const begun = await facts(external_id)
    expect(begun).toMatchObject({ row: { state: "ready" }, order: { status: "pending" }, reserved: 0 })
    isTaken = false
    const [held] = store.seedOrders(connected, { count: 1, kinds: ["unknown_sku"] })
    await store.pull(connected)
    // Both are due and have a problem, and the other was bought long before.
    const old = "update marketplace_order set purchased_at = '2020-01-01' where external_id = $1"
    await store.sql(old, [held.external_id])
    await store.sql("update marketplace_order set next_attempt_at = null where connection_id = $1", [
      connected.id,
    ])
    expect(await marketplaceOf(store.app.container).orders.listImportable(connected.id, 1)).toEqual([
      begun.row.id,
    ])
    await store.pull(connected)
    const { row } = await facts(external_id)
    expect(row).toMatchObject({ state: "imported", order_id: begun.row.order_id })
    expect(await drift()).toEqual([])
  })
})
