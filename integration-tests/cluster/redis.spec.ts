import { setTimeout as pause } from "node:timers/promises"
import { clusterFlow } from "../helpers/cluster-flow"
import { clusterTest } from "../helpers/cluster-test"
import type { Connected } from "../helpers/connect"
import { MARKETPLACES } from "../helpers/marketplace-cases"

const DOWN_MS = 20_000
const ANSWERED_MS = 5_000

const cluster = clusterTest({ seconds: 600 })
const flow = clusterFlow(cluster)

/** Milliseconds that one of our routes takes. */
async function time(work: () => Promise<unknown>): Promise<number> {
  const since = Date.now()
  await work()
  return Date.now() - since
}

describe("A Redis", () => {
  let connections: Connected[]
  const sold = () =>
    connections.map((connected) => ({ connected, orders: cluster.seedNow(connected, { count: 40 }) }))

  beforeAll(async () => {
    connections = []
    for (const market of MARKETPLACES) connections.push(await cluster.connect(market))
  })

  it("that is down for 20 seconds, during import and sending, loses and doubles nothing", async () => {
    const parcels = connections.map((connected) => ({
      connected,
      orders: cluster.seedNow(connected, { count: 4 }),
    }))
    for (const { connected } of parcels) await flow.run(connected)
    for (const { orders } of parcels) await flow.allImported(orders, 120)
    const running = sold()
    const since = new Date()
    for (const { connected } of running) await flow.askFor(connected)
    for (const { orders } of parcels) await flow.ship(orders)
    await flow.whoDoes("import", since, 5)
    await cluster.redis.stop()
    const back = pause(DOWN_MS).then(() => cluster.redis.start())
    expect(await time(() => cluster.desk.get("/overview"))).toBeLessThan(ANSWERED_MS)
    let asked = ""
    expect(await time(async () => (asked = await flow.askFor(connections[0])))).toBeLessThan(ANSWERED_MS)
    await back
    await flow.isDone(asked, 240)
    for (const { orders } of running) await flow.allImported(orders, 240)
    await Promise.all(parcels.map((one) => flow.allConfirmed(one, 240)))
    for (const one of running) await flow.expectOnce(one)
    for (const one of parcels) await flow.expectOnce(one, one.orders)
    expect([...cluster.processes.keys()].sort()).toEqual(["server", "worker-1", "worker-2"])
  })

  it("that is restarted empty, and has lost its schedules, is noticed: the orders come in", async () => {
    await cluster.redis.stop()
    await cluster.redis.start({ empty: true })
    const running = sold()
    await cluster.sql("update marketplace_connection set next_run_at = now()")
    for (const { orders } of running) await flow.allImported(orders, 420)
    for (const one of running) await flow.expectOnce(one)
  })
})
