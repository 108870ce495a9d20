import { DEFAULT_CATALOG } from "../../sandbox/catalog"
import { type Sandbox, startSandbox } from "../../sandbox/server"
import { pullMarketplaceOrdersWorkflow } from "../../src/workflows/pull-orders"
import { sendMarketplaceActionsWorkflow } from "../../src/workflows/send-actions"
import { newRunId } from "../../src/modules/marketplace/stores/runs"
import { marketplaceOf } from "../../src/workflows/shared/marketplace"
import { type App, startApp } from "./app"
import type { Connected } from "./connect"
import { pullsSettled, settled } from "./jobs"
import { createTestDatabase, type TestDatabase } from "./database"
import { migrate } from "./migrate"
import { marketplaceEnv } from "./marketplace-env"
import { seedStore, type SeededStore } from "./seed-store"

export * from "./connect"

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

export async function pull({ container }: Pick<App, "container">, { id }: Pick<Connected, "id">) {
  await pullsSettled({ container })
  return (await pullMarketplaceOrdersWorkflow(container).run({ input: { connection_id: id } })).result
}

/** Works on what is due, once whatever an event or a request has begun in this process is over. */
export async function send({ container }: Pick<App, "container">, { id }: Pick<Connected, "id">) {
  await settled({ container })
  return (await sendMarketplaceActionsWorkflow(container).run({ input: { connection_id: id } })).result
}

/** Asks for these orders alone, as the operator can; also what no list shows any more. */
export async function pullIds(
  { container }: Pick<App, "container">,
  { id }: Pick<Connected, "id">,
  external_ids: string[]
) {
  await marketplaceOf(container).runs.writeRun({
    id: newRunId(),
    connection_id: id,
    trigger: "manual",
    scope: "orders",
    state: "queued",
    params: { external_ids },
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
