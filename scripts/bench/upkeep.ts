// Called by scripts/bench.mjs --upkeep: what years of orders cost the daily work and the pages of the admin.
import os from "node:os"
import { performance } from "node:perf_hooks"
import { parseArgs } from "node:util"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { type App, startApp } from "../../integration-tests/helpers/app"
import { createTestDatabase, type TestDatabase } from "../../integration-tests/helpers/database"
import { marketplaceEnv } from "../../integration-tests/helpers/marketplace-env"
import { seedStore } from "../../integration-tests/helpers/seed-store"
import { DEFAULT_CATALOG } from "../../sandbox/catalog"
import { type Sandbox, startSandbox } from "../../sandbox/server"
import { notifyDeadlines, sendDigest } from "../../src/workflows/notify/notify-daily"
import { readBuyers } from "../../src/workflows/manage-orders/read-buyers"
import { keepHouse } from "../../src/workflows/sweep/keep-house"
import { lookAtMissed, planMissed } from "../../src/workflows/sweep/shipments"
import { pullMarketplaceOrdersWorkflow } from "../../src/workflows/pull-orders"
import { sweepConnection } from "../../src/workflows/sweep/sweep-connection"
import { connect } from "./backlog"
import { say } from "./figures"
import { growTo } from "./grow"
import { benchOrders, octopiaOrder } from "./orders"

const { values } = parseArgs({
  options: { upkeep: { type: "string", default: "100000" }, pages: { type: "boolean", default: false } },
})
const COUNT = Number(values.upkeep)
/** Orders that are still open, here and at the marketplace. */
const OPEN = 500
const GOAL_MS = 1_000
const RUNS = 3
const LOOKS = 5

type Figure = { what: string; ms: number; statements: number; slowest_ms: number; heap_mb: number }
type Query = { __knexQueryUid: string; sql: string }
type Events = {
  on(event: "query", listener: (query: Query) => void): void
  on(event: "query-response", listener: (answer: unknown, query: Query) => void): void
}

/** Measures what each work costs: its time, its statements, the slowest of them, and the heap that stays. */
function meterOf(app: App) {
  const begun = new Map<string, number>()
  let statements = 0
  let slowest = { ms: 0, sql: "" }
  const knex = app.container.resolve(ContainerRegistrationKeys.PG_CONNECTION) as unknown as Events
  knex.on("query", ({ __knexQueryUid: uid }) => {
    statements += 1
    begun.set(uid, performance.now())
  })
  knex.on("query-response", (_, query) => {
    const { __knexQueryUid: uid, sql } = query
    const ms = performance.now() - (begun.get(uid) ?? performance.now())
    begun.delete(uid)
    if (ms > slowest.ms) slowest = { ms, sql }
  })
  return async (what: string, work: () => Promise<unknown>, collects = true): Promise<Figure> => {
    const collect = () => collects && globalThis.gc?.()
    collect()
    const heap = process.memoryUsage().heapUsed
    statements = 0
    slowest = { ms: 0, sql: "" }
    const started = performance.now()
    await work()
    const ms = performance.now() - started
    collect()
    const heap_mb = (process.memoryUsage().heapUsed - heap) / 2 ** 20
    say(`${what}: ${ms.toFixed(0)} ms, ${statements} statements, the slowest ${slowest.ms.toFixed(0)} ms`)
    if (slowest.ms > GOAL_MS) say(`  ${slowest.sql.replace(/\s+/g, " ").slice(0, 600)}`)
    return { what, ms, statements, slowest_ms: slowest.ms, heap_mb }
  }
}

/** A store of years: most orders are shipped long ago, each with its parcel, and some are open. */
async function fill(app: App, sandbox: Sandbox, connection_id: string) {
  const at = new Date()
  for (const order of benchOrders("UP-", OPEN, DEFAULT_CATALOG))
    sandbox.control.cdiscount.put({ order: octopiaOrder(order, "12345", at) })
  await pullMarketplaceOrdersWorkflow(app.container).run({ input: { connection_id } })
  await readBuyers(app.container)
}

async function grow(database: TestDatabase) {
  const grown = await growTo(database, COUNT)
  say(`${grown} orders`)
  const isCopy = "external_id like 'UP-%-%'"
  // As in life, what is older was written earlier.
  await database.sql(
    `update marketplace_order o
        set state = 'shipped', external_status = 'Shipped', search = lower(external_id) || ' ' || search,
            purchased_at = sold.at, imported_at = sold.at, ship_by = null, accept_by = null
       from (select id, now() - (1 - row_number() over (order by ctid) / count(*) over ()::float) * interval '1000 days' as at
               from marketplace_order where ${isCopy}) sold
      where o.id = sold.id`
  )
  await database.sql(
    `insert into marketplace_action (id, connection_id, marketplace_order_id, type, intent_key, state, params, attempts,
                                     sent_at, confirmed_at, created_at, updated_at)
     select 'mpact_' || id, connection_id, id, 'ship', 'ship:' || id, 'confirmed',
            json_build_object('parcels', json_build_array(json_build_object('tracking_number', '6A' || lpad((row_number() over ())::text, 11, '0')))),
            1, purchased_at + interval '1 day', purchased_at + interval '1 day', purchased_at, purchased_at
       from marketplace_order where ${isCopy} order by purchased_at`
  )
  await database.sql("vacuum analyze")
  return grown
}

async function main(): Promise<void> {
  const sandbox = await startSandbox()
  const database = await createTestDatabase()
  const app = await startApp({ databaseUrl: database.url, env: marketplaceEnv(sandbox) })
  await seedStore(app.container, DEFAULT_CATALOG, { stock: 10_000_000 })
  const connection_id = await connect(app)
  await fill(app, sandbox, connection_id)
  const { container } = app
  const measure = meterOf(app)
  const get = async (path: string) => {
    const { status } = await app.api("GET", `/admin/marketplaces${path}`)
    if (status !== 200) throw new Error(`GET ${path} answered ${status}`)
  }
  const look = async (what: string, path: string) => {
    const times: Figure[] = []
    for (let run = 0; run < LOOKS; run += 1) times.push(await measure(what, () => get(path), false))
    return times.sort((a, b) => a.ms - b.ms)[Math.floor(LOOKS / 2)]
  }
  const pages = (count: number): [string, string][] => [
    ["list of orders", "/orders"],
    ["orders of a state", "/orders?state=imported"],
    ["page far behind", `/orders?offset=${Math.floor(count / 2)}`],
    ["search by number", "/orders?q=UP-000123"],
    ["search by name", "/orders?q=Exemple%20123"],
    ["orders to fix", "/orders/problems"],
    ["overview", "/overview"],
    ["connections", "/connections"],
    ["report of the comparison", `/connections/${connection_id}/completeness`],
  ]
  const few: Figure[] = []
  for (const [what, path] of pages(OPEN)) few.push(await look(what, path))
  const grown = await grow(database)
  const work: Figure[] = []
  for (const [what, path] of pages(grown)) work.push(await look(what, path))
  const daily = [
    ["daily comparison, without the route", () => sweepConnection(container, connection_id)],
    ["missed parcels are planned", () => planMissed(container)],
    ["what no event brought is looked at", () => lookAtMissed(container)],
    ["deadlines", () => notifyDeadlines(container)],
    ["digest", () => sendDigest(container, new Date("2030-01-01T12:00:00Z"))],
    ...Array.from({ length: RUNS }, (_, round) => [
      `retention, round ${round + 1}: at most 500 orders`,
      () => keepHouse(container),
    ]),
  ] as [string, () => Promise<unknown>][]
  for (const [what, run] of values.pages ? [] : daily) work.push(await measure(what, run))
  const [cpu] = os.cpus()
  console.log(
    [
      `${grown} marketplace orders, ${OPEN} of them open; ${os.cpus().length} × ${cpu.model.trim()}, Node ${process.version}.`,
      "",
      `| what | ms | of ${OPEN} orders, ms | statements | slowest statement, ms | heap that stays, MB |`,
      "|---|---|---|---|---|---|",
      ...work.map(
        ({ what, ms, statements, slowest_ms, heap_mb }) =>
          `| ${what} | ${ms.toFixed(0)} | ${few.find((one) => one.what === what)?.ms.toFixed(0) ?? ""} | ${statements} | ${slowest_ms.toFixed(0)} | ${heap_mb.toFixed(1)} |`
      ),
    ].join("\n")
  )
  await app.stop()
  await database.drop()
  await sandbox.stop()
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error)
    process.exit(1)
  }
)
