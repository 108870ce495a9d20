import { clusterFlow } from "../helpers/cluster-flow"
import { clusterTest } from "../helpers/cluster-test"
import type { Connected } from "../helpers/connect"
import { MARKETPLACES } from "../helpers/marketplace-cases"

const cluster = clusterTest({ seconds: 180 })
const flow = clusterFlow(cluster)

describe("A store of one server and two workers on Redis", () => {
  let connections: Connected[]

  beforeAll(async () => {
    connections = []
    for (const market of MARKETPLACES) connections.push(await cluster.connect(market))
  })

  it("brings orders in, and sends what was packed and shipped until it is confirmed", async () => {
    const sold = connections.map((connected) => ({
      connected,
      orders: cluster.seedNow(connected, { count: 2 }),
    }))
    await Promise.all(connections.map((connected) => flow.askFor(connected)))
    for (const { orders } of sold) await flow.allImported(orders, 90)
    for (const { orders } of sold) await flow.ship(orders)
    await Promise.all(sold.map((one) => flow.allConfirmed(one, 90)))
    for (const one of sold) await flow.expectOnce(one, one.orders)
    const work = [
      ...(await cluster.work("run")),
      ...(await cluster.work("import")),
      ...(await cluster.work("call")),
    ]
    expect(new Set(work.map(({ process }) => process.split("-")[0]))).toEqual(new Set(["worker"]))
  })

  it("loses and doubles nothing when the process that imports is killed", async () => {
    const [connected] = connections
    const orders = cluster.seedNow(connected, { count: 120 })
    const since = new Date()
    await flow.askFor(connected)
    const name = await flow.whoDoes("import", since, 3)
    await cluster.kill(name)
    expect(await flow.importedOf(orders)).toBeLessThan(orders.length)
    await Promise.all([flow.letTimePass(), cluster.start(name)])
    await flow.askFor(connected)
    await flow.allImported(orders, 120)
    await flow.expectOnce({ connected, orders })
  })
})
