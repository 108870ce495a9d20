import type { ListingsImported } from "../src/api/admin/marketplaces/listings/types"
import type { OrdersPage } from "../src/api/admin/marketplaces/orders/types"
import { readBuyers } from "../src/workflows/manage-orders/read-buyers"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { GOOD } from "./helpers/orders-desk"
import { items, parcels } from "./helpers/parcels"
import { expectNoWholeRead, rowsRead, statementsOn } from "./helpers/plans"
import { colissimoNumber } from "./helpers/ship-order"
import { until } from "./helpers/until"
import { label } from "./helpers/warehouse"

const market = marketTest({ seconds: 180 })
const { bought, ship, inState } = parcels(market)
let shop: Connected

beforeAll(async () => {
  shop = await market.connect(MARKETPLACES[0])
})

const exported = (query: string) =>
  fetch(`${market.app.url}/admin/marketplaces/orders/export?${query}`, {
    headers: { authorization: `Bearer ${market.app.token}` },
  })

const found = async (query: string) => {
  const { body } = await market.api<{ orders: { external_id: string }[] }>("GET", `/orders?${query}`)
  return body.orders.map(({ external_id }) => external_id)
}

it("Orders are found by their parcel's number, and exported without buyers' data", async () => {
  const [order, other] = [await bought(shop, "plain"), await bought(shop, "plain")]
  const number = colissimoNumber()
  await inState(order, await ship(order, items(...order.lines), label(number)), "sent")
  expect(await found(`q=${number}`)).toEqual([order.external_id])
  expect(
    await found(`q=${encodeURIComponent(`${number.slice(0, 4)} ${number.slice(4)}`.toLowerCase())}`)
  ).toEqual([order.external_id])
  expect(await found(`q=${colissimoNumber()}`)).toEqual([])

  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  expect((await found(`purchased_from=${day(-2)}&purchased_to=${day(1)}`)).sort()).toEqual(
    [order.external_id, other.external_id].sort()
  )
  expect(await found(`purchased_from=${day(2)}`)).toEqual([])

  const file = await exported(`q=${number}`)
  expect(file.headers.get("content-type")).toBe("text/csv; charset=utf-8")
  const lines = (await file.text()).trim().split("\r\n")
  expect(lines).toHaveLength(2)
  expect(lines[1].split(";")).toEqual(expect.arrayContaining([order.external_id, number]))
})

it("Orders are narrowed to the delivery modes that were seen, also those from before these were kept", async () => {
  const [first, second, third] = [
    await bought(shop, "plain"),
    await bought(shop, "plain"),
    await bought(shop, "plain"),
  ]
  const { body } = await market.api<OrdersPage>("GET", `/orders?external_id=${first.external_id}`)
  const mode = body.orders[0].delivery_mode ?? ""
  expect(mode).not.toBe("")
  const of = (delivery_mode: string) => found(`delivery_mode=${encodeURIComponent(delivery_mode)}&limit=200`)
  expect(await of(mode)).toEqual(expect.arrayContaining([first.external_id, second.external_id]))
  expect(await of(`${mode} `)).toEqual([])

  await market.sql("update marketplace_order set delivery_mode = 'Relais n° 7' where id = $1", [first.id])
  await market.sql("update marketplace_order set delivery_mode = null where id = $1", [second.id])
  const seen = await market.api<{ delivery_modes: object[] }>("GET", "/orders/delivery-modes")
  expect(seen.body.delivery_modes).toEqual([
    { delivery_mode: "Relais n° 7", connection_ids: [shop.id] },
    { delivery_mode: mode, connection_ids: [shop.id] },
  ])
  expect(await of("Relais n° 7")).toEqual([first.external_id])
  const [header, line] = (await (await exported(`q=${first.external_id}`)).text()).split("\r\n")
  expect(line.split(";")[header.split(";").indexOf("delivery_mode")]).toBe("Relais n° 7")

  // As rows of a version that kept none: the sweep reads them once, and what is known stays.
  expect(await of(mode)).not.toContain(second.external_id)
  await market.sql(
    "update marketplace_order_snapshot set buyer = null where marketplace_order_id = any($1)",
    [[first.id, second.id]]
  )
  await readBuyers(market.app.container)
  expect(await of(mode)).toEqual(expect.arrayContaining([second.external_id, third.external_id]))
  expect(await of("Relais n° 7")).toEqual([first.external_id])
})

it("Many unknown SKUs are exported, filled in, and mapped by a file; what waited is imported", async () => {
  const own = await market.connect(MARKETPLACES[0])
  for (const [sku, count] of [
    ["MK-00017", 2],
    ["=MK-2", 1],
  ] as const) {
    market.seedOrders(own, { count, catalog: [{ ...GOOD, sku, ean: "" }] } as never)
  }
  await market.pullAll(own).catch(() => undefined)
  const skus = async () => {
    const file = await fetch(`${market.app.url}/admin/marketplaces/listings/export?connection_id=${own.id}`, {
      headers: { authorization: `Bearer ${market.app.token}` },
    })
    return (await file.text()).replace("\ufeff", "")
  }
  const empty = await skus()
  expect(empty).toBe(
    `external_sku;store_sku;title;orders\r\nMK-00017;;${GOOD.title};2\r\n'=MK-2;;${GOOD.title};1\r\n`
  )
  const [{ sku: lamp }, { sku: cup }] = market.store.variants
  const filled = `${empty.replace("MK-00017;", `MK-00017;${lamp}`)}MK-3;${cup}\r\nMK-4;NOWHERE\r\n`
  const send = (dry_run: boolean, version?: string) =>
    market.api<ListingsImported>("POST", "/listings/import", {
      connection_id: own.id,
      // As Windows writes it.
      file: Buffer.from(filled, "latin1").toString("base64"),
      dry_run,
      ...(version !== undefined && { version }),
    })
  const would = await send(true)
  expect(would.body).toMatchObject({
    rows: 4,
    changed: 2,
    unchanged: 0,
    open: 1,
    released: 0,
    changes: [
      { row: 2, external_sku: "MK-00017", from: null, to: lamp },
      { row: 4, external_sku: "MK-3", from: null, to: cup },
    ],
    bad: [{ row: 5, external_sku: "MK-4", message: expect.stringContaining("NOWHERE") }],
  })
  expect(await market.desk.get(`/listings?connection_id=${own.id}`)).toMatchObject({ count: 0 })
  // Another person maps one of them meanwhile.
  const { version } = would.body
  const [, , torch] = market.store.variants
  const other = { connection_id: own.id, external_sku: "MK-3", variant_id: torch.variant_id }
  const { body: saved } = await market.api<{ listing: { id: string } }>("POST", "/listings", other)
  expect(await send(false, version)).toMatchObject({
    status: 409,
    body: { code: "changed_meanwhile", message: expect.stringContaining("Row 4 (“MK-3”)") },
  })
  expect(await market.desk.get(`/listings?connection_id=${own.id}`)).toMatchObject({ count: 1 })
  await market.api("DELETE", `/listings/${saved.listing.id}`)
  // Another person maps one of them after it was looked at again, and before it is written.
  const unknown = `${filled.split("\r\n")[0]}\r\nMK-9;${cup}\r\n`
  await market.sql("begin")
  await market.sql("select pg_advisory_xact_lock(hashtextextended($1, 0))", [
    `marketplace:listing:${own.id}:MK-9`,
  ])
  const overtaken = market.api<ListingsImported>("POST", "/listings/import", {
    ...{ connection_id: own.id, file: Buffer.from(unknown).toString("base64"), dry_run: false },
  })
  await until("the import waits", async () => {
    const waiting = await market.sql("select 1 from pg_locks where not granted")
    return waiting.length > 0
  })
  await market.sql(
    "insert into marketplace_listing (id, connection_id, external_sku, variant_id) values ('mplist_9', $1, 'MK-9', $2)",
    [own.id, torch.variant_id]
  )
  await market.sql("commit")
  expect((await overtaken).body).toMatchObject({
    ...{ changed: 0, changes: [], bad_count: 1 },
    bad: [{ row: 2, external_sku: "MK-9", message: expect.stringContaining("changed while") }],
  })
  expect(await market.desk.get(`/listings?connection_id=${own.id}`)).toMatchObject({
    listings: [{ external_sku: "MK-9", variant_id: torch.variant_id }],
  })
  await market.api("DELETE", "/listings/mplist_9")
  expect((await send(false, version)).body).toMatchObject({ changed: 2, released: 2, dry_run: false })
  await until("what waited is in the store", async () => {
    const { count } = await market.desk.get<{ count: number }>(
      `/orders?connection_id=${own.id}&state=imported`
    )
    return count === 2
  })
  expect((await send(false)).body).toMatchObject({ changed: 0, unchanged: 2 })
  const { history } = await market.desk.get<{ history: { event: string; data: object }[] }>(
    `/connections/${own.id}/history?about=connection&limit=1`
  )
  expect(history[0]).toMatchObject({
    event: "listings.imported",
    data: { count: 2, bad: 1, skus: ["MK-00017", "MK-3"] },
  })
  expect(await skus()).toMatch(new RegExp(`^external_sku.*\r\n'=MK-2;;[^;]*;1\r\nMK-00017;${lamp};`))
  const none = { connection_id: own.id, file: Buffer.from("sku;price").toString("base64") }
  expect(await market.desk.refused("POST", "/listings/import", none)).toMatchObject({
    status: 400,
    message: expect.stringContaining("store_sku"),
  })
})

/** Copies an order so many times, in SQL. */
async function grow(count: number, external_id: string): Promise<void> {
  const columns = await market.sql<{ name: string }>(
    `select column_name as name from information_schema.columns
      where table_schema = 'public' and table_name = 'marketplace_order' and is_generated = 'NEVER'`
  )
  const names = columns.map(({ name }) => `"${name}"`)
  const isKey = (name: string) => /^"(id|external_id|order_id)"$/.test(name)
  const values = names.map((name) => (isKey(name) ? `${name} || '-' || n` : name))
  await market.sql(
    `insert into marketplace_order (${names.join(", ")})
     select ${values.join(", ")} from marketplace_order, generate_series(1, ${count}) n where external_id = $1`,
    [external_id]
  )
}

it("What leaves the filter while it is exported shifts no page: each order is in the file once", async () => {
  const order = await bought(shop, "plain")
  const copies = "external_id like $1 || '-%'"
  await grow(250, order.external_id)
  // The file waits after its first page of orders was read.
  await market.sql("begin")
  await market.sql("lock table marketplace_action in access exclusive mode")
  const file = exported(`connection_id=${shop.id}&state=imported`)
  await until("the file waits", async () => {
    const waiting = await market.sql("select 1 from pg_locks where not granted")
    return waiting.length > 0
  })
  await market.sql(
    `update marketplace_order set state = 'shipped'
      where id in (select id from marketplace_order where ${copies} order by purchased_at desc, id limit 100)`,
    [order.external_id]
  )
  await market.sql("commit")
  const lines = (await (await file).text()).trim().split("\r\n").slice(1)
  const numbers = lines.map((line) => line.split(";")[1])
  expect(new Set(numbers).size).toBe(numbers.length)
  expect(numbers.filter((one) => one.startsWith(`${order.external_id}-`))).toHaveLength(250)
  await market.sql(`delete from marketplace_order where ${copies}`, [order.external_id])
})

describe("A list that is read page behind page", () => {
  type Listed = { id: string }
  type Page = { count: number; next: string | null } & Record<string, Listed[]>
  const page = async (path: string, query: Record<string, string>) => {
    const { status, body } = await market.api<Page>("GET", `${path}?${new URLSearchParams(query)}`)
    expect({ status, message: body.message }).toEqual({ status: 200, message: undefined })
    return { ids: body[path.slice(1)].map(({ id }) => id), next: body.next }
  }
  /** All of a list, each page behind the one before it. */
  async function walk(path: string, query: Record<string, string>, limit: number): Promise<string[]> {
    const ids: string[] = []
    let after: string | null = null
    for (let pages = 0; pages < 50; pages += 1) {
      const read = await page(path, { ...query, limit: String(limit), ...(after && { after }) })
      expect(read.ids).not.toEqual([])
      ids.push(...read.ids)
      after = read.next
      if (!after) return ids
    }
    throw new Error("The list does not end")
  }

  it("has each row once, in the same order, whatever is equal or empty", async () => {
    const order = await bought(shop, "plain")
    await grow(120, order.external_id)
    const copies = `external_id like '${order.external_id}-%'`
    await market.sql(
      `update marketplace_order set state = 'shipped', total = n % 7, ship_by = case when n % 3 = 0 then now() end,
              purchased_at = case when n % 10 > 0 then timestamptz '2026-01-01 00:00:00.123456Z' + n % 5 * interval '1 us' end
         from (select id as of, row_number() over (order by id) as n from marketplace_order where ${copies}) numbered
        where id = of`
    )
    const ours = { connection_id: shop.id, state: "shipped" }
    for (const order of [
      "-purchased_at",
      "purchased_at",
      "ship_by",
      "-ship_by",
      "-total",
      "external_id",
      "state",
    ]) {
      const all = await page("/orders", { ...ours, order, limit: "200" })
      expect(all).toEqual({ ids: expect.any(Array), next: null })
      expect(all.ids.length).toBeGreaterThanOrEqual(120)
      expect([order, await walk("/orders", { ...ours, order }, 31)]).toEqual([order, all.ids])
      // Nothing is behind a full page that ends where the list does.
      expect(await page("/orders", { ...ours, order, limit: String(all.ids.length) })).toEqual(all)
    }
    // What leaves the list meanwhile moves no page.
    const all = await page("/orders", { ...ours, limit: "200" })
    const first = await page("/orders", { ...ours, limit: "50" })
    await market.sql("update marketplace_order set state = 'delivered' where id = any($1)", [
      first.ids.slice(10),
    ])
    const second = await page("/orders", { ...ours, limit: "50", offset: "50", after: first.next ?? "" })
    expect(second.ids).toEqual(all.ids.slice(50, 100))
    await market.sql(`delete from marketplace_order where ${copies}`)
  })

  beforeAll(async () => {
    await market.sql(
      `insert into marketplace_action (id, connection_id, marketplace_order_id, type, intent_key, state, params, attempts, created_at)
       select 'mpact_many' || n, $1, 'mpord_gone', 'ship', 'many:' || n, 'skipped', '{}', 0, now() - n / 3 * interval '1 minute'
         from generate_series(1, 10) n`,
      [shop.id]
    )
    await market.sql(
      `insert into marketplace_run (id, connection_id, "trigger", scope, state, counts, created_at)
       select 'mprun_many' || n, $1, 'sweep', 'many', 'done', '{}', now() - n / 3 * interval '1 minute' from generate_series(1, 10) n`,
      [shop.id]
    )
    await market.sql(
      `insert into marketplace_listing (id, connection_id, external_sku, variant_id)
       select 'mplist_many' || n, $1, 'MANY-' || n, 'variant_none' from generate_series(1, 10) n`,
      [shop.id]
    )
  })
  afterAll(async () => {
    await market.sql("delete from marketplace_action where intent_key like 'many:%'")
    await market.sql("delete from marketplace_run where scope = 'many'")
    await market.sql("delete from marketplace_listing where external_sku like 'MANY-%'")
  })

  it.each(["/actions", "/runs", "/listings"])("works for %s too", async (path) => {
    const all = await page(path, { limit: "200" })
    expect(all.ids.length).toBeGreaterThan(1)
    expect(await walk(path, {}, Math.ceil(all.ids.length / 3))).toEqual(all.ids)
  })

  it("refuses a place that no page of this order has named", async () => {
    const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString("base64url")
    for (const after of [
      "no-cursor",
      cursor("purchased_at", "2026-01-01 00:00:00+00", "mpord_1"),
      cursor("-purchased_at", "2026-13-01 00:00:00+00", "mpord_1"),
      cursor("-purchased_at", "now", "mpord_1"),
      cursor("-purchased_at", null, "mpord_\u0000"),
      cursor("-purchased_at", null),
    ]) {
      expect([after, await market.desk.refused("GET", `/orders?after=${after}`)]).toEqual([
        after,
        expect.objectContaining({ status: 400, message: expect.stringContaining("after") }),
      ])
    }
    const total = cursor("total", "1 or 1=1", "mpord_1")
    expect(await market.desk.refused("GET", `/orders?order=total&after=${total}`)).toMatchObject({
      status: 400,
    })
  })
})

describe("Among years of orders", () => {
  beforeAll(async () => {
    await grow(60_000, (await bought(shop, "plain")).external_id)
    await market.sql(
      `update marketplace_order set state = 'shipped', problem_code = null, ship_by = null,
              search = lower(external_id), purchased_at = now() - (random() * 1000) * interval '1 day'
        where external_id like '%-%'`
    )
    await market.sql("vacuum analyze marketplace_order")
  })

  it.each([
    ["/orders"],
    ["/orders?offset=10000"],
    ["/orders?state=imported&order=ship_by"],
    ["/orders?state=shipped&offset=10000"],
    ["/orders?connection_id=mpcon_other"],
    ["/orders?held=true"],
    ["/orders?due=overdue"],
    ["/orders?is_test=true"],
    ["/orders?delivery_mode=nowhere"],
    ["/orders/delivery-modes"],
    ["/orders?purchased_from=2999-01-01"],
    ["/orders?q=Xylon%20Quarz"],
    ["/orders/problems"],
    ["/overview"],
    ["/connections"],
  ])("no page reads all of them: %s", async (path) => {
    const read = async () => expect((await market.api("GET", path)).status).toBe(200)
    const ours = await statementsOn(market.app, "marketplace_order", read)
    expect(ours.length).toBeGreaterThan(0)
    await expectNoWholeRead(market.database, "marketplace_order", ours)
  })

  it("a page behind another one reads no row before it, also far behind", async () => {
    type Page = { next: string; orders: { id: string }[] }
    const far = await market.api<Page>("GET", "/orders?limit=20&offset=50000")
    const read = async () =>
      expect((await market.api("GET", `/orders?limit=20&offset=50020&after=${far.body.next}`)).status).toBe(
        200
      )
    const [first] = await statementsOn(market.app, "marketplace_order", read)
    expect(first.sql).toMatch(/limit/)
    expect(await rowsRead(market.database, first)).toBeLessThan(100)
  })

  it("a page says how many there are, exactly of few, and never fewer than are still to be read", async () => {
    type Page = { count: number; orders: { id: string }[] }
    const page = async (query: string) => (await market.api<Page>("GET", `/orders?${query}`)).body
    expect((await page("state=imported")).count).toBeLessThan(10)
    const [{ all }] = await market.sql<{ all: number }>("select count(*)::int as all from marketplace_order")
    const { count } = await page("state=shipped&limit=1")
    expect(Math.abs(count - all)).toBeLessThan(all / 10)
    let read = 0
    for (let offset = all - 450; ; offset += 200) {
      const { count: said, orders } = await page(`limit=200&offset=${offset}`)
      read += orders.length
      if (orders.length < 200) break
      expect(said).toBeGreaterThan(offset + 200)
    }
    expect(read).toBe(450)
  })
})
