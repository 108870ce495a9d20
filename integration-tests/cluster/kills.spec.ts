import { clusterFlow } from "../helpers/cluster-flow"
import { clusterTest } from "../helpers/cluster-test"
import type { Connected } from "../helpers/connect"
import { MARKETPLACES } from "../helpers/marketplace-cases"

/** A lease ends after 45 s, and the next minute's job finds what is due. */
const TAKEN_OVER = 150

const cluster = clusterTest({ seconds: 400 })
const flow = clusterFlow(cluster)

describe.each(MARKETPLACES)("A worker that is killed ($id)", (market) => {
  let connected: Connected

  beforeAll(async () => {
    connected = await cluster.connect(market)
  })

  it("while it imports is followed by the other one, which makes each order once", async () => {
    const since = new Date()
    // More than one batch: the first is in the store before anything is seen of it.
    const orders = cluster.seedNow(connected, { count: 250 })
    await flow.askFor(connected)
    const worker = await flow.whoDoes("import", since, 5)
    await cluster.kill(worker)
    expect(await flow.importedOf(orders)).toBeLessThan(orders.length)
    await flow.allImported(orders, TAKEN_OVER)
    await flow.expectOnce({ connected, orders })
    await cluster.start(worker)
  })

  it("while it sends is followed by the other one, which sends each parcel once", async () => {
    const orders = cluster.seedNow(connected, { count: 6 })
    await flow.run(connected)
    await flow.allImported(orders, TAKEN_OVER)
    const { account } = connected
    const endpoint = market.endpoint.ship
    // The first one arrives, and the worker never knows.
    cluster.sandbox.control.addFault({
      kind: "hang",
      endpoint,
      account,
      after_effect: true,
      times: 1,
      skip: 1,
    })
    const since = new Date()
    await flow.ship(orders)
    const worker = await flow.whoDoes("call", since, 2)
    await cluster.kill(worker)
    cluster.sandbox.control.removeFaults()
    await Promise.all([cluster.start(worker), flow.allConfirmed({ connected, orders }, TAKEN_OVER * 2)])
    await flow.expectOnce({ connected, orders }, orders)
  })
})
