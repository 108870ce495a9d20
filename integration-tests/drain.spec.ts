import { leastTurn } from "../src/marketplaces/__tests__/longest-turn"
import { BATCH_SIZE } from "../src/workflows/import-orders/import-orders"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { plantShipments } from "./helpers/plant-shipments"
import type { ChildApp } from "./helpers/start-child-app"
import { until } from "./helpers/until"

const ORDERS = 40
/** Calls a second, by the connections' settings. */
const RATE = 10
const COMMANDS = "integration-tests/helpers/child-commands.ts"
const PACE = { cdiscount: { requests_per_second: RATE }, rakuten: { min_spacing_ms: 1000 / RATE } }

const store = marketTest({ seconds: 300 })

/** Of calls in the order in which they came. */
const mostInASecond = (calls: { received_ms: number }[]) =>
  Math.max(
    ...calls.map(
      ({ received_ms: from }) => calls.filter(({ received_ms: ms }) => ms >= from && ms < from + 1000).length
    )
  )

/** Hundreds of parcels wait, several of each order; the process that sends them is killed in a call, another continues. */
describe("A backlog of parcels", () => {
  let children: ChildApp[]
  let shops: Connected[]
  let ids: string[]
  let planted: number[]

  beforeAll(async () => {
    const { sandbox, database } = store
    const starting = [1, 2].map(() => store.startChild())
    shops = []
    for (const market of MARKETPLACES) {
      const settings = { [market.id]: PACE[market.id] }
      const shop = await store.connect(market, { settings })
      shops.push(shop)
      const orders = store.seedOrders(shop, { count: ORDERS, kinds: Array(ORDERS).fill("multi_line") })
      if (market.id === "cdiscount") {
        // A channel that takes several parcels of an order.
        for (const { external_id } of orders) {
          const salesChannel = { id: "EXEMFR", name: "Enseigne Exemple" }
          sandbox.control.cdiscount.modify({ external_id: external_id ?? "", patch: { salesChannel } })
        }
      }
      await store.pullAll(shop)
    }
    ids = shops.map(({ id }) => id)
    planted = []
    for (const id of ids) planted.push(await plantShipments(database, id))
    children = await Promise.all(starting)
  })

  const send = (child: ChildApp) => child.run<number>(COMMANDS, "sendConnections", ids)
  const ledgers = ({ market, account }: Connected) =>
    store.sandbox.control[market.id].ledger().filter((ledger) => ledger.account === account)
  const sent = () => shops.map((shop) => ledgers(shop).flatMap(({ shipments }) => shipments).length)
  const unfinished = async () => {
    const [{ count }] = await store.sql<{ count: number }>(
      `select count(*)::int as count from marketplace_action
        where connection_id = any($1) and state not in ('sent', 'confirmed')`,
      [ids]
    )
    return count
  }
  /** As if the time had passed that a dead process's leases and claims last, and effects take to show. */
  async function letTimePass(): Promise<void> {
    store.sandbox.control.time({ advance_minutes: 5 })
    await store.sql("update marketplace_connection set send_lease_until = now() where id = any($1)", [ids])
    await store.sql(
      `update marketplace_action set claimed_until = null, next_attempt_at = now()
        where connection_id = any($1) and state in ('sending', 'retrying')`,
      [ids]
    )
  }

  it("is sent once, in each order's sequence, never faster than the marketplace allows", async () => {
    expect(planted).toEqual([ORDERS * 3, ORDERS * 3])
    const { control } = store.sandbox
    for (const { market, account } of shops) {
      const half = Math.round((ORDERS * 3) / 2)
      control.addFault({
        kind: "hang",
        after_effect: true,
        endpoint: market.endpoint.ship,
        account,
        skip: half,
        times: 1,
      })
    }
    const [first, second] = children
    const killed = first.run(COMMANDS, "sendConnections", ids).catch(() => "killed")
    await until("both connections are in the middle", () => sent().every((count) => count > 20), 60)
    // One at a time keeps a connection's pace.
    expect(await send(second)).toBe(0)
    await until(
      "each has a call that gets no answer",
      () => control.faults().every(({ hits }) => hits === 1),
      60
    )
    await first.kill()
    expect(await killed).toBe("killed")
    const before = sent()
    expect(await send(second)).toBe(0)
    expect(sent()).toEqual(before)

    // Another process reads the orders meanwhile.
    const since = Math.max(...control.requests().map((request) => request.id))
    const reading = Promise.all(
      shops.map((shop) =>
        store.pullIds(
          shop,
          ledgers(shop).map(({ external_id }) => external_id)
        )
      )
    )
    await until(
      "the second has sent the rest",
      async () => {
        await letTimePass()
        await send(second)
        return (await unfinished()) === 0
      },
      120
    )
    await reading
    for (const { account, market } of shops) {
      const calls = control.requests({ account, after_id: since })
      const isTelling = calls.map(({ endpoint }) => endpoint === market.endpoint.ship)
      expect(isTelling.indexOf(true)).toBeLessThan(isTelling.lastIndexOf(false) - RATE)
      // Some of a second's calls may have been on their way for a while.
      expect(mostInASecond(calls)).toBeLessThanOrEqual(RATE * 1.25)
    }

    for (const shop of shops) {
      const orders = await store.sql<{ external_id: string; items: string[]; numbers: string[] }>(
        `select o.external_id,
                (select array_agg(item) from jsonb_array_elements(o.lines) line,
                        jsonb_array_elements_text(line -> 'external_ids') item) as items,
                (select array_agg(l.tracking_number order by l.tracking_number) from marketplace_action a
                   join fulfillment_label l on l.fulfillment_id = a.fulfillment_id
                  where a.marketplace_order_id = o.id) as numbers
           from marketplace_order o where o.connection_id = $1`,
        [shop.id]
      )
      expect(orders).toHaveLength(ORDERS)
      const found = ledgers(shop)
      for (const { external_id, items, numbers } of orders) {
        const ledger = found.find((one) => one.external_id === external_id)
        const { shipments = [], duplicate_shipments, refused_shipments } = ledger ?? {}
        expect([...new Set(shipments.map(({ number }) => number))]).toEqual(numbers)
        expect(shipments.flatMap(({ item_ids }) => item_ids).sort()).toEqual(items.sort())
        expect([duplicate_shipments, refused_shipments]).toEqual([[], []])
      }
      const { account, market } = shop
      const { most_in_a_second } = control.counts({ account, endpoint: market.endpoint.ship })
      // The first of a second's calls may have been on its way for a while.
      expect(most_in_a_second).toBeLessThanOrEqual(RATE + 1)
    }
  })

  it("is confirmed completely by the next pull, without a call per parcel", async () => {
    const shop = shops[0]
    const { control } = store.sandbox
    control.time({ advance_minutes: 1 })
    const reads = () => control.counts({ account: shop.account, endpoint: "GET /orders/{orderId}" }).total
    const before = reads()
    // A clock that was wrong has left a turn far ahead: no process waits for it.
    await store.sql(
      "update marketplace_credential set next_call_at = now() + interval '1 hour' where connection_id = $1",
      [shop.id]
    )
    await store.pull(shop)
    const states = await store.sql("select distinct state from marketplace_action where connection_id = $1", [
      shop.id,
    ])
    expect(states).toEqual([{ state: "confirmed" }])
    expect(reads()).toBe(before)
  })
})

/** How long the store may be kept waiting by one piece of our work, in milliseconds. */
const LONGEST_TURN = 200

describe.each(MARKETPLACES)("$id: a backlog of orders", (where) => {
  it("is imported in batches, of which none keeps the store waiting", async () => {
    const shop = await store.connect(where)
    const longest = await leastTurn(async () => {
      store.seedNow(shop, { count: BATCH_SIZE, kinds: ["multi_line"] })
      await store.pullAll(shop)
    })
    expect(longest).toBeLessThan(LONGEST_TURN)
  })
})
