import { updateOrderWorkflow } from "@medusajs/medusa/core-flows"
import type { Connected } from "./helpers/market-store"
import { LIFE_CASES } from "./helpers/life-cases"
import { marketTest } from "./helpers/market-test"
import { type MarketplaceCase, MARKETPLACES } from "./helpers/marketplace-cases"
import { until } from "./helpers/until"

const store = marketTest()

type Point = { id: string; name: string } | null
type StoreOrder = {
  id: string
  email: string
  customer_id: string | null
  customer: { first_name: string; last_name: string; addresses: { address_1: string }[] } | null
  metadata: Record<string, unknown> & { pickup_point?: Point }
  shipping_address: {
    address_1: string
    address_2: string
    company: string
    metadata: { pickup_point?: Point }
  }
  billing_address: { address_1: string; country_code: string }
  shipping_methods: { data: { pickup_point?: Point } }[]
  fulfillments: {
    id: string
    canceled_at: string | null
    data: { pickup_point?: Point }
    delivery_address: { address_1: string }
  }[]
}
type Row = { id: string; order_id: string; connection_id: string; state: string; problem_code: string | null }

const RELAY = "MIROIR"

async function rowOf(external_id: string): Promise<Row> {
  const [row] = await store.sql<Row>("select * from marketplace_order where external_id = $1", [external_id])
  return row
}

async function inStore(order_id: string): Promise<StoreOrder> {
  const { data } = await store.app.query.graph({
    entity: "order",
    fields: [
      "id",
      "email",
      "customer_id",
      "metadata",
      "customer.*",
      "customer.addresses.*",
      "shipping_address.*",
      "billing_address.*",
      "shipping_methods.data",
      "fulfillments.*",
      "fulfillments.delivery_address.*",
    ],
    filters: { id: order_id },
  })
  return data[0] as unknown as StoreOrder
}

/** The relay of every copy in the store: the order's own, those of its shipping methods, and of its live parcels. */
const relaysOf = (order: StoreOrder): (string | undefined)[] => [
  order.metadata.pickup_point?.id,
  order.metadata[RELAY] as string | undefined,
  order.shipping_address.metadata?.pickup_point?.id,
  ...order.shipping_methods.map(({ data }) => data.pickup_point?.id),
  ...order.fulfillments
    .filter(({ canceled_at }) => canceled_at === null)
    .map(({ data }) => data.pickup_point?.id),
]

describe.each(MARKETPLACES)("$id: what a marketplace changes of its buyer", (market: MarketplaceCase) => {
  const life = LIFE_CASES[market.id]
  let connected: Connected

  beforeAll(async () => {
    connected = await store.connect(market, {
      settings: { shipping: { pickup_point_field: RELAY }, customer: { mode: "guest" } },
    })
  })

  async function imported(kind: string): Promise<{ external_id: string; order_id: string }> {
    const [order] = store.seedNow(connected, { count: 1, kinds: [kind] })
    const external_id = order.external_id ?? ""
    await store.pullAll(connected)
    return { external_id, order_id: (await rowOf(external_id)).order_id }
  }
  const look = async (external_id: string) => {
    // Rakuten's answers differ by whole seconds, and only its lists have the buyer.
    store.sandbox.control.time({ advance_minutes: 1 })
    expect((await store.pull(connected)).state).toBe("done")
    return (await rowOf(external_id)).problem_code
  }
  const moveRelay = (external_id: string, id: string) =>
    life.moveRelay(store.sandbox, external_id, id, `Relais ${id}`, `${id.length} rue du Relais`)

  it("follows a relay point with all its copies, and the next parcel goes there", async () => {
    const { external_id, order_id } = await imported("relay")
    const before = relaysOf(await inStore(order_id))
    expect(new Set(before).size).toBe(1)
    moveRelay(external_id, "R-2")
    expect(await look(external_id)).toBeNull()
    const fulfillment_id = await store.hands.pack(order_id)
    const order = await inStore(order_id)
    expect(relaysOf(order)).toEqual([...before, "x"].map(() => "R-2"))
    expect(order.shipping_address).toMatchObject({
      company: "Relais R-2",
      address_1: "3 rue du Relais",
      address_2: expect.stringContaining("Point relais R-2"),
    })
    expect(order.fulfillments.find(({ id }) => id === fulfillment_id)?.delivery_address.address_1).toBe(
      "3 rue du Relais"
    )
  })

  it("leaves a packed relay point in all its copies, and takes the new one once the parcel is unpacked", async () => {
    const { external_id, order_id } = await imported("relay")
    const parcel = await store.hands.pack(order_id)
    const before = await inStore(order_id)
    moveRelay(external_id, "R-3")
    expect(await look(external_id)).toBe("address_changed_after_packing")
    expect(relaysOf(await inStore(order_id))).toEqual(relaysOf(before))
    expect(await look(external_id)).toBe("address_changed_after_packing")
    expect((await store.hands.cancel[0](order_id, parcel)).status).toBe(200)
    await until("the new point is taken", async () => {
      return (await inStore(order_id)).shipping_address.company === "Relais R-3"
    })
    await until("nothing is left to show", async () => (await rowOf(external_id)).problem_code === null)
    expect(new Set(relaysOf(await inStore(order_id)))).toEqual(new Set(["R-3"]))
  })

  it.each([
    [
      "the daily comparison",
      () => store.app.api("GET", `/admin/marketplaces/connections/${connected.id}/completeness?refresh=true`),
    ],
    [
      "the round of ten minutes and the next import, long before the daily comparison,",
      async () => {
        await store.sql("update marketplace_connection set swept_at = now() where id = $1", [connected.id])
        await store.sweep()
        await store.pull(connected)
      },
    ],
  ])("is taken by %s where no event says that a parcel was unpacked", async (_, find) => {
    const { external_id, order_id } = await imported("relay")
    const parcel = await store.hands.pack(order_id)
    moveRelay(external_id, "R-4")
    expect(await look(external_id)).toBe("address_changed_after_packing")
    const { id } = await rowOf(external_id)
    await store.app.api("POST", "/admin/marketplaces/orders/acknowledge", { ids: [id] })
    expect(await look(external_id)).toBeNull()
    expect((await store.hands.cancel[1](order_id, parcel)).status).toBe(200)
    await find()
    expect(new Set(relaysOf(await inStore(order_id)))).toEqual(new Set(["R-4"]))
  })

  it("shows both addresses where one was corrected before the import and changed there since", async () => {
    const [order] = store.seedNow(connected, { count: 1, kinds: ["plain"] })
    const external_id = order.external_id ?? ""
    life.unaccept(store.sandbox, external_id)
    await store.pull(connected)
    const { id } = await rowOf(external_id)
    const corrected = await store.api("POST", `/orders/${id}/address`, {
      address: { address_1: "1 rue Juste" },
    })
    expect(corrected.status).toBe(200)
    life.moveBuyer(store.sandbox, external_id, "9 rue d'Après")
    life.reopen(store.sandbox, external_id)
    expect(await look(external_id)).toBe("address_changed_after_correction")
    const { order_id } = await rowOf(external_id)
    expect((await inStore(order_id)).shipping_address.address_1).toBe("1 rue Juste")
    const { body } = await store.api<{
      order: { addresses: { shipping: { address_1: string }; in_store: { address_1: string } | null } }
    }>("GET", `/orders/${id}?personal_data=true`)
    expect(body.order.addresses).toMatchObject({
      shipping: { address_1: "9 rue d'Après" },
      in_store: { address_1: "1 rue Juste" },
    })
    expect((await store.api("POST", "/orders/acknowledge", { ids: [id] })).status).toBe(200)
    expect(await look(external_id)).toBeNull()
    life.moveBuyer(store.sandbox, external_id, "10 rue d'Encore")
    expect(await look(external_id)).toBe("address_changed_after_correction")
  })

  it("is no change after packing where only the country changed and nothing is packed", async () => {
    const { external_id, order_id } = await imported("plain")
    const before = (await inStore(order_id)).shipping_address
    life.moveAbroad(store.sandbox, external_id, "BE")
    expect(await look(external_id)).toBe("country_changed")
    expect((await inStore(order_id)).shipping_address).toEqual(before)
  })

  it("follows an e-mail and the guest's record, and never makes the order another customer's", async () => {
    const { external_id, order_id } = await imported("plain")
    const before = await inStore(order_id)
    life.changeEmail(store.sandbox, external_id, "autre@buyer.example")
    life.moveBuyer(store.sandbox, external_id, "5 quai du Client")
    expect(await look(external_id)).toBeNull()
    const after = await inStore(order_id)
    expect(after).toMatchObject({ email: "autre@buyer.example", customer_id: before.customer_id })
    expect(after.shipping_address.address_1).toBe("5 quai du Client")
    // The guest has the payer's address; without one of its own, that is the delivery address.
    expect(after.customer?.addresses[0].address_1).toBe(after.billing_address.address_1)
  })

  it("fills an e-mail in that comes later, and leaves the order its guest", async () => {
    const [order] = store.seedNow(connected, { count: 1, kinds: ["plain"] })
    const external_id = order.external_id ?? ""
    life.changeEmail(store.sandbox, external_id, "")
    await store.pullAll(connected)
    const { order_id } = await rowOf(external_id)
    const before = await inStore(order_id)
    life.changeEmail(store.sandbox, external_id, "tard@buyer.example")
    expect(await look(external_id)).toBeNull()
    expect(await inStore(order_id)).toMatchObject({
      email: "tard@buyer.example",
      customer_id: before.customer_id,
    })
  })

  it("leaves an e-mail as an operator changed it, and shows it", async () => {
    const { external_id, order_id } = await imported("plain")
    const input = { id: order_id, user_id: "user_test", email: "main@store.example" }
    await updateOrderWorkflow(store.app.container).run({ input })
    life.changeEmail(store.sandbox, external_id, "encore@buyer.example")
    expect(await look(external_id)).toBe("buyer_changed")
    expect((await inStore(order_id)).email).toBe("main@store.example")
  })

  it("keeps nothing of the buyer after the purge", async () => {
    const { external_id } = await imported("relay")
    const { id } = await rowOf(external_id)
    const kept = () =>
      store.sql<{ written: unknown }>(
        "select written from marketplace_order_snapshot where marketplace_order_id = $1",
        [id]
      )
    expect((await kept())[0].written).not.toBeNull()
    expect((await store.api("POST", `/orders/${id}/purge`, { reason: "asked" })).status).toBe(200)
    expect(await look(external_id)).toBeNull()
    expect((await kept())[0].written).toBeNull()
  })
})

it("cdiscount: a billing address that comes after the import is filled in, of another country too", async () => {
  const market = MARKETPLACES[0]
  const connected = await store.connect(market, { settings: { customer: { mode: "guest" } } })
  const [order] = store.seedOrders(connected, { count: 1, kinds: ["plain"] })
  const external_id = order.external_id ?? ""
  const { control } = store.sandbox
  const { billingAddress } = control.cdiscount.order({ external_id }).wire as { billingAddress: object }
  control.cdiscount.modify({ external_id, patch: { billingAddress: null } })
  await store.pullAll(connected)
  const { order_id } = await rowOf(external_id)
  const { shipping_address, billing_address } = await inStore(order_id)
  expect(billing_address.address_1).toBe(shipping_address.address_1)
  const later = { ...billingAddress, addressLine1: "4 rue du Payeur", addressLine2: null, countryCode: "BE" }
  control.cdiscount.modify({ external_id, patch: { billingAddress: later } })
  expect((await store.pullIds(connected, [external_id])).state).toBe("done")
  expect((await rowOf(external_id)).problem_code).toBeNull()
  expect((await inStore(order_id)).billing_address.address_1).toBe("4 rue du Payeur")
})

it("rakuten: an order of the list of new sales, while the other list lags, gets later what only that one has", async () => {
  const market = MARKETPLACES[1]
  const life = LIFE_CASES.rakuten
  const { control } = store.sandbox
  const connected = await store.connect(market, { settings: { customer: { mode: "guest" } } })
  const [order] = store.seedOrders(connected, { count: 1, kinds: ["two_units"] })
  const external_id = order.external_id ?? ""
  const { items, buyer } = control.rakuten.order({ external_id }).wire as {
    items: { itemid: string }[]
    buyer: { email: string }
  }
  // A purchase with an item that was refused a moment ago is in the list of new sales, with those that were accepted.
  const [, refused] = items
  control.rakuten.modify({
    external_id,
    item_ids: [refused.itemid],
    patch: { situation: "refused", changed_at: Date.now() },
  })
  life.changeEmail(store.sandbox, external_id, "")
  const lag = control.addFault({
    kind: "status",
    status: 200,
    marketplace: market.id,
    account: connected.account,
    endpoint: "getcurrentsales",
    headers: { "content-type": "text/xml; charset=UTF-8" },
    body: '<?xml version="1.0" encoding="UTF-8"?><getcurrentsalesresult><request/><response><sales/></response></getcurrentsalesresult>',
  })
  await store.pullAll(connected)
  const { id, order_id } = await rowOf(external_id)
  const before = await inStore(order_id)
  expect(before.email).toBeFalsy()

  store.sandbox.control.removeFaults({ id: lag.id })
  life.changeEmail(store.sandbox, external_id, buyer.email)
  store.sandbox.control.time({ advance_minutes: 1 })
  await store.pullAll(connected)
  const after = await inStore(order_id)
  expect(after).toMatchObject({ email: buyer.email, customer_id: before.customer_id })
  expect(after.shipping_address).toEqual(before.shipping_address)
  expect(after.customer?.addresses[0].address_1).toBe(after.billing_address.address_1)
  expect(await rowOf(external_id)).toMatchObject({ id, order_id, state: "imported", problem_code: null })
  const written = await store.sql<{ written: string }>(
    "select written::text from marketplace_order_snapshot where marketplace_order_id = $1",
    [id]
  )
  expect(written[0].written).toContain(buyer.email)
})
