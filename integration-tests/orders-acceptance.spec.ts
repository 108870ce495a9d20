import { Modules } from "@medusajs/framework/utils"
import { DEFAULT_CATALOG } from "../sandbox/catalog"
import type { ExpectedOrder } from "../sandbox/expected"
import { keepReservationsRight, reserveAccepted } from "../src/workflows/plan-import/reserve-accepted"
import { sendMarketplaceActionsWorkflow } from "../src/workflows/send-actions"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { type Action, GOOD, type Order, type Result, ordersDesk } from "./helpers/orders-desk"
import { expectExactlyOnce } from "./helpers/store-figures"
import { settled } from "./helpers/jobs"
import { until } from "./helpers/until"

const [cdiscount, rakuten] = MARKETPLACES
const market = marketTest({ seconds: 180 })
const {
  get,
  post,
  refused,
  ofConnection,
  read,
  idOf,
  idsOf,
  later,
  decisions,
  decided,
  toAccept,
  reservations,
  reservedOf,
  expectReserved,
  setStockQuietly,
} = ordersDesk(market)

describe.each(MARKETPLACES)("$id: an order that waits for a decision", (marketplace) => {
  let connected: Connected
  const isByItem = marketplace.id === "rakuten"
  const sku = GOOD.sku
  let before: number
  beforeAll(async () => {
    connected = await market.connect(marketplace)
  })
  beforeEach(async () => {
    before = (await reservedOf(sku)).reserved
  })

  it("is accepted in bulk, and its stock is held at once and belongs to the order afterwards", async () => {
    const orders = toAccept(connected, 3)
    await market.pull(connected)
    const waiting = await ofConnection(connected, { state: "to_accept" })
    expect(waiting).toHaveLength(3)
    for (const { lines } of [...waiting, await read(waiting[0].id)]) {
      expect(lines[0].here).toEqual({
        sku,
        variant_id: expect.stringMatching(/^variant_/),
        stock: expect.any(Number),
        is_managed: true,
        price: GOOD.price,
        difference_percent: Math.round((Number(lines[0].unit_price) / GOOD.price - 1) * 1000) / 10,
      })
    }
    const { results } = await post<{ results: Result[] }>("/orders/accept", {
      ids: waiting.map(({ id }) => id),
    })
    expect(results.map(({ outcome }) => outcome)).toEqual(["planned", "planned", "planned"])
    await expectReserved(sku, before + 3)
    const held = await Promise.all(orders.map(({ external_id }) => reservations(external_id)))
    await decided(connected, orders)
    await later(connected)
    await expectExactlyOnce(market.database, orders)
    await expectReserved(sku, before + 3)
    expect(await Promise.all(orders.map(({ external_id }) => reservations(external_id)))).toEqual(held)
    const order = await read(waiting[0].id)
    expect(order.actions).toMatchObject([{ type: "accept", state: "confirmed" }])
    expect(order.lines[0].here).toBeUndefined()
    expect(order.lines[0].line_item_id).toBe((await reservations(order.external_id))[0].line_item_id)
    expect(order.history.map(({ event }) => event)).toContain("order.accepted")
    expect(order.amounts).toMatchObject({
      marketplace_total: order.total,
      store_total: order.total,
      difference: 0,
    })
    expect((await refused("POST", `/orders/${order.id}/accept`, {})).status).toBe(400)
  })

  it("is refused only with a reason, and holds no stock", async () => {
    const orders = toAccept(connected, 1)
    await market.pull(connected)
    const [id] = await idsOf(orders)
    expect((await refused("POST", `/orders/${id}/refuse`, {})).status).toBe(400)
    const { order } = await post<{ order: Order }>(`/orders/${id}/refuse`, { reason: "article cassé" })
    expect(order.actions).toMatchObject([{ type: "refuse", params: { reason: "article cassé" } }])
    await decided(connected, orders)
    expect(decisions(marketplace, orders[0].external_id).made).toMatchObject([{ decision: "refuse" }])
    await later(connected)
    expect(await read(id)).toMatchObject({ state: "canceled", order_id: null })
    await expectReserved(sku, before)
  })

  it("takes one of two decisions that are made at the same moment", async () => {
    const orders = toAccept(connected, 4, isByItem ? "to_accept_two" : "to_accept")
    await market.pull(connected)
    const ids = await idsOf(orders)
    for (const [index, id] of ids.entries()) {
      const answers = await Promise.all(
        [
          ["accept", {}],
          ["refuse", { reason: "rupture" }],
        ]
          .sort(() => (index % 2 ? 1 : -1))
          .map(([what, body]) => refused("POST", `/orders/${id}/${what as string}`, body))
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
      expect(answers.find(({ status }) => status === 400)?.message).toMatch(/skip that action first/)
    }
    const actions = await market.sql<{ id: string; types: string[]; count: number }>(
      `select marketplace_order_id as id, array_agg(distinct type) as types, count(*)::int as count
         from marketplace_action where marketplace_order_id = any($1) group by 1`,
      [ids]
    )
    expect(actions).toHaveLength(4)
    for (const { types, count } of actions) {
      expect(types).toHaveLength(1)
      expect(count).toBe(isByItem ? 2 : 1)
    }
    await decided(connected, orders, isByItem ? 8 : 4)
    await later(connected)
    for (const { external_id } of orders) {
      const { made, repeated } = decisions(marketplace, external_id)
      expect(new Set(made.map(({ decision }) => decision)).size).toBe(1)
      expect(repeated).toEqual([])
    }
    const accepted = await ofConnection(connected, { state: "imported" })
    const kept = orders.filter(({ external_id }) =>
      accepted.some((order) => order.external_id === external_id)
    )
    await expectExactlyOnce(market.database, kept)
  })

  it("gives its stock back when it is canceled between acceptance and import", async () => {
    const orders = toAccept(connected, 1)
    await market.pull(connected)
    const [id] = await idsOf(orders)
    await post(`/orders/${id}/accept`)
    await decided(connected, orders)
    await expectReserved(sku, before + 1)
    const external_id = orders[0].external_id ?? ""
    market.sandbox.control[marketplace.id].act({ external_id, action: "cancel" } as never)
    await later(connected)
    expect(await read(id)).toMatchObject({ state: "canceled", order_id: null })
    await expectReserved(sku, before)
  })

  it("gives its stock back when the marketplace ends it before the acceptance arrives", async () => {
    const block = (until: string) =>
      market.sql(`update marketplace_connection set blocked_until = now() + $2::interval where id = $1`, [
        connected.id,
        until,
      ])
    await block("1 hour")
    const orders = toAccept(connected, 1)
    const external_id = orders[0].external_id ?? ""
    await market.pull(connected)
    const [id] = await idsOf(orders)
    await post(`/orders/${id}/accept`)
    await expectReserved(sku, before + 1)
    if (isByItem) market.sandbox.control.time({ advance_minutes: 97 * 60 })
    else market.sandbox.control.cdiscount.act({ external_id, action: "cancel" })
    await block("-1 second")
    // What no list shows any more is asked for alone, as the daily comparison does.
    await market.pullIds(connected, [external_id])
    expect(await read(id)).toMatchObject({ state: "canceled", order_id: null })
    expect(decisions(marketplace, external_id)).toEqual({ made: [], repeated: [] })
    await expectReserved(sku, before)
    if (isByItem) market.sandbox.control.time({ advance_minutes: -97 * 60 })
  })

  it("holds its stock once, however many hold it at the same moment", async () => {
    const orders = toAccept(connected, 1)
    await market.pull(connected)
    const [id] = await idsOf(orders)
    await post(`/orders/${id}/accept`)
    await decided(connected, orders)
    const [{ id: held }] = await reservations(orders[0].external_id)
    await market.app.container.resolve(Modules.INVENTORY).deleteReservationItems([held])
    await expectReserved(sku, before)
    await Promise.all([1, 2, 3, 4].map(() => reserveAccepted(market.app.container, [id])))
    await expectReserved(sku, before + 1)
  })

  it("holds nothing after its acceptance is skipped, and can then be refused", async () => {
    await market.sql(
      "update marketplace_connection set blocked_until = now() + interval '1 hour' where id = $1",
      [connected.id]
    )
    const orders = toAccept(connected, 1)
    await market.pull(connected)
    const [id] = await idsOf(orders)
    const accepted = await post<{ order: Order }>(`/orders/${id}/accept`)
    await expectReserved(sku, before + 1)
    expect((await refused("POST", `/orders/${id}/ignore`, { reason: "non" })).status).toBe(400)
    const [action] = accepted.order.actions
    expect((await refused("POST", `/actions/${action.id}/skip`, {})).status).toBe(400)
    const skipped = await post<{ action: Action }>(`/actions/${action.id}/skip`, { reason: "erreur" })
    expect(skipped.action).toMatchObject({
      state: "skipped",
      params: { decided_by_hand: true, decided_reason: "erreur" },
    })
    await expectReserved(sku, before)
    const { order } = await post<{ order: Order }>(`/orders/${id}/refuse`, { reason: "rupture" })
    expect(order.actions).toMatchObject([{ id: action.id, type: "refuse", state: "pending" }])
    await market.sql("update marketplace_connection set blocked_until = null where id = $1", [connected.id])
    // Another sender may have the lease at this moment: then it does it, or the next one.
    await until("the refusal arrives", async () => {
      await sendMarketplaceActionsWorkflow(market.app.container).run({
        input: { connection_id: connected.id },
      })
      return decisions(marketplace, orders[0].external_id).made.length > 0
    })
    expect(decisions(marketplace, orders[0].external_id).made).toMatchObject([{ decision: "refuse" }])
  })

  it("is not decided twice after an answer is lost", async () => {
    const orders = toAccept(connected, 1)
    await market.pull(connected)
    const [id] = await idsOf(orders)
    market.sandbox.control.addFault({
      kind: "status",
      status: 504,
      marketplace: marketplace.id,
      endpoint: isByItem ? "acceptsale" : "POST /orders/*/approval-status",
      account: connected.account,
      after_effect: true,
      times: 1,
    })
    const { order } = await post<{ order: Order }>(`/orders/${id}/accept`)
    const [{ id: action_id }] = order.actions
    const open = await until("the call is over", async () => {
      const { action } = await get<{ action: Action & { unsettled_since: string | null } }>(
        `/actions/${action_id}`
      )
      return action.state === "retrying" ? action : null
    })
    expect(open).toMatchObject({
      unsettled_since: expect.any(String),
      attempts: [{ outcome: "unknown", status: 504 }],
    })
    market.sandbox.control.time({ advance_minutes: 1 })
    expect((await post<{ action: Action }>(`/actions/${action_id}/retry`)).action).toMatchObject({
      unsettled_since: expect.any(String),
    })
    await until("it is confirmed by reading back", async () => {
      const { action } = await get<{ action: Action }>(`/actions/${action_id}`)
      return action.state === "confirmed"
    })
    expect(decisions(marketplace, orders[0].external_id)).toMatchObject({ made: [{}], repeated: [] })
    expect((await refused("POST", `/actions/${action_id}/retry`, {})).status).toBe(400)
    expect((await refused("POST", `/actions/${action_id}/skip`, { reason: "trop tard" })).status).toBe(400)
    await later(connected)
    await expectExactlyOnce(market.database, orders)
  })
})

it("Single items are decided where the marketplace does so, and what was accepted is imported", async () => {
  const connected = await market.connect(rakuten, {
    settings: { rakuten: { cancel_enabled: true } },
  })
  const before = (await reservedOf(GOOD.sku)).reserved
  const orders = toAccept(connected, 1, "to_accept_two")
  await market.pull(connected)
  const [id] = await idsOf(orders)
  const [first, second] = (await read(id)).lines.flatMap(({ external_ids }) => external_ids)
  expect((await refused("POST", `/orders/${id}/accept`, { line_external_ids: ["0"] })).status).toBe(400)
  expect(await read(id)).toMatchObject({ open_items: { decide: [first, second], cancel: [] } })
  await post(`/orders/${id}/accept`, { line_external_ids: [first] })
  expect(await read(id)).toMatchObject({ open_items: { decide: [second], cancel: [] } })
  await expectReserved(GOOD.sku, before + 1)
  await post(`/orders/${id}/accept`)
  await expectReserved(GOOD.sku, before + 2)
  const [held] = await reservations(orders[0].external_id)
  expect(held.quantity).toBe(2)
  await decided(connected, orders, 2)
  market.sandbox.control.time({ advance_minutes: 1 })
  market.sandbox.control.rakuten.act({
    external_id: orders[0].external_id ?? "",
    action: "cancel",
    item_ids: [second],
  })
  await later(connected)
  expect(await read(id)).toMatchObject({
    state: "imported",
    lines: [{ external_ids: [first] }],
    open_items: { decide: [], cancel: [first] },
  })
  expect(await reservations(orders[0].external_id)).toEqual([{ ...held, quantity: 1 }])
  await expectReserved(GOOD.sku, before + 1)
})

describe("What Rakuten ships itself", () => {
  const mixed = async (connected: Connected, count = 1) => {
    const orders = toAccept(connected, count, "to_accept_mixed", DEFAULT_CATALOG.slice(0, 2))
    await market.pull(connected)
    const found = orders.map(({ external_id }) => {
      const { items } = market.sandbox.control.rakuten.order({ external_id: external_id ?? "" }).wire as {
        items: { itemid: string; is_rsl: boolean }[]
      }
      const idsWhere = (is_rsl: boolean) =>
        items.filter((item) => item.is_rsl === is_rsl).map(({ itemid }) => itemid)
      return { own: idsWhere(false), foreign: idsWhere(true) }
    })
    return { orders, found }
  }
  const itemsDecided = (orders: ExpectedOrder[]) =>
    orders.flatMap(({ external_id }) =>
      decisions(rakuten, external_id).made.flatMap(({ item_ids }) => item_ids)
    )

  it("is not decided from here: by hand, in bulk, or automatically", async () => {
    const connected = await market.connect(rakuten)
    const { orders, found } = await mixed(connected, 3)
    const [one, ...many] = await idsOf(orders)
    expect(await read(one)).toMatchObject({ open_items: { decide: found[0].own } })
    for (const what of ["accept", "refuse"]) {
      expect(
        await refused("POST", `/orders/${one}/${what}`, {
          line_external_ids: [...found[0].own, ...found[0].foreign],
          reason: "rupture",
        })
      ).toMatchObject({ status: 400, message: expect.stringContaining("ships some of these items itself") })
    }
    await post(`/orders/${one}/accept`)
    await post("/orders/accept", { ids: many })
    await decided(connected, orders)
    await later(connected)
    expect(itemsDecided(orders).sort()).toEqual(found.flatMap(({ own }) => own).sort())

    const automatic = await market.connect(rakuten, { settings: { import: { acceptance: "automatic" } } })
    const byRule = await mixed(automatic)
    await decided(automatic, byRule.orders)
    await later(automatic)
    await market.pull(automatic)
    expect(itemsDecided(byRule.orders)).toEqual(byRule.found[0].own)
    await expectExactlyOnce(market.database, [...orders, ...byRule.orders])
  })
})

it("Stock that is changed by hand between acceptance and import is put right", async () => {
  const connected = await market.connect(cdiscount)
  const before = (await reservedOf(GOOD.sku)).reserved
  const orders = toAccept(connected, 2)
  await market.pull(connected)
  const ids = await idsOf(orders)
  await post("/orders/accept", { ids })
  await decided(connected, orders)
  await settled(market.app)
  market.sandbox.control.time({ advance_minutes: 1 })
  for (const id of ids) {
    const [{ id: action_id }] = (await read(id)).actions
    await post(`/actions/${action_id}/retry`)
    await until("the acceptance shows", async () => (await read(id)).state === "ready")
  }
  const [[more], [none]] = await Promise.all(orders.map(({ external_id }) => reservations(external_id)))
  const inventory = market.app.container.resolve(Modules.INVENTORY)
  await inventory.updateReservationItems([{ id: more.id, quantity: 4 }])
  await inventory.softDeleteReservationItems([none.id])
  await expectReserved(GOOD.sku, before + 4)
  await post("/orders/retry", { ids })
  await expectExactlyOnce(market.database, orders)
  await expectReserved(GOOD.sku, before + 2)
  expect(await reservations(orders[0].external_id)).toEqual([{ ...more, quantity: 1 }])
})

it("The stock of every accepted order is checked, however many orders were canceled before", async () => {
  const connected = await market.connect(cdiscount)
  const before = (await reservedOf(GOOD.sku)).reserved
  const orders = toAccept(connected, 2)
  await market.pull(connected)
  const [accepted, other] = await idsOf(orders)
  await post(`/orders/${accepted}/accept`)
  await decided(connected, orders.slice(0, 1))
  await market.sql(
    `insert into marketplace_order
     select (jsonb_populate_record(o, jsonb_build_object('id', 'mpord_000' || n, 'external_id', 'over' || n,
               'state', 'canceled', 'marks', '{"acceptance_announced": true}'::jsonb))).*
       from marketplace_order o, generate_series(1, 500) n where o.id = $1`,
    [other]
  )
  const [held] = await reservations(orders[0].external_id)
  await market.app.container.resolve(Modules.INVENTORY).updateReservationItems([{ id: held.id, quantity: 4 }])
  await keepReservationsRight(market.app.container, { connection_id: connected.id })
  expect(await reservations(orders[0].external_id)).toEqual([held])
  await expectReserved(GOOD.sku, before + 1)
  await market.sql("delete from marketplace_order where id like 'mpord_000%'")
})

it("Stock of an article that was unknown at the acceptance is held as soon as it is known", async () => {
  const connected = await market.connect(cdiscount)
  const external_sku = "ACCEPTEE-INCONNUE"
  const [{ external_id }] = toAccept(connected, 1, "to_accept", [{ ...GOOD, sku: external_sku, ean: "" }])
  await market.pull(connected)
  await post(`/orders/${await idOf(external_id)}/accept`)
  await keepReservationsRight(market.app.container, { connection_id: connected.id })
  expect(await reservations(external_id)).toEqual([])
  const { variant_id } = market.store.variants[3]
  await post("/listings", { connection_id: connected.id, external_sku, variant_id })
  await keepReservationsRight(market.app.container, { connection_id: connected.id })
  expect(await reservations(external_id)).toHaveLength(1)
})

it("Single items are not decided where the marketplace takes one decision for the order", async () => {
  const connected = await market.connect(cdiscount)
  const orders = toAccept(connected, 1)
  market.sandbox.control.cdiscount.modify({
    external_id: orders[0].external_id ?? "",
    patch: {
      lines: (
        market.sandbox.control.cdiscount.order({ external_id: orders[0].external_id ?? "" }).wire as {
          lines: object[]
        }
      ).lines.flatMap((line) => [line, { ...line, orderLineId: "2" }]),
    },
  })
  await market.pull(connected)
  const [id] = await idsOf(orders)
  expect(await refused("POST", `/orders/${id}/accept`, { line_external_ids: ["1"] })).toMatchObject({
    status: 400,
    message: expect.stringContaining("whole order"),
  })
})

describe.each(MARKETPLACES)("$id: automatic acceptance", (marketplace) => {
  const [, SHORT, DEAR, CHEAP] = DEFAULT_CATALOG.slice(marketplace.id === "cdiscount" ? 10 : 20)
  let connected: Connected
  let good: ExpectedOrder[]
  let asked: [why: string, orders: ExpectedOrder[], problem: object][]

  beforeAll(async () => {
    connected = await market.connect(marketplace, {
      settings: { import: { acceptance: "automatic", price_guard_percent: 50 } },
    })
    await setStockQuietly(SHORT.sku, 0)
    good = toAccept(connected, 2)
    const not = (...reasons: string[]) => ({ code: "not_accepted_automatically", params: { reasons } })
    asked = [
      ["short stock", toAccept(connected, 1, "to_accept", [SHORT]), not("out_of_stock")],
      [
        "a price far above the store's",
        toAccept(connected, 1, "to_accept", [{ ...DEAR, price: DEAR.price * 2 }]),
        { code: "price_guard", params: expect.objectContaining({ sku: DEAR.sku, store_price: DEAR.price }) },
      ],
      [
        "a price far below it",
        toAccept(connected, 1, "to_accept", [{ ...CHEAP, price: CHEAP.price / 4 }]),
        { code: "price_guard", params: expect.objectContaining({ sku: CHEAP.sku }) },
      ],
      [
        "an unknown article",
        toAccept(connected, 1, "to_accept", [{ ...GOOD, sku: `AUTRE-${marketplace.id}`, ean: "" }]),
        not("unknown_sku"),
      ],
      ...(marketplace.id === "rakuten"
        ? ([
            ["a negotiated price", toAccept(connected, 1, "negotiation"), not("negotiated")],
            ["a pre-order", toAccept(connected, 1, "preorder"), not("preorder")],
          ] as typeof asked)
        : []),
    ]
    await market.pull(connected)
  })
  afterAll(() => setStockQuietly(SHORT.sku, 1000))

  it("accepts an order that passes every guard, and asks about the rest", async () => {
    await decided(connected, good)
    for (const { external_id } of good) {
      const order = await read(await idOf(external_id))
      expect(order.history[0]).toMatchObject({
        event: "order.accepted",
        actor: "system",
        data: { is_automatic: true },
      })
    }
    for (const [why, [{ external_id }], problem] of asked) {
      const order = await read(await idOf(external_id))
      expect([why, order.state, order.problem, order.actions]).toEqual([
        why,
        "to_accept",
        expect.objectContaining(problem),
        [],
      ])
      expect([why, order.lines.some((line) => line.is_negotiated)]).toEqual([
        why,
        why === "a negotiated price",
      ])
    }
    await later(connected)
    await expectExactlyOnce(market.database, good)
    for (const [, [{ external_id }]] of asked) {
      expect(decisions(marketplace, external_id).made).toEqual([])
      expect(await reservations(external_id)).toEqual([])
    }
  })

  it("accepts once the cause is fixed, but never again what a person has skipped", async () => {
    await setStockQuietly(SHORT.sku, 5)
    const [, [short]] = asked[0]
    await market.pull(connected)
    await decided(connected, [short])
    expect(await read(await idOf(short.external_id))).toMatchObject({ problem: null })

    await market.sql(
      "update marketplace_connection set blocked_until = now() + interval '1 hour' where id = $1",
      [connected.id]
    )
    const [late] = toAccept(connected, 1)
    await market.pull(connected)
    const id = await idOf(late.external_id)
    const [action] = (await read(id)).actions
    await post(`/actions/${action.id}/skip`, { reason: "à voir" })
    await market.pull(connected)
    expect((await read(id)).actions).toMatchObject([{ id: action.id, state: "skipped" }])
    await market.sql("update marketplace_connection set blocked_until = null where id = $1", [connected.id])
  })

  it("refuses what is out of stock where the settings say so", async () => {
    await post(`/connections/${connected.id}`, {
      settings: { import: { acceptance: "manual", out_of_stock: "refuse" } },
    })
    await setStockQuietly(SHORT.sku, 0)
    const [short] = toAccept(connected, 1, "to_accept", [SHORT])
    const [plenty] = toAccept(connected, 1, "to_accept", [GOOD])
    await market.pull(connected)
    await decided(connected, [short])
    expect(decisions(marketplace, short.external_id).made).toMatchObject([{ decision: "refuse" }])
    expect((await read(await idOf(plenty.external_id))).actions).toEqual([])
  })
})
