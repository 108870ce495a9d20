import { labelDesk } from "./helpers/label-desk"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { parcels } from "./helpers/parcels"
import type { Connected } from "./helpers/market-store"
import { providerOption } from "./helpers/provider-option"

const market = marketTest({ seconds: 120, env: { MEDUSA_BACKEND_URL: "https://shop.example" } })
const desk = labelDesk(market)
const { bought, inState, ledger, later } = parcels(market)
const [cdiscount] = MARKETPLACES

describe("An order of Cdiscount whose connection names a label account", () => {
  let connected: Connected
  beforeAll(async () => {
    const account = await desk.connect()
    connected = await market.connect(cdiscount, {
      settings: { shipping: { label_account_id: account.id, label_mode: "automatic" } },
    })
  })

  it("is packed in Medusa, and its label, number, shipment and confirmation follow", async () => {
    const order = await bought(connected, "plain")
    const fulfillment_id = await market.hands.pack(order.order_id)
    const label = await desk.inState(fulfillment_id, "ready")
    const [parcel] = label.parcels
    expect(label).toMatchObject({ generation: 1, problem: null, carrier: { code: "colissimo" } })
    expect(parcel).toMatchObject({ status: "ready", documents: ["label"] })
    expect(label.price_estimate).toEqual({ amount: 6.99, currency_code: "EUR" })

    const packed = await market.hands.fulfillment(order.order_id, fulfillment_id)
    expect(packed).toMatchObject({
      shipped_at: expect.anything() as unknown,
      labels: [
        {
          tracking_number: parcel.tracking_number,
          tracking_url: parcel.tracking_url,
          label_url: `https://shop.example/admin/labels/${label.id}/documents/label`,
        },
      ],
    })
    await inState(order, fulfillment_id, "sent")
    await later(connected)
    await inState(order, fulfillment_id, "confirmed")
    expect(ledger(connected, order).shipments).toMatchObject([{ number: parcel.tracking_number }])
    expect(desk.paid(label.order_number)).toEqual([
      expect.objectContaining({ parcel_id: Number(parcel.external_id), cents: 699 }),
    ])
  })

  it("has its label as a PDF for those who are signed in, and never for a cache", async () => {
    const order = await bought(connected, "plain")
    const fulfillment_id = await market.hands.pack(order.order_id)
    const { id } = await desk.inState(fulfillment_id, "ready")
    const address = `${market.app.url}/admin/labels/${id}/documents/label`
    const read = (headers: Record<string, string>) => fetch(address, { headers })
    expect((await read({})).status).toBe(401)
    const answer = await read({ authorization: `Bearer ${market.app.token}` })
    expect([answer.status, answer.headers.get("content-type"), answer.headers.get("cache-control")]).toEqual([
      200,
      "application/pdf",
      "no-store",
    ])
    expect(Buffer.from(await answer.arrayBuffer()).toString("latin1", 0, 5)).toBe("%PDF-")
  })
})

describe("An order that is packed with the provider of Sendcloud, and whose connection names no account", () => {
  let option: string
  let connected: Connected
  beforeAll(async () => {
    option = await providerOption(market, "sendcloud_sendcloud", "sendcloud")
    connected = await market.connect(cdiscount)
  })

  it("gets its label behind the packing, which asks nothing of Sendcloud", async () => {
    const order = await bought(connected, "plain")
    market.sandbox.control.addFault({ marketplace: "sendcloud", kind: "hang" })
    const fulfillment_id = await market.hands.pack(order.order_id, undefined, option)
    expect(fulfillment_id).not.toBe("")
    market.sandbox.control.removeFaults()
    await desk.later()
    const label = await desk.inState(fulfillment_id, "ready")
    expect(desk.paid(label.order_number)).toHaveLength(1)
  })

  it("is not packed while its address lacks what every label needs", async () => {
    const order = await bought(connected, "plain")
    await market.sql(
      `update order_address a set city = '' from "order" o where o.id = $1 and a.id = o.shipping_address_id`,
      [order.order_id]
    )
    const items = order.lines.map(({ line_item_id, quantity }) => ({ id: line_item_id, quantity }))
    const { status, message } = await market.hands.tryPacking(order.order_id, {
      items,
      shipping_option_id: option,
    })
    expect(status).toBe(400)
    expect(message).toMatch(/lacks a city/)
  })
})
