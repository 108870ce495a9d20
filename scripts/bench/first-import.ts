import { performance } from "node:perf_hooks"
import { startApp } from "../../integration-tests/helpers/app"
import { createTestDatabase } from "../../integration-tests/helpers/database"
import { marketplaceEnv } from "../../integration-tests/helpers/marketplace-env"
import { seedStore } from "../../integration-tests/helpers/seed-store"
import { DEFAULT_CATALOG } from "../../sandbox/catalog"
import { startSandbox } from "../../sandbox/server"
import { pullMarketplaceOrdersWorkflow } from "../../src/workflows/pull-orders"
import { runConnection } from "../../src/workflows/pull-orders/run-connection"

/** Between two calls: measured with, and what the settings allow. */
const SPACING_MS = 20
const ALLOWED_SPACING_MS = 2000
/** As in fetch-missing-details.ts and the connection's settings: a slice a minute, and a pull every ten at the earliest. */
const SLICE_SECONDS = 50
const INTERVAL_SECONDS = 600
const ACCOUNT = { login: "boutique-sandbox", token: "0123456789abcdef0123456789abcdef" }

/**
 * The first import of so many open sales of Rakuten: the calls that it takes and the store's own time, measured with a
 * hundredth of the allowed pause between calls, and the time that these calls take at the allowed pace.
 */
export async function firstImport(count: number, say: (text: string) => void): Promise<string> {
  const sandbox = await startSandbox()
  const database = await createTestDatabase()
  const app = await startApp({ databaseUrl: database.url, env: marketplaceEnv(sandbox) })
  try {
    await seedStore(app.container, DEFAULT_CATALOG, { stock: 10_000_000 })
    sandbox.control.rakuten.seed({ seed: 1, count, kinds: ["plain"] })
    const { body } = await app.api<{ connection: { id: string } }>(
      "POST",
      "/admin/marketplaces/connections",
      {
        marketplace_id: "rakuten",
        credentials: ACCOUNT,
        settings: { rakuten: { min_spacing_ms: SPACING_MS }, shipping: { default_carrier: "colissimo" } },
      }
    )
    const { id } = body.connection
    await app.api("POST", `/admin/marketplaces/connections/${id}/activate`, { older_open_orders: "import" })
    const called = (endpoint?: string) => sandbox.control.counts({ marketplace: "rakuten", endpoint }).total
    const before = called()
    const started = performance.now()
    await pullMarketplaceOrdersWorkflow(app.container).run({ input: { connection_id: id } })
    const lists = called("getnewsales") + called("getcurrentsales")
    let imported = 0
    for (let runs = 0; imported < count; runs++) {
      if (runs > 100) throw new Error(`${imported} of ${count} sales were imported`)
      await runConnection(app.container, id, true)
      const [row] = await database.sql<{ count: number }>(
        "select count(*)::int as count from marketplace_order where imported_at is not null"
      )
      imported = row.count
      say(`${imported} of ${count} sales`)
    }
    const seconds = (performance.now() - started) / 1000
    const calls = called() - before
    const allowed = secondsAtAllowedPace(count, lists)
    return (
      `| first import of ${count} open sales of Rakuten (20 a page) | ${calls} calls (${lists} of lists), ` +
      `${seconds.toFixed(0)} s with ${SPACING_MS} ms between calls, ${((seconds * 1000 - calls * SPACING_MS) / count).toFixed(0)} ms a sale beside the pauses; ` +
      `with the usual ${ALLOWED_SPACING_MS} ms: ${hours((calls * ALLOWED_SPACING_MS) / 1000)} of calls alone, ` +
      `${hours(allowed)} with the lists that are read meanwhile | – |`
    )
  } finally {
    await app.stop()
    await database.drop()
    await sandbox.stop()
  }
}

/** As the job works: a pull reads the lists when it is due, and a slice of every minute between asks for details. */
function secondsAtAllowedPace(count: number, lists: number): number {
  const reading = (lists * ALLOWED_SPACING_MS) / 1000
  const slice = Math.floor((SLICE_SECONDS * 1000) / ALLOWED_SPACING_MS)
  let [at, due, left] = [0, 0, count]
  while (left > 0) {
    if (at >= due) {
      at += reading
      due = at + SLICE_SECONDS + Math.max(INTERVAL_SECONDS, 2 * reading)
    }
    left -= slice
    at = left > 0 ? Math.ceil((at + SLICE_SECONDS) / 60) * 60 : at + SLICE_SECONDS
  }
  return at
}

const hours = (seconds: number) =>
  seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
