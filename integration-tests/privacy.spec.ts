import { Modules } from "@medusajs/framework/utils"
import type { ExpectedOrder } from "../sandbox/expected"
import { orderNotice } from "../src/orders/notices"
import { PROBLEM_CODES } from "../src/orders/problems"
import { notify } from "../src/workflows/notify/notify"
import { keepHouse } from "../src/workflows/sweep/keep-house"
import { LIFE_CASES } from "./helpers/life-cases"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { itemsOf } from "./helpers/ship-order"
import { until } from "./helpers/until"
import { label, warehouse } from "./helpers/warehouse"

const BUYER = "markbuyer4e2b"
const STREET = "markstreet4e2b"
const PHONE = "+33199004242"
const MARKERS = [BUYER, STREET, PHONE]
/** Parameters that are not known to say nothing of a buyer. */
const WORDS = ["detail", "address", "addresses", "buyer", "email", "phone", "from", "to", "anything"]

const market = marketTest({ seconds: 180 })

/** The plugin's own tables, and what it and our fulfillment providers write into Medusa's, that hold one of the markers. */
async function whereBuyersAre(): Promise<string[]> {
  const tables = await market.sql<{ name: string }>(
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
      const rows = await market.sql(`select 1 from ${name} t where ${text} ilike any($1) limit 1`, [like])
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
const orderOf = (order: ExpectedOrder) => market.desk.orderOf<Order>(order.external_id)

describe.each(MARKETPLACES)("$id: a buyer's data", (marketplace) => {
  const life = LIFE_CASES[marketplace.id]
  let connected: Connected
  let all: Record<
    "shipped" | "open" | "held" | "corrected" | "ignored" | "canceled" | "toAccept",
    ExpectedOrder
  >
  let shop: ReturnType<typeof warehouse>

  beforeAll(async () => {
    shop = market.hands
    connected = await market.connect(marketplace)
    const one = (kind: string) => market.seedNow(connected, { count: 1, kinds: [kind], marker: BUYER })[0]
    all = {
      shipped: one("plain"),
      open: one("plain"),
      held: one("unknown_sku"),
      corrected: one("unknown_sku"),
      ignored: one("unknown_sku"),
      canceled: one("plain"),
      toAccept: one("to_accept"),
    }
    await market.pullAll(connected)
    await market.pullAll(connected)
    const address = { address_1: `1 rue ${STREET}`, phone: PHONE, last_name: BUYER }
    await market.desk.post(`/orders/${(await orderOf(all.corrected)).id}/address`, { address })
    await market.desk.post(`/orders/${(await orderOf(all.ignored)).id}/ignore`, { reason: "essai" })
    life.cancel(market.sandbox, all.canceled.external_id ?? "")
    await market.pull(connected)
    await shipWithLink()
    await notifyWithBuyer()
  })

  /** A notification that says what the marketplace said. */
  async function notifyWithBuyer(when = "privacy"): Promise<void> {
    const { id } = await orderOf(all.shipped)
    const order = { id, reference: "REF", connection_name: "Boutique" }
    const cause = { code: "refused_by_marketplace", params: { detail: `Refus : ${BUYER}` } }
    await notify(market.app.container, { settings: {} }, [orderNotice(`action:${id}:${when}`, order, cause)])
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
    await market.desk.post(`/orders/${id}/shipments/${fulfillment_id}`, {
      carrier: "colissimo",
      tracking_number: "6A00000000042",
      tracking_url: link,
    })
    await shop.ship(order, fulfillment_id, await itemsOf(market.app, order), [label("6A00000000042", link)])
    await until("the parcel is sent", async () => {
      market.sandbox.control.time({ advance_minutes: 1 })
      await market.pull(connected)
      const { actions } = await orderOf(all.shipped)
      return actions.some(({ state }) => state === "confirmed" || state === "sent")
    })
  }

  it("is in the store before the retention ends", async () => {
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

  it("is removed after the retention in every state, numbers and amounts stay, and no pull brings it back", async () => {
    const before = await Promise.all(Object.values(all).map(orderOf))
    await market.sql(
      "update marketplace_order set purchased_at = now() - interval '181 days' where connection_id = $1",
      [connected.id]
    )
    await market.sql(
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
    await market.pull(connected)
    await keepHouse(market.app.container)
    expect(await whereBuyersAre()).toEqual([])
    expect(await orderOf(all.held)).toMatchObject({ state: "ignored", state_reason: "purged" })
    const { id } = await orderOf(all.corrected)
    const again = await market.desk.refused("POST", `/orders/${id}/address`, { address: { city: "Ici" } })
    expect(again.status).toBe(400)
  })

  it("is removed from whatever any problem says of the order, of its parcels, and in its history", async () => {
    const { id } = await orderOf(all.shipped)
    await market.sql("update marketplace_order set purged_at = now() where id = $1", [id])
    const problems = PROBLEM_CODES.map((code) => ({
      code,
      params: { sku: "KEPT", ...Object.fromEntries(WORDS.map((name) => [name, `${BUYER} of ${code}`])) },
    }))
    await market.sql(
      `insert into marketplace_history_entry (id, connection_id, marketplace_order_id, event, actor, data)
       select 'mphist_' || $2 || (one ->> 'code'), $3, $1, 'order.acknowledged', 'test', one
         from jsonb_array_elements($4::jsonb) one`,
      [id, marketplace.id, connected.id, JSON.stringify(problems)]
    )
    await market.sql(
      `insert into marketplace_action (id, connection_id, marketplace_order_id, type, intent_key, state, params, problem_code, problem_params)
       select 'mpact_' || $2 || (one ->> 'code'), $3, $1, 'cancel', 'privacy:' || $2 || (one ->> 'code'), 'skipped',
              jsonb_build_object('warning', one), one ->> 'code', one -> 'params'
         from jsonb_array_elements($4::jsonb) one`,
      [id, marketplace.id, connected.id, JSON.stringify(problems)]
    )
    const { params } = problems[0]
    await market.sql("update marketplace_order set problem_params = $2::jsonb where id = $1", [
      id,
      JSON.stringify(params),
    ])
    await keepHouse(market.app.container)
    expect(await whereBuyersAre()).toEqual([])
    const [{ problem_params }] = await market.sql<{ problem_params: object }>(
      "select problem_params from marketplace_order where id = $1",
      [id]
    )
    expect(problem_params).toEqual({ sku: "KEPT" })
    await market.sql("delete from marketplace_action where intent_key like 'privacy:%'")
  })

  it("is removed too where a parcel, its answer or a notification comes long after the purge", async () => {
    const { id } = await orderOf(all.shipped)
    await market.sql("update marketplace_order set purged_at = now() - interval '400 days' where id = $1", [
      id,
    ])
    const link = JSON.stringify({ given: { tracking_url: `https://suivi.example/colis?cp=${STREET}` } })
    await market.sql(
      "update marketplace_action set params = $2::jsonb, state = 'needs_attention' where marketplace_order_id = $1",
      [id, link]
    )
    await market.sql(
      `update marketplace_action_attempt t set sent = $2::jsonb, message = $3, updated_at = now()
         from marketplace_action a where a.id = t.action_id and a.marketplace_order_id = $1`,
      [id, link, BUYER]
    )
    await notifyWithBuyer("late")
    const [action] = await market.sql<{ id: string }>(
      "select id from marketplace_action where marketplace_order_id = $1",
      [id]
    )
    await keepHouse(market.app.container)
    // Until it is settled, the link is still needed.
    expect(await whereBuyersAre()).toEqual(["marketplace_action"])
    await market.desk.post(`/actions/${action.id}/mark-done`, { reason: "essai" })
    await keepHouse(market.app.container)
    expect(await whereBuyersAre()).toEqual([])
  })
})
