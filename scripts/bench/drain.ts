import { performance } from "node:perf_hooks"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import type { App } from "../../integration-tests/helpers/app"
import type { TestDatabase } from "../../integration-tests/helpers/database"
import { plantShipments } from "../../integration-tests/helpers/plant-shipments"
import { startChildApp } from "../../integration-tests/helpers/start-child-app"
import { DEFAULT_CATALOG } from "../../sandbox/catalog"
import type { Sandbox } from "../../sandbox/server"
import { pullMarketplaceOrdersWorkflow } from "../../src/workflows/pull-orders"
import { sendMarketplaceActionsWorkflow } from "../../src/workflows/send-actions"
import { benchOrders, octopiaOrder } from "./orders"

/** Calls a second that the connection is allowed; the default for Octopia is one. */
const RATE = 10
const PARCELS_PER_ORDER = 2
const SAMPLE_MS = 10_000

type Sent = {
  seconds: number
  /** Of this process, in milliseconds. */
  cpu: number
  before: number
  peak: number
  after: number
}
export type Drained = Sent & {
  parcels: number
  calls_per_second: number
  most_in_a_second: number
  limit: number
}

/** In the child: sends all that is due, and returns the time it took and the heap in MB after forced collections. */
export async function send({ container }: App, connection_id: string): Promise<Sent> {
  setFlagsFromString("--expose_gc")
  const collect = runInNewContext("gc") as () => void
  const heap = () => {
    collect()
    return process.memoryUsage().heapUsed / 1024 / 1024
  }
  const before = heap()
  let peak = before
  const sampling = setInterval(() => (peak = Math.max(peak, heap())), SAMPLE_MS)
  const started = performance.now()
  const cpu = process.cpuUsage()
  await sendMarketplaceActionsWorkflow(container).run({ input: { connection_id } })
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(cpu)
  clearInterval(sampling)
  return { seconds, cpu: (user + system) / 1000, before, peak, after: heap() }
}

export async function pull({ container }: App, connection_id: string): Promise<void> {
  await pullMarketplaceOrdersWorkflow(container).run({ input: { connection_id } })
}

export { connect, seedChild } from "./backlog"

const FILE = "scripts/bench/drain.ts"

/** Parcels that wait, two of each order, on a database and in a process of their own. */
export async function drain(
  sandbox: Sandbox,
  database: TestDatabase,
  env: Record<string, string>,
  parcels: number,
  say: (text: string) => void
): Promise<Drained> {
  const { control } = sandbox
  const child = await startChildApp({ databaseUrl: database.url, env })
  await child.run(FILE, "seedChild")
  const connection_id = await child.run<string>(FILE, "connect")
  const orders = benchOrders("D-", Math.ceil(parcels / PARCELS_PER_ORDER), DEFAULT_CATALOG)
  const salesChannel = { id: "EXEMFR", name: "A channel that takes several parcels" }
  for (const order of orders) {
    control.cdiscount.put({ order: { ...octopiaOrder(order, "12345", new Date()), salesChannel } })
  }
  await child.run(FILE, "pull", connection_id)
  await database.sql(
    `update marketplace_connection
        set settings = jsonb_set(settings, '{cdiscount,requests_per_second}', to_jsonb($2::int)) where id = $1`,
    [connection_id, RATE]
  )
  const planted = await plantShipments(database, connection_id)
  if (planted !== orders.length * PARCELS_PER_ORDER) throw new Error(`${planted} parcels wait`)
  say(`${planted} parcels wait`)
  const calls = () => control.counts({ marketplace: "cdiscount" }).total
  const before = calls()
  const sent = await child.run<Sent>(FILE, "send", connection_id)
  const ledgers = orders.flatMap(({ id }) => control.cdiscount.ledger({ external_id: id }))
  const shipments = ledgers.flatMap(({ shipments }) => shipments)
  const wrong = ledgers.flatMap((one) => [...one.duplicate_shipments, ...one.refused_shipments])
  if (
    new Set(shipments.map(({ number }) => number)).size !== planted ||
    shipments.length !== planted ||
    wrong.length
  ) {
    throw new Error(`${shipments.length} of ${planted} parcels were sent, ${wrong.length} of them wrongly`)
  }
  const { most_in_a_second } = control.counts({ endpoint: "POST /orders/{orderId}/shipments" })
  await child.kill()
  return {
    ...sent,
    parcels: planted,
    calls_per_second: (calls() - before) / sent.seconds,
    most_in_a_second,
    limit: RATE,
  }
}

/** How the row of the table begins, so that it can be found again. */
export const DRAIN_ROW = "| parcels that waited"

export function drainRow({
  parcels,
  seconds,
  cpu,
  calls_per_second,
  most_in_a_second,
  limit,
  ...heap
}: Drained): string {
  const percent = ((calls_per_second / limit) * 100).toFixed(0)
  const { before, peak, after } = heap
  return (
    `${DRAIN_ROW}: ${parcels} of ${parcels / PARCELS_PER_ORDER} orders, at a limit of ${limit} calls a second (heap after forced collections) | ` +
    `${calls_per_second.toFixed(1)} calls/s (${percent} % of the limit, at most ${most_in_a_second} in a second), ${seconds.toFixed(0)} s, ${(cpu / parcels).toFixed(0)} ms of CPU a parcel; ` +
    `heap ${before.toFixed(0)} MB before, at most ${peak.toFixed(0)} MB, ${after.toFixed(0)} MB after | ` +
    "the limit (seconds of arrival may hold one more), each once; at most 30 MB more |"
  )
}
