import { Modules } from "@medusajs/framework/utils"
import type { ExpectedOrder } from "../sandbox/expected"
import type { Sandbox } from "../sandbox/server"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { until } from "./helpers/until"

const SHARED = "acheteur-partage@marketplace.example"

const market = marketTest({ seconds: 180 })

type Row = {
  id: string
  state: string
  state_reason: string | null
  problem: { code: string } | null
  order_id: string | null
  actions: unknown[]
}
type Person = {
  first_name: string | null
  last_name: string | null
  company_name?: string | null
  phone: string | null
}
type StoreOrder = {
  email: string | null
  total: number
  customer_id: string | null
  shipping_address: Person & { company: string | null; metadata: Record<string, unknown> | null }
  billing_address: Person & { company: string | null; metadata: Record<string, unknown> | null }
  customer:
    | (Person & {
        id: string
        email: string | null
        has_account: boolean
        groups: { id: string }[]
        metadata: object
      })
    | null
}
const rowOf = ({ external_id }: ExpectedOrder) => market.desk.orderOf<Row>(external_id)
async function storeOrder(order: ExpectedOrder): Promise<StoreOrder> {
  const { order_id } = await rowOf(order)
  const { data } = await market.app.query.graph({
    entity: "order",
    fields: [
      "email",
      "total",
      "customer_id",
      "shipping_address.*",
      "billing_address.*",
      "customer.*",
      "customer.groups.id",
    ],
    filters: { id: order_id ?? "" },
  })
  return data[0] as unknown as StoreOrder
}
const name = ({ first_name, last_name }: Person) => [first_name, last_name].filter(Boolean).join(" ")

describe.each(MARKETPLACES)("$id: the store's customers", (marketplace) => {
  let connected: Connected
  let group_id: string
  beforeAll(async () => {
    const customers = market.app.container.resolve(Modules.CUSTOMER)
    group_id = (await customers.createCustomerGroups({ name: `Marketplace ${marketplace.id}` })).id
    connected = await market.connect(marketplace)
  })
  const change = (settings: object) => market.desk.post(`/connections/${connected.id}`, { settings })
  async function bring(kind: string, count = 1): Promise<ExpectedOrder[]> {
    const orders = market.seedNow(connected, { count, kinds: [kind] })
    await market.pullAll(connected)
    return orders
  }

  it("are not made by default, and the email stays on the order for the label", async () => {
    const [order] = await bring("shared_email")
    expect(await storeOrder(order)).toMatchObject({ customer_id: null, email: SHARED })
  })

  it("are made as guests, never one for two buyers nor a registered one, though all share an address", async () => {
    const customers = market.app.container.resolve(Modules.CUSTOMER)
    const registered =
      (await customers.listCustomers({ email: SHARED, has_account: true }))[0] ??
      (await customers.createCustomers({ email: SHARED, has_account: true, first_name: "Inscrite" }))
    await change({ customer: { mode: "guest", group_id } })
    const orders = await bring("shared_email", 2)
    const [first, second] = await Promise.all(orders.map(storeOrder))
    for (const order of [first, second]) {
      expect(order).toMatchObject({
        email: SHARED,
        customer: {
          email: null,
          has_account: false,
          groups: [{ id: group_id }],
          metadata: { marketplace: marketplace.id },
        },
      })
      expect(order.customer_id).not.toBe(registered.id)
    }
    expect(first.customer_id).not.toBe(second.customer_id)
    expect(await customers.retrieveCustomer(registered.id)).toMatchObject({ first_name: "Inscrite" })
  })

  it("are made also where their group is gone", async () => {
    await change({ customer: { mode: "guest", group_id: "cusgroup_gone" } })
    const [order] = await bring("plain")
    expect((await storeOrder(order)).customer).toMatchObject({ has_account: false, groups: [] })
    await change({ customer: { group_id } })
  })

  it("are named by the dynamic rule, the recipient as the customer and the payer as the company", async () => {
    const [order] = await bring("relay")
    const { customer, shipping_address, billing_address } = await storeOrder(order)
    const isSame = name(shipping_address) === name(billing_address)
    const of = isSame ? billing_address : shipping_address
    expect(name(customer as Person)).toBe(name(of))
    expect(customer?.company_name ?? null).toBe(
      isSame ? null : (billing_address.company ?? name(billing_address))
    )
  })

  it("are named by a map of sources", async () => {
    await change({
      customer: {
        name_rule: { name: "billing", company: "none", phone: "none", address: "billing", email: "none" },
      },
    })
    const [order] = await bring("relay")
    const { customer, billing_address, email } = await storeOrder(order)
    expect(name(customer as Person)).toBe(name(billing_address))
    expect(customer).toMatchObject({ company_name: null, phone: null })
    expect(email).toBeNull()
    await change({ customer: { name_rule: "dynamic" } })
  })

  if (marketplace.id === "cdiscount") {
    it("have their company and its VAT number", async () => {
      const [order] = await bring("business")
      const { shipping_address, billing_address } = await storeOrder(order)
      for (const address of [shipping_address, billing_address]) {
        expect(address).toMatchObject({
          company: "Société Exemple SARL",
          metadata: { vat_number: "FR00000000000" },
        })
      }
    })
  }
})

describe.each(MARKETPLACES)("$id: a line that the marketplace ships itself", (marketplace) => {
  let connected: Connected
  const mixed = marketplace.id === "cdiscount" ? "mixed_supply" : "mixed_fulfillment"
  const reserved = async () => {
    const [{ sum }] = await market.sql<{ sum: number }>(
      "select coalesce(sum(quantity), 0)::float8 as sum from reservation_item where deleted_at is null"
    )
    return sum
  }
  beforeAll(async () => {
    connected = await market.connect(marketplace)
  })

  it("is left out by default, and of a mixed order only the seller's lines are imported, to the cent", async () => {
    const [theirs, both] = ["fulfilled_by_marketplace", mixed].map(
      (kind) => market.seedNow(connected, { count: 1, kinds: [kind] })[0]
    )
    await market.pullAll(connected)
    expect(await rowOf(theirs)).toMatchObject({ state: "ignored", state_reason: "fulfilled_by_marketplace" })
    expect(Math.round(Number((await storeOrder(both)).total) * 100)).toBe(both.import_cents)
  })

  it("is recorded where the settings say so, as fulfilled, without stock, a shipment or anything to pack", async () => {
    await market.desk.post(`/connections/${connected.id}`, {
      settings: { import: { fulfilled_by_marketplace: "record" } },
    })
    const before = await reserved()
    const [order] = market.seedNow(connected, { count: 1, kinds: ["fulfilled_by_marketplace"] })
    await market.pullAll(connected)
    const row = await rowOf(order)
    expect(row).toMatchObject({ state: "shipped", order_id: expect.any(String), actions: [] })
    const { body } = await market.app.api<{ order: { fulfillment_status: string } }>(
      "GET",
      `/admin/orders/${row.order_id}?fields=id,fulfillment_status`
    )
    expect(body.order.fulfillment_status).toBe("shipped")
    expect(marketplace.ledger(market.sandbox, order.external_id ?? "")).toEqual({
      shipments: 0,
      duplicates: 0,
      refused: 0,
    })
    const [{ held }] = await market.sql<{ held: number }>(
      `select count(*)::int as held from reservation_item where external_id = $1 and deleted_at is null`,
      [order.external_id]
    )
    expect(held).toBe(0)
    expect(await reserved()).toBeGreaterThanOrEqual(before)
    // As a process leaves it that dies right after the store's order was created.
    await market.sql(
      "update marketplace_order set state = 'ready', imported_at = null, applied_hash = null where order_id = $1",
      [row.order_id]
    )
    await market.pullAll(connected)
    expect(await rowOf(order)).toMatchObject({ state: "shipped", order_id: row.order_id })
  })
})

describe.each(MARKETPLACES)("$id: the store's order numbers", (marketplace) => {
  it("can be the marketplace's, since the order has what the README's recipe needs before it is made", async () => {
    const service = market.app.container.resolve(Modules.ORDER) as unknown as {
      generateCustomDisplayId_: (order: { metadata?: Record<string, unknown> }) => Promise<string | undefined>
    }
    const own = service.generateCustomDisplayId_
    service.generateCustomDisplayId_ = async ({ metadata }) =>
      metadata?.external_id ? `${metadata.marketplace}-${metadata.external_id}` : undefined
    const connected = await market.connect(marketplace)
    const [order] = market.seedNow(connected, { count: 1 })
    await market.pullAll(connected)
    service.generateCustomDisplayId_ = own
    const { order_id } = await rowOf(order)
    const { body } = await market.app.api<{ order: { custom_display_id: string } }>(
      "GET",
      `/admin/orders/${order_id}?fields=id,custom_display_id`
    )
    expect(body.order.custom_display_id).toBe(`${marketplace.id}-${order.external_id}`)
  })

  it("are the marketplace's where that is set, found by Medusa's search, and never another order's", async () => {
    const connected = await market.connect(marketplace, { settings: { import: { custom_display_id: true } } })
    const [order, other, plain] = market.seedNow(connected, { count: 3, kinds: ["plain"] })
    const numberOf = ({ external_id }: typeof order) => `${marketplace.id}-${external_id}`
    // Another order of the store has the number of one.
    await market.sql('update "order" set custom_display_id = $1 where id = (select min(id) from "order")', [
      numberOf(other),
    ])
    await market.pullAll(connected)
    type Orders = { orders: { id: string; custom_display_id: string | null }[] }
    const found = async (query: string) =>
      (await market.app.api<Orders>("GET", `/admin/orders?fields=id,custom_display_id&${query}`)).body.orders
    const { order_id } = await rowOf(order)
    const named = (await found(`q=${numberOf(order)}`)).map((one) => [one.id, one.custom_display_id])
    expect(named).toEqual([[order_id, numberOf(order)]])
    const late = await rowOf(other)
    expect(late.state).toBe("imported")
    expect(await found(`id=${late.order_id}`)).toMatchObject([{ custom_display_id: null }])
    const notes = await market.sql<{ data: object }>(
      "select data from marketplace_history_entry where event = 'order.number_taken' and marketplace_order_id = $1",
      [late.id]
    )
    expect(notes).toEqual([{ data: { number: numberOf(other) } }])
    expect((await rowOf(plain)).state).toBe("imported")
  })
})

describe.each(MARKETPLACES)("$id: an order that is not ready", (marketplace) => {
  it("waits without a problem, and is imported when the marketplace releases it", async () => {
    const connected = await market.connect(marketplace)
    const isCdiscount = marketplace.id === "cdiscount"
    const kind = isCdiscount ? "no_address" : "pending_preorder"
    const [order] = market.seedNow(connected, { count: 1, kinds: [kind] })
    const external_id = order.external_id ?? ""
    await market.pull(connected)
    await market.pull(connected)
    expect(await rowOf(order)).toMatchObject({ state: "waiting", problem: null, order_id: null })
    if (isCdiscount) {
      market.sandbox.control.cdiscount.act({ external_id, action: "show_address" })
    } else {
      market.sandbox.control.rakuten.act({ external_id, action: "stock" })
      market.sandbox.control.rakuten.act({ external_id, action: "details" })
    }
    await market.pull(connected)
    await market.pull(connected)
    expect(await rowOf(order)).toMatchObject({ state: "imported", state_reason: null, problem: null })
  })
})

/** What each marketplace shows of an order that is not paid yet. */
const PAYMENT = {
  cdiscount: {
    reason: "marketplace_checks",
    settings: {},
    set(sandbox: Sandbox, external_id: string, isPaid: boolean) {
      const status = isPaid ? "InPreparation" : "Processing"
      const { wire } = sandbox.control.cdiscount.order({ external_id })
      const lines = (wire as { lines: object[] }).lines.map((line) => ({ ...line, status }))
      sandbox.control.cdiscount.modify({ external_id, patch: { status, lines } })
    },
  },
  rakuten: {
    reason: "unpaid",
    settings: { payment_status_filter: ["INCOMING"] },
    set(sandbox: Sandbox, external_id: string, isPaid: boolean) {
      const { items } = sandbox.control.rakuten.order({ external_id }).wire as { items: { itemid: string }[] }
      const patch = { payment_status: isPaid ? "INCOMING" : "WAITING" }
      const item_ids = items.map(({ itemid }) => itemid)
      sandbox.control.rakuten.modify({ external_id, patch, item_ids })
    },
  },
}

describe.each(MARKETPLACES)("$id: an order that is not paid yet", (marketplace) => {
  const { reason, settings, set } = PAYMENT[marketplace.id]
  let connected: Connected
  const seedUnpaid = () => {
    const [order] = market.seedNow(connected, { count: 1 })
    set(market.sandbox, order.external_id ?? "", false)
    return order
  }
  const runs = () =>
    market.sql<{ state: string; failed: number; error: unknown }>(
      "select state, (counts ->> 'failed')::int as failed, error from marketplace_run where connection_id = $1",
      [connected.id]
    )
  const payment = async (order: ExpectedOrder) => {
    const { order_id } = await rowOf(order)
    const { body } = await market.app.api<{ order: { payment_status: string; total: number } }>(
      "GET",
      `/admin/orders/${order_id}?fields=id,total,payment_status`
    )
    return body.order
  }
  /** Answers are dated to the second: of two words for one item in one second a later pull decides. */
  const payAndPull = async (order: ExpectedOrder) => {
    set(market.sandbox, order.external_id ?? "", true)
    await until("it is paid", async () => {
      await market.pullAll(connected)
      const { order_id } = await rowOf(order)
      return order_id && (await payment(order)).payment_status === "captured"
    })
  }
  beforeAll(async () => {
    connected = await market.connect(marketplace, {
      settings: { [marketplace.id]: settings },
    })
  })

  it("waits without a problem, and is imported once it is paid, without an error in between", async () => {
    const order = seedUnpaid()
    await market.pull(connected)
    await market.pull(connected)
    expect(await rowOf(order)).toMatchObject({
      state: "waiting",
      state_reason: reason,
      problem: null,
      order_id: null,
    })
    await payAndPull(order)
    expect(await rowOf(order)).toMatchObject({ state: "imported", state_reason: null, problem: null })
    for (const run of await runs()) expect(run).toEqual({ state: "done", failed: 0, error: null })
  })

  it("is imported where the settings say so, marked and uncaptured until it is paid", async () => {
    const order = seedUnpaid()
    await market.pull(connected)
    expect(await rowOf(order)).toMatchObject({ state: "waiting", order_id: null })
    await market.desk.post(`/connections/${connected.id}`, { settings: { import: { unpaid: true } } })
    await market.pullAll(connected)
    const { order_id } = await rowOf(order)
    expect(await rowOf(order)).toMatchObject({ state: "imported", problem: { code: "unpaid" } })
    const unpaid = await payment(order)
    expect(unpaid.payment_status).toBe("not_paid")
    expect(Math.round(unpaid.total * 100)).toBe(order.import_cents)
    expect(await reservedFor(order)).toBe(pieces(order))
    await payAndPull(order)
    expect(await rowOf(order)).toMatchObject({ state: "imported", order_id, problem: null })
    expect(await reservedFor(order)).toBe(pieces(order))
  })

  if (marketplace.id === "cdiscount") {
    it("is never imported before it has an address, whatever the settings say", async () => {
      const [order] = market.seedNow(connected, { count: 1, kinds: ["processing"] })
      await market.pullAll(connected)
      expect(await rowOf(order)).toMatchObject({ state: "waiting", problem: null, order_id: null })
    })
  } else {
    it("is imported when the settings name its status as one that counts as paid", async () => {
      await market.desk.post(`/connections/${connected.id}`, { settings: { import: { unpaid: false } } })
      await market.pullAll(connected)
      const order = seedUnpaid()
      await market.pullAll(connected)
      expect(await rowOf(order)).toMatchObject({ state: "waiting", state_reason: "unpaid" })
      const paid = { payment_status_filter: ["INCOMING", "WAITING"] }
      await market.desk.post(`/connections/${connected.id}`, { settings: { rakuten: paid } })
      await market.pull(connected)
      await market.pullAll(connected)
      expect((await payment(order)).payment_status).toBe("captured")
    })
  }
})

const pieces = ({ lines }: ExpectedOrder) => lines.reduce((sum, { quantity }) => sum + quantity, 0)
async function reservedFor({ external_id }: ExpectedOrder): Promise<number> {
  const [{ sum }] = await market.sql<{ sum: number }>(
    "select coalesce(sum(quantity), 0)::int as sum from reservation_item where external_id = $1 and deleted_at is null",
    [external_id]
  )
  return sum
}
