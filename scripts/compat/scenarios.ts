import fs from "node:fs"
import path from "node:path"
import { Client } from "pg"
import { type Sandbox, startSandbox } from "../../sandbox/server"
import { importAll } from "../demo/connect"
import { demoMarkets } from "../demo/markets"
import { bringIn, type Opened, report, ship } from "../demo/round-trip"
import { packAndShip } from "../demo/ship"
import type { StoreApi } from "../demo/store-api"
import { copySources } from "../pack-plugin"
import { run } from "../run-command"
import type { HostStore, RunningStore } from "./host-store"
import { lookAtPages } from "./pages"
import type { Steps } from "./steps"

export type Server = {
  url: (database: string) => string
  createDatabase: (name: string, template?: string) => Promise<string>
  dropDatabase: (name: string) => Promise<void>
}

export type Compat = {
  steps: Steps
  store: HostStore
  server: Server
  folder: string
  tarball: string
  browser: string | null
  is_short: boolean
}

const suffix = `${process.pid}_${Date.now().toString(36)}`
const FRESH = `compat_fresh_${suffix}`
const TEMPLATE = `compat_template_${suffix}`
const UPGRADED = `compat_upgraded_${suffix}`
export const DATABASES = [FRESH, TEMPLATE, UPGRADED]

/** A store that has never had the plugin installs it. */
export async function tryFresh(compat: Compat): Promise<void> {
  const { steps, store, server, tarball } = compat
  const { step } = steps
  const database = await server.createDatabase(FRESH)
  await step("store: the package installed", () => store.addPlugin(tarball))
  await step("store: migrated", () => store.migrate(database))
  await server.createDatabase(TEMPLATE, FRESH)
  await step("store: built, with its admin", () => store.build(database, { admin: true }))
  await step("store: filled with a catalog", () => store.seed(database))
  await withSandbox(async (sandbox) => {
    const running = await step("store: started", () => store.start(database, sandbox, { admin: true }))
    try {
      await steps.chain(() => tradeAll(steps, running, sandbox, 1, ""))
      await steps.chain(() => look(compat, running, sandbox))
    } finally {
      await running.stop()
    }
  })
  await steps.chain(() => runTablesSpec(compat))
}

/** A store with data of the first version installs this one. */
export async function tryUpgrade(compat: Compat, first: string): Promise<void> {
  const { steps, store, server, tarball } = compat
  const { step } = steps
  const database = await server.createDatabase(UPGRADED)
  await withSandbox(async (sandbox) => {
    const before = await step(
      "upgrade: 0.1.0 installed, with orders in every state and parcels sent",
      async () => {
        await store.addPlugin(first)
        await store.migrate(database)
        await store.build(database, { admin: false })
        await store.seed(database)
        const running = await store.start(database, sandbox, { admin: false })
        try {
          const opened = await bringInAll(running, sandbox, 1)
          for (const one of opened) await ship(running, sandbox, one, () => {})
          return { opened, orders: await listStoreOrders(running) }
        } finally {
          await running.stop()
        }
      }
    )
    await step("upgrade: this version installed, migrated and built", async () => {
      await store.addPlugin(tarball)
      await store.migrate(database)
      await store.build(database, { admin: true })
    })
    const running = await step("upgrade: started", () => store.start(database, sandbox, { admin: true }))
    try {
      await steps.chain(async () => {
        await step(
          "upgrade: every order of 0.1.0 is what the marketplaces expect, and none came twice",
          async () => {
            for (const one of before.opened) {
              const counts = await importAll(running, one.connection_id)
              none((await report(running, sandbox, { ...one, counts }, [])).differences)
              if (counts.created) throw new Error(`${counts.created} orders were made again.`)
            }
            const after = await listStoreOrders(running)
            none(before.orders.filter((id) => !after.includes(id)).map((id) => `${id} is gone`))
            none(after.filter((id) => !before.orders.includes(id)).map((id) => `${id} is new`))
          }
        )
        await tradeAll(steps, running, sandbox, 2, "upgrade: ")
      })
      await steps.chain(() => look(compat, running, sandbox, "upgrade: "))
    } finally {
      await running.stop()
    }
  })
}

/** The store of `tryFresh` takes the plugin out again, and goes on with the orders that came through it. */
export async function tryRemoval({ steps: { step }, store, server }: Compat): Promise<void> {
  const database = server.url(FRESH)
  const kept = await countRows(database)
  await step("removal: taken out, migrated and built", async () => {
    await store.removePlugin()
    await store.migrate(database)
    await store.build(database, { admin: false })
  })
  await withSandbox(async (sandbox) => {
    const running = await step("removal: started", () => store.start(database, sandbox, { admin: false }))
    try {
      await step("removal: an imported order is packed and shipped, and no route is left", async () => {
        const [order_id] = await listStoreOrders(running, "not_fulfilled")
        if (!order_id) throw new Error("There is no order left to pack.")
        await packAndShip(running, order_id, "6A98369006023")
        const { status } = await fetch(`${running.url}/admin/marketplaces/connections`, {
          headers: { authorization: `Bearer ${running.token}` },
        })
        if (status !== 404) throw new Error(`The plugin's route answers ${status}.`)
      })
      await step("removal: the plugin's tables are as they were", async () => {
        const now = await countRows(database)
        none(Object.keys(kept).filter((table) => kept[table] !== now[table]))
      })
    } finally {
      await running.stop()
    }
  })
}

async function tradeAll(
  { step }: Steps,
  store: StoreApi,
  sandbox: Sandbox,
  seed: number,
  place: string
): Promise<void> {
  const opened = await step(`${place}orders: imported from both marketplaces`, () =>
    bringInAll(store, sandbox, seed)
  )
  await step(
    `${place}orders: packed and shipped, and confirmed by the marketplaces; every figure is right`,
    async () => {
      for (const one of opened) {
        const shipped = await ship(store, sandbox, one, () => {})
        if (shipped.length !== one.market.shipments.length) {
          throw new Error(
            `${one.market.name}: ${shipped.length} of ${one.market.shipments.length} were shipped.`
          )
        }
        none((await report(store, sandbox, one, shipped)).differences)
      }
    }
  )
}

async function bringInAll(store: StoreApi, sandbox: Sandbox, seed: number): Promise<Opened[]> {
  const opened: Opened[] = []
  for (const market of demoMarkets(sandbox)) {
    opened.push(await bringIn(store, sandbox, market, seed, () => {}))
  }
  return opened
}

async function look(
  { steps, browser, is_short }: Compat,
  running: RunningStore,
  sandbox: Sandbox,
  place = ""
): Promise<void> {
  const name = `${place}admin: its pages in Chromium`
  if (!browser) return steps.notRun(name, "no Chromium found (CHROMIUM_PATH names one)")
  await steps.step(name, () =>
    lookAtPages(running, { sandbox_url: sandbox.url, browser, is_short: is_short || place !== "" })
  )
}

/** Every statement on Medusa's own tables, against the tables and services of the store's version. */
async function runTablesSpec({ steps, store, server, folder }: Compat): Promise<void> {
  const sources = path.join(folder, "sources")
  await steps.step(
    "statements on Medusa's tables: medusa-tables.spec.ts with the store's packages",
    async () => {
      copySources(sources, path.join(store.folder, "node_modules"))
      fs.rmSync(path.join(sources, "package-lock.json"))
      await run(
        process.execPath,
        [
          path.join(sources, "node_modules", "jest", "bin", "jest.js"),
          ...["--selectProjects", "integration", "--testPathPattern", "integration-tests/medusa-tables.spec"],
          ...["--testNamePattern", "reads what Medusa wrote"],
        ],
        sources,
        {
          TEST_SERVER_URL: server.url("postgres"),
          TEST_TEMPLATE: TEMPLATE,
          NODE_OPTIONS: "--experimental-vm-modules --no-warnings",
          LOG_LEVEL: "error",
        }
      )
    }
  )
}

/** How much each table of the plugin holds. */
async function countRows(databaseUrl: string): Promise<Record<string, number>> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE tablename LIKE 'marketplace\\_%' ORDER BY 1"
    )
    if (!rows.length) throw new Error("The plugin has no tables.")
    const counts: Record<string, number> = {}
    for (const { name } of rows) {
      const found = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${name}`)
      counts[name] = found.rows[0].count
    }
    return counts
  } finally {
    await client.end()
  }
}

async function listStoreOrders(store: StoreApi, fulfillment_status?: string): Promise<string[]> {
  const { orders, count } = await store.call<{
    orders: { id: string; fulfillment_status: string }[]
    count: number
  }>("GET", "/admin/orders?fields=id,fulfillment_status&limit=1000&order=id")
  if (orders.length !== count) throw new Error(`${orders.length} of ${count} orders were listed.`)
  return orders
    .filter((order) => !fulfillment_status || order.fulfillment_status === fulfillment_status)
    .map(({ id }) => id)
}

async function withSandbox(work: (sandbox: Sandbox) => Promise<void>): Promise<void> {
  const sandbox = await startSandbox()
  try {
    await work(sandbox)
  } finally {
    await sandbox.stop()
  }
}

function none(differences: string[]): void {
  if (differences.length) throw new Error(differences.join("\n"))
}
