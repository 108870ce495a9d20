import { planMissingShipments } from "../src/workflows/plan-shipment/plan-missing"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { type Imported, parcels } from "./helpers/parcels"
import { colissimoNumber } from "./helpers/ship-order"

const market = marketTest({ seconds: 180 })
const { sql } = market
const { bought, inState, withProblem, ledger, numbers, provide, send } = parcels(market)

describe.each(MARKETPLACES)("$id: a parcel that is marked as delivered and was only packed", (where) => {
  let shop: Connected
  beforeAll(async () => {
    shop = await market.connect(where)
  })

  async function packed(order: Imported, ...tracking_numbers: string[]) {
    const id = await market.hands.pack(order.order_id)
    for (const tracking_number of tracking_numbers) await addLabel(id, tracking_number)
    return id
  }
  const deliver = async (order: Imported, id: string) =>
    expect(
      await market.app.api("POST", `/admin/orders/${order.order_id}/fulfillments/${id}/mark-as-delivered`, {})
    ).toMatchObject({ status: 200 })

  it("is sent with its number", async () => {
    const order = await bought(shop, "plain")
    const number = colissimoNumber()
    const id = await packed(order, number)
    await deliver(order, id)
    await inState(order, id, "sent")
    expect(ledger(shop, order)).toMatchObject({ shipments: [{ number }], duplicates: [], refused: [] })
  })

  it("asks for a number that is missing, at once", async () => {
    const order = await bought(shop, "plain")
    const id = await packed(order)
    await deliver(order, id)
    const asking = await withProblem(order, id, "tracking_number_missing")
    expect(asking.state).toBe("needs_attention")
    const number = colissimoNumber()
    expect((await provide(order, id, { tracking_number: number })).status).toBe(200)
    await inState(order, id, "sent")
    expect(numbers(shop, order).map(([sent]) => sent)).toEqual(order.lines.flatMap(() => number))
  })

  it("is found by the sweep when no event reports it", async () => {
    const order = await bought(shop, "plain")
    const id = await packed(order, colissimoNumber())
    await sql("update fulfillment set delivered_at = now() where id = $1", [id])
    expect(await planMissingShipments(market.app.container, shop.id)).toEqual([order.external_id])
    await send(shop)
    await inState(order, id, "sent")
    expect(await planMissingShipments(market.app.container, shop.id)).toEqual([])
  })
})

/** As a provider's label is on a parcel before it leaves: Medusa's form has none then. */
const addLabel = (fulfillment_id: string, tracking_number: string) =>
  sql(
    `insert into fulfillment_label (id, tracking_number, tracking_url, label_url, fulfillment_id, created_at, updated_at)
     values ('fulla_' || $2, $2, '#', '#', $1, now(), now())`,
    [fulfillment_id, tracking_number]
  )
