import { createOrderWorkflow } from "@medusajs/medusa/core-flows"
import { planMarketplaceShipmentWorkflow } from "../src/workflows/plan-shipment"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { watchOurStatements } from "./helpers/our-statements"
import { type Imported, items, refusal, parcels, SHIPMENTS } from "./helpers/parcels"
import { colissimoNumber, type PackedItem } from "./helpers/ship-order"
import { until } from "./helpers/until"
import { label } from "./helpers/warehouse"

const [cdiscount, rakuten] = MARKETPLACES
const market = marketTest({ seconds: 180 })
const { api, sql } = market
const { bought, ship, actions, actionOf, inState, ledger, drive, provide } = parcels(market)

describe("Rakuten: a parcel that was sent", () => {
  let shop: Connected
  beforeAll(async () => {
    shop = await market.connect(rakuten)
  })

  it("is corrected where the settings allow it", async () => {
    const order = await bought(shop, "registered")
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    await inState(order, id, "sent")
    const unavailable = async () => {
      const { body } = await api<{ order: { actions: { unavailable: unknown }[] } }>(
        "GET",
        `/orders/${order.id}`
      )
      return body.order.actions.map((action) => action.unavailable)
    }
    const message = expect.stringMatching(/cannot be corrected from here/)
    expect(await unavailable()).toEqual([{ correct: { code: "correction_off", message } }])
    expect(refusal(await provide(order, id, { carrier: "dpd-fr" }))).toEqual([400, message])

    market.sandbox.control.rakuten.configure({ tracking_overwrite: true })
    const change = { settings: { rakuten: { tracking_correction: "settrackingpackageinfos" } } }
    expect((await api("POST", `/connections/${shop.id}`, change)).status).toBe(200)
    expect(await unavailable()).toEqual([{ correct: null }])
    const answer = await provide(order, id, { carrier: "ups", tracking_number: "1Z999AA10123456784" })
    expect(answer.status).toBe(200)
    const shown = async () =>
      (await api<{ action: Shown }>("GET", `/actions/${answer.body.action.id}`)).body.action
    type Shown = { state: string; next_attempt_at: string | null; problem: { code: string; remedy: string } }
    const sent = await until("the correction is sent", async () => {
      const action = await shown()
      return action.state === "sent" ? action : null
    })
    // Rakuten shows no numbers: a person checks and confirms it, and the plugin does not look.
    expect(sent).toMatchObject({
      next_attempt_at: null,
      problem: { code: "correction_not_shown", remedy: "mark_done" },
    })
    market.sandbox.control.time({ advance_minutes: 1 })
    const { items: units } = market.sandbox.control.rakuten.order({ external_id: order.external_id })
      .wire as { items: { tracking: unknown }[] }
    expect(units[0].tracking).toMatchObject({ number: "1Z999AA10123456784", transporter: "UPS" })
    const [original, correction] = await actions(order)
    expect([correction.intent_key, correction.params.corrects]).toEqual([
      `${original.intent_key}:correction:1`,
      original.id,
    ])
    expect(correction.params.item_external_ids).toEqual(original.params.item_external_ids)
    await drive(shop)
    expect(await shown()).toMatchObject({ state: "sent", problem: { code: "correction_not_shown" } })
    const done = await api("POST", `/actions/${correction.id}/mark-done`, { reason: "seen in the account" })
    expect(done.status).toBe(200)
    expect((await shown()).state).toBe("done_elsewhere")
  })
})

describe("A parcel with nothing that the marketplace sold", () => {
  const admin = async <Body>(path: string, body: unknown) => {
    const answer = await market.app.api<Body & { message?: string }>("POST", `/admin${path}`, body)
    if (answer.status !== 200) throw new Error(`${path}: ${answer.body.message}`)
    return answer.body
  }
  const linesOf = async (order: Imported) => {
    const { data } = await market.app.query.graph({
      entity: "order",
      fields: ["items.id"],
      filters: { id: order.order_id },
    })
    return (data[0].items ?? []).flatMap((item: { id: string } | null) => item?.id ?? [])
  }
  /** What `change` adds to the order. */
  async function added(order: Imported, change: () => Promise<unknown>): Promise<PackedItem[]> {
    const before = await linesOf(order)
    await change()
    const id = (await linesOf(order)).find((one: string) => !before.includes(one))
    if (!id) throw new Error("The order has no new line.")
    return [{ id, quantity: 1 }]
  }
  const outbound = () => ({ items: [{ variant_id: market.store.variants[5].variant_id, quantity: 1 }] })
  /** Without one Medusa reserves nothing of what goes out. */
  async function outboundShipping() {
    const [{ id }] = await sql<{ id: string }>(
      "select id from shipping_option where provider_id = 'manual_manual' and deleted_at is null limit 1"
    )
    return { shipping_option_id: id, custom_amount: 0 }
  }
  const edit = (order: Imported) =>
    added(order, async () => {
      await admin("/order-edits", { order_id: order.order_id })
      await admin(`/order-edits/${order.order_id}/items`, outbound())
      await admin(`/order-edits/${order.order_id}/confirm`, {})
    })
  const exchange = (order: Imported) =>
    added(order, async () => {
      const { exchange: one } = await admin<{ exchange: { id: string } }>("/exchanges", {
        order_id: order.order_id,
      })
      await admin(`/exchanges/${one.id}/inbound/items`, { items: items(order.lines[0]) })
      await admin(`/exchanges/${one.id}/outbound/items`, outbound())
      await admin(`/exchanges/${one.id}/outbound/shipping-method`, await outboundShipping())
      await admin(`/exchanges/${one.id}/request`, {})
    })
  const replacement = (order: Imported) =>
    added(order, async () => {
      const { claim } = await admin<{ claim: { id: string } }>("/claims", {
        order_id: order.order_id,
        type: "replace",
      })
      await admin(`/claims/${claim.id}/claim-items`, { items: items(order.lines[0]) })
      await admin(`/claims/${claim.id}/outbound/items`, outbound())
      await admin(`/claims/${claim.id}/outbound/shipping-method`, await outboundShipping())
      await admin(`/claims/${claim.id}/request`, {})
    })

  it.each([
    ["an exchange", exchange],
    ["a replacement", replacement],
    ["a line that was added", edit],
  ])("is sent as a correction when the operator wants it (%s)", async (_, change) => {
    market.sandbox.control.rakuten.configure({ tracking_overwrite: true })
    const shop = await market.connect(rakuten, {
      settings: { rakuten: { tracking_correction: "settrackingpackageinfos" } },
    })
    const order = await bought(shop, "registered")
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    const sent = await inState(order, id, "sent")

    const packed = await change(order)
    const number = "1Z999AA10123456784"
    const second = await ship(order, packed, label(number))
    const skipped = await inState(order, second, "skipped")
    expect(skipped.params).toMatchObject({ skipped: "not_marketplace_lines", is_correction_offered: true })
    expect(skipped.problem_code).toBe("fulfillment_not_marketplace_lines")
    expect(ledger(shop, order)).toMatchObject({ shipments: [{}], duplicates: [], refused: [] })

    const answer = await provide(order, second, { tracking_number: number })
    expect(answer.status).toBe(200)
    const [correction] = (await actions(order)).filter(({ intent_key }) => intent_key.includes("correction"))
    expect(correction).toMatchObject({ id: answer.body.action.id, fulfillment_id: second })
    expect(correction.params).toMatchObject({
      corrects: sent.id,
      item_external_ids: sent.params.item_external_ids,
      parcels: [{ fulfillment_id: second, tracking_number: number, carrier_name: "UPS" }],
    })
    await until("Rakuten has the new number", async () => {
      market.sandbox.control.time({ advance_minutes: 1 })
      const { wire } = market.sandbox.control.rakuten.order({ external_id: order.external_id })
      const { items: units } = wire as { items: { tracking?: { number: string } }[] }
      return units.every(({ tracking }) => tracking?.number === number)
    })
  })

  it("is offered as a correction only after the parcel that it can correct was sent", async () => {
    const shop = await market.connect(rakuten, {
      settings: { rakuten: { tracking_correction: "settrackingpackageinfos" } },
    })
    const order = await bought(shop, "registered")
    const gift = await ship(order, await edit(order), label(colissimoNumber()))
    const early = await inState(order, gift, "skipped")
    expect(early.params.is_correction_offered).toBeUndefined()
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    await inState(order, id, "sent")
    await until("it is offered", async () => (await actionOf(order, gift))?.params.is_correction_offered)
  })

  it("is offered as a correction where a list confirms the parcel whose answer was lost", async () => {
    const shop = await market.connect(rakuten, {
      settings: { rakuten: { tracking_correction: "settrackingpackageinfos" } },
    })
    const order = await bought(shop, "registered")
    const gift = await ship(order, await edit(order), label(colissimoNumber()))
    await inState(order, gift, "skipped")
    market.sandbox.control.addFault({
      kind: "status",
      status: 504,
      after_effect: true,
      times: 1,
      endpoint: SHIPMENTS.rakuten,
      account: shop.account,
    })
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    await inState(order, id, "retrying")
    expect((await actionOf(order, gift))?.params.is_correction_offered).toBeUndefined()
    await market.sql(
      "update marketplace_action set next_attempt_at = now() + interval '1 day' where id = $1",
      [(await actionOf(order, id))?.id]
    )
    market.sandbox.control.time({ advance_minutes: 1 })
    await market.pullIds(shop, [order.external_id])
    await inState(order, id, "confirmed")
    await until("it is offered", async () => (await actionOf(order, gift))?.params.is_correction_offered)
  })

  it("is not offered as a correction where the marketplace takes none", async () => {
    const shop = await market.connect(cdiscount)
    const order = await bought(shop, "plain")
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    await inState(order, id, "sent")
    const gift = await ship(order, await exchange(order), label(colissimoNumber()))
    const skipped = await inState(order, gift, "skipped")
    expect(skipped.params.is_correction_offered).toBeUndefined()
    const { body } = await api("GET", `/actions?marketplace_order_id=${order.id}&order=created_at`)
    expect(body).toMatchObject({
      actions: [{ unavailable: { correct: { code: "correction_off" } } }, { unavailable: { correct: null } }],
    })
    expect(refusal(await provide(order, gift, { carrier: "ups" }))).toEqual([
      400,
      expect.stringMatching(/cannot be corrected from here.*\(tracking_correction\)/),
    ])
    expect(ledger(shop, order)).toMatchObject({ shipments: [{}], duplicates: [], refused: [] })
  })
})

describe("Canceling a fulfillment", () => {
  let shop: Connected
  beforeAll(async () => {
    shop = await market.connect(cdiscount)
  })
  const ways = [["the order's route"], ["the fulfillment's route"]] as const

  it.each(ways.map(([name], way) => [name, way]))("is possible before it is sent, by %s", async (_, way) => {
    const order = await bought(shop, "plain")
    const id = await market.hands.pack(order.order_id)
    expect((await provide(order, id, { carrier: "dpd-fr" })).body.action.state).toBe("skipped")
    expect(await market.hands.cancel[way](order.order_id, id)).toMatchObject({ status: 200 })
    if (way === 0) {
      await until("it is canceled", async () => (await actionOf(order, id))?.params.skipped === "canceled")
    }
    expect(ledger(shop, order).shipments).toEqual([])
  })

  it.each(ways.map(([name], way) => [name, way]))("is refused after it is sent, by %s", async (_, way) => {
    const order = await bought(shop, "plain")
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    await inState(order, id, "sent")
    const reason = /^Cdiscount counts this parcel of order .* as shipped.*portal/
    const refused = await market.hands.cancel[way](order.order_id, id)
    expect(refused).toMatchObject({ status: 400, message: expect.stringMatching(reason) })
    // Also where the store itself would let it go.
    await sql("update fulfillment set shipped_at = null where id = $1", [id])
    expect((await market.hands.cancel[way](order.order_id, id)).message).toMatch(reason)
    expect((await market.hands.fulfillment(order.order_id, id))?.canceled_at).toBeNull()
  })

  it("costs one query for the store's own order, and nothing more", async () => {
    const { region_id, sales_channel_id } = market.store
    const [own] = await sql<{ id: string }>(
      "select id from shipping_option where provider_id = 'manual_manual' and deleted_at is null limit 1"
    )
    const { result } = await createOrderWorkflow(market.app.container).run({
      input: {
        region_id,
        sales_channel_id,
        currency_code: "eur",
        email: "client@shop.example",
        items: [
          {
            title: "Sur mesure",
            quantity: 1,
            unit_price: 10,
            is_tax_inclusive: true,
            requires_shipping: true,
          },
        ],
        shipping_methods: [{ name: "Colis", amount: 5, shipping_option_id: own.id }],
        shipping_address: {
          first_name: "Ana",
          last_name: "Client",
          address_1: "1 rue",
          city: "Tours",
          country_code: "fr",
          postal_code: "37000",
        },
      } as never,
    })
    const order = result as unknown as { id: string; items: PackedItem[] }
    const packed = order.items.map(({ id }) => ({ id, quantity: 1 }))
    const shipped = await market.hands.pack(order.id, packed)
    const statements = watchOurStatements(market.app)
    try {
      const { result: planned } = await planMarketplaceShipmentWorkflow(market.app.container).run({
        input: { fulfillment_id: shipped },
      })
      expect([planned, statements.list().length]).toEqual([null, 1])
      statements.forget()
      expect(await market.hands.cancel[0](order.id, shipped)).toMatchObject({ status: 200 })
      expect(statements.list().filter((text) => text.includes("a.fulfillment_id = $1"))).toHaveLength(1)
    } finally {
      statements.stop()
    }
    expect(await sql("select 1 from marketplace_action where fulfillment_id = $1", [shipped])).toEqual([])
  })
})
