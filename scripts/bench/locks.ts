// Called by scripts/bench.mjs --locks: several connections that sell the same articles, on one locking provider.
import os from "node:os"
import { performance } from "node:perf_hooks"
import { setTimeout as pause } from "node:timers/promises"
import { parseArgs } from "node:util"
import { endCluster, newCluster, startCluster } from "../../integration-tests/helpers/cluster"
import { MARKETPLACES } from "../../integration-tests/helpers/marketplace-cases"
import { until } from "../../integration-tests/helpers/until"
import type { importBacklog } from "./backlog"
import type { Attempt } from "./shop"

const CONNECTIONS = 8
const WORKERS = ["worker-1", "worker-2"]
const WORKERS_NICE = 10
/** One packing and one purchase begin each second. */
const EVERY_MS = 1000
/** Packings before anything is imported beside them; the first one warms up. */
const QUIET = 6
const MOST_SECONDS = 3600
const BACKLOG = "scripts/bench/backlog.ts"
const SHOP = "scripts/bench/shop.ts"
const GOALS = { p95_ms: 1000, share: 0.8 }

const { values } = parseArgs({
  options: { locks: { type: "string" }, orders: { type: "string", default: "2000" } },
})
const say = (text: string) => console.log(`[${new Date().toISOString().slice(11, 19)}] ${text}`)
const quantile = (list: number[], q: number) => {
  const sorted = [...list].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0
}

type Imported = Awaited<ReturnType<typeof importBacklog>>
const cluster = newCluster()

const fill = (connection_id: string, worker: string, count: number) =>
  cluster.processOf(worker).run(BACKLOG, "storeBacklog", connection_id, count)

/** Imports all that is stored of a connection, also what had to wait for an article. Returns the orders that waited. */
async function drain(connection_id: string, worker: string): Promise<number> {
  await cluster.processOf(worker).run<Imported>(BACKLOG, "importBacklog", connection_id)
  const left = () =>
    cluster
      .sql<{ count: number }>(
        "select count(*)::int as count from marketplace_order where connection_id = $1 and imported_at is null",
        [connection_id]
      )
      .then(([{ count }]) => count)
  const waited = await left()
  await until(
    `every order of ${connection_id} is imported`,
    async () => {
      if (!(await left())) return true
      await cluster.sql("update marketplace_order set next_attempt_at = null where connection_id = $1", [
        connection_id,
      ])
      await cluster.processOf(worker).run<Imported>(BACKLOG, "importBacklog", connection_id)
      return false
    },
    MOST_SECONDS
  )
  return waited
}

/** Orders that can be packed, the oldest first. */
async function packable(connection_id: string): Promise<{ order_id: string; items: object[] }[]> {
  return cluster.sql(
    `select order_id, jsonb_agg(jsonb_build_object('id', line ->> 'line_item_id', 'quantity', (line ->> 'quantity')::int))
              as items
       from marketplace_order, jsonb_array_elements(lines) line
      where connection_id = $1 and imported_at is not null group by order_id`,
    [connection_id]
  )
}

async function pack({ order_id, items }: { order_id: string; items: object[] }): Promise<Attempt> {
  const started = performance.now()
  const { status, body } = await cluster.api("POST", `/admin/orders/${order_id}/fulfillments`, { items })
  return {
    ms: performance.now() - started,
    refusal: status === 200 ? null : `${status} ${body.message}`,
  }
}

/** Does it at every second until `work` is over; what takes longer is followed at once. */
async function beside(
  work: Promise<unknown>,
  attempt: () => Promise<Attempt> | undefined
): Promise<Attempt[]> {
  const attempts: Attempt[] = []
  let isOver = false
  const over = work.finally(() => (isOver = true)).catch(() => undefined)
  while (!isOver) {
    const next = Date.now() + EVERY_MS
    const one = attempt()
    if (one) attempts.push(await one)
    await Promise.race([over, pause(Math.max(0, next - Date.now()))])
  }
  return attempts
}

/** Levels whose reserved quantity is not the sum of their reservations. */
const drift = async () =>
  (
    await cluster.sql(
      `select l.id from inventory_level l
         left join reservation_item r on r.inventory_item_id = l.inventory_item_id and r.location_id = l.location_id
          and r.deleted_at is null
        where l.deleted_at is null group by l.id having l.reserved_quantity <> coalesce(sum(r.quantity), 0)`
    )
  ).length

async function measure(provider: string, orders: number): Promise<boolean> {
  const each = Math.ceil(orders / CONNECTIONS)
  await startCluster(cluster, { jobs: false, env: { LOCKING: provider }, seed: [SHOP, "openShop"] })
  const [market] = MARKETPLACES
  const connections: { id: string; worker: string }[] = []
  for (let index = 0; index < CONNECTIONS; index++) {
    const { id } = await cluster.connect(market)
    connections.push({ id, worker: WORKERS[index % WORKERS.length] })
  }
  const [first] = connections
  // As docs/operations.md says for a server and workers on one machine.
  for (const worker of WORKERS) await cluster.processOf(worker).run(SHOP, "yieldToServer", WORKERS_NICE)
  say("warming up")
  for (const worker of WORKERS) {
    await fill(first.id, worker, 30)
    await drain(first.id, worker)
  }
  await cluster.processOf("server").run(SHOP, "buy")

  const alone: number[] = []
  const measureAlone = async () => {
    await fill(first.id, first.worker, each)
    const started = performance.now()
    await drain(first.id, first.worker)
    alone.push(each / ((performance.now() - started) / 1000))
    say(`one connection alone: ${alone[alone.length - 1].toFixed(1)} orders/s`)
  }
  await measureAlone()
  const parcels = await packable(first.id)
  const quiet: Attempt[] = []
  for (const parcel of parcels.splice(0, QUIET)) quiet.push(await pack(parcel))
  for (const { id, worker } of connections) await fill(id, worker, each)
  say(`${CONNECTIONS} connections, ${each * CONNECTIONS} orders`)
  await cluster.processOf("server").run(SHOP, "takeWaits")
  const started = performance.now()
  const work = Promise.all(connections.map(({ id, worker }) => drain(id, worker)))
  const [waited, packed, bought] = await Promise.all([
    work,
    beside(work, () => {
      const parcel = parcels.shift()
      return parcel && pack(parcel)
    }),
    beside(work, () => cluster.processOf("server").run<Attempt>(SHOP, "buy")),
  ])
  const rate = (each * CONNECTIONS) / ((performance.now() - started) / 1000)
  const waits = await cluster.processOf("server").run<number[]>(SHOP, "takeWaits")
  await measureAlone()
  return report(provider, {
    quiet: quiet.slice(1),
    waits,
    rate,
    alone: alone.reduce((sum, one) => sum + one, 0) / alone.length,
    waited: waited.reduce((sum, count) => sum + count, 0),
    orders: each * CONNECTIONS,
    packed,
    bought,
    drift: await drift(),
  })
}

type Measured = {
  quiet: Attempt[]
  waits: number[]
  rate: number
  alone: number
  waited: number
  orders: number
  packed: Attempt[]
  bought: Attempt[]
  drift: number
}

function report(
  provider: string,
  { quiet, waits, rate, alone, waited, orders, packed, bought, drift }: Measured
): boolean {
  const share = rate / alone
  const p95 = (attempts: Attempt[]) =>
    quantile(
      attempts.map(({ ms }) => ms),
      0.95
    )
  const median = (attempts: Attempt[]) =>
    quantile(
      attempts.map(({ ms }) => ms),
      0.5
    )
  const refusals = [...packed, ...bought].flatMap(({ refusal }) => refusal ?? [])
  const isMet = !refusals.length && p95(packed) <= GOALS.p95_ms && share >= GOALS.share && drift === 0
  const [cpu] = os.cpus()
  const line = (what: string, found: string, goal: string) =>
    console.log(`  ${what.padEnd(50)}${found.padEnd(36)}${goal}`)
  console.log(
    `\nlocking-${provider}, ${orders} orders on ${CONNECTIONS} connections in ${WORKERS.length} workers, ` +
      `${os.cpus().length} × ${cpu.model.trim()}; load average ${os.loadavg()[0].toFixed(1)}, of which 2 to 4 are this measurement's own\n`
  )
  line("packings refused", `${packed.filter(({ refusal }) => refusal).length} of ${packed.length}`, "0")
  line("purchases refused", `${bought.filter(({ refusal }) => refusal).length} of ${bought.length}`, "0")
  line(
    "a packing, p95 (median)",
    `${p95(packed).toFixed(0)} ms (${quantile(
      packed.map(({ ms }) => ms),
      0.5
    ).toFixed(0)} ms)`,
    `at most ${GOALS.p95_ms} ms`
  )
  line("a packing before the import, median", `${median(quiet).toFixed(0)} ms`, "")
  line(
    "the server's waits for an article's lock, p95",
    `${quantile(waits, 0.95).toFixed(0)} ms (at most ${Math.max(0, ...waits).toFixed(0)} ms)`,
    ""
  )
  line("a purchase, p95", `${p95(bought).toFixed(0)} ms`, "")
  line(
    "import, against one connection alone",
    `${rate.toFixed(1)} and ${alone.toFixed(1)} orders/s: ${share.toFixed(2)} ×`,
    `at least ${GOALS.share} ×`
  )
  line("orders that were tried again later", String(waited), "")
  line("stock levels that drifted", String(drift), "0")
  for (const refusal of new Set(refusals)) console.log(`  refused: ${refusal}`)
  console.log(isMet ? "\n  Every goal is met.\n" : "\n  A goal is missed.\n")
  return isMet
}

async function main(): Promise<number> {
  const provider = values.locks ?? ""
  const orders = Number(values.orders)
  if (!["redis", "postgres"].includes(provider) || !(orders >= CONNECTIONS)) {
    console.error("npm run bench -- --locks redis|postgres [--orders 2000]")
    return 2
  }
  try {
    return (await measure(provider, orders)) ? 0 : 1
  } finally {
    await endCluster(cluster)
  }
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(error)
    process.exit(1)
  }
)
