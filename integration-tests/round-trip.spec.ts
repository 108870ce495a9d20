import { createOrderFulfillmentWorkflow, createOrderShipmentWorkflow } from "@medusajs/medusa/core-flows"
import { DEFAULT_CATALOGUE } from "../sandbox/catalogue"
import { type Sandbox, startSandbox } from "../sandbox/server"
import { pullMarketplaceOrdersWorkflow } from "../src/workflows/pull-orders"
import { type App, startApp } from "./helpers/app"
import { createTestDatabase, type TestDatabase } from "./helpers/database"
import { seedStore } from "./helpers/seed-store"

jest.setTimeout(180_000)

describe("round trip", () => {
  let sandbox: Sandbox
  let database: TestDatabase
  let app: App

  beforeAll(async () => {
    sandbox = await startSandbox()
    database = await createTestDatabase()
    app = await startApp({
      databaseUrl: database.url,
      env: {
        CDISCOUNT_API_URL: sandbox.cdiscount.api_url,
        CDISCOUNT_AUTH_URL: sandbox.cdiscount.auth_url,
        RAKUTEN_API_URL: sandbox.rakuten.api_url,
      },
    })
    await seedStore(app.container, DEFAULT_CATALOGUE)
  })
  afterAll(async () => {
    await app?.stop()
    await database?.drop()
    await sandbox?.stop()
  })

  it("brings an order in and its tracking out", async () => {
    const expected = sandbox.control.cdiscount.seed({ seed: 1, count: 60 })
    const created = await app.api<any>("POST", "/admin/marketplaces/connections", {
      marketplace_id: "cdiscount",
      credentials: { client_id: "sandbox-client", client_secret: "sandbox-secret", seller_id: "12345" },
      settings: { cdiscount: { requests_per_second: 100 }, shipping: { default_carrier: "colissimo" } },
    })
    if (created.status !== 200) console.log(JSON.stringify(created.body))
    expect(created.status).toBe(200)
    const { id } = created.body.connection
    const refused = await app.api<any>("POST", `/admin/marketplaces/connections/${id}/activate`, {})
    console.log(refused.status, refused.body.message)
    const active = await app.api<any>("POST", `/admin/marketplaces/connections/${id}/activate`, {
      older_open_orders: "import",
    })
    expect(active.status).toBe(200)
    const { result } = await pullMarketplaceOrdersWorkflow(app.container).run({ input: { connection_id: id } })
    const run = await app.api<any>("GET", `/admin/marketplaces/runs/${result.run_id}`)
    console.log(JSON.stringify(run.body))
    const rows = await database.sql<any>("select external_id, state, state_reason, problem_code, problem_params, total, order_id from marketplace_order")
    const byId = new Map(rows.map((row) => [row.external_id, row]))
    for (const order of expected) {
      const row = byId.get(order.external_id)
      console.log(order.kind, order.outcome, order.reason, "=>", row?.state, row?.state_reason, row?.problem_code, JSON.stringify(row?.problem_params))
    }
    const orders = await app.api<any>("GET", `/admin/orders?limit=100&fields=id,total,payment_status,metadata,created_at,*marketplace_orders,*items,*shipping_methods`)
    console.log(orders.status, orders.body.count, JSON.stringify(orders.body.orders?.[0])?.slice(0, 1500))
    const order = orders.body.orders[0]
    const { result: fulfillment } = await createOrderFulfillmentWorkflow(app.container).run({
      input: { order_id: order.id, items: order.items.map((i: any) => ({ id: i.id, quantity: i.quantity })) },
    })
    await createOrderShipmentWorkflow(app.container).run({
      input: { order_id: order.id, fulfillment_id: fulfillment.id, items: order.items.map((i: any) => ({ id: i.id, quantity: i.quantity })), labels: [{ tracking_number: "6A54658971007", tracking_url: "#", label_url: "#" }] },
    })
    await new Promise((r) => setTimeout(r, 3000))
    console.log(JSON.stringify(await database.sql("select * from marketplace_action")), JSON.stringify(await database.sql("select * from marketplace_action_attempt")))
    await new Promise((r) => setTimeout(r, 1500))
    await pullMarketplaceOrdersWorkflow(app.container).run({ input: { connection_id: id } })
    console.log(JSON.stringify(await database.sql("select state,confirmed_at from marketplace_action")))
    console.log(JSON.stringify(sandbox.control.cdiscount.ledger().filter((l: any) => l.shipments?.length)))
  })
})
