import type { ListingSuggestions } from "../src/api/admin/marketplaces/listings/types"
import type { ExpectedOrder } from "../sandbox/expected"
import { marketplaceOf } from "../src/workflows/shared/marketplace"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { GOOD, type Order, type Result, ordersDesk } from "./helpers/orders-desk"
import { until } from "./helpers/until"

const [cdiscount] = MARKETPLACES
const market = marketTest({ seconds: 180 })
const { get, post, refused, list, ofConnection, read, idsOf, touch } = ordersDesk(market)
const ROOT = "/admin/marketplaces"

describe.each(MARKETPLACES)("$id: a held order", (marketplace) => {
  let connected: Connected
  let waiting: ExpectedOrder[]
  const sku = `AILLEURS-${marketplace.id}`
  const variant_id = () => market.store.variants[3].variant_id

  beforeAll(async () => {
    connected = await market.connect(marketplace)
    const catalog = [{ ...GOOD, sku, ean: "" }]
    waiting = market.seedOrders(connected, { count: 3, catalog } as never)
    await market.pullAll(connected).catch(() => undefined)
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

  it("has the variant that is called alike suggested for its SKU", async () => {
    const { suggestions } = await get<ListingSuggestions>(
      `/listings/suggestions?connection_id=${connected.id}&external_sku=${sku}`
    )
    expect(suggestions[0]).toMatchObject({ sku: GOOD.sku, by: "title" })
    const none = `/listings/suggestions?connection_id=${connected.id}&external_sku=ZZQX`
    expect(await get<ListingSuggestions>(none)).toEqual({ suggestions: [] })
  })

  it("is released with all others of its SKU by one listing", async () => {
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

  it("has one listing for its SKU, and a second one changes the variant", async () => {
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
    expect(await market.desk.remove(`/listings/${listings[0].id}`)).toMatchObject({ deleted: true })
    expect((await refused("DELETE", `/listings/${listings[0].id}`)).status).toBe(404)
    expect(await get(`/listings?connection_id=${connected.id}`)).toMatchObject({ count: 0 })
    expect(await refused("POST", "/listings", { ...body, variant_id: "variant_none" })).toMatchObject({
      status: 400,
      message: expect.stringContaining("variant_none"),
    })
    expect((await refused("POST", "/listings", { ...body, connection_id: "mpcon_none" })).status).toBe(404)
    expect((await refused("POST", "/listings", { ...body, more: 1 })).status).toBe(400)
  })

  describe("among several", () => {
    const second = `PLUS-LOIN-${marketplace.id}`
    let ids: string[]
    beforeAll(async () => {
      const catalog = [{ ...GOOD, sku: second, ean: "" }]
      const orders = market.seedOrders(connected, { count: 4, catalog } as never)
      await market.pullAll(connected).catch(() => undefined)
      ids = await idsOf(orders)
    })

    it("stays held while its cause lasts, and is imported once it is fixed", async () => {
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

    it("is ignored only with a reason, and comes back only by a retry", async () => {
      expect((await refused("POST", `/orders/${ids[1]}/ignore`, {})).status).toBe(400)
      const { order } = await post<{ order: Order }>(`/orders/${ids[1]}/ignore`, { reason: "déjà expédiée" })
      expect(order).toMatchObject({ state: "ignored", state_reason: "by_hand", problem: null })
      touch(marketplace, order.external_id)
      await market.pull(connected)
      expect(await read(ids[1])).toMatchObject({ state: "ignored", state_reason: "by_hand" })
      expect((await read(ids[1])).history[0]).toMatchObject({
        event: "order.ignored",
        data: { reason: "déjà expédiée" },
      })
      expect((await refused("POST", `/orders/${ids[0]}/ignore`, { reason: "trop tard" })).status).toBe(400)
      expect((await post<{ order: Order }>(`/orders/${ids[1]}/retry`)).order.state).toBe("imported")
    })

    it("is retried or ignored together with them, and each is reported with what happened", async () => {
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

it("A single order is taken back from those that are handled elsewhere", async () => {
  const connected = await market.connect(cdiscount)
  await market.sql(
    "update marketplace_connection set older_open_orders = 'handled_elsewhere', activated_at = now() where id = $1",
    [connected.id]
  )
  const [plain, unknown] = market.seedOrders(connected, {
    count: 2,
    kinds: ["plain", "unknown_sku"],
  })
  await market.pull(connected)
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
  await market.pull(connected)
  expect(await states()).toEqual([
    ["imported", null],
    ["ready", null],
  ])
})

describe.each(MARKETPLACES)("$id: the buyer's data", (marketplace) => {
  const marker = `ZZMARQUE${marketplace.id}`
  let connected: Connected
  let orders: ExpectedOrder[]
  beforeAll(async () => {
    connected = await market.connect(marketplace)
    orders = market.seedOrders(connected, { count: 2, marker, kinds: ["plain", "unknown_sku"] })
    await market.pullAll(connected).catch(() => undefined)
  })

  it("is masked, and each look at it is recorded", async () => {
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

  it("is purged for good, and no later pull brings it back", async () => {
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
      market.sql(
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
      await market.sql("select 1 from marketplace_order_snapshot where payload like $1", [`%${marker}%`])
    ).toEqual([])
  })
})

describe("The list of orders", () => {
  let connected: Connected
  let orders: ExpectedOrder[]
  beforeAll(async () => {
    connected = await market.connect(cdiscount)
    orders = market.seedOrders(connected, {
      count: 6,
      kinds: ["plain", "plain", "plain", "plain", "unknown_sku", "to_accept"],
    })
    await market.pullAll(connected).catch(() => undefined)
  })

  it("is filtered by state, problem, test, marketplace and number", async () => {
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

  it("finds an imported order by its buyer", async () => {
    const [imported] = await ofConnection(connected, { state: "imported" })
    const found = async (q: string) => (await ofConnection(connected, { q })).map(({ id }) => id)
    await market.sql(
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

  it("knows which orders are due and which are late", async () => {
    const [held] = await ofConnection(connected, { held: "true" })
    const [open] = await ofConnection(connected, { state: "to_accept" })
    const set = (id: string, column: string, hours: number) =>
      market.sql(
        `update marketplace_order set ${column} = now() + make_interval(hours => $2) where id = $1`,
        [id, hours]
      )
    await market.sql(
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

  it("has pages in a stable order", async () => {
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

  it("refuses queries and bodies that it does not know, and every caller who is no admin", async () => {
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

  it("acts on no order of a disabled connection", async () => {
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
