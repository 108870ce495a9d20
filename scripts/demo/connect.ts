import { setTimeout as wait } from "node:timers/promises"
import type { DemoMarket } from "./markets"
import { CallError, type StoreApi } from "./store-api"

const ADMIN = "/admin/marketplaces"
const RUN_TIMEOUT_MS = 120_000
/** Details are asked for a few dozen at a time. */
const MOST_RUNS = 6

type Connection = { id: string; is_enabled: boolean }
type Counts = { seen: number; created: number; held: number; ignored: number; failed: number }
type Run = {
  id: string
  state: string
  counts: Counts
  error: { message: string } | null
}

/** The connection to a marketplace, through the public API: made and activated when there is none. */
export async function connect(
  store: StoreApi,
  market: DemoMarket,
  say: (text: string) => void
): Promise<Connection> {
  const { connections } = await store.call<{ connections: Connection[] }>(
    "GET",
    `${ADMIN}/connections?marketplace_id=${market.id}`
  )
  const existing = connections[0]
  if (existing?.is_enabled) {
    say(`connection ${existing.id} is there and active`)
    return existing
  }
  const { id } = existing ?? (await create(store, market))
  try {
    await store.call("POST", `${ADMIN}/connections/${id}/activate`, {})
  } catch (error) {
    if (!(error instanceof CallError && error.status === 409)) {
      throw error
    }
    say("the marketplace has open orders already: import them")
    await store.call("POST", `${ADMIN}/connections/${id}/activate`, { older_open_orders: "import" })
  }
  say(`connection ${id} is made and active`)
  return { id, is_enabled: true }
}

async function create(store: StoreApi, { id, name, credentials, settings }: DemoMarket): Promise<Connection> {
  const check = await store.call<{ ok: boolean; message: string }>("POST", `${ADMIN}/connections/check`, {
    marketplace_id: id,
    credentials,
  })
  if (!check.ok) {
    throw new Error(`${name} refuses the sandbox's credentials: ${check.message}`)
  }
  const { connection } = await store.call<{ connection: Connection }>("POST", `${ADMIN}/connections`, {
    marketplace_id: id,
    name,
    credentials,
    settings: { ...settings, shipping: { default_carrier: "colissimo" } },
  })
  return connection
}

/** Imports what was bought within the last month, until a run brings nothing more. Returns the first run's counts. */
export async function importAll(store: StoreApi, connection_id: string): Promise<Counts & { runs: number }> {
  const since = new Date(Date.now() - 30 * 86_400_000).toISOString()
  const counts = { ...(await run(store, connection_id, { since })), runs: 1 }
  for (let created = counts.created; created > 0 && counts.runs < MOST_RUNS; counts.runs++) {
    created = (await run(store, connection_id, { since })).created
    counts.created += created
  }
  return counts
}

/** Imports what was bought since the last run. */
export const importNew = (store: StoreApi, connection_id: string) => run(store, connection_id, {})

/** Reads these orders at the marketplace again. */
export const readBack = (store: StoreApi, connection_id: string, external_ids: string[]) =>
  run(store, connection_id, { external_ids })

async function run(store: StoreApi, connection_id: string, body: object): Promise<Counts> {
  const begun = await store.call<{ run: Run }>("POST", `${ADMIN}/connections/${connection_id}/import`, body)
  const deadline = Date.now() + RUN_TIMEOUT_MS
  for (let { run } = begun; ;) {
    if (run.state === "failed") {
      throw new Error(`The import failed: ${run.error?.message}`)
    }
    if (run.state === "done") {
      return run.counts
    }
    if (Date.now() > deadline) {
      throw new Error(`The import is still ${run.state} after ${RUN_TIMEOUT_MS / 1000} seconds.`)
    }
    await wait(100)
    run = (await store.call<{ run: Run }>("GET", `${ADMIN}/runs/${begun.run.id}`)).run
  }
}
