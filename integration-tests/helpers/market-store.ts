import { DEFAULT_CATALOG } from "../../sandbox/catalog"
import type { ExpectedOrder } from "../../sandbox/expected"
import { type Sandbox, startSandbox } from "../../sandbox/server"
import { pullMarketplaceOrdersWorkflow } from "../../src/workflows/pull-orders"
import { requestMarketplaceRunWorkflow } from "../../src/workflows/pull-orders/request-run"
import { type App, startApp } from "./app"
import { createTestDatabase, type TestDatabase } from "./database"
import { migrate } from "./migrate"
import { marketplaceEnv } from "./marketplace-env"
import type { Account, MarketplaceCase, SeedOptions } from "./marketplace-cases"
import { seedStore, type SeededStore } from "./seed-store"

export type MarketStore = {
  sandbox: Sandbox
  database: TestDatabase
  app: App
  store: SeededStore
  /** What a child app needs to be the same store. */
  env: Record<string, string>
  stop: () => Promise<void>
}

/** A French store in this process, both marketplaces beside it, nothing connected yet. */
export async function startMarketStore(env: Record<string, string> = {}): Promise<MarketStore> {
  const sandbox = await startSandbox()
  const database = await createTestDatabase()
  // Tables of Medusa that the template has not.
  if (env.MEDUSA_FF_RBAC) await migrate(database.url, env)
  const all = { ...env, ...marketplaceEnv(sandbox) }
  const app = await startApp({ databaseUrl: database.url, env: all })
  const store = await seedStore(app.container, DEFAULT_CATALOG)
  return {
    sandbox,
    database,
    app,
    store,
    env: all,
    async stop() {
      await app.stop()
      await database.drop()
      await sandbox.stop()
    },
  }
}

export type Connected = Account & { id: string; market: MarketplaceCase }
type Calls = Pick<App, "api">

/** An active connection; without `account`, on a sandbox account of its own. */
export async function connect(
  { api }: Calls,
  sandbox: Sandbox,
  market: MarketplaceCase,
  {
    account = market.openAccount(sandbox),
    settings = {},
    place = {},
  }: { account?: Account; settings?: Settings; place?: Record<string, unknown> } = {}
): Promise<Connected> {
  const { status, body } = await api<{ connection: { id: string } }>(
    "POST",
    "/admin/marketplaces/connections",
    {
      ...place,
      marketplace_id: market.id,
      credentials: account.credentials,
      settings: {
        ...settings,
        shipping: { default_carrier: "colissimo", ...settings.shipping },
        [market.id]: { ...market.settings, ...settings[market.id] },
      },
    }
  )
  if (status !== 200) throw new Error(`No connection: ${JSON.stringify(body)}`)
  const connected = { ...account, id: body.connection.id, market }
  await activate({ api }, connected)
  return connected
}
type Settings = Record<string, Record<string, unknown>>

export async function activate({ api }: Calls, { id }: Pick<Connected, "id">): Promise<void> {
  const { status, body } = await api("POST", `/admin/marketplaces/connections/${id}/activate`, {
    older_open_orders: "import",
  })
  if (status !== 200) throw new Error(`Not active: ${JSON.stringify(body)}`)
}

let seeds = 0
/** Orders of the connection's account, with the figures that the sandbox made them of. */
export const seedOrders = (
  sandbox: Sandbox,
  { market, account }: Connected,
  request: Partial<Omit<SeedOptions, "account">> & { count: number }
): ExpectedOrder[] => market.seed(sandbox, { seed: ++seeds, account, kinds: ["plain"], ...request })

/** The same, changed just now: a later pull does not look back for ever. */
export function seedNow(
  sandbox: Sandbox,
  connected: Connected,
  request: Parameters<typeof seedOrders>[2]
): ExpectedOrder[] {
  const orders = seedOrders(sandbox, connected, request)
  if (connected.market.id === "cdiscount") {
    for (const { external_id } of orders) {
      sandbox.control.cdiscount.act({ external_id: external_id ?? "", action: "touch" })
    }
  }
  return orders
}

export const pull = async ({ container }: Pick<App, "container">, { id }: Pick<Connected, "id">) =>
  (await pullMarketplaceOrdersWorkflow(container).run({ input: { connection_id: id } })).result

/** Asks for these orders alone, as the operator can; also what no list shows any more. */
export async function pullIds(
  { container }: Pick<App, "container">,
  { id }: Pick<Connected, "id">,
  external_ids: string[]
) {
  await requestMarketplaceRunWorkflow(container).run({
    input: { connection_id: id, params: { external_ids } },
  })
  return pull({ container }, { id })
}

/** Orders that neither an import nor a marketplace's answer has finished with. */
export async function countPending({ sql }: TestDatabase, { id }: Pick<Connected, "id">): Promise<number> {
  const [{ count }] = await sql<{ count: number }>(
    `select count(*)::int as count from marketplace_order
      where connection_id = $1 and problem_code is null
        and (state in ('ready', 'importing') or (state = 'waiting' and state_reason = 'details' and next_attempt_at is null))`,
    [id]
  )
  return count
}

/** Runs until everything that can be imported is in the store: details are asked for a few at a time. */
export async function pullAll({ app, database }: MarketStore, connected: Connected): Promise<void> {
  for (let runs = 0; runs < 10; runs++) {
    const { state } = await pull(app, connected)
    if (state !== "done") throw new Error(`The run of ${connected.id} is ${state}.`)
    if (!(await countPending(database, connected))) return
  }
  throw new Error(`Orders of ${connected.id} stay on their way.`)
}
