import type { ExpectedOrder } from "../sandbox/expected"
import { MARKETPLACE_MODULE } from "../src/modules/marketplace"
import type MarketplaceModuleService from "../src/modules/marketplace/service"
import { withoutLeasesAndClaims } from "./helpers/child-commands"
import { type Connected, countPending } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import type { ChildApp } from "./helpers/start-child-app"
import { expectExactlyOnce, expectNoStrays } from "./helpers/store-figures"

const COMMANDS = "integration-tests/helpers/child-commands.ts"
const ORDERS = 100

const store = marketTest({ seconds: 240, env: { LOCKING: "postgres" } })

describe("An import", () => {
  let children: ChildApp[]

  beforeAll(async () => {
    children = await Promise.all([1, 2].map(() => store.startChild()))
  })

  afterEach(() => expectNoStrays(store.database))

  /** Both children and a run by hand begin together, as often as it takes; both marketplaces at the same time. */
  async function race(): Promise<void> {
    const { app, database } = store
    const connections = await Promise.all(MARKETPLACES.map((market) => store.connect(market)))
    const orders = connections.map((connected) => store.seedOrders(connected, { count: ORDERS }))
    const ids = connections.map(({ id }) => id)
    for (let round = 0; round < 10; round++) {
      await Promise.all([
        ...children.map((child) => child.run(COMMANDS, "pullConnections", ids)),
        ...ids.map((id) => app.api("POST", `/admin/marketplaces/connections/${id}/import`, {})),
        ...ids.map((id) => store.pull({ id })),
      ])
      const pending = await Promise.all(connections.map((connected) => countPending(database, connected)))
      if (round > 0 && pending.every((count) => count === 0)) break
    }
    await expectExactlyOnce(database, orders.flat())
    for (const [index, { id }] of connections.entries()) {
      const rows = await database.sql(
        "select state, problem_code, count(*)::int from marketplace_order where connection_id = $1 group by 1, 2",
        [id]
      )
      expect(rows).toEqual([{ state: "imported", problem_code: null, count: orders[index].length }])
    }
  }

  it("of 100 orders by two processes and a manual run at the same time makes each once", race)

  it("makes each order once also where leases and claims hold no process back", async () => {
    const service = store.app.container.resolve<MarketplaceModuleService>(MARKETPLACE_MODULE)
    const { acquireLease } = service.leases
    const { claimImportable } = service.orders
    await Promise.all(children.map((child) => child.run(COMMANDS, "withoutLeasesAndClaims")))
    withoutLeasesAndClaims(store.app)
    try {
      await race()
    } finally {
      Object.assign(service.leases, { acquireLease })
      Object.assign(service.orders, { claimImportable })
    }
  })

  describe.each(MARKETPLACES)("($id)", (market) => {
    const remove = ({ id }: Connected) => store.app.api("DELETE", `/admin/marketplaces/connections/${id}`)
    const imported = async (count: number): Promise<[Connected, ExpectedOrder[]]> => {
      const connected = await store.connect(market)
      const orders = store.seedOrders(connected, { count })
      await store.pullAll(connected)
      await expectExactlyOnce(store.database, orders)
      return [connected, orders]
    }

    it("makes nothing again when a connection is deleted and made again", async () => {
      const [first, orders] = await imported(5)
      expect((await remove(first)).status).toBe(200)
      const second = await store.connect(market, { account: first })
      orders.push(...store.seedOrders(second, { count: 2 }))
      await store.pullAll(second)
      await expectExactlyOnce(store.database, orders)
    })

    it("makes an order once that is twice on a page", async () => {
      const { sandbox } = store
      const connected = await store.connect(market)
      const orders = store.seedOrders(connected, { count: market.orders_per_page + 5 })
      sandbox.control.addFault({
        kind: "duplicate_in_page",
        account: connected.account,
        endpoint: market.endpoint.list,
      })
      await store.pullAll(connected)
      await expectExactlyOnce(store.database, orders)
    })

    it("adopts store orders after a reinstall instead of importing them again", async () => {
      const { database, app } = store
      const [first, orders] = await imported(5)
      // As a removed plugin leaves the store: nothing of ours is there any more.
      const own = "connection_id = $1"
      await database.sql(
        `delete from marketplace_order_snapshot where marketplace_order_id in (select id from marketplace_order where ${own})`,
        [first.id]
      )
      for (const table of ["order", "run", "credential", "history_entry"]) {
        await database.sql(`delete from marketplace_${table} where ${own}`, [first.id])
      }
      await database.sql("delete from marketplace_connection where id = $1", [first.id])

      const second = await store.connect(market, { account: first })
      const rows = () =>
        database.sql(
          `select external_id, state, order_id, jsonb_array_length(lines) as lines from marketplace_order
            where connection_id = $1 order by external_id`,
          [second.id]
        )
      const adopted = await rows()
      expect(adopted).toHaveLength(orders.length)
      const [{ id }] = await database.sql<{ id: string }>(
        "select id from marketplace_order where connection_id = $1 limit 1",
        [second.id]
      )
      expect(await app.api("GET", `/admin/marketplaces/orders/${id}`)).toMatchObject({
        status: 200,
        body: { order: { state: "imported", snapshot: null } },
      })
      orders.push(...store.seedOrders(second, { count: 1 }))
      await store.pullAll(second)
      await expectExactlyOnce(database, orders)
      expect(await rows()).toEqual(expect.arrayContaining(adopted))
      const snapshots = await database.sql(
        `select 1 from marketplace_order_snapshot s join marketplace_order o on o.id = s.marketplace_order_id
          where o.connection_id = $1`,
        [second.id]
      )
      expect(snapshots).toHaveLength(orders.length)
    })
  })
})
