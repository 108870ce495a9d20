import type { ExpectedOrder } from "../../sandbox/expected"
import {
  connect,
  type Connected,
  type MarketStore,
  pull,
  pullAll,
  pullIds,
  seedNow,
  send,
  seedOrders,
  startMarketStore,
} from "./market-store"
import { marketplaceApi } from "./marketplace-api"
import { dispatchWork, sweepAll } from "./jobs"
import type { MarketplaceCase } from "./marketplace-cases"
import { type ChildApp, startChildApp } from "./start-child-app"
import { warehouse } from "./warehouse"

/** The store, from `beforeAll` on, and what tests do with it. */
export type MarketTest = Omit<MarketStore, "stop"> & ReturnType<typeof actsOf> & Desks
type Desks = {
  /** The plugin's own routes. */
  desk: ReturnType<typeof marketplaceApi>
  /** Medusa's routes for parcels. */
  hands: ReturnType<typeof warehouse>
}
type Seed = Parameters<typeof seedOrders>[2]

/**
 * What a spec file starts with: one store beside both marketplaces for all of its tests, stopped after the last of them.
 * `seconds` is the limit of each test where the usual one does not do, `env` the store's own environment.
 */
export function marketTest({ env, seconds }: { env?: Record<string, string>; seconds?: number } = {}) {
  if (seconds) jest.setTimeout(seconds * 1000)
  const children: Promise<ChildApp>[] = []
  const market = {} as MarketStore & MarketTest
  Object.assign(market, actsOf(market, children))
  beforeAll(async () => {
    Object.assign(market, await startMarketStore(env))
    market.desk = marketplaceApi(market.app)
    market.hands = warehouse(market.app)
  })
  afterAll(async () => {
    const started = await Promise.allSettled(children)
    await Promise.all(started.map((child) => child.status === "fulfilled" && child.value.kill()))
    await market.stop?.()
  })
  return market as MarketTest
}

const actsOf = (market: MarketStore, children: Promise<ChildApp>[]) => ({
  /** Calls one of the plugin's own routes; the answer may be a refusal. */
  api: <Body = unknown>(method: string, path: string, body?: unknown) =>
    market.app.api<Body & { message: string }>(method, `/admin/marketplaces${path}`, body),
  sql: <Row = Record<string, unknown>>(text: string, values: unknown[] = []) =>
    market.database.sql<Row>(text, values),
  /** Nothing is pulled before a test pulls it, or makes it due. */
  async connect(where: MarketplaceCase, options?: Parameters<typeof connect>[3]): Promise<Connected> {
    const connected = await connect(market.app, market.sandbox, where, options)
    await market.database.sql(
      "update marketplace_connection set next_run_at = now() + interval '1 day' where id = $1",
      [connected.id]
    )
    return connected
  },
  send: (connected: Pick<Connected, "id">) => send(market.app, connected),
  /** What the job of each minute begins, to its end. */
  dispatch: () => dispatchWork(market.app),
  /** A round of ten minutes: the sweep and the comparisons that are due, to their end. */
  sweep: () => sweepAll(market.app),
  pull: (connected: Pick<Connected, "id">) => pull(market.app, connected),
  pullAll: (connected: Connected) => pullAll(market, connected),
  pullIds: (connected: Pick<Connected, "id">, external_ids: string[]) =>
    pullIds(market.app, connected, external_ids),
  seedOrders: (connected: Connected, request: Seed): ExpectedOrder[] =>
    seedOrders(market.sandbox, connected, request),
  seedNow: (connected: Connected, request: Seed): ExpectedOrder[] =>
    seedNow(market.sandbox, connected, request),
  /** The same store in a process of its own, which ends before the store does. */
  startChild(env: Record<string, string> = {}): Promise<ChildApp> {
    const child = startChildApp({ databaseUrl: market.database.url, env: { ...market.env, ...env } })
    // A failure is reported to the test that awaits it.
    child.catch(() => undefined)
    children.push(child)
    return child
  },
})
