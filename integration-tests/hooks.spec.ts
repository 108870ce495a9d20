import { Modules, OrderWorkflowEvents } from "@medusajs/framework/utils"
import { StepResponse } from "@medusajs/framework/workflows-sdk"
import { importMarketplaceOrdersWorkflow } from "../src/workflows"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { until } from "./helpers/until"

type Row = {
  id: string
  external_id: string
  order_id: string | null
  state: string
  problem_code: string | null
  problem_params: { detail?: string } | null
}
type Ids = { marketplace_order_ids: string[] }

/** What the store's own code does with the orders that are imported; each test sets what it needs. */
const code = {
  rejected: new Set<string>(),
  mapped: [] as { id: string; in_store: boolean }[],
  imported: [] as string[],
  breaks: false,
}
const { hooks } = importMarketplaceOrdersWorkflow

const store = marketTest({ seconds: 180 })
const rowsOf = ({ id }: Pick<Connected, "id">) =>
  store.sql<Row>("select * from marketplace_order where connection_id = $1 order by external_id", [id])
const rowsBy = (ids: string[]) =>
  store.sql<Row & { imported_at: Date | null }>("select * from marketplace_order where id = any($1)", [ids])
/** The order ids with which other plugins' code is called. */
const placed: string[] = []

beforeAll(() => {
  hooks.validateOrders(async ({ marketplace_order_ids }: Ids) => {
    const rows = await rowsBy(marketplace_order_ids)
    const rejected = rows.filter(({ external_id }) => code.rejected.has(external_id))
    return new StepResponse(
      rejected.map(({ external_id }) => ({ external_id, code: "no_export", message: "Not sold abroad." }))
    )
  })
  hooks.ordersMapped(async ({ marketplace_order_ids }: Ids) => {
    const rows = await rowsBy(marketplace_order_ids)
    code.mapped.push(...rows.map(({ id, imported_at }) => ({ id, in_store: imported_at !== null })))
  })
  hooks.ordersImported(async ({ marketplace_order_ids }: Ids) => {
    code.imported.push(...marketplace_order_ids)
    if (code.breaks) throw new Error("The store's own code is broken.")
  })
  store.app.container
    .resolve(Modules.EVENT_BUS)
    .subscribe(
      OrderWorkflowEvents.PLACED,
      async ({ data }) => void placed.push((data as { id: string }).id),
      { subscriberId: "another-plugin" }
    )
})
beforeEach(() => Object.assign(code, { rejected: new Set(), mapped: [], imported: [], breaks: false }))

const runOf = async (id: string) => {
  const { body } = await store.app.api<{ run: { state: string; counts: Record<string, number> } }>(
    "GET",
    `/admin/marketplaces/runs/${id}`
  )
  return body.run
}

describe.each(MARKETPLACES)("$id: the store's own code", (market) => {
  it("has rejected orders held, and is called with those that will be and those that were imported", async () => {
    const connected = await store.connect(market)
    const orders = store.seedOrders(connected, { count: 3 })
    const [rejected] = orders.map(({ external_id }) => external_id ?? "")
    code.rejected.add(rejected)
    await store.pullAll(connected)
    const rows = await rowsOf(connected)
    expect(rows.filter(({ external_id }) => external_id === rejected)).toMatchObject([
      {
        state: "ready",
        order_id: null,
        problem_code: "rejected_by_hook",
        problem_params: { detail: "Not sold abroad. (no_export)" },
      },
    ])
    const others = rows.filter(({ external_id }) => external_id !== rejected)
    expect(others).toMatchObject(others.map(() => ({ state: "imported", problem_code: null })))
    const ids = rows.map(({ id }) => id).sort()
    expect([...new Set(code.mapped.map(({ id }) => id))].sort()).toEqual(ids)
    expect(code.mapped.filter(({ in_store }) => in_store)).toEqual([])
    expect(code.imported.sort()).toEqual(others.map(({ id }) => id).sort())

    code.rejected.clear()
    const [held] = rows.filter(({ external_id }) => external_id === rejected)
    expect((await store.app.api("POST", `/admin/marketplaces/orders/${held.id}/retry`, {})).status).toBe(200)
    await until("it is imported", async () => (await rowsBy([held.id]))[0].state === "imported")
  })

  it("may fail after the import without undoing, hiding or delaying anything", async () => {
    // More than one batch, and one that is held: what it waits for stays what it is.
    const count = market.id === "cdiscount" ? 60 : 20
    const connected = await store.connect(market)
    store.seedOrders(connected, { count })
    store.seedOrders(connected, { count: 1, kinds: ["unknown_sku"] })
    code.breaks = true
    const { run_id } = await store.pull(connected)
    const rows = await rowsOf(connected)
    expect(rows.filter(({ state }) => state === "imported")).toHaveLength(count)
    expect(rows.filter(({ problem_code }) => problem_code !== null)).toMatchObject([
      { state: "ready", problem_code: "unknown_sku" },
    ])
    expect(await runOf(run_id)).toMatchObject({
      state: "done",
      counts: { created: count, held: 1, failed: 0 },
    })
  })

  it("and that of other plugins get an event for new orders only where a setting says so, and never for a test order", async () => {
    const quiet = await store.connect(market)
    const loud = await store.connect(market, {
      settings: { import: { emit_order_placed: true } },
    })
    for (const connected of [quiet, loud]) {
      store.seedOrders(connected, { count: 2 })
      await store.pullAll(connected)
    }
    const [variant] = store.store.variants
    const test = await store.app.api<{ marketplace_order: { order_id: string } }>(
      "POST",
      `/admin/marketplaces/connections/${loud.id}/test-order`,
      { variant_id: variant.variant_id, country_code: "FR" }
    )
    expect(test.status).toBe(200)
    const wanted = (await rowsOf(loud)).flatMap(({ order_id }) => order_id ?? [])
    const real = wanted.filter((id) => id !== test.body.marketplace_order.order_id)
    await until("their events arrive", () => real.every((id) => placed.includes(id)))
    expect(real).toHaveLength(2)
    const silent = [
      ...(await rowsOf(quiet)).map(({ order_id }) => order_id),
      test.body.marketplace_order.order_id,
    ]
    expect(placed.filter((id) => silent.includes(id))).toEqual([])
    expect(placed.filter((id) => real.includes(id))).toHaveLength(2)
  })
})
