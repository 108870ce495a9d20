import type { ExpectedOrder } from "../../sandbox/expected"
import { type Sandbox, startSandbox } from "../../sandbox/server"
import { callAs } from "../../scripts/demo/store-api"
import { packAndShip } from "../../scripts/demo/ship"
import { type Redis, startRedis } from "../../scripts/store/redis"
import { call } from "./call"
import { connect, type Connected, seedNow, seedOrders } from "./connect"
import { createTestDatabase, type TestDatabase } from "./database"
import { marketplaceApi } from "./marketplace-api"
import type { MarketplaceCase } from "./marketplace-cases"
import { marketplaceEnv } from "./marketplace-env"
import { type ChildApp, startChildApp } from "./start-child-app"

type Parts = {
  sandbox: Sandbox
  database: TestDatabase
  redis: Redis
  /** The processes that run now, by name: `server`, `worker-1`, `worker-2`. */
  processes: Map<string, ChildApp>
  env: Record<string, string>
  /** Whether jobs run on their own. */
  jobs: boolean
}
export type Cluster = Parts & ReturnType<typeof actsOf> & { desk: ReturnType<typeof marketplaceApi> }
export type ClusterOptions = {
  workers?: number
  env?: Record<string, string>
  jobs?: boolean
  /** File and name of what fills the store, in the server; without it, the sandbox's catalog and 1,000 of each. */
  seed?: [file: string, name: string]
}

/** A store of several processes that is not started yet. */
export function newCluster(): Cluster {
  const cluster = { processes: new Map() } as Cluster
  Object.assign(cluster, actsOf(cluster))
  cluster.desk = marketplaceApi(cluster)
  return cluster
}

/**
 * Starts a store on Redis as docs/operations.md sets it up: one server that answers requests and `workers` [2] that do
 * the work, each a process of its own, beside both marketplaces.
 */
export async function startCluster(
  cluster: Cluster,
  {
    workers = 2,
    env = {},
    jobs = true,
    seed = ["integration-tests/helpers/child-commands.ts", "makeStore"],
  }: ClusterOptions = {}
): Promise<void> {
  cluster.jobs = jobs
  cluster.redis = await startRedis()
  cluster.sandbox = await startSandbox()
  cluster.database = await createTestDatabase()
  cluster.env = {
    ...marketplaceEnv(cluster.sandbox),
    MEDUSA_FF_CACHING: "true",
    REDIS_URL: cluster.redis.url,
    ...env,
  }
  // Alone, since it makes what every store has.
  await cluster.start("server")
  await Promise.all([
    cluster.processOf("server").run(...seed),
    watchWork(cluster.database),
    ...Array.from({ length: workers }, (_, index) => cluster.start(`worker-${index + 1}`)),
  ])
}

export async function endCluster(cluster: Cluster): Promise<void> {
  await Promise.all([...cluster.processes.values()].map((child) => child.kill()))
  await cluster.database?.drop()
  await cluster.sandbox?.stop()
  await cluster.redis?.end()
}

const actsOf = (cluster: Parts) => {
  const processOf = (name: string) => {
    const child = cluster.processes.get(name)
    if (!child) throw new Error(`${name} is not running.`)
    return child
  }
  const server = () => processOf("server")
  const api = <Body = unknown>(method: string, path: string, body?: unknown) =>
    call<Body & { message: string }>(server().url + path, method, body, server().token)
  return {
    api,
    processOf,
    sql: <Row = Record<string, unknown>>(text: string, values: unknown[] = []) =>
      cluster.database.sql<Row>(text, values),
    connect: (where: MarketplaceCase, options?: Parameters<typeof connect>[3]) =>
      connect({ api } as Parameters<typeof connect>[0], cluster.sandbox, where, options),
    seedOrders: (connected: Connected, request: Parameters<typeof seedOrders>[2]): ExpectedOrder[] =>
      seedOrders(cluster.sandbox, connected, request),
    seedNow: (connected: Connected, request: Parameters<typeof seedOrders>[2]): ExpectedOrder[] =>
      seedNow(cluster.sandbox, connected, request),
    /** Packs and ships as the warehouse does, in the server's admin. */
    packAndShip: (order_id: string, tracking_number: string) =>
      packAndShip({ call: callAs(server().url, server().token) }, order_id, tracking_number),
    /** A process by its name: a server or a worker. */
    async start(name: string): Promise<void> {
      const child = await startChildApp({
        databaseUrl: `${cluster.database.url}?application_name=${name}`,
        jobs: cluster.jobs,
        env: { ...cluster.env, MEDUSA_WORKER_MODE: name.split("-")[0] },
      })
      cluster.processes.set(name, child)
    },
    /** Ends it at once, as a crash would. */
    async kill(name: string): Promise<void> {
      await processOf(name).kill()
      cluster.processes.delete(name)
    },
    /** Ends it as a deploy does, and returns the seconds that it took. */
    async stop(name: string): Promise<number> {
      const since = Date.now()
      await processOf(name).stop()
      cluster.processes.delete(name)
      return (Date.now() - since) / 1000
    },
    /** What was done since `after` [the start], and by which process, in order. */
    work: (what: Work["what"], after = new Date(0)) =>
      cluster.database.sql<Work>(
        "select process, what, id, at from work_done where what = $1 and at > $2 order by at",
        [what, after]
      ),
  }
}

export type Work = { process: string; what: "run" | "import" | "call"; id: string; at: Date }

/** Writes down which process begins a run, imports an order, and calls a marketplace to change something there. */
async function watchWork({ sql }: TestDatabase): Promise<void> {
  await sql(`
    create table work_done (process text, what text, id text, at timestamptz default clock_timestamp());
    create function note_work() returns trigger language plpgsql as $$
    begin
      insert into work_done (process, what, id) values (current_setting('application_name'), tg_argv[0], new.id);
      return null;
    end $$;
    create trigger note_run after insert or update of state on marketplace_run
      for each row when (new.state = 'running') execute function note_work('run');
    create trigger note_import after update of imported_at on marketplace_order
      for each row when (old.imported_at is null and new.imported_at is not null) execute function note_work('import');
    create trigger note_call after update of state on marketplace_action
      for each row when (new.state = 'sending') execute function note_work('call')`)
}
