// Called by scripts/bench.mjs. Every figure that is compared is measured side by side in this one run.
import { spawnSync } from "node:child_process"
import fs from "node:fs"
import os from "node:os"
import { parseArgs } from "node:util"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { type App, startApp } from "../../integration-tests/helpers/app"
import { createTestDatabase } from "../../integration-tests/helpers/database"
import { seedStore } from "../../integration-tests/helpers/seed-store"
import { startChildApp } from "../../integration-tests/helpers/start-child-app"
import { DEFAULT_CATALOG } from "../../sandbox/catalog"
import { type Sandbox, startSandbox } from "../../sandbox/server"
import { pullMarketplaceOrdersWorkflow } from "../../src/workflows/pull-orders"
import { connect, importBacklog, storeBacklog } from "./backlog"
import { drain, DRAIN_ROW, drainRow } from "./drain"
import { median, quantile, say } from "./figures"
import { firstImport } from "./first-import"
import { growTo } from "./grow"
import { shipOneByOne } from "./ships"
import { compareWays, longCatalog, waysTable } from "./ways"

const { values } = parseArgs({
  options: {
    orders: { type: "string", default: "1000" },
    backlog: { type: "string", default: "5000" },
    grown: { type: "string", default: "20000" },
    shipments: { type: "string", default: "500" },
    drain: { type: "string" },
    rakuten: { type: "string", multiple: true },
    ways: { type: "boolean" },
  },
})
const isFull = process.argv.length <= 2
const isDrainOnly = values.drain !== undefined && process.argv.length === 4
const DRAIN = 10_000
const REPORT = "docs/performance.md"
const size = {
  orders: Number(values.orders),
  backlog: Number(values.backlog),
  grown: Number(values.grown),
  shipments: Number(values.shipments),
  drain: Number(values.drain ?? (isFull ? DRAIN : 0)),
}
const BACKLOG = "scripts/bench/backlog.ts"
const environment = (sandbox: Sandbox) => ({
  CDISCOUNT_API_URL: sandbox.cdiscount.api_url,
  CDISCOUNT_AUTH_URL: sandbox.cdiscount.auth_url,
})

type Knex = { on: (event: "query", listener: (query: { sql: string }) => void) => void }

async function emptyPoll(app: App, sandbox: Sandbox, connection_id: string) {
  const knex = app.container.resolve(ContainerRegistrationKeys.PG_CONNECTION) as unknown as Knex
  await pullMarketplaceOrdersWorkflow(app.container).run({ input: { connection_id } })
  const statements: string[] = []
  let counting = true
  knex.on("query", ({ sql }) => counting && statements.push(sql))
  const before = sandbox.control.counts().total
  await pullMarketplaceOrdersWorkflow(app.container).run({ input: { connection_id } })
  counting = false
  return { statements: statements.length, requests: sandbox.control.counts().total - before }
}

async function growth(sandbox: Sandbox): Promise<{ small: number; grown: number; at: number }> {
  const databases = [await createTestDatabase(), await createTestDatabase()]
  const children = []
  for (const database of databases) {
    children.push(await startChildApp({ databaseUrl: database.url, env: environment(sandbox) }))
  }
  const ids: string[] = []
  for (const child of children) {
    await child.run(BACKLOG, "seedChild")
    const id = await child.run<string>(BACKLOG, "connect")
    await child.run(BACKLOG, "timeBatch", id, Math.min(1000, size.grown))
    ids.push(id)
  }
  const at = await growTo(databases[1], size.grown)
  say(`grown to ${at} orders`)
  const times: number[][] = [[], []]
  for (let round = 0; round < 9; round += 1) {
    for (const index of round % 2 ? [1, 0] : [0, 1]) {
      times[index].push(await children[index].run<number>(BACKLOG, "timeBatch", ids[index], 100))
    }
  }
  for (const child of children) await child.kill()
  for (const database of databases) await database.drop()
  return { small: median(times[0].slice(1)), grown: median(times[1].slice(1)), at }
}

/** On a sandbox and a database of its own. */
async function drainBacklog(): Promise<string> {
  const sandbox = await startSandbox()
  const database = await createTestDatabase()
  try {
    return drainRow(await drain(sandbox, database, environment(sandbox), size.drain, say))
  } finally {
    await database.drop()
    await sandbox.stop()
  }
}

/** Writes the report in the repository's style. */
function writeReport(text: string): void {
  fs.writeFileSync(REPORT, text)
  spawnSync("npx", ["prettier", "--write", REPORT])
}

/** What other commands have measured. */
const otherSections = (): string[] =>
  fs
    .readFileSync(REPORT, "utf8")
    .split(/^(?=## )/m)
    .slice(1)
    .filter((section) => !/^## (Import|The rest)/.test(section))

/** Measures only this and writes its row into the report, beside what was measured before. */
async function drainOnly(): Promise<void> {
  const row = await drainBacklog()
  console.log(row)
  const lines = fs.readFileSync(REPORT, "utf8").trimEnd().split("\n")
  const others = lines.filter((line) => !line.startsWith(DRAIN_ROW))
  const last = others.findLastIndex((line) => line.startsWith("|"))
  writeReport([...others.slice(0, last + 1), row, ...others.slice(last + 1), ""].join("\n"))
}

async function main(): Promise<void> {
  if (isDrainOnly) return drainOnly()
  if (values.rakuten) {
    for (const count of values.rakuten) console.log(await firstImport(Number(count), say))
    return
  }
  const sandbox = await startSandbox()
  const database = await createTestDatabase()
  const app = await startApp({ databaseUrl: database.url, env: environment(sandbox) })
  const stop = async () => {
    await app.stop()
    await database.drop()
    await sandbox.stop()
  }
  const long = longCatalog(DEFAULT_CATALOG, size.orders)
  const store = await seedStore(app.container, [...DEFAULT_CATALOG, ...long], { stock: 10_000_000 })
  const connection_id = await connect(app)
  const where = { app, store, sandbox, connection_id }
  say("a poll that finds nothing")
  const poll = await emptyPoll(app, sandbox, connection_id)
  const ways = [
    await compareWays(where, `${DEFAULT_CATALOG.length} that sell well`, size.orders, DEFAULT_CATALOG),
    await compareWays(where, "every line another one", size.orders, long),
  ]
  if (values.ways) {
    console.log(waysTable(ways, size.orders).join("\n"))
    return stop()
  }
  say(`backlog of ${size.backlog}`)
  await storeBacklog(app, connection_id, size.backlog)
  const { heaps, seconds: backlogSeconds } = await importBacklog(app, connection_id, true)
  const heapGrowth = median(heaps.slice(-10)) - median(heaps.slice(5, 15))
  say(`${size.shipments} shipments`)
  const times = await shipOneByOne(
    { app, database, api: sandbox.control.cdiscount, connection_id },
    size.shipments
  )
  const shipped = { p50: quantile(times, 0.5), p95: quantile(times, 0.95) }
  say(`a store of ${size.grown} orders`)
  const grown = await growth(sandbox)
  if (size.drain) say(`${size.drain} parcels that wait`)
  const drained = size.drain ? [await drainBacklog()] : []

  const [cpu] = os.cpus()
  const lines = [
    "# Performance",
    "",
    `Measured by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${os.cpus().length} × ${cpu.model.trim()}, ` +
      `${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.version}, PostgreSQL 17 on the same machine. ` +
      "Other work on the machine makes absolute figures vary; what is compared was measured alternately in one run.",
    "",
    ...waysTable(ways, size.orders),
    "",
    "## The rest",
    "",
    "| what | measured | goal |",
    "|---|---|---|",
    `| cost of an order in a store of ${grown.at} orders, against 1,000 (alternated medians) | ${((grown.grown / grown.small - 1) * 100).toFixed(1)} % more (${(grown.small * 1000).toFixed(1)} ms, ${(grown.grown * 1000).toFixed(1)} ms) | within 15 % |`,
    `| heap after a forced collection, growth over a backlog of ${size.backlog} (${backlogSeconds.toFixed(0)} s) | ${heapGrowth.toFixed(1)} MB | at most 30 MB |`,
    `| a poll that finds nothing | ${poll.requests} marketplace request, ${poll.statements} statements | 1 and at most 8 |`,
    `| from the shipment's event to the marketplace, ${size.shipments} one after the other | median ${shipped.p50.toFixed(0)} ms, p95 ${shipped.p95.toFixed(0)} ms | p95 under 2 s |`,
    ...drained,
    "",
  ]
  console.log(lines.join("\n"))
  if (isFull) writeReport([lines.join("\n"), ...otherSections()].join("\n"))
  await stop()
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error)
    process.exit(1)
  }
)
