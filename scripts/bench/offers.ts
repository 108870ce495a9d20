// Called by scripts/bench.mjs --offers: how fast stock and prices follow the store, and what they cost.
import { type ChildProcess, spawn } from "node:child_process"
import fs from "node:fs"
import os from "node:os"
import { monitorEventLoopDelay, performance } from "node:perf_hooks"
import { parseArgs } from "node:util"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { type App, startApp } from "../../integration-tests/helpers/app"
import { workOffers } from "../../integration-tests/helpers/child-commands"
import { createTestDatabase, type TestDatabase } from "../../integration-tests/helpers/database"
import { settled } from "../../integration-tests/helpers/jobs"
import { seedStore } from "../../integration-tests/helpers/seed-store"
import { DEFAULT_CATALOG } from "../../sandbox/catalog"
import { controlClient } from "../../sandbox/control-client"
import { lookAtStore } from "../../src/workflows/offers/look-at-store"
import { changedInStore, learnWhetherOffersAreSent } from "../../src/workflows/shared/mark-offers"
import { pullMarketplaceOrdersWorkflow } from "../../src/workflows/pull-orders"
import { cloneGoods } from "./clone-goods"
import { median, quantile, say } from "./figures"
import { importOrders, shipOrders, type Where } from "./ships"

const { values } = parseArgs({
  options: {
    offers: { type: "string", default: "500" },
    sales: { type: "string", default: "50" },
    write: { type: "boolean", default: false },
  },
})
const COUNT = Number(values.offers)
const SALES = Number(values.sales)
const ACCOUNT = "12345"
/** Alternated blocks of imports and parcels, beside nothing and beside all offers. */
const BLOCKS = 3
const ORDERS = 150
const PARCELS = 25
const LONGEST_MS = 600_000
const REPORT = "docs/performance.md"
const HEADING = "## Stock and prices"

/** In a process of its own: its work is not the store's. */
async function startMarketplace(): Promise<{
  child: ChildProcess
  url: string
  env: Record<string, string>
}> {
  const child = spawn(
    process.execPath,
    ["-r", "ts-node/register", "sandbox/cli.ts", "--port", "0", "--orders", "0"],
    { stdio: ["ignore", "pipe", "inherit"], env: process.env }
  )
  let said = ""
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk)
    if (said.includes("Control ")) break
  }
  const after = (label: RegExp) => label.exec(said)?.[1] ?? ""
  return {
    child,
    url: after(/^Sandbox +(\S+)/m),
    env: {
      CDISCOUNT_API_URL: after(/^Cdiscount API +(\S+)/m),
      CDISCOUNT_AUTH_URL: after(/^ +token +(\S+)/m),
      RAKUTEN_API_URL: after(/^Rakuten API +(\S+)/m),
      SENDCLOUD_API_URL: after(/^Sendcloud API +(\S+)/m),
    },
  }
}

/** Measures the time, the statements, the longest block of the event loop, and the heap that stays. */
function meterOf(app: App) {
  let statements = 0
  app.container.resolve(ContainerRegistrationKeys.PG_CONNECTION).on("query", () => void (statements += 1))
  return async (work: () => Promise<unknown>) => {
    globalThis.gc?.()
    const heap = process.memoryUsage().heapUsed
    const delay = monitorEventLoopDelay({ resolution: 5 })
    statements = 0
    delay.enable()
    const started = performance.now()
    await work()
    const seconds = (performance.now() - started) / 1000
    delay.disable()
    globalThis.gc?.()
    const heap_mb = (process.memoryUsage().heapUsed - heap) / 2 ** 20
    return { seconds, statements, block_ms: delay.max / 1e6, heap_mb }
  }
}

const activate = (app: App, id: string, body: object) =>
  app.api("POST", `/admin/marketplaces/connections/${id}/offers/activate`, { ...body, confirmed: true })

async function untilNone(database: TestDatabase, query: string): Promise<void> {
  const end = performance.now() + LONGEST_MS
  for (;;) {
    const [{ left }] = await database.sql<{ left: number }>(query)
    if (left === 0) return
    if (performance.now() > end) throw new Error("What was begun has not ended.")
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Until the store has sent everything and knows all results; it does that without being asked. */
const untilSettled = (database: TestDatabase) =>
  untilNone(
    database,
    `select (select count(*)::int from marketplace_offer_batch where state in ('sending', 'sent'))
            + (select count(*)::int from marketplace_offer o where o.stock_mark > o.stock_cleared) as left`
  )

/** From the change in Medusa's own screens to the closed package, on an idle connection: each lower than the last, as a raise waits. */
async function timeSales(
  app: App,
  database: TestDatabase,
  item: string,
  location: string
): Promise<number[]> {
  const times: number[] = []
  for (let sale = 0; sale < SALES; sale++) {
    const [{ number }] = await database.sql<{ number: number }>(
      "select coalesce(max(number), 0)::int as number from marketplace_offer_batch"
    )
    const path = `/admin/inventory-items/${item}/location-levels/${location}`
    const { status } = await app.api("POST", path, { stocked_quantity: 3999 - sale })
    if (status !== 200) throw new Error("The stock was not changed.")
    const started = performance.now()
    for (;;) {
      const [found] = await database.sql(
        "select id from marketplace_offer_batch where number > $1 and submitted_at is not null",
        [number]
      )
      if (found) break
      if (performance.now() - started > 60_000) throw new Error("A sale was not submitted within a minute.")
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    times.push(performance.now() - started)
    await settled(app)
    await database.sql("update marketplace_offer_batch set next_attempt_at = now() where state = 'sent'")
    await workOffers(app, [
      (await database.sql<{ id: string }>("select id from marketplace_connection"))[0].id,
    ])
  }
  return times
}

/** All levels of the store become another number, all in one statement. */
const writeLevels = (database: TestDatabase, quantity: number) =>
  database.sql(
    `update inventory_level set stocked_quantity = $1::numeric, updated_at = now(),
            raw_stocked_quantity = jsonb_build_object('value', $1::numeric::text, 'precision', 20)`,
    [quantity]
  )

type Beside = { rates: number[]; parcels: number[] }

/** Orders that come in and parcels that go out, with all offers clean and, each time after, with all of them changed. */
async function besideOffers(
  where: Where,
  skus: string[]
): Promise<{ alone: Beside; beside: Beside; left: number[] }> {
  const catalog = skus.slice(0, 2 * ORDERS).map((sku) => ({ ...DEFAULT_CATALOG[0], sku, title: sku }))
  const alone: Beside = { rates: [], parcels: [] }
  const beside: Beside = { rates: [], parcels: [] }
  const left: number[] = []
  for (let block = 0; block < BLOCKS; block++) {
    for (const into of [alone, beside]) {
      await settled(where.app)
      // What was counted twice for a moment is a raise, which waits for the sales.
      await pullMarketplaceOrdersWorkflow(where.app.container).run({
        input: { connection_id: where.connection_id },
      })
      await untilSettled(where.database)
      if (into === beside) {
        await writeLevels(where.database, 3000 - 100 * block)
        await lookAtStore(where.app.container)
      }
      const { rows, seconds } = await importOrders(where, ORDERS, catalog)
      into.rates.push(ORDERS / seconds)
      into.parcels.push(...(await shipOrders(where, rows.slice(0, PARCELS))))
      if (into === beside) {
        const [{ count }] = await where.database.sql<{ count: number }>(
          "select count(*)::int as count from marketplace_offer where stock_mark > stock_cleared"
        )
        left.push(count)
      }
    }
  }
  return { alone, beside, left }
}

async function main(): Promise<void> {
  const marketplace = await startMarketplace()
  const control = controlClient(marketplace.url)
  const database = await createTestDatabase()
  const app = await startApp({ databaseUrl: database.url, env: marketplace.env })
  const store = await seedStore(app.container, DEFAULT_CATALOG.slice(0, 1), { stock: 5000 })
  const [template] = store.variants
  say(`${COUNT} products`)
  const skus = await cloneGoods(database, template, COUNT)
  for (let at = 0; at < skus.length; at += 1000)
    await control.cdiscount.offers.put({
      offers: [...(at ? [] : [template.sku]), ...skus.slice(at, at + 1000)].map((sku) => ({
        sku,
        account: ACCOUNT,
        quantity: 9000,
      })),
    })
  const { body } = await app.api<{ connection: { id: string } }>("POST", "/admin/marketplaces/connections", {
    marketplace_id: "cdiscount",
    credentials: { client_id: "sandbox-client", client_secret: "sandbox-secret", seller_id: ACCOUNT },
    settings: {
      cdiscount: { requests_per_second: 100, package_gap_seconds: 0, results_intervals: [1] },
      shipping: { default_carrier: "colissimo" },
    },
  })
  const { id } = body.connection
  await app.api("POST", `/admin/marketplaces/connections/${id}/activate`, { older_open_orders: "import" })
  await pullMarketplaceOrdersWorkflow(app.container).run({ input: { connection_id: id } })

  const meter = meterOf(app)
  const calls = async () => (await control.counts()).total
  const [level] = await database.sql<{ id: string }>("select id from inventory_level limit 1")
  await learnWhetherOffersAreSent(app.container)
  const off = await meter(async () => {
    for (let event = 0; event < 100; event++) changedInStore(app.container, "levels", level.id)
    await settled(app)
  })

  say("a comparison")
  await app.api("POST", `/admin/marketplaces/connections/${id}/offers/preview`, {})
  await settled(app)
  await activate(app, id, { stock: true })
  await settled(app)
  await untilSettled(database)
  const compareCalls = await calls()
  await database.sql("update marketplace_connection set offers_compare_at = now()")
  const compared = await meter(async () => {
    await workOffers(app, [id])
    // Another worker of this process may have begun it first.
    await untilNone(
      database,
      "select count(*)::int as left from marketplace_connection where offers_compare_at <= now()"
    )
  })
  const calledFor = (await calls()) - compareCalls

  say("all levels change")
  await writeLevels(database, 4000)
  const begun = performance.now()
  let submitted = 0
  const changed = await meter(async () => {
    await lookAtStore(app.container)
    await untilSettled(database)
    const [{ last }] = await database.sql<{ last: number }>(
      "select extract(epoch from now() - max(submitted_at))::float8 as last from marketplace_offer_batch"
    )
    submitted = (performance.now() - begun) / 1000 - last
  })
  const [{ confirmed }] = await database.sql<{ confirmed: number }>(
    "select count(*)::int as confirmed from marketplace_offer where stock_confirmed = 4000"
  )
  if (confirmed < COUNT) throw new Error(`Only ${confirmed} of ${COUNT} offers were confirmed.`)

  say(`${SALES} sales`)
  const times = await timeSales(app, database, template.inventory_item_id, store.stock_location_id)

  say("orders and parcels beside changed offers")
  const { alone, beside, left } = await besideOffers(
    { app, database, connection_id: id, api: control.cdiscount },
    skus
  )
  const ratio = median(beside.rates.map((rate, block) => rate / alone.rates[block]))

  const [cpu] = os.cpus()
  const row = (what: string, measured: string, goal: string) => `| ${what} | ${measured} | ${goal} |`
  const lines = [
    HEADING,
    "",
    `Measured by \`npm run bench -- --offers ${COUNT}\` on ${new Date().toISOString().slice(0, 10)}: ${os.cpus().length} × ${cpu.model.trim()}, Node ${process.version}; ` +
      "the simulated marketplace in a process of its own, at most 100 calls a second. The longest block counts what the process waits " +
      "for a processor, too: beside other work it is more than the store's own.",
    "",
    "| what | measured | goal |",
    "|---|---|---|",
    row(
      `sale in the shop → submitted at Octopia, idle, ${SALES} one after the other`,
      `median ${quantile(times, 0.5).toFixed(0)} ms, p95 ${quantile(times, 0.95).toFixed(0)} ms`,
      "p95 ≤ 3 s"
    ),
    row(
      `${COUNT} changed offers → all packages submitted`,
      `${submitted.toFixed(1)} s (confirmed after ${changed.seconds.toFixed(1)} s)`,
      "≤ 60 s for 20,000"
    ),
    row("longest block of the event loop meanwhile", `${changed.block_ms.toFixed(0)} ms`, "≤ 100 ms"),
    row("heap that stays, after a forced collection", `${changed.heap_mb.toFixed(1)} MB`, "≤ 50 MB"),
    row("statements per changed offer", (changed.statements / COUNT).toFixed(3), "≤ 0.1"),
    row(
      `comparison of ${COUNT} offers`,
      `${compared.seconds.toFixed(1)} s, ${calledFor} calls, ${compared.block_ms.toFixed(0)} ms longest block`,
      "≤ 30 s, 20 calls for 20,000"
    ),
    row(
      `import of ${ORDERS} orders beside ${COUNT} changed offers, ${BLOCKS} alternated blocks`,
      `${median(beside.rates).toFixed(1)} orders/s, ${median(alone.rates).toFixed(1)} without: ${ratio.toFixed(2)} × (${median(left)} offers were still on their way after the parcels)`,
      ""
    ),
    row(
      `shipment's event → marketplace meanwhile, ${PARCELS} in each block`,
      `p95 ${quantile(beside.parcels, 0.95).toFixed(0)} ms, ${quantile(alone.parcels, 0.95).toFixed(0)} ms without`,
      "p95 under 2 s"
    ),
    row("100 inventory events with nothing switched on", `${off.statements} statements`, "0"),
    "",
  ]
  console.log(lines.join("\n"))
  if (values.write) writeSection(lines)
  await app.stop()
  await database.drop()
  marketplace.child.kill()
}

/** Puts the section in place of the one before. */
function writeSection(lines: string[]): void {
  const text = fs.readFileSync(REPORT, "utf8").trimEnd()
  const others = text.split(/\n(?=## )/).filter((section) => !section.startsWith(HEADING))
  fs.writeFileSync(
    REPORT,
    [...others.map((section) => section.trimEnd() + "\n"), lines.join("\n")].join("\n")
  )
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error)
    process.exit(1)
  }
)
