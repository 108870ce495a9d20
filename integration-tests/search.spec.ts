import { performance } from "node:perf_hooks"
import type { IOrderModuleService } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { expectNoWholeRead, statementsOn } from "./helpers/plans"
import { readBuyers } from "../src/workflows/manage-orders/read-buyers"

const MARKER = "Zyxnom4e2b"
const MANY = 20_000

const market = marketTest({ seconds: 180 })

type Order = { external_id: string; addresses: { shipping: Record<string, string> } }
/** Whether buyers are read from the snapshots before each search, as the sweep does. */
let reads = false
const find = async (q: string, more = "") => {
  if (reads) await readBuyers(market.app.container)
  return (
    await market.desk.get<{ orders: Order[]; count: number }>(
      `/orders?limit=100&q=${encodeURIComponent(q)}${more}`
    )
  ).orders
    .map(({ external_id }) => external_id)
    .sort()
}

describe.each(
  MARKETPLACES.flatMap((marketplace) =>
    [false, true].map((is_read) => ({ id: marketplace.id, marketplace, is_read }))
  )
)("$id: the search by buyer, with buyers read: $is_read", ({ marketplace, is_read }) => {
  const marker = `${MARKER}${marketplace.id}${is_read ? "b" : "a"}`
  let connected: Connected
  let ids: string[]
  afterAll(() => void (reads = false))
  beforeAll(async () => {
    reads = is_read
    connected = await market.connect(marketplace)
    const request = { count: 2, kinds: ["plain", "unknown_sku"], marker }
    ids = market.seedNow(connected, request).map(({ external_id }) => external_id ?? "")
    market.seedNow(connected, { count: 3 })
    await market.pullAll(connected)
  })

  it("finds orders before and after the import, by parts of the name, whole names and the email", async () => {
    expect(await find(marker.slice(0, 8) + marketplace.id + "b")).toEqual([])
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

  it("finds what is kept of a buyer whatever became of the order, by name, street, phone and email", async () => {
    const buyer = `Quovalt9k${marketplace.id}${is_read ? "b" : "a"}`
    const seeded = market.seedNow(connected, { count: 4, kinds: ["plain"], marker: buyer })
    await market.pullAll(connected)
    const all = seeded.map(({ external_id }) => external_id ?? "").sort()
    const rows = await Promise.all(all.map((external_id) => market.desk.orderOf<Order>(external_id)))
    const { order } = await market.desk.get<{ order: Order }>(`/orders/${rows[0].id}?personal_data=true`)
    const { last_name, first_name, address_1, phone, city } = order.addresses.shipping
    // Overwritten in the store, canceled, delivered long ago, ignored: the snapshot is still there.
    await market.sql(
      `update order_address set first_name = 'X', last_name = 'X', company = null, address_1 = 'X', address_2 = null, city = 'X', phone = null
        where id in (select unnest(array[o.shipping_address_id, o.billing_address_id]) from "order" o
                       join marketplace_order m on m.order_id = o.id where m.external_id = any($1))`,
      [all]
    )
    await market.sql(
      `update "order" set email = null where id in (select order_id from marketplace_order where external_id = any($1))`,
      [all]
    )
    for (const [index, state] of ["canceled", "delivered", "ignored", "shipped"].entries()) {
      await market.sql("update marketplace_order set state = $2 where external_id = $1", [all[index], state])
    }
    expect(await find(buyer)).toEqual(all)
    expect(await find(buyer.toLowerCase())).toEqual(all)
    const digits = phone.replace(/\D/g, "").replace(/^33|^0/, "")
    for (const q of [
      `${first_name} ${last_name}`,
      `${last_name} ${first_name}`,
      `${last_name} ${city}`,
      address_1,
      address_1.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase(),
      `+33${digits}`,
      `0${digits}`,
      `0${digits.replace(/(\d)(\d\d)(?=\d)/g, "$1.$2")}`,
      `0033 (0)${digits}`,
    ]) {
      expect([q, await find(q)]).toEqual([q, expect.arrayContaining([all[0]])])
    }
    await market.sql(
      `update marketplace_order_snapshot set payload = replace(payload, $2, $3), buyer = null where marketplace_order_id = $1`,
      [
        rows[1].id,
        buyer,
        "&Eacute;r&#105;c&#x61; " + `${buyer.slice(0, -1)}&#${buyer.charCodeAt(buyer.length - 1)};`,
      ]
    )
    expect(await find("erica " + buyer)).toEqual([all[1]])
    await market.desk.post(`/orders/${rows[0].id}/purge`, { reason: "essai" })
    expect(await find(buyer)).not.toContain(all[0])
    // The store still says whose it is, and the search for erasure finds it beside the others.
    await market.sql(
      `update "order" set email = $2 where id = (select order_id from marketplace_order where external_id = $1)`,
      [all[0], `${buyer}@shop.example`]
    )
    expect(await find(buyer)).not.toContain(all[0])
    expect(await find(buyer, "&unkept=true")).toEqual(all)
  })

  it("keeps no data of its own, and does not find what was purged", async () => {
    const kept = await market.sql("select 1 from marketplace_order m where m::text ilike $1", [`%${marker}%`])
    expect(kept).toEqual([])
    const read = await market.sql("select 1 from marketplace_order_snapshot where buyer ilike $1", [
      `%${marker}%`,
    ])
    expect(read).toHaveLength(is_read ? ids.length : 0)
    const { id } = await market.desk.orderOf<Order>(ids[1])
    await market.desk.post(`/orders/${id}/ignore`, { reason: "essai" })
    await market.desk.post(`/orders/${id}/purge`, { reason: "essai" })
    expect(await find(marker)).toEqual([ids[0]])
    const left = await market.sql(
      `select 1 from marketplace_order_snapshot where marketplace_order_id = $1 and buyer <> ''`,
      [id]
    )
    expect(left).toEqual([])
  })

  it("finds a buyer under the corrected address as well as under the one that came", async () => {
    const came = `Venadis7w${marketplace.id}${is_read ? "b" : "a"}`
    const [seeded] = market.seedNow(connected, { count: 1, kinds: ["unknown_sku"], marker: came })
    await market.pullAll(connected)
    const external_id = seeded.external_id ?? ""
    expect(await find(came)).toEqual([external_id])
    const { id } = await market.desk.orderOf<Order>(external_id)
    const { order } = await market.desk.get<{ order: Order }>(`/orders/${id}?personal_data=true`)
    const corrected = `Lormepin3x${marketplace.id}${is_read ? "b" : "a"}`
    expect(order.addresses.shipping.last_name).toContain(came)
    await market.desk.post(`/orders/${id}/address`, { reason: "essai", address: { last_name: corrected } })
    expect(await find(corrected)).toEqual([external_id])
    expect(await find(came)).toEqual([external_id])
  })
})

it("A buyer who was changed in the store is found at once, once it is read, and after it is purged", async () => {
  const connected = await market.connect(MARKETPLACES[0])
  const [seeded] = market.seedNow(connected, { count: 1, kinds: ["plain"] })
  await market.pullAll(connected)
  const external_id = seeded.external_id ?? ""
  const { id, order_id } = await market.desk.orderOf<{ id: string; order_id: string }>(external_id)
  await readBuyers(market.app.container)
  const changed = await market.app.api("POST", `/admin/orders/${order_id}`, {
    email: "nouveau8z@shop.example",
    shipping_address: { last_name: "Brindhavel4", first_name: "Zoé" },
  })
  expect(changed.status).toBe(200)
  expect(await find("brindhavel4 zoe")).toEqual([external_id])
  expect(await find("nouveau8z")).toEqual([external_id])
  await readBuyers(market.app.container)
  expect(await find("brindhavel4")).toEqual([external_id])
  expect(await find("nouveau8z")).toEqual([external_id])
  const read = () =>
    market.sql(
      "select 1 from marketplace_order_snapshot where buyer like '%brindhavel4%nouveau8z%' or buyer like '%nouveau8z%brindhavel4%'"
    )
  expect(await read()).toHaveLength(1)
  // Also where no event says so.
  await market.app.container.resolve<IOrderModuleService>(Modules.ORDER).updateOrders(order_id, {
    shipping_address: {
      first_name: "Zoé",
      last_name: "Brindhavel4",
      company: "Oubliette6",
      country_code: "fr",
    },
  })
  await readBuyers(market.app.container)
  expect(await find("oubliette6")).toEqual([external_id])
  await market.desk.post(`/orders/${id}/purge`, { reason: "essai" })
  expect(
    await market.sql("select 1 from marketplace_order_snapshot where buyer ilike '%brindhavel4%'")
  ).toEqual([])
  expect(await find("brindhavel4")).toEqual([external_id])
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
  await sql(
    `insert into marketplace_order_snapshot (id, marketplace_order_id, payload)
     select 'mpsnap_many' || n, 'mpord_many' || n,
            '{"name":"Prénom' || n || ' Nom' || n || '","text":"' || repeat(md5(n::text), 90) || '"}'
       from generate_series(1, $1::int) n`,
    [MANY]
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
  await sql(
    `update marketplace_order_snapshot
        set buyer = ' prenom' || n || ' nom' || n || E'\n acheteur' || n || ' shop example'
       from (select 'mpsnap_many' || n as id, n from generate_series(1, $1::int) n) many
      where marketplace_order_snapshot.id = many.id`,
    [MANY]
  )
  await sql("vacuum analyze")
  const addresses = await statementsOn(market.app, "order_address", async () => {
    expect(await find("Nom17345 Prénom17345")).toEqual(["MANY17345"])
    expect(await find("acheteur19999@")).toEqual(["MANY19999"])
  })
  await expectNoWholeRead(market.database, "order_address", addresses)
})
