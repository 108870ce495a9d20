import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { type Action, type Order, type Result, ordersDesk } from "./helpers/orders-desk"
import { until } from "./helpers/until"

const [cdiscount, rakuten] = MARKETPLACES
const market = marketTest({ seconds: 180 })
const { get, post, refused, ofConnection, read, idOf, idsOf, decisions, toAccept } = ordersDesk(market)

describe("Actions", () => {
  let connected: Connected
  let id: string
  let action: Action
  const fault = { kind: "status" as const, status: 400, endpoint: "POST /orders/*/approval-status" }

  beforeAll(async () => {
    connected = await market.connect(cdiscount)
  })

  async function givenUp(): Promise<void> {
    const orders = toAccept(connected, 1)
    await market.pull(connected)
    ;[id] = await idsOf(orders)
    const body = JSON.stringify({ title: "Refusé", detail: "Le vendeur n’est pas éligible.", errors: {} })
    const { id: fault_id } = market.sandbox.control.addFault({
      ...fault,
      account: connected.account,
      body,
      headers: { "content-type": "application/problem+json" },
    })
    const { order } = await post<{ order: Order }>(`/orders/${id}/accept`)
    action = await until("it is given up", async () => {
      const found = (await get<{ action: Action }>(`/actions/${order.actions[0].id}`)).action
      return found.state === "needs_attention" ? found : null
    })
    market.sandbox.control.removeFaults({ id: fault_id })
  }

  it("show the marketplace's own words, and are sent when they are retried", async () => {
    await givenUp()
    expect(action).toMatchObject({
      type: "accept",
      problem: { code: "refused_by_marketplace", message: expect.stringContaining("pas éligible") },
    })
    expect(action.attempts[0]).toMatchObject({
      outcome: "refused",
      status: 400,
      message: expect.stringContaining("Le vendeur n’est pas éligible."),
      duration_ms: expect.any(Number),
    })
    const found = await get<{ actions: Action[]; count: number }>(
      `/actions?marketplace_order_id=${id}&state=needs_attention&type=accept`
    )
    expect(found).toMatchObject({ count: 1, actions: [{ id: action.id }] })
    await market.sql(
      "update marketplace_action set claimed_until = now() + interval '5 minutes' where id = $1",
      [action.id]
    )
    for (const [what, body] of [
      ["retry", {}],
      ["skip", { reason: "non" }],
      ["mark-done", { reason: "fait" }],
    ] as const) {
      expect(await refused("POST", `/actions/${action.id}/${what}`, body)).toMatchObject({
        status: 400,
        message: expect.stringContaining("being sent"),
      })
    }
    await market.sql("update marketplace_action set claimed_until = null where id = $1", [action.id])
    await post(`/actions/${action.id}/retry`, { reason: "réglé avec le support" })
    const { external_id } = await read(id)
    await until("the marketplace has it", () => decisions(cdiscount, external_id).made.length === 1)
    expect((await read(id)).history[0]).toMatchObject({
      event: "action.retried",
      data: { action_id: action.id, reason: "réglé avec le support" },
    })
  })

  it("are retried together", async () => {
    await givenUp()
    const { results, remaining } = await post<{ results: Result[]; remaining: number }>("/actions/retry", {
      problem: "refused_by_marketplace",
      connection_id: connected.id,
    })
    expect({ results, remaining }).toEqual({
      results: [{ id: action.id, outcome: "due", message: null }],
      remaining: 0,
    })
    const { external_id } = await read(id)
    await until("the marketplace has it", () => decisions(cdiscount, external_id).made.length === 1)
    const mixed = await post<{ results: Result[] }>("/actions/retry", { ids: ["mpact_none", action.id] })
    expect(mixed.results.map(({ outcome }) => outcome)).toEqual(["refused", "due"])
    expect((await refused("POST", "/actions/retry", {})).status).toBe(400)
  })

  it("are marked as done elsewhere for good", async () => {
    await givenUp()
    expect((await refused("POST", `/actions/${action.id}/mark-done`, {})).status).toBe(400)
    const { action: done } = await post<{ action: Action }>(`/actions/${action.id}/mark-done`, {
      reason: "accepté sur le portail",
    })
    expect(done).toMatchObject({ state: "done_elsewhere", problem: null, params: { decided_by_hand: true } })
    expect((await read(id)).history[0]).toMatchObject({
      event: "action.marked_done",
      actor: expect.stringMatching(/^user:/),
      data: { reason: "accepté sur le portail" },
    })
    expect((await refused("POST", `/actions/${action.id}/skip`, { reason: "non" })).status).toBe(400)
    expect((await refused("POST", `/actions/${action.id}/retry`, {})).status).toBe(400)
  })

  it("are skipped or marked as done together, and each is reported", async () => {
    const ids: string[] = []
    for (let count = 0; count < 2; count++) {
      await givenUp()
      ids.push(action.id)
    }
    const close = (how: string, body: unknown) => post<{ results: Result[] }>(`/actions/${how}`, body)
    const reason = "réglé au téléphone"
    expect(await close("skip", { ids: ["mpact_none", ids[0]], reason })).toEqual({
      results: [
        { id: "mpact_none", outcome: "refused", message: expect.stringContaining("mpact_none") },
        { id: ids[0], outcome: "skipped", message: null },
      ],
      count: 2,
      remaining: 0,
    })
    const { results } = await close("mark-done", { ids, reason })
    expect(results.map(({ outcome }) => outcome)).toEqual(["done_elsewhere", "done_elsewhere"])
    expect((await close("skip", { ids, reason })).results).toMatchObject([
      { outcome: "refused" },
      { outcome: "refused" },
    ])
    const { history } = await read(
      (await get<{ action: { marketplace_order_id: string } }>(`/actions/${ids[0]}`)).action
        .marketplace_order_id
    )
    expect(history.slice(0, 2)).toMatchObject([
      { event: "action.marked_done", data: { action_id: ids[0], reason } },
      { event: "action.skipped", data: { action_id: ids[0], reason } },
    ])
    expect((await refused("POST", "/actions/skip", { ids })).status).toBe(400)
    expect((await refused("POST", "/actions/mark-done", { reason })).status).toBe(400)
  })

  it("answer 404 where they do not exist, and 400 to what they do not know", async () => {
    expect((await refused("GET", "/actions/mpact_none")).status).toBe(404)
    expect((await refused("POST", "/actions/mpact_none/retry", {})).status).toBe(404)
    expect((await refused("POST", "/actions/mpact_none/skip", { reason: "x" })).status).toBe(404)
    expect((await refused("GET", "/actions?order=secret")).status).toBe(400)
    expect((await refused("GET", "/actions?unknown=1")).status).toBe(400)
  })
})

describe("Canceling at the marketplace", () => {
  type Unavailable = { unavailable: { cancel: { code: string; message: string } | null } }

  it.each(MARKETPLACES)(
    "is shown as off and refused at once, until a setting turns it on ($id)",
    async (one) => {
      const connected = await market.connect(one)
      const orders = market.seedOrders(connected, { count: 1 })
      await market.pullAll(connected)
      const [id] = await idsOf(orders)
      const off = { cancel: { code: "cancellation_off", message: expect.stringContaining("settings") } }
      const unavailable = async () => ((await read(id)) as unknown as Unavailable).unavailable
      expect(await unavailable()).toEqual(off)
      expect(await ofConnection(connected)).toMatchObject([{ unavailable: off }])
      const calls = () => market.sandbox.control.counts({ account: connected.account }).total
      const before = calls()
      const { message } = off.cancel
      expect(await refused("POST", `/orders/${id}/cancel`, { reason: "x" })).toEqual({ status: 400, message })
      expect(await refused("GET", `/orders/${id}/cancellation-reasons`)).toEqual({ status: 400, message })
      expect([(await read(id)).actions, calls()]).toEqual([[], before])

      await post(`/connections/${connected.id}`, { settings: { [one.id]: { cancel_enabled: true } } })
      expect(await unavailable()).toEqual({ cancel: null })
      await post(`/connections/${connected.id}`, { is_enabled: false })
      expect(await unavailable()).toMatchObject({ cancel: { code: "connection_inactive" } })
    }
  )

  it("is not possible while the marketplace waits for a decision", async () => {
    const connected = await market.connect(rakuten, {
      settings: { rakuten: { cancel_enabled: true } },
    })
    const [undecided] = toAccept(connected, 1)
    await market.pullAll(connected)
    const order = await read(await idOf(undecided.external_id))
    expect(order).toMatchObject({ unavailable: { cancel: { code: "refuse_instead" } } })
  })

  it("takes one of the marketplace's own reasons for the whole order (cdiscount)", async () => {
    const connected = await market.connect(cdiscount, {
      settings: { cdiscount: { cancel_enabled: true } },
    })
    const orders = market.seedOrders(connected, { count: 1 })
    const [undecided] = toAccept(connected, 1)
    await market.pullAll(connected)
    const [id] = await idsOf(orders)
    const { cancellation_reasons } = await get<{ cancellation_reasons: { code: string }[] }>(
      `/orders/${id}/cancellation-reasons`
    )
    expect(cancellation_reasons.length).toBeGreaterThan(0)
    // Known by now: asked for no second time, whether the marketplace is there or not.
    const calls = () => market.sandbox.control.counts({ account: connected.account }).total
    const before = calls()
    expect(await get(`/orders/${id}/cancellation-reasons`)).toEqual({ cancellation_reasons })
    expect(calls()).toBe(before)
    const other = await idOf(undecided.external_id)
    const { id: fault } = market.sandbox.control.addFault({ kind: "hang", account: connected.account })
    expect((await refused("GET", `/orders/${other}/cancellation-reasons`)).status).toBe(400)
    market.sandbox.control.removeFaults({ id: fault })
    expect((await refused("POST", `/orders/${id}/cancel`, {})).status).toBe(400)
    expect(
      await refused("POST", `/orders/${await idOf(undecided.external_id)}/cancel`, { reason: "x" })
    ).toMatchObject({ status: 400, message: expect.stringContaining("refuse") })
    const reason = cancellation_reasons[0].code
    const { order } = await post<{ order: Order }>(`/orders/${id}/cancel`, { reason })
    expect(order.actions).toMatchObject([{ type: "cancel", params: { reason } }])
    await until("the marketplace has it", () => {
      const [ledger] = market.sandbox.control.cdiscount.ledger({ external_id: order.external_id })
      return ledger?.cancellations.length
    })
    expect((await read(id)).history[0]).toMatchObject({ event: "order.cancellation_asked", data: { reason } })
  })

  it("takes the seller's words for single items, and is sent once (rakuten)", async () => {
    const connected = await market.connect(rakuten, {
      settings: { rakuten: { cancel_enabled: true } },
    })
    const orders = market.seedOrders(connected, { count: 1, kinds: ["two_units"] })
    await market.pullAll(connected)
    const [id] = await idsOf(orders)
    expect(await get(`/orders/${id}/cancellation-reasons`)).toEqual({ cancellation_reasons: [] })
    const [first] = (await read(id)).lines.flatMap(({ external_ids }) => external_ids)
    const body = { reason: "Article abîmé", line_external_ids: [first] }
    await Promise.all([post(`/orders/${id}/cancel`, body), post(`/orders/${id}/cancel`, body)])
    expect((await read(id)).actions).toMatchObject([
      { type: "cancel", params: { item_external_ids: [first] } },
    ])
    const ledger = await until("the marketplace has it", () => {
      const [found] = market.sandbox.control.rakuten.ledger({ external_id: orders[0].external_id ?? "" })
      return found?.cancellations.length ? found : null
    })
    expect(ledger.cancellations).toMatchObject([{ item_ids: [first], reason: "Article abîmé" }])
  })
})
