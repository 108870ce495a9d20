import { randomUUID } from "node:crypto"
import { performance } from "node:perf_hooks"
import type { App } from "../../integration-tests/helpers/app"
import { seedStore } from "../../integration-tests/helpers/seed-store"
import { DEFAULT_CATALOG } from "../../sandbox/catalog"
import { NO_COUNTS } from "../../src/modules/marketplace/stores/runs"
import { importDueOrders } from "../../src/workflows/import-orders/import-due-orders"
import { storePage } from "../../src/workflows/snapshots/store-page"
import { marketplaceOf } from "../../src/workflows/shared/marketplace"
import { benchOrders, octopiaOrder } from "./orders"

/** Connects the sandbox's account and returns the connection's id. */
export async function connect(app: App): Promise<string> {
  const { body } = await app.api<{ connection: { id: string } }>("POST", "/admin/marketplaces/connections", {
    marketplace_id: "cdiscount",
    credentials: { client_id: "sandbox-client", client_secret: "sandbox-secret", seller_id: "12345" },
    settings: { cdiscount: { requests_per_second: 100 }, shipping: { default_carrier: "colissimo" } },
  })
  await app.api("POST", `/admin/marketplaces/connections/${body.connection.id}/activate`, {
    older_open_orders: "import",
  })
  return body.connection.id
}

/** Stores a backlog of snapshots, a page at a time, as a pull does. */
export async function storeBacklog(
  app: App,
  connection_id: string,
  count: number,
  catalog = DEFAULT_CATALOG
): Promise<void> {
  const connection = await marketplaceOf(app.container).connection(connection_id)
  const at = new Date()
  const orders = benchOrders(`B${randomUUID().slice(0, 8)}-`, count, catalog)
  for (let start = 0; start < orders.length; start += 100) {
    const page = orders
      .slice(start, start + 100)
      .map((order) => ({ external_id: order.id, payload: JSON.stringify(octopiaOrder(order, "12345", at)) }))
    await storePage(app.container, connection, page, { ...NO_COUNTS })
  }
}

/** Imports what is stored; returns seconds, and the heap in MB after a forced collection behind each batch. */
export async function importBacklog(
  app: App,
  connection_id: string,
  watchHeap = false
): Promise<{ seconds: number; imported: number; heaps: number[] }> {
  const counts = { ...NO_COUNTS }
  const heaps: number[] = []
  const started = performance.now()
  await importDueOrders(app.container, connection_id, counts, async () => {
    if (!watchHeap || !globalThis.gc) return
    globalThis.gc()
    heaps.push(process.memoryUsage().heapUsed / 1024 / 1024)
  })
  return { seconds: (performance.now() - started) / 1000, imported: counts.created, heaps }
}

/** One measure in a child process: store a batch, import it, answer seconds an order. */
export async function timeBatch(app: App, connection_id: string, count: number): Promise<number> {
  await storeBacklog(app, connection_id, count)
  const { seconds, imported } = await importBacklog(app, connection_id)
  if (imported !== count) throw new Error(`${imported} of ${count} orders were imported`)
  return seconds / count
}

export async function seedChild(app: App): Promise<void> {
  await seedStore(app.container, DEFAULT_CATALOG, { stock: 10_000_000 })
}
