import { detectCarriers } from "../src/carriers"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { type Imported, items, parcels } from "./helpers/parcels"
import { colissimoNumber } from "./helpers/ship-order"
import { until } from "./helpers/until"

type Row = { order_number: string; tracking_number: string; carrier?: string | null }
type Checked = {
  rows: {
    order: { number: string } | null
    tracking_number: string
    carrier_name: string | null
    is_to_pack: boolean
    stops: string[]
    version: string
  }[]
}
type Shipped = { rows: { outcome: string; message: string | null }[] }

const [cdiscount] = MARKETPLACES
const market = marketTest({ seconds: 180 })
const { bought, ledger, numbers } = parcels(market)
let shop: Connected

beforeAll(async () => {
  shop = await market.connect(cdiscount)
})

const row = (order: Imported, tracking_number: string, carrier: string | null = null): Row => ({
  order_number: order.external_id,
  tracking_number,
  carrier,
})
const check = async (rows: Row[]) => {
  const { status, body } = await market.api<Checked>("POST", "/ship-many/check", { rows })
  expect(status).toBe(200)
  return body.rows
}
const ship = async (rows: Row[], versions: string[]) => {
  const given = rows.map((one, place) => ({ ...one, version: versions[place] }))
  const { status, body } = await market.api<Shipped>("POST", "/ship-many", { rows: given })
  expect(status).toBe(200)
  return body.rows
}
const packed = async ({ order_id }: Imported) =>
  Number(
    (
      await market.sql<{ count: string }>(
        "select count(*) from order_fulfillment where order_id = $1 and deleted_at is null",
        [order_id]
      )
    )[0].count
  )

describe("Many parcels at once", () => {
  it("are checked first, packed where they are not, shipped, and sent, each for itself", async () => {
    const [one, other, unknown] = [await bought(shop, "plain"), await bought(shop, "multi_line"), "NONE-1"]
    const packedOne = await bought(shop, "plain")
    await market.hands.pack(packedOne.order_id, items(...packedOne.lines))
    const [first, second, third] = [colissimoNumber(), colissimoNumber(), colissimoNumber()]
    const rows = [
      row(one, first),
      row(other, second, "Colissimo"),
      row(packedOne, third),
      { order_number: unknown, tracking_number: colissimoNumber() },
    ]
    const checked = await check(rows)
    expect(checked.map(({ stops }) => stops)).toEqual([[], [], [], [expect.stringContaining("NONE-1")]])
    expect(checked.map(({ is_to_pack }) => is_to_pack)).toEqual([true, true, false, false])
    expect(checked[0]).toMatchObject({ tracking_number: first, carrier_name: "Colissimo" })
    expect(await packed(one)).toBe(0)

    const shipped = await ship(
      rows,
      checked.map(({ version }) => version)
    )
    expect(shipped.map(({ outcome }) => outcome)).toEqual(["shipped", "shipped", "shipped", "refused"])
    for (const [order, number] of [
      [one, first],
      [other, second],
      [packedOne, third],
    ] as const) {
      await until(`${number} is sent`, () => ledger(shop, order).shipments.length === 1)
      expect(numbers(shop, order)).toEqual([
        [number, order.lines.flatMap((line) => line.external_ids).sort()],
      ])
      expect(await packed(order)).toBe(1)
    }

    const again = await ship(
      rows,
      checked.map(({ version }) => version)
    )
    expect(new Set(again.map(({ outcome }) => outcome))).toEqual(new Set(["refused"]))
    expect(ledger(shop, one).shipments).toHaveLength(1)
  })

  it("are stopped where a column is shifted, a number was used, is damaged, or is another carrier's", async () => {
    const orders = [await bought(shop, "plain"), await bought(shop, "plain"), await bought(shop, "plain")]
    const gone = await bought(shop, "plain")
    const used = colissimoNumber()
    const [{ version }] = await check([row(gone, used)])
    expect(await ship([row(gone, used)], [version])).toMatchObject([{ outcome: "shipped", message: null }])
    await until("it is declared", () => ledger(shop, gone).shipments.length === 1)

    const same = colissimoNumber()
    const stopsOf = async (...rows: Row[]) => (await check(rows)).map(({ stops }) => stops.join(" "))
    expect(await stopsOf(row(orders[0], same), row(orders[1], same))).toEqual([
      expect.stringContaining("another address"),
      expect.stringContaining("another address"),
    ])
    expect(await stopsOf(row(orders[0], used))).toEqual([expect.stringContaining("already sent")])
    expect(await stopsOf(row(gone, colissimoNumber()))).toEqual([expect.stringContaining("nothing left")])
    expect(await stopsOf(row(orders[0], "6,1E+13"))).toEqual([expect.stringMatching(/spreadsheet/)])
    expect(await stopsOf(row(orders[0], colissimoNumber(), "UPS"))).toEqual([expect.stringMatching(/UPS/)])
    expect(await stopsOf(row(orders[0], colissimoNumber()), row(orders[0], colissimoNumber()))).toEqual([
      expect.stringContaining("several rows"),
      expect.stringContaining("several rows"),
    ])
    expect(await stopsOf(row(orders[0], ""))).toEqual([expect.stringMatching(/./)])
  })

  it("are checked with the carrier that rules of weight and delivery mode decide, as they are sent", async () => {
    const own = await market.connect(cdiscount, {
      settings: { shipping: { default_carrier: "mondial-relay" } },
    })
    const rules = `/connections/${own.id}/carrier-rules`
    // A form that both carriers use.
    const [number] = Array.from({ length: 100 }, (_, index) => `70149869${4200 + index}`).filter((one) =>
      detectCarriers(one).some(({ carrier }) => carrier.key === "gls-fr")
    )
    const order = await bought(own, "plain")
    const shown = async () => (await check([row(order, number)]))[0].carrier_name
    const [line] = order.lines
    await market.sql("update product_variant set weight = 0.1 where id = $1", [line.variant_id])
    expect(await shown()).toBe("Mondial Relay")
    const weight = Number((0.1 * line.quantity).toFixed(6))
    const saved = await market.api<{ carrier_rule: { id: string; version: string } }>("POST", rules, {
      match: { min_weight: weight, max_weight: weight },
      carrier: "gls-fr",
    })
    expect(await shown()).toBe("GLS")
    const { delivery_mode } = (
      await market.sql<{ delivery_mode: string }>(
        "select delivery_mode from marketplace_order where order_id = $1",
        [order.order_id]
      )
    )[0]
    const { id, version } = saved.body.carrier_rule
    const rule = (mode: string) => ({ match: { delivery_mode: mode }, version })
    expect((await market.api("POST", `${rules}/${id}`, rule(delivery_mode))).status).toBe(200)
    expect(await shown()).toBe("GLS")
  })

  it("do not go where something changed since they were shown, and where the connection is paused", async () => {
    const order = await bought(shop, "plain")
    const rows = [row(order, colissimoNumber())]
    const [{ version }] = await check(rows)
    await market.hands.pack(order.order_id, items(...order.lines))
    expect(await ship(rows, [version])).toMatchObject([
      { outcome: "refused", message: expect.stringContaining("has changed") },
    ])
    expect(ledger(shop, order).shipments).toEqual([])
    const changed = [row(order, colissimoNumber())]
    expect(await ship(changed, [(await check(rows))[0].version])).toMatchObject([{ outcome: "refused" }])

    await market.api("POST", `/connections/${shop.id}`, { is_enabled: false })
    const [paused] = await check(rows)
    expect(paused.stops.join()).toContain("paused")
    await market.api("POST", `/connections/${shop.id}/activate`, { older_open_orders: "import" })
  })

  it("are shipped once by two who do it at the same time", async () => {
    const order = await bought(shop, "plain")
    const rows = [row(order, colissimoNumber())]
    const [{ version }] = await check(rows)
    const outcomes = await Promise.all([ship(rows, [version]), ship(rows, [version])])
    expect(
      outcomes
        .flat()
        .map(({ outcome }) => outcome)
        .sort()
    ).toEqual(["refused", "shipped"])
    expect(await packed(order)).toBe(1)
  })

  it("do not go where the order's parcel has to be stopped", async () => {
    const order = await bought(shop, "plain")
    const rows = [row(order, colissimoNumber())]
    const [{ version }] = await check(rows)
    await market.sql(
      "update marketplace_order set problem_code = 'cancel_stop_parcel', problem_params = '{}', problem_since = now() where id = $1",
      [order.id]
    )
    expect((await check(rows))[0].stops).toEqual([expect.stringContaining("before its problem is decided")])
    expect(await ship(rows, [version])).toMatchObject([{ outcome: "refused" }])
    expect(await packed(order)).toBe(0)
  })

  it("do not replace what is known of a parcel that is packed already", async () => {
    const order = await bought(shop, "plain")
    const id = await market.hands.pack(order.order_id, items(...order.lines))
    await market.sql(
      `insert into fulfillment_label (id, tracking_number, tracking_url, label_url, fulfillment_id)
       values ('fulla_known', '6A10000009999', '#', '#', $1)`,
      [id]
    )
    const [checked] = await check([row(order, colissimoNumber())])
    expect(checked.stops).toEqual([expect.stringContaining("ship it on its own page")])
  })

  it("go together where two orders of one address are in one parcel", async () => {
    const pair = [await bought(shop, "plain"), await bought(shop, "plain")]
    await market.sql(
      `update order_address set first_name = 'Zoé', last_name = 'Exemple', company = null, address_1 = '1 rue', postal_code = '69003', city = 'Lyon'
        where id in (select shipping_address_id from "order" where id = any($1))`,
      [pair.map(({ order_id }) => order_id)]
    )
    const number = colissimoNumber()
    const rows = pair.map((order) => row(order, number))
    const checked = await check(rows)
    expect(checked.map(({ stops }) => stops)).toEqual([[], []])
    const [first] = await ship([rows[0]], [checked[0].version])
    expect(first).toMatchObject({ outcome: "shipped" })
    await until("the first is sent", () => ledger(shop, pair[0]).shipments.length === 1)
    const [second] = await check([rows[1]])
    expect(await ship([rows[1]], [second.version])).toMatchObject([{ outcome: "shipped" }])
  })
})
