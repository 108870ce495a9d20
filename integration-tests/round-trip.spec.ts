import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { until } from "./helpers/until"

type StoreOrder = {
  id: string
  total: number
  created_at: string
  payment_status: string
  metadata: Record<string, unknown>
  items: { id: string; quantity: number; metadata: { line_key: string } }[]
  marketplace_orders: { external_id: string; state: string }[]
}

type Row = { external_id: string; state: string; problem_code: string | null; order_id: string | null }

/** What the sandbox expects of an order, in the states of our rows. */
const STATES: Record<string, string[]> = {
  import: ["imported"],
  hold: ["ready", "waiting", "to_accept"],
  wait: ["waiting", "to_accept"],
  to_accept: ["to_accept"],
  cancel: ["canceled"],
  ignore: ["ignored"],
  run_error: [],
}

const store = marketTest()

describe.each(MARKETPLACES)("$id: the round trip", (market) => {
  let connected: Connected
  let expected: ReturnType<typeof market.seed>

  const orders = async () => {
    const { body } = await store.app.api<{ orders: StoreOrder[] }>(
      "GET",
      "/admin/orders?limit=200&fields=id,total,created_at,payment_status,metadata,*items,*marketplace_orders"
    )
    return body.orders.filter((order) => order.metadata.connection_id === connected.id)
  }

  beforeAll(async () => {
    const account = market.openAccount(store.sandbox)
    expected = market.seed(store.sandbox, { account: account.account, seed: 11, count: 60 })
    connected = await store.connect(market, { account })
    await store.pullAll(connected)
  })

  it("takes every kind of order to the state that the marketplace's own figures expect", async () => {
    const rows = await store.sql<Row>(
      "select external_id, state, problem_code, order_id from marketplace_order where connection_id = $1",
      [connected.id]
    )
    const byId = new Map(rows.map((row) => [row.external_id, row]))
    const astray = expected.flatMap(({ external_id, kind, outcome, reason }) => {
      const row = byId.get(external_id ?? "")
      const state = row?.state ?? "absent"
      // An order that was over, or older than the start date, need not be asked for at all.
      const isFine = row ? STATES[outcome].includes(state) : outcome === "run_error" || outcome === "ignore"
      const isHeld = outcome !== "hold" || row?.problem_code != null
      return isFine && isHeld ? [] : [{ kind, outcome, reason, state, problem: row?.problem_code }]
    })
    expect(astray).toEqual([])
  })

  it("gives each order the marketplace's total, its payment, its date and its own number", async () => {
    const imported = new Map((await orders()).map((order) => [order.metadata.external_id, order]))
    const wanted = expected.filter((order) => order.outcome === "import")
    expect(imported.size).toBe(wanted.length)
    for (const { external_id, import_cents, kind } of wanted) {
      const order = imported.get(external_id)
      expect({ kind, cents: Math.round((order?.total ?? 0) * 100) }).toEqual({ kind, cents: import_cents })
      expect({ kind, paid: order?.payment_status }).toEqual({
        kind,
        paid: import_cents ? "captured" : "not_paid",
      })
      const bought = market.purchasedAt(store.sandbox, external_id ?? "")
      expect({ kind, bought: order && new Date(order.created_at).toISOString() }).toEqual({ kind, bought })
      expect(order?.marketplace_orders).toMatchObject([{ external_id, state: "imported" }])
    }
  })

  it("sends a parcel that is shipped through Medusa's own routes, and sees it at the marketplace", async () => {
    const { app, sandbox, database } = store
    const plain = expected.find(({ kind }) => kind === "plain")
    const order = (await orders()).find(({ metadata }) => metadata.external_id === plain?.external_id)
    const external_id = plain?.external_id ?? ""
    const items = (order?.items ?? []).map(({ id, quantity }) => ({ id, quantity }))
    const path = `/admin/orders/${order?.id}/fulfillments`
    const packed = await app.api<{ order: { fulfillments: { id: string }[] } }>(
      "POST",
      `${path}?fields=*fulfillments`,
      { items }
    )
    expect(packed.status).toBe(200)
    const [{ id }] = packed.body.order.fulfillments
    const labels = [{ tracking_number: "6A54658971007", tracking_url: "#", label_url: "#" }]
    expect((await app.api("POST", `${path}/${id}/shipments`, { items, labels })).status).toBe(200)

    await until("the parcel arrives", () => market.ledger(sandbox, external_id).shipments > 0)
    await until("the marketplace shows it", () => market.isShipped(sandbox, external_id))
    const state = async () => {
      const [action] = await database.sql<{ state: string }>(
        "select state from marketplace_action where fulfillment_id = $1",
        [id]
      )
      return action.state
    }
    await until("it is sent", async () => (await state()) !== "sending")
    await database.sql("update marketplace_action set next_attempt_at = now() where fulfillment_id = $1", [
      id,
    ])
    await store.pull(connected)
    await store.send(connected)
    expect(await state()).toBe("confirmed")
    const [row] = await database.sql<{ state: string }>(
      "select state from marketplace_order where external_id = $1",
      [external_id]
    )
    expect(row.state).toBe("shipped")
    expect(market.ledger(sandbox, external_id)).toMatchObject({ duplicates: 0, refused: 0 })
  })

  it("makes few requests and queries when there is nothing new", async () => {
    const { app, sandbox } = store
    const account = market.openAccount(sandbox)
    const quiet = await store.connect(market, { account })
    await store.pull(quiet)
    // The day's longer look, which also looks after accepted orders' stock.
    await store.pull(quiet)
    const knex = app.container.resolve(ContainerRegistrationKeys.PG_CONNECTION) as unknown as {
      on(event: "query", listener: (query: { sql: string }) => void): void
      removeListener(event: "query", listener: (query: { sql: string }) => void): void
    }
    const statements: string[] = []
    const listen = ({ sql }: { sql: string }) => void statements.push(sql)
    const requests = sandbox.control.counts().total
    knex.on("query", listen)
    await store.pull(quiet)
    knex.removeListener("query", listen)
    expect(sandbox.control.counts().total - requests).toBe(market.lists_per_poll)
    expect(statements.length).toBeLessThanOrEqual(8)
  })
})
