import { planMissingShipments } from "../src/workflows/plan-shipment/plan-missing"
import { sendMarketplaceActionsWorkflow } from "../src/workflows/send-actions"
import { marketplaceOf } from "../src/workflows/shared/marketplace"
import { keepHouse } from "../src/workflows/sweep/keep-house"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { type Imported, items, refusal, SHIPMENTS, parcels } from "./helpers/parcels"
import { colissimoNumber } from "./helpers/ship-order"
import { until } from "./helpers/until"
import { label } from "./helpers/warehouse"

const [cdiscount] = MARKETPLACES
const market = marketTest({ seconds: 180 })
const { api, sql } = market
const {
  bought,
  ship,
  actions,
  actionOf,
  inState,
  withProblem,
  ledger,
  numbers,
  idle,
  send,
  drive,
  later,
  provide,
} = parcels(market)

describe("A shipment whose answer is lost", () => {
  const open = async (order: Imported, id: string) => {
    const action = await inState(order, id, "retrying")
    expect(action.unsettled_since).not.toBeNull()
    expect(action.problem_code).toBe("outcome_unknown")
    return action
  }

  it.each(MARKETPLACES.map((where) => [where.id, where] as const))(
    "is looked for before it is repeated, and never sent twice (%s)",
    async (name, where) => {
      const shop = await market.connect(where)
      const order = await bought(shop, "plain")
      const { control } = market.sandbox
      const hit = { endpoint: SHIPMENTS[name], account: shop.account, times: 1 }
      control.addFault({ kind: "effect_delay", ms: 600_000, ...hit })
      control.addFault({ kind: "status", status: 504, after_effect: true, ...hit })
      const id = await ship(order, items(...order.lines), label(colissimoNumber()))
      await open(order, id)
      await drive(shop)
      await open(order, id)
      // Ten minutes later, by both clocks.
      await sql(
        "update marketplace_action set unsettled_since = now() - interval '11 minutes' where fulfillment_id = $1",
        [id]
      )
      await later(shop, 11)
      await inState(order, id, "confirmed")
      expect(ledger(shop, order)).toMatchObject({ duplicates: [], refused: [] })
      expect(new Set(numbers(shop, order).map(([number]) => number)).size).toBe(1)
      const looks = await sql<{ outcome: string }>(
        `select t.outcome from marketplace_action_attempt t join marketplace_action a on a.id = t.action_id
          where a.fulfillment_id = $1 order by t.at`,
        [id]
      )
      expect(looks.map(({ outcome }) => outcome)).toEqual(["unknown", "absent", "confirmed"])
    }
  )

  it("is repeated once when its effect is still absent after settling", async () => {
    const shop = await market.connect(cdiscount)
    const order = await bought(shop, "plain")
    const hit = { endpoint: SHIPMENTS.cdiscount, account: shop.account, times: 1 }
    market.sandbox.control.addFault({ kind: "status", status: 504, ...hit })
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    await open(order, id)
    await sql(
      "update marketplace_action set unsettled_since = now() - interval '21 minutes' where fulfillment_id = $1",
      [id]
    )
    await drive(shop)
    await inState(order, id, "sent")
    expect(ledger(shop, order)).toMatchObject({ shipments: [{}], duplicates: [] })
  })

  it("is looked for only after the shipments that were not sent yet", async () => {
    const shop = await market.connect(cdiscount)
    const [sent, unsent] = [await bought(shop, "plain"), await bought(shop, "plain")]
    const first = await ship(sent, items(...sent.lines), label(colissimoNumber()))
    await inState(sent, first, "sent")
    await idle(shop)
    await sql("update marketplace_connection set is_enabled = false where id = $1", [shop.id])
    const second = await ship(unsent, items(...unsent.lines), label(colissimoNumber()))
    await inState(unsent, second, "pending")
    const requests = () => market.sandbox.control.requests({ account: shop.account })
    const before = requests().length
    await sql("update marketplace_connection set is_enabled = true where id = $1", [shop.id])
    await drive(shop)
    await inState(unsent, second, "sent")
    const [sending, looking] = requests().slice(before)
    expect([sending.endpoint, looking.endpoint]).toEqual([SHIPMENTS.cdiscount, "GET /orders/{orderId}"])
  })

  it("is not repeated early by a server whose clock is ahead, and neither does a pause end early", async () => {
    const shop = await market.connect(cdiscount)
    const order = await bought(shop, "plain")
    const hit = { endpoint: SHIPMENTS.cdiscount, account: shop.account }
    market.sandbox.control.addFault({ kind: "status", status: 504, times: 1, ...hit })
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    await open(order, id)
    const real = Date.now
    const ahead = jest.spyOn(Date, "now").mockImplementation(() => real() + 2 * 3_600_000)
    try {
      await drive(shop)
      await open(order, id)
      await sql("update marketplace_connection set blocked_until = now() + interval '1 hour' where id = $1", [
        shop.id,
      ])
      const calls = () => market.sandbox.control.requests({ account: shop.account }).length
      const before = calls()
      await drive(shop)
      expect(calls()).toBe(before)
    } finally {
      ahead.mockRestore()
    }
    expect(market.sandbox.control.requests(hit)).toHaveLength(1)
  })

  it("stays sent when it cannot be read, and is sent again only by the operator", async () => {
    const shop = await market.connect(cdiscount)
    const order = await bought(shop, "plain")
    market.sandbox.control.addFault({
      kind: "effect_delay",
      ms: 7 * 24 * 3_600_000,
      endpoint: SHIPMENTS.cdiscount,
      account: shop.account,
      times: 1,
    })
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    await inState(order, id, "sent")
    const broken = market.sandbox.control.addFault({
      kind: "broken_body",
      endpoint: "GET /orders/*",
      account: shop.account,
    })
    await sql(
      "update marketplace_action set sent_at = now() - interval '2 hours', unsettled_since = now() - interval '2 hours', next_attempt_at = now() where fulfillment_id = $1",
      [id]
    )
    market.sandbox.control.removeFaults({ id: broken.id })
    market.sandbox.control.addFault({
      kind: "status",
      status: 404,
      body: "{}",
      endpoint: "GET /orders/*",
      account: shop.account,
      times: 1,
    })
    await send(shop)
    await inState(order, id, "sent")
    await sql(
      "update marketplace_action set sent_at = now() - interval '25 hours', unsettled_since = now() - interval '25 hours', next_attempt_at = now() where fulfillment_id = $1",
      [id]
    )
    await send(shop)
    const late = await withProblem(order, id, "sent_not_confirmed")
    expect(late.state).toBe("sent")
    expect(ledger(shop, order)).toMatchObject({ shipments: [{}], duplicates: [] })
    // The operator looked on the portal and it is not there: now it is sent again.
    expect((await api("POST", `/actions/${late.id}/retry`)).status).toBe(200)
    await until("it is sent again", () => {
      const { duplicates, shipments } = ledger(shop, order)
      return duplicates.length + shipments.length === 2
    })
  })

  it("pauses the connection when it is the third in a row, but not the warehouse", async () => {
    const shop = await market.connect(cdiscount)
    const orders: Imported[] = []
    for (let count = 0; count < 5; count++) orders.push(await bought(shop, "plain"))
    await sql("update marketplace_connection set is_enabled = false where id = $1", [shop.id])
    for (const order of orders) await ship(order, items(...order.lines), label(colissimoNumber()))
    await until("all are planned", async () => (await Promise.all(orders.map(actions))).flat().length === 5)
    await sql("update marketplace_connection set is_enabled = true where id = $1", [shop.id])
    const endpoint = SHIPMENTS.cdiscount
    const outage = market.sandbox.control.addFault({
      kind: "status",
      status: 504,
      endpoint,
      account: shop.account,
    })
    await send(shop)
    const row = await until("the connection pauses", async () => {
      const [found] = await sql<{ blocked_until: Date | null; health_code: string }>(
        "select blocked_until, health_code from marketplace_connection where id = $1",
        [shop.id]
      )
      return found.blocked_until && found
    })
    expect(row.health_code).toBe("unreachable")
    expect(row.blocked_until?.getTime()).toBeGreaterThan(Date.now())
    const { requests } = market.sandbox.control
    expect(requests({ endpoint, account: shop.account }).filter(({ status }) => status === 504)).toHaveLength(
      3
    )
    market.sandbox.control.removeFaults({ id: outage.id })
    await sql("update marketplace_connection set blocked_until = null where id = $1", [shop.id])
    await send(shop)
    const states = (await Promise.all(orders.map(actions))).flat().map(({ state }) => state)
    expect(states.filter((state) => state === "sent")).toHaveLength(2)
  })
})

describe("What no event reported", () => {
  it("is planned by the sweep, shipments and late labels alike", async () => {
    const shop = await market.connect(cdiscount)
    const order = await bought(shop, "plain")
    const id = await market.hands.pack(order.order_id)
    await sql("update fulfillment set shipped_at = now() where id = $1", [id])
    expect(await planMissingShipments(market.app.container, shop.id)).toHaveLength(1)
    await withProblem(order, id, "tracking_number_missing")
    expect(await planMissingShipments(market.app.container, shop.id)).toHaveLength(0)
    await sql(
      `insert into fulfillment_label (id, tracking_number, tracking_url, label_url, fulfillment_id, created_at, updated_at)
       values ('fulla_unheard', $1, '#', '#', $2, now(), now())`,
      [colissimoNumber(), id]
    )
    expect(await planMissingShipments(market.app.container, shop.id)).toHaveLength(1)
    await send(shop)
    await inState(order, id, "sent")
    expect(await planMissingShipments(market.app.container, shop.id)).toHaveLength(0)
  })

  it("is planned by the sweep also where one shipment cannot be planned", async () => {
    const shop = await market.connect(cdiscount)
    const orders = [await bought(shop, "plain"), await bought(shop, "plain")].sort((a, b) =>
      a.id < b.id ? -1 : 1
    )
    const ids: string[] = []
    for (const { order_id } of orders) ids.push(await market.hands.pack(order_id))
    await sql("update fulfillment set shipped_at = now() where id = any($1)", [ids])
    const service = marketplaceOf(market.app.container)
    const { writeIntent } = service.actions
    service.actions.writeIntent = (action) =>
      action.fulfillment_id === ids[0] ? Promise.reject(new Error("Refused by a test")) : writeIntent(action)
    try {
      const planned = await planMissingShipments(market.app.container, shop.id)
      expect(planned).toEqual([orders[1].external_id])
    } finally {
      service.actions.writeIntent = writeIntent
    }
    await withProblem(orders[1], ids[1], "tracking_number_missing")
    expect(await planMissingShipments(market.app.container, shop.id)).toEqual([orders[0].external_id])
  })

  it("is planned within minutes, also while the connection is disabled", async () => {
    const shop = await market.connect(cdiscount)
    const [first, second] = [await bought(shop, "plain"), await bought(shop, "plain")]
    const withLostEvent = async (order: Imported) => {
      const id = await market.hands.pack(order.order_id)
      await sql("update fulfillment set shipped_at = now() where id = $1", [id])
      await sql("update marketplace_connection set swept_at = now()")
      await market.sweep()
      return actionOf(order, id)
    }
    expect(await withLostEvent(first)).toMatchObject({ problem_code: "tracking_number_missing" })
    expect((await api("POST", `/connections/${shop.id}`, { is_enabled: false })).status).toBe(200)
    expect(await withLostEvent(second)).toMatchObject({ problem_code: "tracking_number_missing" })
  })
})

describe("A connection that is deleted while parcels wait", () => {
  it("reports them as problems, and they are sent when the account is connected again", async () => {
    const shop = await market.connect(cdiscount)
    const order = await bought(shop, "multi_line")
    const [one, ...rest] = order.lines
    const first = await ship(order, items(one), label(colissimoNumber()))
    await withProblem(order, first, "waiting_split")
    expect((await api("DELETE", `/connections/${shop.id}`)).status).toBe(200)
    const gone = await withProblem(order, first, "connection_gone")
    expect(gone.state).toBe("needs_attention")
    const last = await ship(order, items(...rest), label(colissimoNumber()))
    await withProblem(order, last, "connection_gone")
    expect(refusal(await provide(order, last, { carrier: "dpd-fr" }))[1]).toMatch(/was deleted/)

    const { account, credentials } = shop
    const again = await market.connect(cdiscount, { account: { account, credentials } })
    await send(again)
    await inState(order, last, "sent")
    await inState(order, first, "skipped")
    expect(ledger(again, order)).toMatchObject({ shipments: [{}], duplicates: [], refused: [] })
  })
  /** From here on the marketplace's answers to shipments come when the returned function is called. */
  function holdCalls(connection_id: string): () => void {
    const service = marketplaceOf(market.app.container)
    const { openSession } = service
    let release = () => {}
    const released = new Promise<void>((resolve) => (release = resolve))
    service.openSession = async (connection, signal) => {
      const session = await openSession.call(service, connection, signal)
      if (connection.id !== connection_id) return session
      const { ship: call } = session
      return {
        ...session,
        ship: async (request) => {
          const result = await call(request)
          await released
          return result
        },
      }
    }
    return () => {
      service.openSession = openSession
      release()
    }
  }

  it("lets the current call end, begins no other, and loses nothing of it", async () => {
    const shop = await market.connect(cdiscount)
    const orders: Imported[] = []
    for (let count = 0; count < 3; count++) orders.push(await bought(shop, "plain"))
    await sql("update marketplace_connection set is_enabled = false where id = $1", [shop.id])
    const ids: string[] = []
    for (const order of orders) {
      const id = await ship(order, items(...order.lines), label(colissimoNumber()))
      await inState(order, id, "pending")
      ids.push(id)
    }
    const deleted = holdCalls(shop.id)
    await sql("update marketplace_connection set is_enabled = true where id = $1", [shop.id])
    // Every sender, this one or one that an event has begun, is held in the first call; one that an event began while the
    // connection was off may have the lease for a moment longer.
    const sending: Promise<unknown>[] = []
    await until("the first call is being made", () => {
      sending.push(
        sendMarketplaceActionsWorkflow(market.app.container).run({ input: { connection_id: shop.id } })
      )
      return ledger(shop, orders[0]).shipments.length
    })
    expect((await api("DELETE", `/connections/${shop.id}`)).status).toBe(200)
    expect((await actionOf(orders[0], ids[0]))?.state).toBe("sending")
    deleted()
    await Promise.all(sending)
    const parked = await Promise.all(
      orders.map((order, index) => withProblem(order, ids[index], "connection_gone"))
    )
    expect(parked.map(({ state, sent_at }) => [state, sent_at !== null])).toEqual([
      ["needs_attention", true],
      ["needs_attention", false],
      ["needs_attention", false],
    ])
    expect(orders.map((order) => ledger(shop, order).shipments.length)).toEqual([1, 0, 0])
    const skip = await api("POST", `/actions/${parked[0].id}/skip`, { reason: "gone" })
    expect(skip.body.message).toMatch(/was sent/)

    const { account, credentials } = shop
    const again = await market.connect(cdiscount, { account: { account, credentials } })
    await later(again)
    await inState(orders[0], ids[0], "confirmed")
    for (const index of [1, 2]) await inState(orders[index], ids[index], "sent")
    for (const order of orders) {
      expect(ledger(again, order)).toMatchObject({ shipments: [{}], duplicates: [], refused: [] })
    }
  })

  it("keeps an unknown outcome open, also of a process that died during the call", async () => {
    const shop = await market.connect(cdiscount)
    const order = await bought(shop, "plain")
    const hit = { endpoint: SHIPMENTS.cdiscount, account: shop.account, times: 1 }
    market.sandbox.control.addFault({ kind: "status", status: 504, after_effect: true, ...hit })
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    await inState(order, id, "retrying")
    // As a process leaves it that is killed while its call is being made and its connection is deleted.
    await sql(
      "update marketplace_action set state = 'sending', claimed_by = 'dead', claimed_until = now() + interval '4 minutes' where fulfillment_id = $1",
      [id]
    )
    expect((await api("DELETE", `/connections/${shop.id}`)).status).toBe(200)
    await keepHouse(market.app.container)
    expect((await actionOf(order, id))?.state).toBe("sending")
    await sql("update marketplace_action set claimed_until = now() where fulfillment_id = $1", [id])
    await keepHouse(market.app.container)
    const parked = await withProblem(order, id, "connection_gone")
    expect(parked).toMatchObject({ state: "needs_attention", sent_at: null })
    expect(parked.unsettled_since).not.toBeNull()

    const { account, credentials } = shop
    const again = await market.connect(cdiscount, { account: { account, credentials } })
    await later(again)
    await inState(order, id, "confirmed")
    expect(ledger(again, order)).toMatchObject({ shipments: [{}], duplicates: [], refused: [] })
  })
})
