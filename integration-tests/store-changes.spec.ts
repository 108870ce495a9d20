import {
  archiveOrderWorkflow,
  completeOrderWorkflow,
  createInventoryLevelsWorkflow,
  createSalesChannelsWorkflow,
  createStockLocationsWorkflow,
} from "@medusajs/medusa/core-flows"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import type { ExpectedOrder } from "../sandbox/expected"
import { LIFE_CASES } from "./helpers/life-cases"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { setStock } from "./helpers/stock"
import { until } from "./helpers/until"

const store = marketTest()
/** A second warehouse with stock of everything, and a second sales channel. */
let location_id: string
let channel_id: string

beforeAll(async () => {
  location_id = await makeLocation("Réserve")
  channel_id = await makeChannel("Places de marché")
})

async function makeLocation(name: string): Promise<string> {
  const { container } = store.app
  const address = { address_1: "2 rue du Quai", postal_code: "44000", city: "Nantes", country_code: "fr" }
  const { result } = await createStockLocationsWorkflow(container).run({
    input: { locations: [{ name, address }] },
  })
  const [{ id }] = result
  await container.resolve(ContainerRegistrationKeys.LINK).create({
    [Modules.STOCK_LOCATION]: { stock_location_id: id },
    [Modules.FULFILLMENT]: { fulfillment_provider_id: "manual_manual" },
  })
  const levels = store.store.variants.map(({ inventory_item_id }) => ({ inventory_item_id, location_id: id }))
  await createInventoryLevelsWorkflow(container).run({
    input: { inventory_levels: levels.map((level) => ({ ...level, stocked_quantity: 500 })) },
  })
  return id
}

async function makeChannel(name: string): Promise<string> {
  const { result } = await createSalesChannelsWorkflow(store.app.container).run({
    input: { salesChannelsData: [{ name }] },
  })
  return result[0].id
}

type Row = {
  id: string
  external_id: string
  order_id: string
  state: string
  problem: { code: string; hint: string; params: Record<string, unknown> } | null
}

/** Sets the stock so that this much is available beside what is reserved. */
async function leave(sku: string, location: string, available: number): Promise<void> {
  const inventory_item_id = store.store.variants.find((one) => one.sku === sku)?.inventory_item_id
  const [{ reserved_quantity }] = await store.app.container
    .resolve(Modules.INVENTORY)
    .listInventoryLevels({ inventory_item_id, location_id: location })
  await setStock(store, sku, Number(reserved_quantity) + available, location)
}

const rowOf = ({ external_id }: ExpectedOrder) => store.desk.orderOf<Row>(external_id)
const pack = (order_id: string) => store.hands.pack(order_id)

/** From where each article is reserved, and the channel of the order. */
async function placesOf(
  order: ExpectedOrder
): Promise<{ channel: string; locations: Record<string, string> }> {
  const { order_id } = await rowOf(order)
  const rows = await store.sql<{ channel: string; sku: string; location: string }>(
    `select o.sales_channel_id as channel, l.metadata ->> 'sku' as sku, r.location_id as location from "order" o
       join order_item i on i.order_id = o.id join order_line_item l on l.id = i.item_id
       join reservation_item r on r.line_item_id = l.id and r.deleted_at is null where o.id = $1`,
    [order_id]
  )
  return {
    channel: rows[0].channel,
    locations: Object.fromEntries(rows.map(({ sku, location }) => [sku, location])),
  }
}

describe.each(MARKETPLACES)("$id: the import", (market) => {
  const life = LIFE_CASES[market.id]
  const several = life.several_items_kind
  const first = () => store.store.stock_location_id
  const connectWith = (place: Record<string, unknown> = {}) =>
    store.connect(market, {
      place: { stock_location_ids: [first()], ...homes(), ...place },
    })
  const homes = () => ({ sales_channel_id: store.store.sales_channel_id, region_id: store.store.region_id })
  const soldBy = async (
    connected: Connected,
    kind: string,
    before?: (order: ExpectedOrder) => Promise<void>
  ) => {
    const [order] = store.seedOrders(connected, { count: 1, kinds: [kind] })
    await before?.(order)
    await store.pullAll(connected)
    return order
  }
  const emptied = (skus: string[]) => Promise.all(skus.map((sku) => setStock(store, sku, 0)))
  const refilled = (order: ExpectedOrder) =>
    Promise.all(order.lines.map(({ sku }) => setStock(store, sku, 1000)))

  it("sells what only several locations have together, and it is packed once it is at one of them", async () => {
    const connected = await store.connect(market, {
      place: { stock_location_ids: [first(), location_id], ...homes() },
      settings: { import: { out_of_stock: "hold" } },
    })
    const order = await soldBy(connected, life.one_article_kind, async ({ lines: [{ sku, quantity }] }) => {
      await leave(sku, first(), 1)
      await leave(sku, location_id, quantity - 1)
    })
    const [{ sku, quantity }] = order.lines
    const row = await rowOf(order)
    expect([row.state, row.problem]).toMatchObject([
      "imported",
      { code: "stock_elsewhere", params: { sku, needed: quantity } },
    ])
    const place = (await placesOf(order)).locations[sku]
    await leave(sku, place, 0)
    expect(await pack(row.order_id)).toMatch(/^ful_/)

    const held = await soldBy(connected, life.one_article_kind, async ({ lines: [line] }) => {
      await leave(line.sku, first(), 1)
      await leave(line.sku, location_id, line.quantity - 2)
    })
    expect((await rowOf(held)).problem).toMatchObject({
      code: "out_of_stock",
      params: { needed: held.lines[0].quantity, available: held.lines[0].quantity - 1 },
    })
    await Promise.all([first(), location_id].map((where) => setStock(store, sku, 1000, where)))
    await Promise.all([first(), location_id].map((where) => setStock(store, held.lines[0].sku, 1000, where)))
  })

  it("reserves an order at the first location that has all of it, else line by line", async () => {
    const connected = await connectWith({ stock_location_ids: [first(), location_id] })
    const skusOf = ({ lines }: ExpectedOrder) => [...new Set(lines.map(({ sku }) => sku))]
    const near = await soldBy(connected, several)
    const onlySecond = await connectWith({ stock_location_ids: [first(), location_id] })
    const far = await soldBy(onlySecond, several, async (order) => void (await emptied([skusOf(order)[0]])))
    await refilled(far)
    const both = await connectWith({ stock_location_ids: [first(), location_id] })
    const split = await soldBy(both, several, async (order) => {
      const [here, ...there] = skusOf(order)
      await emptied([here])
      await Promise.all(there.map((sku) => setStock(store, sku, 0, location_id)))
    })
    await refilled(split)
    await Promise.all(split.lines.map(({ sku }) => setStock(store, sku, 500, location_id)))
    const all = (order: ExpectedOrder, location: string) =>
      Object.fromEntries(skusOf(order).map((sku) => [sku, location]))
    expect((await placesOf(near)).locations).toEqual(all(near, first()))
    expect((await placesOf(far)).locations).toEqual(all(far, location_id))
    const [here] = skusOf(split)
    expect((await placesOf(split)).locations).toEqual({ ...all(split, first()), [here]: location_id })
  })

  it("puts an order into the channel and location of its destination, the rest into the connection's", async () => {
    const target = { sales_channel_id: channel_id, stock_location_ids: [location_id] }
    const named = await connectWith({
      destinations: [
        { countries: ["BE"] },
        { channels: ["EXEMFR"] },
        { currency_code: "eur", ...(market.id === "cdiscount" && { channels: ["CDISFR"] }), ...target },
      ],
    })
    const other = await connectWith({ destinations: [{ currency_code: "pln", ...target }] })
    const there = await soldBy(named, "plain")
    const here = await soldBy(other, "plain")
    const sku = (order: ExpectedOrder) => order.lines[0].sku
    expect(await placesOf(there)).toEqual({ channel: channel_id, locations: { [sku(there)]: location_id } })
    expect(await placesOf(here)).toEqual({
      channel: store.store.sales_channel_id,
      locations: { [sku(here)]: first() },
    })
  })

  it("holds orders without a sales channel or location, and continues when there is another", async () => {
    const lost = {
      channel: await makeChannel(`Perdu ${market.id}`),
      location: await makeLocation(`Perdu ${market.id}`),
    }
    const connected = await connectWith({
      sales_channel_id: lost.channel,
      stock_location_ids: [lost.location],
    })
    const before = await soldBy(connected, "plain")
    await store.app.api("DELETE", `/admin/sales-channels/${lost.channel}`)
    await store.app.api("DELETE", `/admin/stock-locations/${lost.location}`)
    const again = await connectWith()
    await store.sql(
      `update marketplace_connection set sales_channel_id = $1, stock_location_ids = $2 where id = $3`,
      [lost.channel, JSON.stringify([lost.location]), again.id]
    )
    const held = await soldBy(again, "plain")
    expect((await rowOf(held)).problem).toMatchObject({
      code: "store_setup_missing",
      params: { missing: ["sales_channel", "stock_location"] },
    })
    // Existing products are covered too.
    life.cancel(store.sandbox, before.external_id ?? "")
    expect((await store.pull(connected)).state).toBe("done")
    expect((await rowOf(before)).state).toBe("canceled")
    const path = `/admin/marketplaces/connections/${again.id}`
    const place = { ...homes(), stock_location_ids: [first()] }
    expect((await store.app.api("POST", path, place)).status).toBe(200)
    const { id } = await rowOf(held)
    await store.app.api("POST", `/admin/marketplaces/orders/${id}/retry`, {})
    await until("it is imported", async () => (await rowOf(held)).state === "imported")
  })

  it("holds orders without a region until they get another, and continues with what is in the store", async () => {
    const { body } = await store.app.api<{ region: { id: string } }>("POST", "/admin/regions", {
      name: `Perdue ${market.id}`,
      currency_code: "eur",
      countries: [],
    })
    const connected = await connectWith()
    const before = await soldBy(connected, "plain")
    const path = `/admin/marketplaces/connections/${connected.id}`
    expect((await store.app.api("POST", path, { region_id: body.region.id })).status).toBe(200)
    await store.app.api("DELETE", `/admin/regions/${body.region.id}`)
    const held = await soldBy(connected, "plain")
    expect((await rowOf(held)).problem).toMatchObject({
      code: "store_setup_missing",
      params: { missing: ["region"] },
    })
    life.cancel(store.sandbox, before.external_id ?? "")
    expect((await store.pull(connected)).state).toBe("done")
    expect((await rowOf(before)).state).toBe("canceled")
    expect((await store.app.api("POST", path, { region_id: store.store.region_id })).status).toBe(200)
    await until("it is imported", async () => (await rowOf(held)).state === "imported")
  })

  it("continues with orders that were deleted, completed or archived, and whose variant is gone", async () => {
    const connected = await connectWith()
    const everything = store.seedOrders(connected, { count: 5 })
    const [deleted, completed, archived, packed] = everything
    await store.pullAll(connected)
    const idOf = async (order: ExpectedOrder) => (await rowOf(order)).order_id
    await store.sql(`update "order" set deleted_at = now() where id = $1`, [await idOf(deleted)])
    const { container } = store.app
    const [done, stowed] = [await idOf(completed), await idOf(archived)]
    await completeOrderWorkflow(container).run({ input: { orderIds: [done, stowed] } })
    await archiveOrderWorkflow(container).run({ input: { orderIds: [stowed] } })
    await pack(await idOf(packed))
    const skus = everything.map(({ lines }) => lines[0].sku)
    const gone = "update product_variant set deleted_at = $1 where sku = any($2)"
    await store.sql(gone, [new Date(), skus])
    for (const { external_id } of everything) life.cancel(store.sandbox, external_id ?? "")
    expect((await store.pull(connected)).state).toBe("done")
    await store.sweep()
    await store.sql(gone, [null, skus])
    const found = await Promise.all(everything.map(rowOf))
    expect(found.map(({ state, problem }) => [state, problem?.code ?? null])).toEqual([
      ["canceled", null],
      // Medusa cancels no completed order: both truths are shown.
      ["imported", "canceled_at_marketplace"],
      ["canceled", null],
      ["imported", "cancel_stop_parcel"],
      ["canceled", null],
    ])
  })

  it("shows what to do with a line that is sold beyond the stock, and it can be packed after that", async () => {
    const connected = await connectWith()
    const short = await soldBy(
      connected,
      "plain",
      async (order) => void (await emptied([order.lines[0].sku]))
    )
    const { problem, order_id } = await rowOf(short)
    expect(problem).toMatchObject({ code: "oversold", params: { sku: short.lines[0].sku } })
    expect(problem?.hint).toMatch(
      /^Restock before packing: .* Otherwise, cancel the order on the marketplace\.$/
    )
    await refilled(short)
    expect(await pack(order_id)).toMatch(/^ful_/)
  })

  it("keeps discarded cancellations apart, and shows nothing twice that was acknowledged", async () => {
    const connected = await connectWith()
    const seeded = store.seedOrders(connected, { count: 12 })
    await store.pullAll(connected)
    for (const { external_id } of seeded) life.cancel(store.sandbox, external_id ?? "")
    await store.pull(connected)
    const count = async (code: string | null) =>
      (await Promise.all(seeded.map(rowOf))).filter(({ problem }) => (problem?.code ?? null) === code).length
    expect(await count("mass_cancellation")).toBe(12)
    const [one] = await Promise.all(seeded.map(rowOf))
    const answer = await store.app.api("POST", "/admin/marketplaces/orders/cancellations", {
      connection_id: connected.id,
      decision: "discard",
      reason: "The marketplace was wrong",
    })
    expect(answer).toMatchObject({ status: 200, body: { count: 12 } })
    await store.pull(connected)
    expect(await count(null)).toBe(12)
    expect((await rowOf(seeded[0])).state).toBe("imported")
    const path = `/admin/marketplaces/orders/${one.id}`
    const { body } = await store.app.api<{ order: { history: { event: string; data: object }[] } }>(
      "GET",
      path
    )
    expect(body.order.history).toContainEqual(
      expect.objectContaining({
        event: "order.cancellation_discarded",
        data: { reason: "The marketplace was wrong" },
      })
    )
  })
})

it("Rakuten's units are accepted as far as any location has them, and only the others refused", async () => {
  const connected = await store.connect(MARKETPLACES[1], {
    place: {
      stock_location_ids: [store.store.stock_location_id, location_id],
      sales_channel_id: store.store.sales_channel_id,
      region_id: store.store.region_id,
    },
    settings: { import: { acceptance: "automatic", out_of_stock: "refuse" } },
  })
  const [order] = store.seedOrders(connected, { count: 1, kinds: ["to_accept_two"] })
  const [{ sku }] = order.lines
  await leave(sku, store.store.stock_location_id, 0)
  await leave(sku, location_id, 1)
  await store.pull(connected)
  const made = await until("both units are decided", () => {
    const [ledger] = store.sandbox.control.rakuten.ledger({ external_id: order.external_id ?? "" })
    return ledger?.decisions.length === 2 ? ledger.decisions : null
  })
  expect(made.map(({ decision }) => decision).sort()).toEqual(["accept", "refuse"])
  for (let step = 0; step < 3; step++) {
    store.sandbox.control.time({ advance_minutes: 1 })
    await store.pullAll(connected)
  }
  expect((await placesOf(order)).locations).toEqual({ [sku]: location_id })
  await Promise.all(
    [store.store.stock_location_id, location_id].map((where) => setStock(store, sku, 1000, where))
  )
})

it.each(MARKETPLACES)(
  "$id: an order whose cancellation in the store was not heard of is found",
  async (market) => {
    const connected = await store.connect(market, {
      place: {
        stock_location_ids: [location_id],
        sales_channel_id: channel_id,
        region_id: store.store.region_id,
      },
    })
    const [order] = store.seedOrders(connected, { count: 1 })
    await store.pullAll(connected)
    // The module itself emits no event.
    await store.app.container.resolve(Modules.ORDER).cancel((await rowOf(order)).order_id)
    await store.pull(connected)
    expect((await rowOf(order)).problem).toBeNull()
    await store.sweep()
    await store.pull(connected)
    expect(await rowOf(order)).toMatchObject({ state: "canceled", problem: { code: "canceled_in_store" } })
  }
)
