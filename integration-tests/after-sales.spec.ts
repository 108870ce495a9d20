import { refundPaymentsWorkflow } from "@medusajs/medusa/core-flows"
import type { Sandbox } from "../sandbox/server"
import type { MarketplaceName } from "../sandbox/faults"
import { LIFE_CASES } from "./helpers/life-cases"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { colissimoNumber, shipOrder } from "./helpers/ship-order"

const store = marketTest()

type AfterSale = {
  kind: string
  external_id: string
  external_ids: string[]
  amount: number | null
  at: string | null
}
type Order = {
  id: string
  order_id: string
  problem: { code: string; hint: string } | null
  after_sales: AfterSale[]
}

/** What can happen after the sale, and how the marketplace reports it: with the order, or in a list of its own. */
type AfterSaleCase = {
  endpoint: string
  act: (sandbox: Sandbox, external_id: string) => void
  kinds: string[]
  problem: string
}

const CASES: Record<MarketplaceName, AfterSaleCase[]> = {
  cdiscount: [
    {
      endpoint: "GET /returns",
      act: ({ control }, external_id) => void control.cdiscount.act({ external_id, action: "return" }),
      kinds: ["return"],
      problem: "returned_at_marketplace",
    },
    {
      endpoint: "GET /order-commercial-gesture-requests",
      act: ({ control }, external_id) => void control.cdiscount.act({ external_id, action: "gesture" }),
      kinds: ["gesture"],
      problem: "refunded_at_marketplace",
    },
  ],
  rakuten: [
    {
      endpoint: "getitemtodolist",
      act: ({ control }, external_id) => {
        control.rakuten.act({ external_id, action: "claim" })
        // Too old for the lists: only its item is named, in the list of what is to do.
        control.rakuten.act({ external_id, action: "hide" })
      },
      kinds: ["claim"],
      problem: "claim_open",
    },
  ],
}
const WORDS = "Ce que l'acheteur a écrit"

describe.each(MARKETPLACES)("$id: after the sale", (market) => {
  const life = LIFE_CASES[market.id]
  let connected: Connected
  let external_id: string

  beforeEach(async () => {
    connected = await store.connect(market)
    const [order] = store.seedOrders(connected, { count: 1 })
    external_id = order.external_id ?? ""
    await store.pullAll(connected)
    await shipOrder(store.app, (await read()).order_id, colissimoNumber())
  })

  const read = () => store.desk.orderOf<Order>(external_id)
  const sweep = () =>
    store.app.api("GET", `/admin/marketplaces/connections/${connected.id}/completeness?refresh=true`)

  it.each(CASES[market.id])(
    "$kinds is recorded, raised once and acknowledged",
    async ({ act, kinds, problem }) => {
      act(store.sandbox, external_id)
      expect((await sweep()).status).toBe(200)
      const order = await read()
      expect(order.after_sales.map(({ kind }) => kind)).toEqual(kinds)
      expect(order.after_sales.every(({ at }) => at !== null)).toBe(true)
      expect(order.problem?.code).toBe(problem)
      expect(order.problem?.hint).toContain("only a bookkeeping entry")
      const kept = await store.sql("select after_sales::text from marketplace_order where id = $1", [
        order.id,
      ])
      expect(JSON.stringify(kept)).not.toContain(WORDS)

      await store.app.api("POST", "/admin/marketplaces/orders/acknowledge", { ids: [order.id] })
      await sweep()
      const noted = await read()
      expect({ problem: noted.problem, after_sales: noted.after_sales }).toEqual({
        problem: null,
        after_sales: order.after_sales,
      })
    }
  )

  it.each(CASES[market.id])(
    "a marketplace without $endpoint is compared nevertheless",
    async ({ endpoint, act }) => {
      act(store.sandbox, external_id)
      const fault = store.sandbox.control.addFault({
        kind: "status",
        status: 404,
        endpoint,
        times: 1,
        account: connected.account,
      })
      const { status, body } = await sweep()
      expect({ status, body }).toMatchObject({ status: 200, body: { is_live: true } })
      expect(store.sandbox.control.faults().find(({ id }) => id === fault.id)?.hits).toBe(1)
    }
  )

  it("a cancellation after shipping shows what the buyer gets back, and a refund in the store is not sent", async () => {
    life.cancel(store.sandbox, external_id)
    await store.pull(connected)
    const order = await read()
    expect(order.problem?.code).toBe("canceled_after_shipping")
    const { data } = await store.app.query.graph({
      entity: "order",
      fields: ["total", "payment_collections.payments.id"],
      filters: { id: order.order_id },
    })
    const back = order.after_sales.reduce((sum, { amount }) => sum + (amount ?? 0), 0)
    expect(Math.round(back * 100)).toBe(Math.round(Number(data[0].total) * 100))
    expect(order.after_sales.map(({ kind }) => kind)).toEqual(order.after_sales.map(() => "cancellation"))

    const before = store.sandbox.control.counts().total
    const [payment] = data[0].payment_collections?.[0]?.payments ?? []
    await refundPaymentsWorkflow(store.app.container).run({
      input: [{ payment_id: payment?.id ?? "", amount: Number(data[0].total) }],
    })
    expect(store.sandbox.control.counts().total).toBe(before)
    expect(life.cancellations(store.sandbox, external_id)).toBe(0)
  })
})
