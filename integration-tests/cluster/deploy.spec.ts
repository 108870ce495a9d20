import { clusterFlow } from "../helpers/cluster-flow"
import { clusterTest } from "../helpers/cluster-test"
import { MARKETPLACES } from "../helpers/marketplace-cases"

/** What docs/operations.md says a supervisor should wait at least. */
const PATIENCE_S = 20

const cluster = clusterTest({ seconds: 400 })
const flow = clusterFlow(cluster)

describe("A deploy that restarts one process after the other", () => {
  it("during import and sending loses and doubles nothing, and no process keeps it waiting", async () => {
    const connections = []
    for (const market of MARKETPLACES) connections.push(await cluster.connect(market))
    const parcels = connections.map((connected) => ({
      connected,
      orders: cluster.seedNow(connected, { count: 6 }),
    }))
    for (const { connected } of parcels) await flow.run(connected)
    for (const { orders } of parcels) await flow.allImported(orders, 120)
    const running = connections.map((connected) => ({
      connected,
      orders: cluster.seedNow(connected, { count: 100 }),
    }))
    const since = new Date()
    for (const { connected } of running) await flow.askFor(connected)
    for (const { orders } of parcels) await flow.ship(orders)
    await flow.whoDoes("import", since, 3)
    for (const name of ["worker-1", "worker-2", "server"]) {
      expect(await cluster.stop(name)).toBeLessThan(PATIENCE_S)
      await cluster.start(name)
    }
    for (const { orders } of running) await flow.allImported(orders, 150)
    await Promise.all(parcels.map((one) => flow.allConfirmed(one, 150)))
    for (const one of running) await flow.expectOnce(one)
    for (const one of parcels) await flow.expectOnce(one, one.orders)
  })
})
