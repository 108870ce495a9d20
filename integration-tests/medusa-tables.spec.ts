import { fold } from "../src/marketplaces/fold"
import fs from "fs"
import path from "path"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import * as statements from "../src/modules/marketplace/medusa-tables"
import type { Bound } from "../src/modules/marketplace/stores/bind"
import { marketplaceOf } from "../src/workflows/shared/marketplace"
import {
  connect,
  type Connected,
  type MarketStore,
  pullAll,
  seedNow,
  startMarketStore,
} from "./helpers/market-store"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { colissimoNumber, shipOrder } from "./helpers/ship-order"

jest.setTimeout(180_000)

const [cdiscount] = MARKETPLACES
const root = path.resolve(__dirname, "..")

let market: MarketStore
let connected: Connected
let row: { id: string; order_id: string; external_id: string; lines: { line_item_id: string; sku: string }[] }
let fulfillment_id: string

beforeAll(async () => {
  market = await startMarketStore()
  connected = await connect(market.app, market.sandbox, cdiscount, {
    settings: { shipping: { send: false } },
  })
  const [{ external_id }] = seedNow(market.sandbox, connected, { count: 1 })
  await pullAll(market, connected)
  ;[row] = await sql<typeof row>("select * from marketplace_order where external_id = $1", [external_id])
  fulfillment_id = await shipOrder(market.app, row.order_id, colissimoNumber())
})
afterAll(() => market?.stop())

const sql = <Row>(text: string, values: unknown[] = []) => market.database.sql<Row>(text, values)
const tables = () => marketplaceOf(market.app.container).medusaTables

/** Runs with our row of the order, or its action, out of the way. */
async function without<T>(table: string, work: () => Promise<T>): Promise<T> {
  await sql(`create temporary table kept as select * from ${table}`)
  await sql(`delete from ${table}`)
  try {
    return await work()
  } finally {
    await sql(`insert into ${table} select * from kept`)
    await sql("drop table kept")
  }
}

async function notify(key: string, changes: Record<string, unknown> = {}): Promise<void> {
  const notifications = market.app.container.resolve(Modules.NOTIFICATION)
  const { id } = await notifications.createNotifications({
    to: "",
    channel: "feed",
    template: "admin-ui",
    data: { title: key },
    idempotency_key: key,
  })
  for (const [column, value] of Object.entries(changes)) {
    await sql(`update notification set ${column} = $1 where id = $2`, [value, id])
  }
}

type Marks = { stock: number; price: number }

/** An offer of an article of the order, and what `work` does to its marks. */
async function marksOf(
  work: (offer: { variant_id: string; id: string }) => Promise<unknown>
): Promise<Marks> {
  const marketplace = marketplaceOf(market.app.container)
  const sku = row.lines[0].sku
  const variant = market.store.variants.find((one) => one.sku === sku)
  const shown = {
    sku,
    external_id: null,
    ean: null,
    title: null,
    condition: null,
    quantity: 1,
    price: "9.90",
    struck_price: null,
    currency_code: "EUR",
    is_active: true,
    fulfilled_by: "seller" as const,
    updated_at: null,
    variant_id: variant?.variant_id ?? "",
  }
  const place = { connection_id: connected.id, channel: "CDISFR" }
  const [{ id }] = await marketplace.offers.writeSeenOffers(place, [shown])
  await sql("update marketplace_offer set stock_marked_at = null, price_marked_at = null")
  const read = async () =>
    (
      await sql<Marks>(
        "select stock_mark as stock, price_mark as price from marketplace_offer where id = $1",
        [id]
      )
    )[0]
  const before = await read()
  await work({ variant_id: shown.variant_id, id })
  const after = await read()
  return { stock: after.stock - before.stock, price: after.price - before.price }
}

/** What the stock of an offer is computed of. */
const STOCK_TABLES = [
  "inventory_level",
  "reservation_item",
  "product_variant_inventory_item",
  "product_variant",
  "product",
  "product_sales_channel",
]
const NOTHING_CHANGED = { levels: [], reservations: [], products: [], variants: [], prices: [] }

/** An order that is not imported, with this one's lines. */
async function withOpenOrder<T>(work: () => Promise<T>): Promise<T> {
  await sql(
    "update marketplace_order set state = 'ready', imported_at = null, reserved_ids = null where id = $1",
    [row.id]
  )
  try {
    return await work()
  } finally {
    await sql("update marketplace_order set state = 'shipped', imported_at = now() where id = $1", [row.id])
  }
}

/** Each statement on rows that Medusa itself wrote: a column that is renamed, moved or filled in another way is noticed. */
const PROOFS: { [Name in keyof Bound<typeof statements>]: () => Promise<void> } = {
  forgetMigration: async () => {
    const [{ name }] = await sql<{ name: string }>(
      "insert into mikro_orm_migrations (name, executed_at) values ('MigrationOfATest', now()) returning name"
    )
    expect([await tables().forgetMigration(name), await tables().forgetMigration(name)]).toEqual([
      true,
      false,
    ])
  },
  listOrdersWithoutRow: async () => {
    const account = { marketplace_id: "cdiscount", account: "" }
    const [{ account: own }] = await sql<{ account: string }>("select account from marketplace_connection")
    expect(await tables().listOrdersWithoutRow({ ...account, account: own }, "", 10)).toEqual([])
    const found = await without("marketplace_order", () =>
      tables().listOrdersWithoutRow({ ...account, account: own }, "", 10)
    )
    expect(found).toEqual([
      expect.objectContaining({
        id: row.order_id,
        external_id: row.external_id,
        currency_code: "eur",
        is_canceled: false,
        total: expect.any(Number),
        lines: [
          expect.objectContaining({
            key: expect.any(String),
            external_ids: [expect.any(String)],
            line_item_id: row.lines[0].line_item_id,
            quantity: expect.any(Number),
            unit_price: expect.any(Number),
            variant_id: expect.any(String),
          }),
        ],
      }),
    ])
    expect(found[0].total).toBeGreaterThan(0)
  },
  listOrdersOfBuyer: async () => {
    const [{ last_name }] = await sql<{ last_name: string }>(
      `select a.last_name from "order" o join order_address a on a.id = o.shipping_address_id where o.id = $1`,
      [row.order_id]
    )
    const words = fold(last_name).split(" ")
    const named = (
      which: "unread" | "unkept" | "lately_unkept",
      search = { words, phone: null as string | null }
    ) => tables().listOrdersOfBuyer(which, search, 10)
    expect(await named("unread")).toEqual([{ id: row.id }])
    expect(await named("unread", { words: ["no such buyer"], phone: "000000000" })).toEqual([])
    expect(await named("unkept")).toEqual([])
    await sql("update marketplace_order set purged_at = now() where id = $1", [row.id])
    expect(await named("unkept")).toEqual([{ id: row.id }])
    expect(await named("lately_unkept")).toEqual([{ id: row.id }])
    await sql("update marketplace_order set purged_at = null where id = $1", [row.id])
    await sql("update marketplace_order_snapshot set buyer = 'read' where marketplace_order_id = $1", [
      row.id,
    ])
    expect(await named("unread")).toEqual([])
    await sql("update marketplace_order_snapshot set buyer = null where marketplace_order_id = $1", [row.id])
  },
  listReaddressed: async () => {
    const [{ id }] = await sql<{ id: string }>(
      `select greatest(shipping_address_id, billing_address_id) as id from "order" where id = $1`,
      [row.order_id]
    )
    const before = id.slice(0, "ordaddr_0123456789".length)
    const write = (buyer: string | null, age: string) =>
      sql(
        "update marketplace_order_snapshot set buyer = $2, updated_at = now() - $3::interval where marketplace_order_id = $1",
        [row.id, buyer, age]
      )
    await write("read", "1 day")
    expect(await tables().listReaddressed(before, 10)).toEqual([{ id: row.id }])
    expect(await tables().listReaddressed(`${id}Z`, 10)).toEqual([])
    await write("read", "0")
    expect(await tables().listReaddressed(before, 10)).toEqual([])
    await write(null, "0")
  },
  sumPackedUnits: async () => {
    const [{ line_item_id }] = row.lines
    expect(await tables().sumPackedUnits([row.order_id])).toEqual([
      { fulfillment_id, line_item_id, quantity: expect.any(Number) },
    ])
  },
  orderOfFulfillment: async () => {
    expect(await tables().orderOfFulfillment(fulfillment_id)).toEqual({
      id: row.id,
      connection_id: connected.id,
    })
    expect(await tables().orderOfFulfillment("ful_unknown")).toBeNull()
  },
  fulfillmentOfLabel: async () => {
    const [{ id }] = await sql<{ id: string }>("select id from fulfillment_label where fulfillment_id = $1", [
      fulfillment_id,
    ])
    expect(await tables().fulfillmentOfLabel(id)).toBe(fulfillment_id)
    expect(await tables().fulfillmentOfLabel("fulla_unknown")).toBeNull()
  },
  listShippedFulfillments: async () => {
    expect(await tables().listShippedFulfillments(row.id)).toEqual([
      expect.objectContaining({ fulfillment_id, connection_id: connected.id }),
    ])
  },
  listShipmentsToPlan: async () => {
    const filter = { connection_id: connected.id, after: "", states: null, limit: 10 }
    const found = () => tables().listShipmentsToPlan({ ...filter, send: true })
    const expected = [{ id: row.id, external_id: row.external_id }]
    expect(await without("marketplace_action", found)).toEqual(expected)
    expect(
      await without("marketplace_action", () =>
        tables().listShipmentsToPlan({ ...filter, send: true, states: ["shipped"] })
      )
    ).toEqual([])
  },
  listForgottenShipments: async () => {
    expect(await without("marketplace_action", () => tables().listForgottenShipments(connected.id))).toEqual([
      { external_id: row.external_id },
    ])
  },
  listUnpacked: async () => {
    const unpacked = () => tables().listUnpacked(connected.id, ["cancel_stop_parcel"], 1)
    await sql(
      "update marketplace_order set marks = coalesce(marks, '{}') || '{\"buyer_behind\": true}' where id = $1",
      [row.id]
    )
    expect(await unpacked()).toEqual([])
    await sql("update fulfillment set canceled_at = now() where id = $1", [fulfillment_id])
    expect(await unpacked()).toEqual([{ id: row.id }])
    await sql("update marketplace_order set marks = marks - 'buyer_behind' where id = $1", [row.id])
    expect(await unpacked()).toEqual([])
    await sql("update fulfillment set canceled_at = null where id = $1", [fulfillment_id])
  },
  listCanceledUnseen: async () => {
    const unseen = () => tables().listCanceledUnseen(connected.id)
    expect(await unseen()).toEqual([])
    await sql('update "order" set canceled_at = now() where id = $1', [row.order_id])
    expect(await unseen()).toEqual([{ id: row.id }])
    await sql('update "order" set canceled_at = null where id = $1', [row.order_id])
  },
  listFulfillmentTraces: async () => {
    const service = market.app.container.resolve(Modules.FULFILLMENT)
    await service.updateFulfillment(fulfillment_id, {
      data: { marketplace: "cdiscount", pickup_point: { id: "relay" } },
    })
    expect(await tables().listFulfillmentTraces(30, 10)).toEqual([])
    await sql("update marketplace_order set purged_at = now()")
    expect(await tables().listFulfillmentTraces(30, 10)).toEqual([
      { id: fulfillment_id, data: expect.objectContaining({ pickup_point: { id: "relay" } }) },
    ])
    await sql("update marketplace_order set purged_at = null")
  },
  listNotificationTraces: async () => {
    const notifications = market.app.container.resolve(Modules.NOTIFICATION)
    const links = [`/app/marketplace-orders/${row.id}`, `/orders/${row.order_id}`]
    const found = []
    for (const link of links) {
      const data = { title: "REF", text: "A buyer's words", link }
      const { id } = await notifications.createNotifications({
        to: "",
        channel: "feed",
        template: "admin-ui",
        data,
        idempotency_key: `marketplace:proof:${link}`,
      })
      found.push({ id, data })
    }
    expect(await tables().listNotificationTraces(30, 10)).toEqual([])
    await sql("update marketplace_order set purged_at = now()")
    expect(await tables().listNotificationTraces(30, 10)).toEqual(found)
    await sql("update marketplace_order set purged_at = null")
  },
  listArticleNames: async () => {
    const [{ sku }] = row.lines
    const [variant] = await sql<{ id: string; product_id: string; item: string; level: string }>(
      `select v.id, v.product_id, l.id as level from product_variant v
         join product_variant_inventory_item i on i.variant_id = v.id
         join inventory_level l on l.inventory_item_id = i.inventory_item_id where v.sku = $1 limit 1`,
      [sku]
    )
    const [reservation] = await sql<{ id: string }>(
      `select r.id from reservation_item r join inventory_level l on l.inventory_item_id = r.inventory_item_id
        where l.id = $1 limit 1`,
      [variant.level]
    )
    const named = expect.arrayContaining([{ sku, is_ean: false }])
    expect(await tables().listArticleNames("product", [variant.product_id])).toEqual(named)
    expect(await tables().listArticleNames("variant", [variant.id])).toEqual(named)
    expect(await tables().listArticleNames("inventory_level", [variant.level])).toEqual(named)
    expect(await tables().listArticleNames("reservation_item", [reservation.id])).toEqual(named)
  },
  listAlikeVariants: async () => {
    // The last one by id is found first.
    const [{ id, sku, title }] = await sql<{ id: string; sku: string; title: string }>(
      `select v.id, v.sku, p.title from product_variant v join product p on p.id = v.product_id
        where length(v.sku) > 4 order by v.id desc limit 1`
    )
    const { listAlikeVariants } = tables()
    expect(await listAlikeVariants({ field: "sku", texts: [sku[0], sku.toLowerCase()], limit: 1 })).toEqual([
      id,
    ])
    expect(await listAlikeVariants({ field: "title", texts: [title[0], title], limit: 1 })).toHaveLength(1)
    const all = await listAlikeVariants({ field: "title", texts: [title], limit: 1000 })
    expect(all).toContain(id)
    expect(await listAlikeVariants({ field: "sku", texts: ["%", "_"], limit: 10 })).toEqual([])
    expect(await listAlikeVariants({ field: "sku", texts: [], limit: 10 })).toEqual([])
  },
  markOffersOfChanges: async () => {
    const found = async (text: string, variant_id: string) =>
      (await sql<{ id: string }>(text, [variant_id]))[0].id
    const of = (key: keyof typeof NOTHING_CHANGED, text: string) =>
      marksOf(async ({ variant_id }) => {
        const id = await found(text, variant_id)
        expect(await tables().markOffersOfChanges({ ...NOTHING_CHANGED, [key]: [id] })).toEqual([
          connected.id,
        ])
      })
    const items = "select inventory_item_id from product_variant_inventory_item where variant_id = $1"
    expect([
      await of("levels", `select id from inventory_level where inventory_item_id in (${items})`),
      // The parcel's: it is deleted.
      await of("reservations", `select id from reservation_item where inventory_item_id in (${items})`),
      await of("products", "select product_id as id from product_variant where id = $1"),
      await of("variants", "select id from product_variant where id = $1"),
      await of(
        "prices",
        `select p.id from price p join product_variant_price_set l on l.price_set_id = p.price_set_id
          where l.variant_id = $1`
      ),
    ]).toEqual([
      { stock: 1, price: 0 },
      { stock: 1, price: 0 },
      { stock: 1, price: 1 },
      { stock: 1, price: 1 },
      { stock: 0, price: 1 },
    ])
    expect(await tables().markOffersOfChanges(NOTHING_CHANGED)).toEqual([])
  },
  markOffersChangedSince: async () => {
    const since = new Date(Date.now() - 86_400_000)
    const soon = new Date(Date.now() + 86_400_000)
    const look = (from: Date, lists_since = soon) =>
      tables().markOffersChangedSince({ since: from, lists_since })
    expect(await marksOf(() => look(since))).toEqual({ stock: 1, price: 1 })
    expect(await marksOf(() => look(soon))).toEqual({ stock: 0, price: 0 })
    // A price that changed later than the stock was marked marks no stock.
    for (const table of STOCK_TABLES)
      await sql(
        `update ${table} set updated_at = updated_at - interval '10 minutes', deleted_at = deleted_at - interval '10 minutes'`
      )
    await sql("update price set updated_at = now()")
    const priced = await marksOf(async ({ id }) => {
      await sql(
        "update marketplace_offer set stock_marked_at = now(), price_marked_at = now() - interval '5 minutes' where id = $1",
        [id]
      )
      await look(since)
    })
    expect(priced).toEqual({ stock: 0, price: 1 })
    const pricing = market.app.container.resolve(Modules.PRICING)
    const begun = await marksOf(async ({ variant_id }) => {
      const [{ price_set_id }] = await sql<{ price_set_id: string }>(
        "select price_set_id from product_variant_price_set where variant_id = $1",
        [variant_id]
      )
      await pricing.createPriceLists([
        {
          title: "Proof",
          description: "",
          status: "active",
          starts_at: new Date(Date.now() - 60_000).toISOString(),
          prices: [{ price_set_id, amount: 5, currency_code: "eur" }],
        },
      ])
      await look(soon, since)
    })
    expect(begun).toEqual({ stock: 0, price: 1 })
  },
  listEndedReservations: async () => {
    const line = row.lines[0]
    const variant = market.store.variants.find(({ sku }) => sku === line.sku)
    const id = variant?.variant_id ?? ""
    const places = [market.store.stock_location_id]
    const ended = (ids: string[], locations = places) => tables().listEndedReservations(ids, locations, 60)
    const [{ units }] = await sql<{ units: number }>(
      "select sum(quantity)::int as units from reservation_item where inventory_item_id = $1",
      [variant?.inventory_item_id]
    )
    expect(units).toBeGreaterThan(0)
    expect(await ended([id, "variant_unknown"])).toEqual([
      {
        inventory_item_id: variant?.inventory_item_id,
        location_id: places[0],
        quantity: expect.stringMatching(new RegExp(`^${units}(\\.0+)?$`)),
      },
    ])
    expect(await ended([id], ["sloc_other"])).toEqual([])
    await sql("update reservation_item set deleted_at = deleted_at - interval '2 hours'")
    expect(await ended([id])).toEqual([])
    // One that stands has not ended.
    await sql("update reservation_item set deleted_at = null, updated_at = now() - interval '2 hours'")
    expect(await ended([id])).toEqual([])
    await sql("update reservation_item set deleted_at = now() - interval '2 hours'")
  },
  listUnofferedVariants: async () => {
    const sku = row.lines[0].sku
    const [{ sales_channel_id, marketplace_id, account }] = await sql<{
      sales_channel_id: string
      marketplace_id: string
      account: string
    }>("select sales_channel_id, marketplace_id, account from marketplace_connection where id = $1", [
      connected.id,
    ])
    const variant = market.store.variants.find((one) => one.sku === sku)
    const place = { marketplace_id, account, sales_channel_id }
    const list = (channel: string, after = "", with_gone = true) =>
      tables().listUnofferedVariants(place, { channel, with_gone }, after, 1000)
    await marksOf(() => Promise.resolve())
    const all = await list("OTHERS")
    expect(all).toEqual([...all].sort())
    expect(all).toContain(variant?.variant_id)
    expect(await list("CDISFR")).not.toContain(variant?.variant_id)
    expect(await list("OTHERS", all[0])).toEqual(all.slice(1))
    await sql("update marketplace_offer set state = 'gone' where external_sku = $1", [sku])
    expect(await list("CDISFR")).toContain(variant?.variant_id)
    expect(await list("CDISFR", "", false)).not.toContain(variant?.variant_id)
    await sql("update marketplace_offer set state = 'active' where external_sku = $1", [sku])
    for (const change of [
      ["product", "status = 'draft'", "status = 'published'", variant?.product_id],
      ["product_sales_channel", "deleted_at = now()", "deleted_at = null", variant?.product_id],
    ] as const) {
      const [table, away, back, id] = change
      const key = table === "product" ? "id" : "product_id"
      await sql(`update ${table} set ${away} where ${key} = $1`, [id])
      expect(await list("OTHERS")).not.toContain(variant?.variant_id)
      await sql(`update ${table} set ${back} where ${key} = $1`, [id])
    }
  },
  listUnreservedUnits: async () => {
    const variant = market.store.variants.find(({ sku }) => sku === row.lines[0].sku)
    const read = () => tables().listUnreservedUnits([variant?.variant_id ?? ""])
    expect(await read()).toEqual([])
    expect(await withOpenOrder(read)).toEqual([
      {
        variant_id: variant?.variant_id,
        quantity: expect.any(Number),
        inventory: [{ inventory_item_id: variant?.inventory_item_id, required_quantity: "1" }],
      },
    ])
  },
  listOfferVariants: async () => {
    const { container } = market.app
    const sold = market.store.variants.find(({ sku }) => sku === row.lines[0].sku)
    const products = container.resolve(Modules.PRODUCT)
    const [category] = await products.createProductCategories([{ name: "Proofs", is_active: true }])
    const [tag, gone] = await products.createProductTags([{ value: "proof" }, { value: "gone" }])
    await products.updateProducts(sold?.product_id ?? "", {
      weight: 250,
      category_ids: [category.id],
      tag_ids: [tag.id, gone.id],
    })
    await products.softDeleteProductTags([gone.id])
    const read = () => tables().listOfferVariants([sold?.variant_id ?? "", "variant_none"])
    const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
      entity: "variant",
      fields: [
        ...["id", "title", "sku", "ean", "barcode", "upc", "manage_inventory", "allow_backorder", "metadata"],
        "price_set.id",
        "inventory_items.*",
        "inventory_items.inventory.location_levels.*",
        "product.*",
        "product.sales_channels.id",
      ],
      filters: { id: sold?.variant_id },
    })
    const { price_set, inventory_items, product, ...own } = data[0] as unknown as Record<string, unknown> & {
      price_set: { id: string }
      inventory_items: {
        inventory_item_id: string
        required_quantity: number
        inventory: {
          location_levels: {
            location_id: string
            raw_stocked_quantity: { value: string }
            raw_reserved_quantity: { value: string }
          }[]
        }
      }[]
      product: Record<string, unknown> & { sales_channels: { id: string }[] }
    }
    const known = ({
      id,
      title,
      sku,
      ean,
      barcode,
      upc,
      manage_inventory,
      allow_backorder,
      metadata,
    }: typeof own) => ({
      ...{ id, title, sku, ean, barcode, upc, manage_inventory, allow_backorder, metadata },
    })
    const expected = {
      ...known(own),
      weight: 250,
      price_set_id: price_set.id,
      parts: inventory_items.map(({ inventory_item_id, required_quantity }) => ({
        inventory_item_id,
        required_quantity: String(required_quantity),
      })),
      levels: inventory_items.flatMap(({ inventory_item_id, inventory }) =>
        inventory.location_levels.map((level) => ({
          inventory_item_id,
          location_id: level.location_id,
          stocked_quantity: level.raw_stocked_quantity.value,
          reserved_quantity: level.raw_reserved_quantity.value,
        }))
      ),
      product: {
        id: product.id,
        title: product.title,
        status: "published",
        collection_id: product.collection_id,
        type_id: product.type_id,
        category_ids: [category.id],
        tag_ids: [tag.id],
        sales_channel_ids: product.sales_channels.map(({ id }) => id),
      },
    }
    expect(expected.levels).not.toHaveLength(0)
    expect(expected.product.sales_channel_ids).not.toHaveLength(0)
    expect(await read()).toEqual([expected])
    await products.softDeleteProductVariants([sold?.variant_id ?? ""])
    expect(await read()).toEqual([])
    await products.restoreProductVariants([sold?.variant_id ?? ""])
    expect(await read()).toEqual([expected])
  },
  markOffersOfOrders: async () => {
    const mark = (sold: boolean) => () => tables().markOffersOfOrders([row.id], sold)
    expect(await marksOf(mark(false))).toEqual({ stock: 1, price: 0 })
    await marksOf(async ({ id }) => {
      await sql("update marketplace_offer set stock_confirmed = 7, stock_sold_since = 0 where id = $1", [id])
      await withOpenOrder(mark(true))
      const [offer] = await sql<{ stock_confirmed: number | null; stock_sold_since: number }>(
        "select stock_confirmed, stock_sold_since from marketplace_offer where id = $1",
        [id]
      )
      expect(offer.stock_confirmed).toBeNull()
      expect(offer.stock_sold_since).toBeGreaterThan(0)
    })
  },
  listServedChannels: async () => {
    expect(await tables().listServedChannels()).toContain("feed")
  },
  listNotifiedKeys: async () => {
    await notify("marketplace:proof:known")
    expect(await tables().listNotifiedKeys(["marketplace:proof:known", "marketplace:proof:other"])).toEqual([
      "marketplace:proof:known",
    ])
  },
  countNotifiedCauses: async () => {
    for (const receiver of ["", ":one", ":two"])
      await notify(`marketplace:order:c_1:code:day:cause${receiver}`)
    await notify("marketplace:order:c_1:code:day:other")
    await notify("marketplace:order:cx1:code:day:of another connection")
    expect(await tables().countNotifiedCauses("marketplace:order:c_1:code:day:")).toBe(2)
  },
  listUnsentNotifications: async () => {
    await notify("marketplace:proof:failed", { status: "failure" })
    await notify("marketplace:proof:last", { status: "failure", trigger_type: "attempt 6" })
    await notify("another:proof", { status: "failure" })
    const updated_at = new Date(Date.now() - 16 * 60_000)
    await notify("marketplace:proof:left", { status: "pending", updated_at })
    await notify("marketplace:proof:called", { status: "pending" })
    const unsent = await tables().listUnsentNotifications({
      start: "marketplace:",
      except: "attempt 6",
      left_minutes: 15,
      limit: 10,
    })
    expect(unsent).toEqual(
      ["failed", "left"].map((key) =>
        expect.objectContaining({
          idempotency_key: `marketplace:proof:${key}`,
          channel: "feed",
          template: "admin-ui",
          data: { title: `marketplace:proof:${key}` },
        })
      )
    )
  },
}

const NAMES = Object.entries(statements).flatMap(([name, value]) => (typeof value === "function" ? name : []))

describe("the statements on Medusa's own tables", () => {
  it.each(NAMES)("%s reads what Medusa wrote", async (name) => {
    const proof = PROOFS[name as keyof typeof PROOFS]
    expect(proof).toBeDefined()
    await proof()
  })

  it("were compared with the Medusa that is installed", () => {
    const file = path.join(root, "node_modules", "@medusajs", "medusa", "package.json")
    const { version } = JSON.parse(fs.readFileSync(file, "utf8")) as { version: string }
    expect(statements.CHECKED_WITH).toBe(version)
  })

  it("stand in one file", async () => {
    const found = await sql<{ name: string }>(
      `select table_name as name from information_schema.tables
        where table_schema = 'public' and not starts_with(table_name, 'marketplace_')`
    )
    const names = new Set(found.map(({ name }) => name))
    const files = fs
      .readdirSync(path.join(root, "src"), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.ts$/.test(file) && !/__tests__|migrations|medusa-tables/.test(file))
    expect(files.length).toBeGreaterThan(100)
    const elsewhere = files.flatMap((file) => {
      const text = fs.readFileSync(path.join(root, "src", file), "utf8")
      const strings = [...text.matchAll(/`[^`]*`|"[^"\n]*"/g)].map(([string]) => string)
      return strings
        .filter((string) => /\b(select|update|delete|insert)\b/.test(string))
        .flatMap((string) => [...string.matchAll(/\b(?:from|join|update|into)\s+"?(\w+)"?/g)])
        .filter(([, table]) => names.has(table))
        .map(([use]) => `${file}: ${use}`)
    })
    expect(elsewhere).toEqual([])
  })
})
