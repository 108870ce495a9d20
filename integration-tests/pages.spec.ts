import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { colissimoNumber, shipOrder } from "./helpers/ship-order"
import { until } from "./helpers/until"

const ROOT = "/admin/marketplaces"
const [cdiscount, rakuten] = MARKETPLACES

type Hours = { median: number | null; p95: number | null; count: number }
type Overview = {
  days: number
  marketplaces: {
    marketplace_id: string
    name: string
    orders: number
    parcels: number
    canceled: number
    held: number
    late: number
    to_accept: number
    to_ship_today: number
    turnover: { currency_code: string; total: number; orders: number }[]
    hours_to_import: Hours
    hours_to_confirm: Hours
    by_day: { date: string; orders: number; parcels: number }[]
  }[]
}

const market = marketTest({ seconds: 180 })
let connected: Connected

beforeAll(async () => {
  connected = await market.connect(cdiscount)
})

const { sql } = market

async function overview(query: Record<string, string> = {}) {
  const search = new URLSearchParams({ connection_id: connected.id, ...query })
  const { status, body } = await market.app.api<Overview & { message: string }>(
    "GET",
    `${ROOT}/overview?${search}`
  )
  if (status !== 200) throw new Error(body.message)
  return body
}
const figures = async (query?: Record<string, string>) => (await overview(query)).marketplaces[0]

/** Orders of one kind, as far into the store as they come. */
async function sold(kind: string, count: number): Promise<string[]> {
  const orders = market.seedOrders(connected, { count, kinds: [kind] })
  const ids = orders.map(({ external_id }) => external_id ?? "")
  for (const external_id of ids) {
    market.sandbox.control.cdiscount.act({ external_id, action: "touch" })
  }
  await market.pullAll(connected)
  return ids
}

/** As if it had been sold so many hours before its import. */
const soldBefore = (external_id: string, hours: number) =>
  sql(
    `update marketplace_order set ship_by = null, accept_by = null,
            purchased_at = coalesce(imported_at, now()) - make_interval(hours => $1) where external_id = $2`,
    [hours, external_id]
  )

it("The overview counts nothing where nothing was sold", async () => {
  const { days, marketplaces } = await overview()
  expect(days).toBe(30)
  expect(marketplaces).toEqual([
    {
      marketplace_id: "cdiscount",
      name: "Cdiscount",
      orders: 0,
      parcels: 0,
      canceled: 0,
      held: 0,
      late: 0,
      to_accept: 0,
      to_ship_today: 0,
      turnover: [],
      hours_to_import: { median: null, p95: null, count: 0 },
      hours_to_confirm: { median: null, p95: null, count: 0 },
      by_day: Array(30).fill({ date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), orders: 0, parcels: 0 }),
    },
  ])
})

it("The overview counts orders, parcels and hours, but none of a test order", async () => {
  // As if the connection were older than what is sold: only such sales say how fast the import is.
  await sql("update marketplace_connection set created_at = now() - interval '60 days' where id = $1", [
    connected.id,
  ])
  const [first, second, old] = await sold("plain", 3)
  const [waiting] = await sold("to_accept", 1)
  const [unknown] = await sold("unknown_sku", 1)
  const [canceled] = await sold("plain", 1)
  const orderOf = async (external_id: string) =>
    (
      await sql<{ id: string; order_id: string }>(
        "select id, order_id from marketplace_order where external_id = $1",
        [external_id]
      )
    )[0]
  const { id, order_id } = await orderOf(second)
  await shipOrder(market.app, order_id, colissimoNumber())
  await until("the parcel is confirmed", async () => {
    market.sandbox.control.time({ advance_minutes: 1 })
    await market.pullAll(connected)
    const [action] = await sql<{ state: string }>(
      "select state from marketplace_action where marketplace_order_id = $1",
      [id]
    )
    return action?.state === "confirmed"
  })
  await sql(
    "update marketplace_action set confirmed_at = created_at + interval '90 minutes' where marketplace_order_id = $1",
    [id]
  )

  const hours = { [first]: 1, [second]: 49, [canceled]: 4, [waiting]: 2, [unknown]: 3, [old]: 40 * 24 }
  for (const [external_id, ago] of Object.entries(hours)) await soldBefore(external_id, ago)
  await sql("update marketplace_order set state = 'canceled' where external_id = $1", [canceled])
  await sql("update marketplace_order set ship_by = now() - interval '1 hour' where external_id = $1", [
    first,
  ])

  const variant_id = market.store.variants[0].variant_id
  const test = await market.app.api("POST", `${ROOT}/connections/${connected.id}/test-order`, {
    variant_id,
    country_code: "FR",
  })
  expect(test.status).toBe(200)

  const [{ turnover }] = await sql<{ turnover: number }>(
    `select sum(total)::float8 as turnover from marketplace_order
      where connection_id = $1 and not is_test and external_id = any($2)`,
    [connected.id, [first, second, waiting, unknown]]
  )
  const { by_day, ...counts } = await figures()
  expect(counts).toEqual({
    marketplace_id: "cdiscount",
    name: "Cdiscount",
    orders: 5,
    parcels: 1,
    canceled: 1,
    held: 1,
    late: 1,
    to_accept: 1,
    // What is late is to be shipped today too; what is canceled has no part in the turnover.
    to_ship_today: 1,
    turnover: [{ currency_code: "eur", total: expect.closeTo(turnover, 2), orders: 4 }],
    hours_to_import: { median: 4, p95: expect.closeTo(44.5, 2), count: 3 },
    hours_to_confirm: { median: 1.5, p95: 1.5, count: 1 },
  })
  expect(by_day.reduce((sum, { orders }) => sum + orders, 0)).toBe(5)
  expect(by_day.at(-1)).toMatchObject({ date: new Date().toISOString().slice(0, 10), parcels: 1 })
  expect((await figures({ days: "60" })).orders).toBe(6)
  expect((await figures({ days: "1" })).by_day).toHaveLength(1)

  await sql("update marketplace_order set state = 'ignored' where external_id = $1", [old])
  expect((await figures({ days: "60" })).orders).toBe(5)
  await sql("update marketplace_connection set created_at = now() where id = $1", [connected.id])
  expect((await figures()).hours_to_import).toEqual({ median: null, p95: null, count: 0 })
})

it("The overview has the days of the requested time zone", async () => {
  const today = new Intl.DateTimeFormat("fr-CA", { timeZone: "Pacific/Kiritimati" }).format(new Date())
  expect((await figures({ time_zone: "Pacific/Kiritimati" })).by_day.at(-1)?.date).toBe(today)
  await expect(overview({ time_zone: "Nowhere/At all" })).rejects.toThrow("time_zone")
})

it("The overview covers one connection or all", async () => {
  const other = await market.connect(rakuten)
  expect((await overview({ connection_id: other.id })).marketplaces).toMatchObject([
    { name: "Rakuten France", orders: 0 },
  ])
  const { body } = await market.app.api<Overview>("GET", `${ROOT}/overview`)
  expect(body.marketplaces.map(({ marketplace_id }) => marketplace_id)).toEqual(["cdiscount", "rakuten"])
})

it("The marketplaces are described in the operator's language", async () => {
  const marketplaces = async (language: string) => {
    const headers = { authorization: `Bearer ${market.app.token}`, "accept-language": language }
    const response = await fetch(`${market.app.url}${ROOT}`, { headers })
    return ((await response.json()) as { marketplaces: Record<string, unknown>[] }).marketplaces
  }
  const described = (guide: RegExp, secret: string, common: string, setting: string) =>
    expect.objectContaining({
      id: "cdiscount",
      credentials_guide: expect.stringMatching(guide),
      credential_fields: expect.arrayContaining([
        expect.objectContaining({ name: "client_secret", label: secret, secret: true }),
      ]),
      setting_sections: expect.arrayContaining([
        expect.objectContaining({
          name: "tax",
          fields: [
            expect.objectContaining({ name: "rate_fallback", label: common, min: 0, max: 100, default: 20 }),
          ],
        }),
      ]),
      setting_fields: expect.arrayContaining([
        expect.objectContaining({ name: "orders_page_size", label: setting, default: 100 }),
      ]),
    })
  expect(await marketplaces("fr-FR,fr;q=0.9")).toContainEqual(
    described(
      /^1\. Connectez-vous/,
      "Secret client (client secret)",
      "Taux de repli (%)",
      "Commandes par page"
    )
  )
  expect(await marketplaces("de")).toContainEqual(
    described(/^1\. Sign in/, "Client secret", "Fallback rate (%)", "Orders per page")
  )
})

it("A delivery mode is removed, and the history names it", async () => {
  const path = `${ROOT}/connections/${connected.id}`
  const save = async (delivery_modes: Record<string, string | null>) => {
    const { status, body } = await market.app.api<{
      connection: { settings: { shipping: { delivery_modes: object } } }
    }>("POST", path, { settings: { shipping: { delivery_modes } } })
    expect(status).toBe(200)
    return body.connection.settings.shipping.delivery_modes
  }
  await save({ STD: "colissimo", EXP: "ups" })
  expect(await save({ STD: null })).toEqual({ EXP: "ups" })
  const { body } = await market.app.api<{ history: { event: string; data: { changes: unknown[] } }[] }>(
    "GET",
    `${path}/history?about=connection&limit=1`
  )
  expect(body.history[0]).toMatchObject({
    event: "connection.updated",
    data: { changes: [{ field: "settings.shipping.delivery_modes.STD", from: "colissimo" }] },
  })
})
