import { performance } from "node:perf_hooks"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"

const MARKER = "Zyxnom4e2b"
const MANY = 20_000

const market = marketTest({ seconds: 180 })

type Order = { external_id: string; addresses: { shipping: Record<string, string> } }
const find = async (q: string) =>
  (
    await market.desk.get<{ orders: Order[]; count: number }>(`/orders?limit=100&q=${encodeURIComponent(q)}`)
  ).orders
    .map(({ external_id }) => external_id)
    .sort()

describe.each(MARKETPLACES)("$id: the search by buyer", (marketplace) => {
  const marker = MARKER + marketplace.id
  let connected: Connected
  let ids: string[]
  beforeAll(async () => {
    connected = await market.connect(marketplace)
    const request = { count: 2, kinds: ["plain", "unknown_sku"], marker }
    ids = market.seedNow(connected, request).map(({ external_id }) => external_id ?? "")
    market.seedNow(connected, { count: 3 })
    await market.pullAll(connected)
  })

  it("finds orders before and after the import, by parts of the name, whole names and the email", async () => {
    expect(await find(marker.slice(0, 8) + marketplace.id)).toEqual([])
    expect(await find(marker.toUpperCase())).toEqual([...ids].sort())
    for (const external_id of ids) {
      const { id } = await market.desk.orderOf<Order>(external_id)
      const { order } = await market.desk.get<{ order: Order }>(`/orders/${id}?personal_data=true`)
      const { first_name, last_name } = order.addresses.shipping
      expect(await find(`${first_name} ${last_name}`)).toContain(external_id)
    }
    const [{ email }] = await market.sql<{ email: string }>(
      `select o.email from "order" o join marketplace_order m on m.order_id = o.id where m.external_id = $1`,
      [ids[0]]
    )
    if (email) expect(await find(email)).toContain(ids[0])
  })

  it("keeps no data of its own, and does not find what was purged", async () => {
    const kept = await market.sql("select 1 from marketplace_order m where m::text ilike $1", [`%${marker}%`])
    expect(kept).toEqual([])
    const { id } = await market.desk.orderOf<Order>(ids[1])
    await market.desk.post(`/orders/${id}/ignore`, { reason: "essai" })
    await market.desk.post(`/orders/${id}/purge`, { reason: "essai" })
    expect(await find(marker)).toEqual([ids[0]])
  })
})

it(`The search stays quick with ${MANY} orders`, async () => {
  const [row] = await market.sql<{ id: string }>("select id from marketplace_connection limit 1")
  const { sql } = market.database
  await sql(
    `insert into order_address (id, first_name, last_name, country_code)
     select 'ordaddr_many' || n, 'Prénom' || n, 'Nom' || n, 'fr' from generate_series(1, $1::int) n`,
    [MANY]
  )
  await sql(
    `insert into "order" (id, currency_code, status, version, email, shipping_address_id, billing_address_id)
     select 'order_many' || n, 'eur', 'pending', 1, 'acheteur' || n || '@shop.example', 'ordaddr_many' || n, 'ordaddr_many' || n
       from generate_series(1, $1::int) n`,
    [MANY]
  )
  await sql(
    `insert into marketplace_order (id, marketplace_id, account, connection_id, external_id, external_status, state,
       order_id, imported_at, purchased_at, lines, search, snapshot_hash, seen_at, fulfilled_by)
     select 'mpord_many' || n, 'cdiscount', 'many', $2, 'MANY' || n, 'Shipped', 'shipped', 'order_many' || n, now(),
            now() - n * interval '1 minute', '[]', 'many' || n || ' lampe', '', now(), 'seller'
       from generate_series(1, $1::int) n`,
    [MANY, row.id]
  )
  await sql("analyze")
  for (const [q, expected] of [
    ["Prénom17345 Nom17345", "MANY17345"],
    ["acheteur19999@", "MANY19999"],
  ]) {
    await find(q)
    const start = performance.now()
    expect(await find(q)).toEqual([expected])
    expect(performance.now() - start).toBeLessThan(1500)
  }
})
