import { performance } from "node:perf_hooks"
import { createOrderFulfillmentWorkflow, createOrderShipmentWorkflow } from "@medusajs/medusa/core-flows"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { App } from "../../integration-tests/helpers/app"
import type { TestDatabase } from "../../integration-tests/helpers/database"
import { type CatalogProduct, DEFAULT_CATALOG } from "../../sandbox/catalog"
import { pullMarketplaceOrdersWorkflow } from "../../src/workflows/pull-orders"
import { benchOrders, octopiaOrder } from "./orders"

export type Where = {
  app: App
  database: TestDatabase
  connection_id: string
  /** The simulated Cdiscount, in this process or in another one. */
  api: {
    put(given: { order: Record<string, unknown> }): unknown
    ledger(filter: { external_id: string }): unknown
  }
}

/** Places orders, pulls them, and returns those that were imported: all of them, or it throws. */
export async function importOrders(
  { app, database, api, connection_id }: Where,
  count: number,
  catalog: readonly CatalogProduct[] = DEFAULT_CATALOG
): Promise<{ rows: { order_id: string; external_id: string }[]; seconds: number }> {
  const orders = benchOrders(`S${Date.now()}-`, count, catalog)
  for (const order of orders) await api.put({ order: octopiaOrder(order, "12345", new Date()) })
  const started = performance.now()
  await pullMarketplaceOrdersWorkflow(app.container).run({ input: { connection_id } })
  const seconds = (performance.now() - started) / 1000
  const rows = await database.sql<{ order_id: string; external_id: string }>(
    "select order_id, external_id from marketplace_order where external_id = any($1) and imported_at is not null",
    [orders.map(({ id }) => id)]
  )
  if (rows.length !== count) {
    const left = await database.sql(
      "select state, problem_code, count(*)::int from marketplace_order where imported_at is null group by 1, 2"
    )
    throw new Error(`${rows.length} of ${count} orders were imported, others are ${JSON.stringify(left)}`)
  }
  return { rows, seconds }
}

/** From the shipment's event to the marketplace, in milliseconds: so many orders, one after the other. */
export async function shipOneByOne(where: Where, count: number): Promise<number[]> {
  const { rows } = await importOrders(where, count)
  return shipOrders(where, rows)
}

let parcels = 0

export async function shipOrders(
  { app: { container }, api }: Pick<Where, "app" | "api">,
  rows: { order_id: string; external_id: string }[]
): Promise<number[]> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const times: number[] = []
  for (const { order_id, external_id } of rows) {
    const { data } = await query.graph({
      entity: "order",
      fields: ["id", "items.*"],
      filters: { id: order_id },
    })
    const [order] = data as unknown as { items: { id: string; quantity: number }[] }[]
    const items = order.items.map(({ id, quantity }) => ({ id, quantity: Number(quantity) }))
    const { result } = await createOrderFulfillmentWorkflow(container).run({ input: { order_id, items } })
    const tracking_number = `6A${String(10_000_000_000 + parcels++)}`
    const label = { tracking_number, tracking_url: "#", label_url: "#" }
    await createOrderShipmentWorkflow(container).run({
      input: { order_id, fulfillment_id: result.id, items, labels: [label] },
    })
    const started = performance.now()
    for (;;) {
      const [entry] = (await api.ledger({ external_id })) as { shipments: unknown[] }[]
      if (entry?.shipments.length) break
      if (performance.now() - started > 60_000) throw new Error("A shipment did not arrive within a minute")
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    times.push(performance.now() - started)
  }
  return times
}
