import { Modules } from "@medusajs/framework/utils"
import type { ExpectedOrder } from "../sandbox/expected"
import { orderNotice } from "../src/orders/notices"
import { tell } from "../src/workflows/notify/tell"
import { keepHouse } from "../src/workflows/sweep/keep-house"
import { LIFE_CASES } from "./helpers/life-cases"
import {
  connect,
  type Connected,
  type MarketStore,
  pull,
  pullAll,
  seedNow,
  startMarketStore,
} from "./helpers/market-store"
import { marketplaceApi } from "./helpers/marketplace-api"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { itemsOf } from "./helpers/ship-order"
import { until } from "./helpers/until"
import { label, warehouse } from "./helpers/warehouse"

jest.setTimeout(180_000)

const BUYER = "markbuyer4e2b"
const STREET = "markstreet4e2b"
const PHONE = "+33199004242"
const MARKERS = [BUYER, STREET, PHONE]

let market: MarketStore
let desk: ReturnType<typeof marketplaceApi>
beforeAll(async () => {
  market = await startMarketStore()
  desk = marketplaceApi(market.app)
})
afterAll(() => market?.stop())

/** The plugin's own tables, and what it and our fulfilment providers write into Medusa's, that hold one of the markers. */
async function whereBuyersAre(): Promise<string[]> {
  const tables = await market.database.sql<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_name like 'marketplace%'"
  )
  expect(tables.length).toBeGreaterThan(7)
  const places = [
    ...tables.map(({ name }) => [name, "t::text"]),
    ["fulfillment", "t.data::text"],
    ["notification", "t.data::text"],
  ]
  const found = await Promise.all(
    places.map(async ([name, text]) => {
      const like = MARKERS.map((marker) => `%${marker}%`)
      const rows = await market.database.sql(`select 1 from ${name} t where ${text} ilike any($1) limit 1`, [
        like,
      ])
      return rows.length ? [name] : []
    })
  )
  return found.flat().sort()
}

type Order = {
  state: string
  state_reason: string | null
  purged_at: string | null
  order_id: string | null
  total: number
  actions: { state: string }[]
}
const orderOf = (order: ExpectedOrder) => desk.orderOf<Order>(order.external_id)

describe.each(MARKETPLACES)("$id: after the retention nothing of a buyer is left", (marketplace) => {
  const life = LIFE_CASES[marketplace.id]
  let connected: Connected
  let all: Record<
    "shipped" | "open" | "held" | "corrected" | "ignored" | "canceled" | "toAccept",
    ExpectedOrder
  >
  let shop: ReturnType<typeof warehouse>

  beforeAll(async () => {
    shop = warehouse(market.app)
    connected = await connect(market.app, market.sandbox, marketplace)
    const one = (kind: string) =>
      seedNow(market.sandbox, connected, { count: 1, kinds: [kind], marker: BUYER })[0]
    all = {
      shipped: one("plain"),
      open: one("plain"),
      held: one("unknown_sku"),
      corrected: one("unknown_sku"),
      ignored: one("unknown_sku"),
      canceled: one("plain"),
      toAccept: one("to_accept"),
    }
    await pullAll(market, connected)
    await pullAll(market, connected)
    const address = { address_1: `1 rue ${STREET}`, phone: PHONE, last_name: BUYER }
    await desk.post(`/orders/${(await orderOf(all.corrected)).id}/address`, { address })
    await desk.post(`/orders/${(await orderOf(all.ignored)).id}/ignore`, { reason: "essai" })
    life.cancel(market.sandbox, all.canceled.external_id ?? "")
    await pull(market.app, connected)
    await shipWithLink()
    await notify()
  })

  /** A notification that says what the marketplace said. */
  async function notify(): Promise<void> {
    const { id } = await orderOf(all.shipped)
    const order = { id, reference: "REF", connection_name: "Boutique" }
    const cause = { code: "refused_by_marketplace", params: { detail: `Refus : ${BUYER}` } }
    await tell(market.app.container, { settings: {} }, [orderNotice(`action:${id}:privacy`, order, cause)])
  }

  /** Packed by our own provider, with a tracking link that holds the buyer's data. */
  async function shipWithLink(): Promise<void> {
    const { order_id, id } = await orderOf(all.shipped)
    const order = order_id ?? ""
    const fulfillment_id = await shop.pack(order)
    const service = market.app.container.resolve(Modules.FULFILLMENT)
    const pickup_point = { id: "R1", name: `KIOSQUE ${BUYER}`, network: null }
    await service.updateFulfillment(fulfillment_id, { data: { marketplace: marketplace.id, pickup_point } })
    const link = `https://suivi.example/colis?cp=${STREET}`
    await desk.post(`/orders/${id}/shipments/${fulfillment_id}`, {
      carrier: "colissimo",
      tracking_number: "6A00000000042",
      tracking_url: link,
    })
    await shop.ship(order, fulfillment_id, await itemsOf(market.app, order), [label("6A00000000042", link)])
    await until("the parcel is told", async () => {
      market.sandbox.control.time({ advance_minutes: 1 })
      await pull(market.app, connected)
      const { actions } = await orderOf(all.shipped)
      return actions.some(({ state }) => state === "confirmed" || state === "sent")
    })
  }

  it("there is something to lose", async () => {
    expect(await whereBuyersAre()).toEqual(
      expect.arrayContaining([
        "fulfillment",
        "marketplace_action",
        "marketplace_history_entry",
        "marketplace_order_snapshot",
        "notification",
      ])
    )
  })

  it("in whatever state an order is, numbers and amounts stay, and no pull brings the buyer back", async () => {
    const before = await Promise.all(Object.values(all).map(orderOf))
    await market.database.sql(
      "update marketplace_order set purchased_at = now() - interval '181 days' where connection_id = $1",
      [connected.id]
    )
    await market.database.sql(
      `update marketplace_action set state = 'confirmed', confirmed_at = now() where connection_id = $1`,
      [connected.id]
    )
    await keepHouse(market.app.container)
    expect(await whereBuyersAre()).toEqual([])
    for (const name of ["held", "corrected", "toAccept"] as const) {
      expect(await orderOf(all[name])).toMatchObject({ state: "ignored", state_reason: "purged" })
    }
    const after = await Promise.all(Object.values(all).map(orderOf))
    for (const [index, order] of after.entries()) {
      const { order_id, total } = before[index]
      expect(order).toMatchObject({ order_id, total, purged_at: expect.any(String) })
    }
    for (const { external_id } of Object.values(all))
      life.moveBuyer(market.sandbox, external_id ?? "", STREET)
    await pull(market.app, connected)
    await keepHouse(market.app.container)
    expect(await whereBuyersAre()).toEqual([])
    expect(await orderOf(all.held)).toMatchObject({ state: "ignored", state_reason: "purged" })
    const { id } = await orderOf(all.corrected)
    const again = await desk.refused("POST", `/orders/${id}/address`, { address: { city: "Ici" } })
    expect(again.status).toBe(400)
  })
})
