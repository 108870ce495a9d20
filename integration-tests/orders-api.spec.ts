import { Modules } from "@medusajs/framework/utils"
import { DEFAULT_CATALOGUE } from "../sandbox/catalogue"
import type { ExpectedOrder } from "../sandbox/expected"
import { reserveAccepted } from "../src/workflows/plan-import/reserve-accepted"
import { marketplaceOf } from "../src/workflows/shared/marketplace"
import { keepReservationsRight } from "../src/workflows/plan-import/reserve-accepted"
import { sendMarketplaceActionsWorkflow } from "../src/workflows/send-actions"
import {
  connect,
  type Connected,
  type MarketStore,
  pull,
  pullAll,
  pullIds,
  seedOrders,
  startMarketStore,
} from "./helpers/market-store"
import { marketplaceApi, type ShownProblem } from "./helpers/marketplace-api"
import { type MarketplaceCase, MARKETPLACES } from "./helpers/marketplace-cases"
import { expectExactlyOnce } from "./helpers/store-figures"
import { until } from "./helpers/until"

jest.setTimeout(180_000)

const ROOT = "/admin/marketplaces"
const [cdiscount, rakuten] = MARKETPLACES
const GOOD = DEFAULT_CATALOGUE[0]

type Action = {
  id: string
  type: string
  state: string
  params: Record<string, unknown>
  attempts: { outcome: string; status: number | null; message: string | null; duration_ms: number }[]
  problem: { code: string; message: string } | null
}
type Order = {
  id: string
  external_id: string
  state: string
  state_reason: string | null
  problem: ShownProblem | null
  deadline: { code: string } | null
  order_id: string | null
  display_id: number | null
  total: number
  lines: {
    external_ids: string[]
    sku: string
    variant_id: string | null
    line_item_id: string | null
    is_negotiated?: true
  }[]
  actions: Action[]
  history: { event: string; actor: string; data: Record<string, unknown> | null }[]
  amounts: Record<string, number | null>
  snapshot: { is_masked: boolean; content: unknown }
}
type Result = { id: string; outcome: string; message: string | null }

let market: MarketStore

beforeAll(async () => {
  market = await startMarketStore()
})
afterAll(() => market?.stop())

const desk = () => marketplaceApi(market.app)
const get = <Body>(path: string) => desk().get<Body>(path)
const post = <Body>(path: string, body?: unknown) => desk().post<Body>(path, body)
const refused = (method: string, path: string, body?: unknown) => desk().refused(method, path, body)

const list = async (query: Record<string, string | number>) => {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) search.set(key, String(value))
  return (await get<{ orders: Order[] }>(`/orders?${search}`)).orders
}
const ofConnection = ({ id }: Connected, query: Record<string, string | number> = {}) =>
  list({ connection_id: id, limit: 200, ...query })
const read = async (id: string, query = "") => (await get<{ order: Order }>(`/orders/${id}${query}`)).order
const idOf = async (external_id: string | null) => (await list({ external_id: external_id ?? "" }))[0].id
const idsOf = (orders: ExpectedOrder[]) => Promise.all(orders.map(({ external_id }) => idOf(external_id)))

/** The marketplace's effects of what it was told show up, and we hear of them. */
async function later(connected: Connected): Promise<void> {
  for (let step = 0; step < 3; step++) {
    market.sandbox.control.time({ advance_minutes: 1 })
    await pullAll(market, connected)
  }
}

const decisions = ({ id }: MarketplaceCase, external_id: string | null) => {
  const [ledger] = market.sandbox.control[id].ledger({ external_id: external_id ?? "" })
  return { made: ledger?.decisions ?? [], repeated: ledger?.duplicate_decisions ?? [] }
}
const decided = (connected: Connected, orders: ExpectedOrder[], count = orders.length) =>
  until("the marketplace has the decisions", () => {
    const made = orders.flatMap(({ external_id }) => decisions(connected.market, external_id).made)
    return made.length >= count ? made : null
  })
/** Changes nothing but the marketplace's own time of change, where there is one. */
const touch = ({ id }: MarketplaceCase, external_id: string) =>
  id === "cdiscount" && market.sandbox.control.cdiscount.act({ external_id, action: "touch" })
/** Orders that wait for an answer, changed just now: a later pull does not look back for ever. */
function toAccept(connected: Connected, count: number, kind = "to_accept", catalogue = [GOOD]) {
  const request = { account: connected.account, seed: ++seeds, count, kinds: [kind], catalogue }
  const orders = connected.market.seed(market.sandbox, request)
  for (const { external_id } of orders) touch(connected.market, external_id ?? "")
  return orders
}
let seeds = 5000

const reservations = (external_id: string | null) =>
  market.database.sql<{ id: string; line_item_id: string; quantity: number }>(
    "select id, line_item_id, quantity::float8 from reservation_item where external_id = $1 and deleted_at is null order by id",
    [external_id]
  )
async function reservedOf(sku: string): Promise<{ reserved: number; counted: number }> {
  const item = market.store.variants.find((variant) => variant.sku === sku)?.inventory_item_id
  const [row] = await market.database.sql<{ reserved: number; counted: number }>(
    `select l.reserved_quantity::float8 as reserved, coalesce(sum(r.quantity), 0)::float8 as counted
       from inventory_level l left join reservation_item r on r.inventory_item_id = l.inventory_item_id and r.deleted_at is null
      where l.inventory_item_id = $1 group by l.id`,
    [item]
  )
  return row
}
const expectReserved = async (sku: string, quantity: number) =>
  expect(await reservedOf(sku)).toEqual({ reserved: quantity, counted: quantity })
const setStock = (sku: string, stocked: number) =>
  market.database.sql(
    `update inventory_level l set stocked_quantity = $2::numeric,
            raw_stocked_quantity = jsonb_build_object('value', $2::text, 'precision', 20)
       from inventory_item i where i.id = l.inventory_item_id and i.sku = $1`,
    [sku, stocked]
  )

describe.each(MARKETPLACES)("$id: what holds an order up", (marketplace) => {
  let connected: Connected
  let waiting: ExpectedOrder[]
  const sku = `AILLEURS-${marketplace.id}`
  const variant_id = () => market.store.variants[3].variant_id

  beforeAll(async () => {
    connected = await connect(market.app, market.sandbox, marketplace)
    const catalogue = [{ ...GOOD, sku, ean: "" }]
    waiting = seedOrders(market.sandbox, connected, { count: 3, catalogue } as never)
    await pullAll(market, connected).catch(() => undefined)
  })

  it("is shown with its next step, grouped by cause", async () => {
    const held = await ofConnection(connected, { held: "true" })
    expect(held.map(({ external_id }) => external_id).sort()).toEqual(
      waiting.map(({ external_id }) => external_id).sort()
    )
    expect(held[0]).toMatchObject({
      state: "ready",
      problem: { code: "unknown_sku", message: expect.stringContaining(sku), params: { sku } },
      order_id: null,
      display_id: null,
    })
    const { problems } = await get<{ problems: object[] }>(`/orders/problems?connection_id=${connected.id}`)
    expect(problems).toEqual([
      expect.objectContaining({
        code: "unknown_sku",
        count: 3,
        remedy: "map_sku",
        message: expect.stringContaining(sku),
        hint: expect.any(String),
        is_blocking: true,
        causes: [expect.objectContaining({ count: 3, connection_ids: [connected.id] })],
      }),
    ])
  })

  it("is released for all of them by a listing", async () => {
    const { listing, released } = await post<{ listing: { id: string }; released: number }>("/listings", {
      connection_id: connected.id,
      external_sku: sku,
      variant_id: variant_id(),
    })
    expect(listing).toMatchObject({
      external_sku: sku,
      variant_id: variant_id(),
      variant: expect.any(Object),
    })
    expect(released).toBe(3)
    await until("all of them are in the store", async () => {
      const orders = await ofConnection(connected, { state: "imported" })
      return orders.length === 3
    })
    const [order] = await ofConnection(connected)
    expect(order).toMatchObject({ problem: null, lines: [{ variant_id: variant_id() }] })
    expect(order.order_id).toMatch(/^order_/)
    expect(order.display_id).toBeGreaterThan(0)
    expect(order.lines[0].line_item_id).toMatch(/^ordli_/)
  })

  it("one listing an SKU: the same again changes its variant", async () => {
    const other = market.store.variants[4].variant_id
    const body = { connection_id: connected.id, external_sku: sku, variant_id: other }
    await Promise.all([post("/listings", body), post("/listings", body)])
    const { listings, count } = await get<{ listings: { id: string; variant_id: string }[]; count: number }>(
      `/listings?connection_id=${connected.id}&q=ailleurs`
    )
    expect({ count, variants: listings.map((listing) => listing.variant_id) }).toEqual({
      count: 1,
      variants: [other],
    })
    expect(await desk().remove(`/listings/${listings[0].id}`)).toMatchObject({ deleted: true })
    expect((await refused("DELETE", `/listings/${listings[0].id}`)).status).toBe(404)
    expect(await get(`/listings?connection_id=${connected.id}`)).toMatchObject({ count: 0 })
    expect(await refused("POST", "/listings", { ...body, variant_id: "variant_none" })).toMatchObject({
      status: 400,
      message: expect.stringContaining("variant_none"),
    })
    expect((await refused("POST", "/listings", { ...body, connection_id: "mpcon_none" })).status).toBe(404)
    expect((await refused("POST", "/listings", { ...body, more: 1 })).status).toBe(400)
  })

  describe("retried and ignored", () => {
    const second = `PLUS-LOIN-${marketplace.id}`
    let ids: string[]
    beforeAll(async () => {
      const catalogue = [{ ...GOOD, sku: second, ean: "" }]
      const orders = seedOrders(market.sandbox, connected, { count: 4, catalogue } as never)
      await pullAll(market, connected).catch(() => undefined)
      ids = await idsOf(orders)
    })

    it("stays held while its cause is there, and comes in once it is mended", async () => {
      expect((await post<{ order: Order }>(`/orders/${ids[0]}/retry`)).order).toMatchObject({
        state: "ready",
        problem: { code: "unknown_sku" },
      })
      await marketplaceOf(market.app.container).listings.saveListing({
        connection_id: connected.id,
        external_sku: second,
        variant_id: variant_id(),
      })
      const { order } = await post<{ order: Order }>(`/orders/${ids[0]}/retry`, { reason: "mappée" })
      expect(order).toMatchObject({ state: "imported", order_id: expect.any(String) })
      expect((await refused("POST", `/orders/${ids[0]}/retry`, {})).status).toBe(400)
      const { history } = await read(ids[0])
      expect(history[0]).toMatchObject({
        event: "order.retried",
        actor: expect.stringMatching(/^user:user_/),
      })
    })

    it("can be ignored with a reason, and comes back by a retry only", async () => {
      expect((await refused("POST", `/orders/${ids[1]}/ignore`, {})).status).toBe(400)
      const { order } = await post<{ order: Order }>(`/orders/${ids[1]}/ignore`, { reason: "déjà expédiée" })
      expect(order).toMatchObject({ state: "ignored", state_reason: "by_hand", problem: null })
      touch(marketplace, order.external_id)
      await pull(market.app, connected)
      expect(await read(ids[1])).toMatchObject({ state: "ignored", state_reason: "by_hand" })
      expect((await read(ids[1])).history[0]).toMatchObject({
        event: "order.ignored",
        data: { reason: "déjà expédiée" },
      })
      expect((await refused("POST", `/orders/${ids[0]}/ignore`, { reason: "trop tard" })).status).toBe(400)
      expect((await post<{ order: Order }>(`/orders/${ids[1]}/retry`)).order.state).toBe("imported")
    })

    it("many at once: each is told what happened", async () => {
      const { results } = await post<{ results: Result[] }>("/orders/ignore", {
        ids: [ids[2], ids[0], "mpord_none"],
        reason: "doublon",
      })
      expect(results.map(({ outcome }) => outcome)).toEqual(["ignored", "refused", "refused"])
      const retried = await post<{ results: Result[]; count: number; remaining: number }>("/orders/retry", {
        problem: "unknown_sku",
        connection_id: connected.id,
      })
      expect(retried).toEqual({
        results: [{ id: ids[3], outcome: "imported", message: null }],
        count: 1,
        remaining: 0,
      })
      const again = await post<{ results: Result[] }>("/orders/retry", { ids: [ids[2], ids[3]] })
      expect(again.results.map(({ outcome }) => outcome)).toEqual(["imported", "refused"])
      expect((await refused("POST", "/orders/retry", {})).status).toBe(400)
      expect((await refused("POST", "/orders/retry", { ids, problem: "unknown_sku" })).status).toBe(400)
      expect((await refused("POST", "/orders/ignore", { ids })).status).toBe(400)
    })
  })
})

describe.each(MARKETPLACES)("$id: decisions", (marketplace) => {
  let connected: Connected
  const isByItem = marketplace.id === "rakuten"
  const sku = GOOD.sku
  let before: number
  beforeAll(async () => {
    connected = await connect(market.app, market.sandbox, marketplace)
  })
  beforeEach(async () => {
    before = (await reservedOf(sku)).reserved
  })

  it("accepts in bulk: stock is held at once, and is the order's afterwards", async () => {
    const orders = toAccept(connected, 3)
    await pull(market.app, connected)
    const waiting = await ofConnection(connected, { state: "to_accept" })
    expect(waiting).toHaveLength(3)
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
    expect(order.lines[0].line_item_id).toBe((await reservations(order.external_id))[0].line_item_id)
    expect(order.history.map(({ event }) => event)).toContain("order.accepted")
    expect(order.amounts).toMatchObject({
      marketplace_total: order.total,
      store_total: order.total,
      difference: 0,
    })
    expect((await refused("POST", `/orders/${order.id}/accept`, {})).status).toBe(400)
  })

  it("refuses with a reason, and holds nothing", async () => {
    const orders = toAccept(connected, 1)
    await pull(market.app, connected)
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

  it("of two people who decide at once, one is heard", async () => {
    const orders = toAccept(connected, 4, isByItem ? "to_accept_two" : "to_accept")
    await pull(market.app, connected)
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
    const actions = await market.database.sql<{ id: string; types: string[]; count: number }>(
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

  it("gives the stock back when an accepted order is cancelled before it comes in", async () => {
    const orders = toAccept(connected, 1)
    await pull(market.app, connected)
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

  it("gives the stock back when the marketplace ends an order before its acceptance arrives", async () => {
    const block = (until: string) =>
      market.database.sql(
        `update marketplace_connection set blocked_until = now() + $2::interval where id = $1`,
        [connected.id, until]
      )
    await block("1 hour")
    const orders = toAccept(connected, 1)
    const external_id = orders[0].external_id ?? ""
    await pull(market.app, connected)
    const [id] = await idsOf(orders)
    await post(`/orders/${id}/accept`)
    await expectReserved(sku, before + 1)
    if (isByItem) market.sandbox.control.time({ advance_minutes: 97 * 60 })
    else market.sandbox.control.cdiscount.act({ external_id, action: "cancel" })
    await block("-1 second")
    // What no list shows any more is asked for alone, as the daily comparison does.
    await pullIds(market.app, connected, [external_id])
    expect(await read(id)).toMatchObject({ state: "canceled", order_id: null })
    expect(decisions(marketplace, external_id)).toEqual({ made: [], repeated: [] })
    await expectReserved(sku, before)
    if (isByItem) market.sandbox.control.time({ advance_minutes: -97 * 60 })
  })

  it("holds an order's stock once, whoever holds it at the same moment", async () => {
    const orders = toAccept(connected, 1)
    await pull(market.app, connected)
    const [id] = await idsOf(orders)
    await post(`/orders/${id}/accept`)
    await decided(connected, orders)
    const [{ id: held }] = await reservations(orders[0].external_id)
    await market.app.container.resolve(Modules.INVENTORY).deleteReservationItems([held])
    await expectReserved(sku, before)
    await Promise.all([1, 2, 3, 4].map(() => reserveAccepted(market.app.container, [id])))
    await expectReserved(sku, before + 1)
  })

  it("a skipped acceptance holds nothing and can be turned round", async () => {
    await market.database.sql(
      "update marketplace_connection set blocked_until = now() + interval '1 hour' where id = $1",
      [connected.id]
    )
    const orders = toAccept(connected, 1)
    await pull(market.app, connected)
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
    await market.database.sql("update marketplace_connection set blocked_until = null where id = $1", [
      connected.id,
    ])
    // Another sender may have the lease at this moment: then it does it, or the next one.
    await until("the refusal arrives", async () => {
      await sendMarketplaceActionsWorkflow(market.app.container).run({
        input: { connection_id: connected.id },
      })
      return decisions(marketplace, orders[0].external_id).made.length > 0
    })
    expect(decisions(marketplace, orders[0].external_id).made).toMatchObject([{ decision: "refuse" }])
  })

  it("is not made twice after an answer that was lost", async () => {
    const orders = toAccept(connected, 1)
    await pull(market.app, connected)
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

it("takes a single order back of those that were said to be handled elsewhere", async () => {
  const connected = await connect(market.app, market.sandbox, cdiscount)
  await market.database.sql(
    "update marketplace_connection set older_open_orders = 'handled_elsewhere', activated_at = now() where id = $1",
    [connected.id]
  )
  const [plain, unknown] = seedOrders(market.sandbox, connected, {
    count: 2,
    kinds: ["plain", "unknown_sku"],
  })
  await pull(market.app, connected)
  const ids = await idsOf([plain, unknown])
  const states = async () =>
    (await Promise.all(ids.map((id) => read(id)))).map(({ state, state_reason }) => [state, state_reason])
  expect(await states()).toEqual([
    ["ignored", "handled_elsewhere"],
    ["ignored", "handled_elsewhere"],
  ])
  const { results } = await post<{ results: Result[] }>("/orders/retry", { ids })
  expect(results.map(({ outcome }) => outcome)).toEqual(["imported", "held"])
  touch(cdiscount, unknown.external_id ?? "")
  await pull(market.app, connected)
  expect(await states()).toEqual([
    ["imported", null],
    ["ready", null],
  ])
})

it("decides on single items where the marketplace does, and imports what was accepted", async () => {
  const connected = await connect(market.app, market.sandbox, rakuten, {
    settings: { rakuten: { cancel_enabled: true } },
  })
  const before = (await reservedOf(GOOD.sku)).reserved
  const orders = toAccept(connected, 1, "to_accept_two")
  await pull(market.app, connected)
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

it("puts right what somebody changed by hand between acceptance and import", async () => {
  const connected = await connect(market.app, market.sandbox, cdiscount)
  const before = (await reservedOf(GOOD.sku)).reserved
  const orders = toAccept(connected, 2)
  await pull(market.app, connected)
  const ids = await idsOf(orders)
  await post("/orders/accept", { ids })
  await decided(connected, orders)
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

it("looks at the stock of all that was accepted, however many orders were cancelled before", async () => {
  const connected = await connect(market.app, market.sandbox, cdiscount)
  const before = (await reservedOf(GOOD.sku)).reserved
  const orders = toAccept(connected, 2)
  await pull(market.app, connected)
  const [accepted, other] = await idsOf(orders)
  await post(`/orders/${accepted}/accept`)
  await decided(connected, orders.slice(0, 1))
  await market.database.sql(
    `insert into marketplace_order
     select (jsonb_populate_record(o, jsonb_build_object('id', 'mpord_000' || n, 'external_id', 'over' || n,
               'state', 'canceled', 'reserved_ids', '{"accepted_told": "true"}'::jsonb))).*
       from marketplace_order o, generate_series(1, 500) n where o.id = $1`,
    [other]
  )
  const [held] = await reservations(orders[0].external_id)
  await market.app.container.resolve(Modules.INVENTORY).updateReservationItems([{ id: held.id, quantity: 4 }])
  await keepReservationsRight(market.app.container, { connection_id: connected.id })
  expect(await reservations(orders[0].external_id)).toEqual([held])
  await expectReserved(GOOD.sku, before + 1)
  await market.database.sql("delete from marketplace_order where id like 'mpord_000%'")
})

it("takes no decision on single items where the marketplace takes one for the order", async () => {
  const connected = await connect(market.app, market.sandbox, cdiscount)
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
  await pull(market.app, connected)
  const [id] = await idsOf(orders)
  expect(await refused("POST", `/orders/${id}/accept`, { line_external_ids: ["1"] })).toMatchObject({
    status: 400,
    message: expect.stringContaining("whole order"),
  })
})

describe.each(MARKETPLACES)("$id: automatic acceptance", (marketplace) => {
  const [, SHORT, DEAR, CHEAP] = DEFAULT_CATALOGUE.slice(marketplace.id === "cdiscount" ? 10 : 20)
  let connected: Connected
  let good: ExpectedOrder[]
  let asked: [why: string, orders: ExpectedOrder[], problem: object][]

  beforeAll(async () => {
    connected = await connect(market.app, market.sandbox, marketplace, {
      settings: { import: { acceptance: "automatic", price_guard_percent: 50 } },
    })
    await setStock(SHORT.sku, 0)
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
    await pull(market.app, connected)
  })
  afterAll(() => setStock(SHORT.sku, 1000))

  it("accepts what passes every guard, and asks about the rest", async () => {
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

  it("accepts once the cause is mended, but never again what a person has skipped", async () => {
    await setStock(SHORT.sku, 5)
    const [, [short]] = asked[0]
    await pull(market.app, connected)
    await decided(connected, [short])
    expect(await read(await idOf(short.external_id))).toMatchObject({ problem: null })

    await market.database.sql(
      "update marketplace_connection set blocked_until = now() + interval '1 hour' where id = $1",
      [connected.id]
    )
    const [late] = toAccept(connected, 1)
    await pull(market.app, connected)
    const id = await idOf(late.external_id)
    const [action] = (await read(id)).actions
    await post(`/actions/${action.id}/skip`, { reason: "à voir" })
    await pull(market.app, connected)
    expect((await read(id)).actions).toMatchObject([{ id: action.id, state: "skipped" }])
    await market.database.sql("update marketplace_connection set blocked_until = null where id = $1", [
      connected.id,
    ])
  })

  it("refuses what is short where the merchant wants that", async () => {
    await post(`/connections/${connected.id}`, {
      settings: { import: { acceptance: "manual", out_of_stock: "refuse" } },
    })
    await setStock(SHORT.sku, 0)
    const [short] = toAccept(connected, 1, "to_accept", [SHORT])
    const [plenty] = toAccept(connected, 1, "to_accept", [GOOD])
    await pull(market.app, connected)
    await decided(connected, [short])
    expect(decisions(marketplace, short.external_id).made).toMatchObject([{ decision: "refuse" }])
    expect((await read(await idOf(plenty.external_id))).actions).toEqual([])
  })
})

describe("actions", () => {
  let connected: Connected
  let id: string
  let action: Action
  const fault = { kind: "status" as const, status: 400, endpoint: "POST /orders/*/approval-status" }

  beforeAll(async () => {
    connected = await connect(market.app, market.sandbox, cdiscount)
  })

  async function givenUp(): Promise<void> {
    const orders = toAccept(connected, 1)
    await pull(market.app, connected)
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

  it("show the marketplace's own words, and go out when they are driven again", async () => {
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
    await market.database.sql(
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
    await market.database.sql("update marketplace_action set claimed_until = null where id = $1", [action.id])
    await post(`/actions/${action.id}/retry`, { reason: "réglé avec le support" })
    const { external_id } = await read(id)
    await until("the marketplace has it", () => decisions(cdiscount, external_id).made.length === 1)
    expect((await read(id)).history[0]).toMatchObject({
      event: "action.retried",
      data: { action_id: action.id, reason: "réglé avec le support" },
    })
  })

  it("can be driven again together", async () => {
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

  it("can be marked as done elsewhere, for good", async () => {
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

  it("can be skipped or marked as done together, and each is told", async () => {
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

  it("answers 404 and 400 where they belong", async () => {
    expect((await refused("GET", "/actions/mpact_none")).status).toBe(404)
    expect((await refused("POST", "/actions/mpact_none/retry", {})).status).toBe(404)
    expect((await refused("POST", "/actions/mpact_none/skip", { reason: "x" })).status).toBe(404)
    expect((await refused("GET", "/actions?order=secret")).status).toBe(400)
    expect((await refused("GET", "/actions?unknown=1")).status).toBe(400)
  })
})

describe("cancelling at the marketplace", () => {
  type Unavailable = { unavailable: { cancel: { code: string; message: string } | null } }

  it.each(MARKETPLACES)(
    "$id: is said to be off beforehand, refused at once, and on by a setting",
    async (one) => {
      const connected = await connect(market.app, market.sandbox, one)
      const orders = seedOrders(market.sandbox, connected, { count: 1 })
      await pullAll(market, connected)
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

  it("is not possible as long as the marketplace waits for an answer", async () => {
    const connected = await connect(market.app, market.sandbox, rakuten, {
      settings: { rakuten: { cancel_enabled: true } },
    })
    const [undecided] = toAccept(connected, 1)
    await pullAll(market, connected)
    const order = await read(await idOf(undecided.external_id))
    expect(order).toMatchObject({ unavailable: { cancel: { code: "refuse_instead" } } })
  })

  it("asks it with one of its own reasons, by order", async () => {
    const connected = await connect(market.app, market.sandbox, cdiscount, {
      settings: { cdiscount: { cancel_enabled: true } },
    })
    const orders = seedOrders(market.sandbox, connected, { count: 1 })
    const [undecided] = toAccept(connected, 1)
    await pullAll(market, connected)
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

  it("asks it item by item with the seller's words, and once", async () => {
    const connected = await connect(market.app, market.sandbox, rakuten, {
      settings: { rakuten: { cancel_enabled: true } },
    })
    const orders = seedOrders(market.sandbox, connected, { count: 1, kinds: ["two_units"] })
    await pullAll(market, connected)
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

describe.each(MARKETPLACES)("$id: the buyer's data", (marketplace) => {
  const marker = `ZZMARQUE${marketplace.id}`
  let connected: Connected
  let orders: ExpectedOrder[]
  beforeAll(async () => {
    connected = await connect(market.app, market.sandbox, marketplace)
    orders = seedOrders(market.sandbox, connected, { count: 2, marker, kinds: ["plain", "unknown_sku"] })
    await pullAll(market, connected).catch(() => undefined)
  })

  it("is masked, and who looks at it is written down", async () => {
    const listed = await ofConnection(connected)
    expect(listed).toHaveLength(2)
    expect(JSON.stringify(listed)).not.toContain(marker)
    const masked = await read(listed[0].id)
    expect(masked.snapshot).toMatchObject({ is_masked: true, content: expect.any(Object) })
    expect(JSON.stringify(masked)).not.toContain(marker)
    expect(masked.history).toEqual([])
    const open = await read(listed[0].id, "?personal_data=true")
    expect(open.snapshot.is_masked).toBe(false)
    expect(JSON.stringify(open.snapshot.content)).toContain(marker)
    expect(open.history).toMatchObject([
      { event: "order.personal_data_read", actor: expect.stringMatching(/^user:user_/) },
    ])
  })

  it("is purged for good: no later pull brings it back", async () => {
    const [imported, held] = await idsOf(orders)
    expect((await refused("POST", `/orders/${imported}/purge`, {})).status).toBe(400)
    expect(await refused("POST", `/orders/${held}/purge`, { reason: "demande" })).toMatchObject({
      status: 400,
      message: expect.stringContaining("ignore it first"),
    })
    const before = await read(imported)
    const { order } = await post<{ order: Order }>(`/orders/${imported}/purge`, { reason: "demande" })
    expect(order).toMatchObject({
      purged_at: expect.any(String),
      order_id: before.order_id,
      total: before.total,
    })
    const kept = () =>
      market.database.sql(
        "select payload from marketplace_order_snapshot s where exists (select 1 from marketplace_order o where o.id = s.marketplace_order_id and o.id = $1)",
        [imported]
      )
    expect(JSON.stringify(await kept())).not.toContain(marker)
    touch(marketplace, order.external_id)
    market.sandbox.control.time({ advance_minutes: 1 })
    const { run } = await post<{ run: { id: string } }>(`/connections/${connected.id}/import`, {
      external_ids: [order.external_id],
    })
    await until("the order was read again", async () => {
      const { state, counts } = (
        await get<{ run: { state: string; counts: { seen: number } } }>(`/runs/${run.id}`)
      ).run
      return state === "done" && counts.seen === 1
    })
    expect(JSON.stringify(await kept())).not.toContain(marker)
    const after = await read(imported, "?personal_data=true")
    expect(JSON.stringify(after)).not.toContain(marker)
    expect(after).toMatchObject({
      state: before.state,
      problem: null,
      total: before.total,
      lines: before.lines,
    })
    expect(after.history.map(({ event }) => event)).toContain("order.purged")
    await post(`/orders/${held}/ignore`, { reason: "demande" })
    await post(`/orders/${held}/purge`, { reason: "demande" })
    expect(
      await market.database.sql("select 1 from marketplace_order_snapshot where payload like $1", [
        `%${marker}%`,
      ])
    ).toEqual([])
  })
})

describe("lists", () => {
  let connected: Connected
  let orders: ExpectedOrder[]
  beforeAll(async () => {
    connected = await connect(market.app, market.sandbox, cdiscount)
    orders = seedOrders(market.sandbox, connected, {
      count: 6,
      kinds: ["plain", "plain", "plain", "plain", "unknown_sku", "to_accept"],
    })
    await pullAll(market, connected).catch(() => undefined)
  })

  it("filters", async () => {
    const count = async (query: Record<string, string>) => (await ofConnection(connected, query)).length
    expect(await count({})).toBe(6)
    expect(await count({ state: "imported" })).toBe(4)
    expect(await count({ state: "to_accept" })).toBe(1)
    expect(await count({ held: "true" })).toBe(1)
    expect(await count({ held: "false" })).toBe(5)
    expect(await count({ problem: "unknown_sku" })).toBe(1)
    expect(await count({ is_test: "true" })).toBe(0)
    expect(await count({ is_test: "false" })).toBe(6)
    expect(await count({ marketplace_id: "rakuten" })).toBe(0)
    const [imported] = await ofConnection(connected, { state: "imported" })
    expect(await list({ order_id: imported.order_id ?? "" })).toMatchObject([{ id: imported.id }])
    expect(await list({ external_id: imported.external_id })).toMatchObject([{ id: imported.id }])
    expect(await ofConnection(connected, { q: imported.external_id.slice(3).toLowerCase() })).toMatchObject([
      { id: imported.id },
    ])
    expect(await ofConnection(connected, { q: `#${imported.display_id}` })).toEqual(
      expect.arrayContaining([expect.objectContaining({ id: imported.id })])
    )
    expect(await count({ q: "100%_" })).toBe(0)
    expect((await list({ id: imported.id })).map(({ id }) => id)).toEqual([imported.id])
  })

  it("finds the buyer of what is in the store", async () => {
    const [imported] = await ofConnection(connected, { state: "imported" })
    const found = async (q: string) => (await ofConnection(connected, { q })).map(({ id }) => id)
    await market.database.sql(
      `update order_address set first_name = 'Zoé', last_name = 'Quincampoix' where id =
        (select shipping_address_id from "order" where id = $1)`,
      [imported.order_id]
    )
    expect(await found("zoé quincam")).toEqual([imported.id])
    expect(await found("QUINCAMPOIX")).toEqual([imported.id])
    expect(await found("zoe martin")).toEqual([])
    const two = await get<{ orders: Order[] }>(
      `/orders?connection_id=${connected.id}&state=to_accept&state=ready`
    )
    expect(two.orders).toHaveLength(2)
  })

  it("knows what is due", async () => {
    const [held] = await ofConnection(connected, { held: "true" })
    const [open] = await ofConnection(connected, { state: "to_accept" })
    const set = (id: string, column: string, hours: number) =>
      market.database.sql(
        `update marketplace_order set ${column} = now() + make_interval(hours => $2) where id = $1`,
        [id, hours]
      )
    await market.database.sql(
      "update marketplace_order set ship_by = now() + interval '5 days', accept_by = now() + interval '5 days' where connection_id = $1",
      [connected.id]
    )
    const due = async (kind: string) => (await ofConnection(connected, { due: kind })).map(({ id }) => id)
    expect([await due("at_risk"), await due("overdue")]).toEqual([[], []])
    await set(held.id, "ship_by", 3)
    await set(open.id, "accept_by", -1)
    await set(open.id, "ship_by", 3)
    expect([await due("at_risk"), await due("overdue")]).toEqual([[held.id], [open.id]])
    expect((await read(held.id)).deadline?.code).toBe("deadline_ship_risk")
    expect((await read(open.id)).deadline?.code).toBe("deadline_accept_missed")
  })

  it("pages in a stable order", async () => {
    const page = (offset: number) => ofConnection(connected, { limit: 2, offset, order: "purchased_at" })
    const pages = [...(await page(0)), ...(await page(2)), ...(await page(4))]
    const all = await ofConnection(connected, { order: "purchased_at" })
    expect(pages.map(({ id }) => id)).toEqual(all.map(({ id }) => id))
    const answer = await get<object>(`/orders?connection_id=${connected.id}&limit=2&offset=4`)
    expect(answer).toMatchObject({ count: 6, limit: 2, offset: 4, orders: [{}, {}] })
    const descending = await ofConnection(connected, { order: "-purchased_at" })
    expect(descending.map(({ id }) => id)).not.toEqual(all.map(({ id }) => id))
  })

  it("speaks the operator's language", async () => {
    const inFrench = async <Body>(path: string, body?: object) => {
      const response = await fetch(`${market.app.url}${ROOT}${path}`, {
        method: body ? "POST" : "GET",
        body: JSON.stringify(body),
        headers: {
          authorization: `Bearer ${market.app.token}`,
          "accept-language": "fr-FR,fr;q=0.9",
          "content-type": "application/json",
        },
      })
      return (await response.json()) as Body
    }
    const { orders: french } = await inFrench<{ orders: Order[] }>(
      `/orders?connection_id=${connected.id}&held=true`
    )
    expect(french[0].problem?.message).toContain("Aucun produit")

    const none = {
      type: "not_found",
      code: "order_not_found",
      message: "La commande de marketplace mpord_none n'existe pas.",
    }
    const missing = { results: [{ id: "mpord_none", outcome: "refused", message: none.message }] }
    expect(await inFrench("/orders/mpord_none")).toEqual(none)
    expect(await inFrench("/orders/mpord_none/purge", { reason: "demandé" })).toEqual(none)
    expect(await inFrench("/orders/ignore", { ids: ["mpord_none"], reason: "ailleurs" })).toMatchObject(
      missing
    )
    expect((await refused("GET", "/orders/mpord_none")).message).toBe(
      "There is no marketplace order mpord_none."
    )
  })

  it("refuses what it does not understand, and everybody who is no admin", async () => {
    const paths = [
      "?limit=0",
      "?limit=201",
      "?offset=-1",
      "?held=maybe",
      "?due=soon",
      "?order=lines",
      "?secret=1",
    ]
    for (const query of paths)
      expect([query, (await refused("GET", `/orders${query}`)).status]).toEqual([query, 400])
    expect((await refused("GET", "/orders/problems?state=ready&x=1")).status).toBe(400)
    expect((await refused("GET", "/orders/mpord_none")).status).toBe(404)
    expect((await refused("GET", "/orders/none")).status).toBe(404)
    for (const [what, body] of [
      ["accept", {}],
      ["refuse", { reason: "x" }],
      ["retry", {}],
      ["ignore", { reason: "x" }],
      ["cancel", { reason: "x" }],
      ["purge", { reason: "x" }],
    ] as const) {
      expect((await refused("POST", `/orders/mpord_none/${what}`, body)).status).toBe(404)
      expect((await refused("POST", `/orders/mpord_none/${what}`, { ...body, more: 1 })).status).toBe(400)
    }
    expect((await refused("GET", "/orders/mpord_none/cancellation-reasons")).status).toBe(404)
    expect((await refused("POST", "/orders/accept", { ids: [] })).status).toBe(400)
    const { status } = await market.app.api("GET", `${ROOT}/orders`, undefined, { token: null })
    expect(status).toBe(401)
    expect(orders).toHaveLength(6)
  })

  it("does nothing for a connection that does not work here", async () => {
    await post(`/connections/${connected.id}`, { is_enabled: false })
    const [held] = await ofConnection(connected, { held: "true" })
    const [open] = await ofConnection(connected, { state: "to_accept" })
    for (const [id, what] of [
      [held.id, "retry"],
      [open.id, "accept"],
    ]) {
      expect(await refused("POST", `/orders/${id}/${what}`, {})).toMatchObject({
        status: 400,
        message: expect.stringContaining("activate it first"),
      })
    }
  })
})
