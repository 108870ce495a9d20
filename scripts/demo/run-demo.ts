import { Modules } from "@medusajs/framework/utils"
import { DEFAULT_CATALOG } from "../../sandbox/catalog"
import { type Sandbox, startSandbox } from "../../sandbox/server"
import { startRedis } from "../store/redis"
import { seedStore } from "../store/seed-store"
import { bootStore, type Store } from "./boot-store"
import { ADMIN_EMAIL, type DemoDatabase, storeEnvironment } from "./environment"
import { demoMarkets } from "./markets"
import { recall, remember } from "./memory"
import { printOffers, sellEverywhere } from "./offers"
import { type MarketReport, printReport } from "./report"
import { bringIn, type Opened, report, ship } from "./round-trip"
import { startWorker } from "./worker"

const WORKERS = 2

export type DemoOptions = {
  once: boolean
  /** On Redis, with one server and two workers. */
  cluster: boolean
  port: number
  sandboxPort: number
  database: DemoDatabase
  say: (subject: string, text: string) => void
  onStop: (work: () => void | Promise<void>) => void
}

/** The whole show. Returns whether every figure is what the marketplaces say it must be. */
export async function runDemo({
  once,
  cluster,
  port,
  sandboxPort,
  database,
  say,
  onStop,
}: DemoOptions): Promise<boolean> {
  const memory = recall(database.folder)
  const sandbox = await startSandbox({ port: sandboxPort, memory: memory?.sandbox })
  onStop(() => sandbox.stop())
  say("sandbox", `Cdiscount and Rakuten are played at ${sandbox.url}`)

  Object.assign(process.env, storeEnvironment(database, sandbox), { DISABLE_MEDUSA_ADMIN: String(once) })
  if (cluster) {
    const redis = await startRedis()
    onStop(() => redis.end())
    Object.assign(process.env, { REDIS_URL: redis.url, MEDUSA_WORKER_MODE: "server" })
    say("redis", `Redis runs at ${redis.url}`)
  }
  say("store", `starting Medusa${once ? "" : " with its admin"}`)
  const admin = { email: ADMIN_EMAIL, password: database.secrets.admin_password }
  const store = await bootStore({ port, admin })
  onStop(() => store.stop())
  say("store", `Medusa runs at ${store.url}`)
  await seed(store, say)
  for (let workers = 1; cluster && workers <= WORKERS; workers++) {
    const worker = await startWorker()
    onStop(() => worker.stop())
    say("store", `worker ${workers} works`)
  }

  const seeds = (memory?.seeds ?? 0) + 1
  onStop(() => remember(database.folder, { seeds, sandbox: sandbox.remember() }))
  const open: Opened[] = []
  for (const market of demoMarkets(sandbox)) {
    open.push(await bringIn(store, sandbox, market, seeds, (text) => say(market.name, text)))
  }
  await store.startJobs()
  const reports: MarketReport[] = []
  for (const opened of open) {
    const shipped = await ship(store, sandbox, opened, (text) => say(opened.market.name, text))
    reports.push(await report(store, sandbox, opened, shipped))
  }
  const offers = await sellEverywhere(store, sandbox, open, (text) => say("offers", text))
  printReport(reports)
  printOffers(offers)
  const differences = [...reports, offers].flatMap((report) => report.differences)
  for (const difference of differences) {
    console.log(`  DIFFERENT  ${difference}`)
  }
  if (!differences.length) {
    console.log("  Every figure is what the marketplaces expect.\n")
  }
  if (!once) {
    console.log(invitation(store, sandbox, admin))
  }
  return differences.length === 0
}

async function seed(store: Store, say: DemoOptions["say"]): Promise<void> {
  if ((await store.container.resolve(Modules.REGION).listRegions({}, { take: 1 })).length) {
    return
  }
  await seedStore(store.container, DEFAULT_CATALOG)
  say("store", `seeded: France, EUR, VAT 20 and 5.5 %, ${DEFAULT_CATALOG.length} products, one warehouse`)
}

function invitation(store: Store, sandbox: Sandbox, admin: { email: string; password: string }): string {
  return [
    `  Medusa's admin    ${store.url}/app`,
    `                    ${admin.email}, password ${admin.password}`,
    `  The marketplaces  ${sandbox.url}`,
    "",
    "  Pack and ship an order in the admin and see what the marketplace got; change a product's stock and see what its",
    "  buyers see. Ctrl+C stops everything; the next start continues with the same data.",
    "",
  ].join("\n")
}
