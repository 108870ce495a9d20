import { clusterFlow } from "../helpers/cluster-flow"
import { clusterTest } from "../helpers/cluster-test"
import { restartServer } from "../helpers/database"
import { MARKETPLACES } from "../helpers/marketplace-cases"

const cluster = clusterTest({ seconds: 400 })
const flow = clusterFlow(cluster)

describe.each(MARKETPLACES)("A PostgreSQL that is restarted ($id)", (market) => {
  it("during import and sending loses and doubles nothing", async () => {
    const connected = await cluster.connect(market)
    const parcels = cluster.seedNow(connected, { count: 4 })
    await flow.run(connected)
    await flow.allImported(parcels, 120)
    const orders = cluster.seedNow(connected, { count: 80 })
    const since = new Date()
    await flow.askFor(connected)
    await flow.ship(parcels)
    await flow.whoDoes("import", since, 5)
    await restartServer()
    await flow.allImported(orders, 240)
    await flow.expectOnce({ connected, orders })
    await flow.allConfirmed({ connected, orders: parcels }, 240)
    await flow.expectOnce({ connected, orders: parcels }, parcels)
    // A run that did not do everything says so.
    const untrue = await cluster.sql(
      `select id from marketplace_run where state = 'done' and error is null and (counts ->> 'failed')::int > 0`
    )
    expect(untrue).toEqual([])
  })
})
