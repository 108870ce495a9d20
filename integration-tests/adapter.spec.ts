import { MarketplaceError } from "../src/marketplaces/port"
import { sendMarketplaceActionsWorkflow } from "../src/workflows/send-actions"
import { Acme } from "./helpers/acme"
import { activate } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { type Action, GOOD, type Order } from "./helpers/orders-desk"
import { label } from "./helpers/warehouse"
import { until } from "./helpers/until"

const market = marketTest({ seconds: 120 })
const acme = new Acme()
let connection_id: string
let orders = 0

beforeAll(async () => {
  acme.register(market.app.container)
  const { connection } = await market.desk.post<{ connection: { id: string } }>("/connections", {
    marketplace_id: "acme",
    name: "Acme",
    credentials: { key: "only-for-tests" },
    settings: { import: { start_at: "2026-10-01" }, shipping: { default_carrier: "colissimo" } },
  })
  connection_id = connection.id
  await activate(market.app, connection)
})
beforeEach(() => void acme.calls.splice(0))

const read = (external_id: string) => market.desk.orderOf<Order>(external_id)
const send = () => sendMarketplaceActionsWorkflow(market.app.container).run({ input: { connection_id } })

/** Orders that are bought now, as the store has them. */
async function arrive(...lines: Parameters<Acme["seed"]>[1]): Promise<Order> {
  const { id } = acme.seed(`A-${++orders}`, lines)
  await market.pull({ id: connection_id })
  return read(id)
}

const actionOf = async ({ external_id }: Order): Promise<Action> => (await read(external_id)).actions[0]

/** Its action has this state, or this problem. */
const reaches = (order: Order, what: string) =>
  until(what, async () => {
    const { state, problem } = await actionOf(order)
    return state === what || problem?.code === what
  })

async function pack(order: Order, number: string, quantity = 1): Promise<string> {
  const { hands } = market
  const order_id = order.order_id ?? ""
  const items = order.lines.map(({ line_item_id }) => ({ id: line_item_id ?? "", quantity }))
  const fulfillment_id = await hands.pack(order_id, items)
  await hands.ship(order_id, fulfillment_id, items, [label(number)])
  return fulfillment_id
}

/** As if the time had passed for which an effect is waited for, and the process that made the call were gone. */
const later = () =>
  market.sql(
    `with l as (update marketplace_connection set send_lease_until = now() - interval '1 second' where id = $1)
     update marketplace_action
        set unsettled_since = unsettled_since - interval '21 minutes', next_attempt_at = now(),
            claimed_until = claimed_until - interval '1 hour'
      where connection_id = $1 and state in ('sending', 'retrying')`,
    [connection_id]
  )

describe("a shipment that takes two calls", () => {
  it("is the number, and then its confirmation", async () => {
    const order = await arrive({ sku: GOOD.sku })
    await pack(order, "6A10000000001")
    await reaches(order, "sent")
    expect(acme.calls).toEqual(['number ["6A10000000001"]', `confirm "${order.external_id}"`])
    await market.pull({ id: connection_id })
    expect((await actionOf(order)).state).toBe("confirmed")
  })

  it("goes on after the number where the process dies in the confirmation", async () => {
    const order = await arrive({ sku: GOOD.sku })
    let isCalled = false
    acme.instead.set("confirm", () => {
      isCalled = true
      return new Promise<never>(() => {})
    })
    await pack(order, "6A10000000002")
    await until("the confirmation", () => isCalled)
    expect((await actionOf(order)).state).toBe("sending")
    await later()
    await send()
    expect((await actionOf(order)).state).toBe("sent")
    expect(acme.calls).toEqual([
      'number ["6A10000000002"]',
      `confirm "${order.external_id}"`,
      `confirm "${order.external_id}"`,
    ])
  })

  it("goes on after the number where the confirmation gets no answer", async () => {
    const order = await arrive({ sku: GOOD.sku })
    acme.instead.set("confirm", () =>
      Promise.reject(new MarketplaceError("unavailable", "No answer.", { effect: "unknown" }))
    )
    await pack(order, "6A10000000003")
    await reaches(order, "outcome_unknown")
    await later()
    await send()
    expect((await actionOf(order)).state).toBe("sent")
    expect(acme.calls.filter((call) => call.startsWith("number"))).toHaveLength(1)
  })

  it("begins again where another number is sent than the one that is there", async () => {
    const order = await arrive({ sku: GOOD.sku })
    acme.instead.set("confirm", () =>
      Promise.reject(new MarketplaceError("refused", "Not yet.", { effect: "none" }))
    )
    const fulfillment_id = await pack(order, "6A10000000004")
    await reaches(order, "refused_by_marketplace")
    await market.desk.post(`/orders/${order.id}/shipments/${fulfillment_id}`, {
      tracking_number: "6A10000000005",
    })
    await reaches(order, "sent")
    expect(acme.calls).toEqual([
      'number ["6A10000000004"]',
      `confirm "${order.external_id}"`,
      'number ["6A10000000005"]',
      `confirm "${order.external_id}"`,
    ])
  })
})

it("parts of a line are sent as they are packed, each once", async () => {
  const order = await arrive({ sku: GOOD.sku, quantity: 3 })
  const line = acme.orders.get(order.external_id)?.lines[0]
  const states = async () => (await read(order.external_id)).actions.map(({ state }) => state)
  await pack(order, "6A10000000006", 2)
  await reaches(order, "sent")
  expect(line).toMatchObject({ shipped: 2, status: "ready" })
  await market.pull({ id: connection_id })
  expect(await states()).toEqual(["confirmed"])
  await pack(order, "6A10000000007", 1)
  await until("the rest", async () => (await states()).includes("sent"))
  expect(line).toMatchObject({ shipped: 3, status: "shipped" })
  await market.pull({ id: connection_id })
  expect(await states()).toEqual(["confirmed", "confirmed"])
  expect((await read(order.external_id)).state).toBe("shipped")
})

describe("an order that is decided in one call", () => {
  const two = () => arrive({ sku: GOOD.sku, status: "to_accept" }, { sku: GOOD.sku, status: "to_accept" })

  it("accepts some of its lines and refuses the others", async () => {
    const order = await two()
    const [first, second] = order.lines.flatMap(({ external_ids }) => external_ids)
    await market.desk.post(`/orders/${order.id}/accept`, {
      line_external_ids: [first],
      refuse_line_external_ids: [second],
      reason: "broken",
    })
    await reaches(order, "sent")
    expect(acme.calls).toEqual([
      `decide ${JSON.stringify({ decision: "accept", item_external_ids: [first], refused_item_external_ids: [second] })}`,
    ])
    await market.pull({ id: connection_id })
    const after = await read(order.external_id)
    expect(after.actions).toMatchObject([{ type: "accept", state: "confirmed" }])
    expect(after.state).toBe("imported")
  })

  it("is not decided in part, nor twice, nor otherwise once it is on its way", async () => {
    const order = await two()
    const [first, second] = order.lines.flatMap(({ external_ids }) => external_ids)
    const refused = (body: object) => market.desk.refused("POST", `/orders/${order.id}/accept`, body)
    expect((await refused({ line_external_ids: [first] })).message).toMatch(/one decision on all items/)
    expect(
      (await refused({ line_external_ids: [first, second], refuse_line_external_ids: [second] })).message
    ).toMatch(/accepted and refused at once/)
    acme.instead.set("decide", () =>
      Promise.reject(new MarketplaceError("unavailable", "No answer.", { effect: "unknown" }))
    )
    await market.desk.post(`/orders/${order.id}/accept`)
    await reaches(order, "outcome_unknown")
    expect((await refused({ line_external_ids: [first], refuse_line_external_ids: [second] })).status).toBe(
      400
    )
    await later()
    await send()
    expect(acme.calls).toHaveLength(2)
    expect((await actionOf(order)).state).toBe("sent")
  })
})

describe("a marketplace with a fixed list of carriers", () => {
  const path = () => `/connections/${connection_id}`
  const sent = async (order: Order) =>
    ((await actionOf(order)).params.parcels as { carrier_name: string; carrier_code?: string }[])[0]

  it("offers its names with their codes, and takes them for the default and for rules", async () => {
    const { carriers } = await market.desk.get<{ carriers: object[] }>(`${path()}/carriers`)
    expect(carriers).toEqual([
      { name: "Acme Post", code: "AP", key: null },
      { name: "Colissimo", code: "COL", key: "colissimo" },
      { name: "Other", code: "OTH", key: null },
    ])
    await market.desk.post(path(), { settings: { shipping: { default_carrier: "Acme Post" } } })
    const order = await arrive({ sku: GOOD.sku })
    await pack(order, "HOUSE-0001")
    await reaches(order, "sent")
    expect(await sent(order)).toMatchObject({ carrier_name: "Acme Post", carrier_code: "AP" })
    expect(acme.orders.get(order.external_id)?.lines[0].parcels).toEqual([
      { tracking_number: "HOUSE0001", carrier_code: "AP" },
    ])
    const rule = {
      match: { tracking_pattern: "^HOUSE9" },
      carrier: null,
      marketplace_carrier_name: "colissimo",
    }
    const { carrier_rule } = await market.desk.post<{ carrier_rule: object }>(`${path()}/carrier-rules`, rule)
    expect(carrier_rule).toMatchObject({ marketplace_carrier_name: "colissimo", warning: null })
    const ruled = await arrive({ sku: GOOD.sku })
    await pack(ruled, "HOUSE-9001")
    await reaches(ruled, "sent")
    expect(await sent(ruled)).toMatchObject({ carrier_name: "Colissimo", carrier_code: "COL" })
  })

  it("holds what it has no name for, instead of naming another", async () => {
    const refused = await market.desk.refused("POST", path(), {
      settings: { shipping: { default_carrier: "gls-fr" } },
    })
    expect([refused.status, refused.message]).toEqual([400, expect.stringContaining("Acme Post")])
    await market.desk.post(path(), { settings: { shipping: { default_carrier: null } } })
    const order = await arrive({ sku: GOOD.sku })
    const fulfillment_id = await pack(order, "HOUSE-0002")
    await reaches(order, "carrier_missing")
    const declared = `/orders/${order.id}/shipments/${fulfillment_id}`
    await market.desk.post(declared, { carrier: "gls-fr", tracking_number: "HOUSE-0002" })
    await reaches(order, "carrier_unknown")
    expect(acme.calls).toEqual([])
    await market.desk.post(declared, { carrier: "Acme Post", tracking_number: "HOUSE-0002" })
    await reaches(order, "sent")
    expect(await sent(order)).toMatchObject({ carrier_name: "Acme Post", carrier_code: "AP" })
  })
})
