import { DEFAULT_CATALOG } from "../../sandbox/catalog"
import type { ProblemCode } from "../../src/orders/problems"
import { LIFE_CASES } from "./life-cases"
import type { Connected } from "./market-store"
import type { MarketTest } from "./market-test"
import type { ShownProblem } from "./marketplace-api"
import { MARKETPLACES } from "./marketplace-cases"
import { colissimoNumber, itemsOf } from "./ship-order"
import { setStock } from "./stock"
import { until } from "./until"
import { label } from "./warehouse"

type Row = {
  id: string
  order_id: string
  external_id: string
  state: string
  problem: ShownProblem | null
  lines: { sku: string; line_item_id: string; quantity: number }[]
}
type Address = Record<string, unknown>

const ARTICLE = DEFAULT_CATALOG[0]
const [cdiscount, rakuten] = MARKETPLACES

/**
 * What the marketplace changes after the import, each shown as it comes about, its next step followed by the routes that a
 * person uses, and the problem seen to end: by what was done, or, where only a person can say so, by taking note.
 */
export function changeWalks(store: MarketTest): Partial<Record<ProblemCode, () => Promise<void>>> {
  const life = LIFE_CASES.cdiscount

  async function follow(path: string, body: object = {}): Promise<void> {
    const { status, body: answer } = await store.app.api<{ message?: string }>("POST", `/admin${path}`, body)
    expect([path, status < 300 ? "" : answer.message]).toEqual([path, ""])
  }
  const read = ({ external_id }: { external_id: string }) => store.desk.orderOf<Row>(external_id)

  const place = (...more: string[]) => {
    const { stock_location_id, sales_channel_id, region_id } = store.store
    return { stock_location_ids: [stock_location_id, ...more], sales_channel_id, region_id }
  }

  /** One order of its own connection, changed there before or after its import. */
  async function sold(
    kind: string,
    {
      settings = {},
      market = cdiscount,
      before,
    }: {
      settings?: object
      market?: typeof cdiscount
      before?: (external_id: string) => void
    } = {}
  ) {
    const connected = await store.connect(market, { settings: settings as never, place: place() })
    const request = { count: 1, kinds: [kind], catalog: [ARTICLE] }
    const [{ external_id }] = store.seedNow(connected, request)
    before?.(external_id ?? "")
    await store.pullAll(connected)
    const row = await read({ external_id: external_id ?? "" })
    expect(row.order_id).toMatch(/^order_/)
    return { connected, row, external_id: row.external_id }
  }
  const look = async (connected: Connected, row: Row) => {
    // Rakuten's answers differ by whole seconds.
    store.sandbox.control.time({ advance_minutes: 1 })
    expect((await store.pull(connected)).state).toBe("done")
    return read(row)
  }
  /** Shown by the next import. */
  const shows = async (connected: Connected, row: Row, code: ProblemCode) =>
    expect((await look(connected, row)).problem?.code).toBe(code)
  const ended = (row: Row) => until("nothing is left to show", async () => (await read(row)).problem === null)
  /** What was shown before is shown again: its step still matters until a person takes note of it. */
  const endedShort = async (row: Row) => {
    await until("the stock is shown again", async () => (await read(row)).problem?.code === "oversold")
    await follow("/marketplaces/orders/acknowledge", { ids: [row.id], reason: "Restocked" })
    await ended(row)
  }
  const endedThere = async (connected: Connected, row: Row) =>
    expect((await look(connected, row)).problem).toBeNull()
  const note = async (connected: Connected, row: Row) => {
    await follow("/marketplaces/orders/acknowledge", { ids: [row.id], reason: "Done" })
    await endedThere(connected, row)
  }
  const shipped = async (row: Row) => {
    const id = await store.hands.pack(row.order_id)
    const items = await itemsOf(store.app, row.order_id)
    await store.hands.ship(row.order_id, id, items, [label(colissimoNumber())])
    return id
  }
  const edited = async ({ order_id }: Row, line_item_id: string, quantity: number) => {
    await follow("/order-edits", { order_id })
    await follow(`/order-edits/${order_id}/items/item/${line_item_id}`, { quantity })
    await follow(`/order-edits/${order_id}/confirm`)
  }
  const addressOf = async ({ order_id }: Row): Promise<Address> => {
    const { data } = await store.app.query.graph({
      entity: "order",
      fields: ["shipping_address.*"],
      filters: { id: order_id },
    })
    const { first_name, last_name, company, address_1, address_2, postal_code, city, country_code, phone } =
      data[0].shipping_address as unknown as Address
    return { first_name, last_name, company, address_1, address_2, postal_code, city, country_code, phone }
  }
  const corrected = async (row: Row, change: Address) =>
    follow(`/orders/${row.order_id}`, { shipping_address: { ...(await addressOf(row)), ...change } })
  /** Sold beyond what its location has, so that Medusa refuses some of what a hint says. */
  async function short<Sold>(sell: () => Promise<Sold>): Promise<Sold> {
    const inventory_item_id = store.store.variants.find(({ sku }) => sku === ARTICLE.sku)?.inventory_item_id
    const [{ reserved }] = await store.sql<{ reserved: number }>(
      "select reserved_quantity::int as reserved from inventory_level where inventory_item_id = $1 and location_id = $2",
      [inventory_item_id, store.store.stock_location_id]
    )
    await setStock(store, ARTICLE.sku, reserved)
    return sell()
  }
  const restock = () => setStock(store, ARTICLE.sku, 1000)
  const lines = (external_id: string) =>
    (store.sandbox.control.cdiscount.order({ external_id }).wire as { lines: Address[] }).lines
  const setLines = (external_id: string, change: (line: Address, at: number) => Address) =>
    store.sandbox.control.cdiscount.modify({ external_id, patch: { lines: lines(external_id).map(change) } })
  const dropFirstLine = (external_id: string) =>
    store.sandbox.control.cdiscount.modify({ external_id, patch: { lines: lines(external_id).slice(1) } })
  const refused = async (path: string) =>
    expect((await store.app.api("POST", `/admin${path}`, {})).status).toBe(400)

  const setStatus = (external_id: string, status: string) => {
    setLines(external_id, (line) => ({ ...line, status }))
    store.sandbox.control.cdiscount.modify({ external_id, patch: { status } })
  }

  return {
    // Not to be shipped before it is paid; what the marketplace says then ends it.
    unpaid: async () => {
      const { connected, row, external_id } = await sold("plain", {
        settings: { import: { unpaid: true } },
        before: (id) => setStatus(id, "Processing"),
      })
      expect(row.problem?.code).toBe("unpaid")
      setStatus(external_id, "InPreparation")
      await endedThere(connected, row)
    },
    // Looked at in the seller portal; nothing is done until its status is known.
    unknown_status: async () => {
      const { connected, row, external_id } = await sold("plain")
      setLines(external_id, (line) => ({ ...line, status: "Teleported" }))
      await shows(connected, row, "unknown_status")
      setStatus(external_id, "InPreparation")
      await endedThere(connected, row)
    },
    unread_detail: async () => {
      const { connected, row, external_id } = await sold("plain", {
        before: (id) =>
          store.sandbox.control.cdiscount.modify({ external_id: id, patch: { shippedAtMax: "bientôt" } }),
      })
      expect(row.problem?.code).toBe("unread_detail")
      // Completed in the store by a person, who says so; or by the marketplace itself.
      store.sandbox.control.cdiscount.modify({ external_id, patch: { shippedAtMax: "2031-01-05T10:00:00Z" } })
      await endedThere(connected, row)
    },
    lost_letters: async () => {
      const { row } = await sold("plain", {
        before: (id) => life.moveBuyer(store.sandbox, id, "12 rue des \uFFFDrables"),
      })
      expect(row.problem?.code).toBe("lost_letters")
      await corrected(row, { address_1: "12 rue des Érables" })
      await ended(row)
    },
    late_lines: async () => {
      const { connected, row, external_id } = await sold("multi_line", {
        before: (id) => life.holdBack(store.sandbox, id),
      })
      const [late] = lines(external_id)
      const { sku } = late.offer as { sku?: string; sellerProductId?: string } & Address
      await store.sql("update product_variant set sku = sku || '-gone' where sku = any($1)", [
        [sku, ARTICLE.sku],
      ])
      life.release(store.sandbox, external_id)
      await shows(connected, row, "late_lines")
      await store.sql("update product_variant set sku = replace(sku, '-gone', '') where sku like '%-gone'")
      // Shipped separately, and declared in the seller portal.
      setLines(external_id, (line, at) => (at ? line : { ...line, status: "Shipped" }))
      await endedThere(connected, row)
    },
    removed_here: async () => {
      const { connected, row, external_id } = await sold("multi_line")
      const [first] = row.lines
      await edited(row, first.line_item_id, 0)
      // At once, not with the next import.
      await until("it is shown", async () => (await read(row)).problem?.code === "removed_here")
      // Canceled in the seller portal.
      life.cancelFirstItem(store.sandbox, external_id)
      await endedThere(connected, row)
    },
    items_not_shown: async () => {
      const { connected, row, external_id } = await short(() => sold("multi_line"))
      dropFirstLine(external_id)
      await shows(connected, row, "items_not_shown")
      await restock()
      const [first] = row.lines
      await edited(row, first.line_item_id, 0)
      await endedShort(row)
    },
    cancel_requested: async () => {
      const { connected, row, external_id } = await sold("plain")
      life.question.ask(store.sandbox, external_id)
      await shows(connected, row, "cancel_requested")
      life.release(store.sandbox, external_id)
      await endedThere(connected, row)
    },
    canceled_after_shipping: async () => {
      const { connected, row, external_id } = await sold("plain")
      const id = await shipped(row)
      await until("it is sent", async () => {
        const [action] = await store.sql<{ state: string }>(
          "select state from marketplace_action where fulfillment_id = $1",
          [id]
        )
        return action?.state === "sent"
      })
      life.cancel(store.sandbox, external_id)
      await shows(connected, row, "canceled_after_shipping")
      store.sandbox.control.cdiscount.modify({ external_id, patch: { status: "Shipped" } })
      setLines(external_id, (line) => ({ ...line, status: "Shipped" }))
      await endedThere(connected, row)
    },
    claim_open: async () => {
      const { connected, row, external_id } = await sold("registered", { market: rakuten })
      LIFE_CASES.rakuten.question.ask(store.sandbox, external_id)
      await shows(connected, row, "claim_open")
      LIFE_CASES.rakuten.reopen(store.sandbox, external_id)
      await endedThere(connected, row)
    },
    returned_at_marketplace: async () => {
      const { connected, row, external_id } = await sold("plain")
      const fulfillment_id = await shipped(row)
      await until("it is sent", async () => {
        const [action] = await store.sql<{ state: string }>(
          "select state from marketplace_action where fulfillment_id = $1",
          [fulfillment_id]
        )
        return action?.state === "sent"
      })
      store.sandbox.control.cdiscount.act({ external_id, action: "return" })
      await store.desk.get(`/connections/${connected.id}/completeness?refresh=true`)
      expect((await read(row)).problem?.code).toBe("returned_at_marketplace")
      const items = await itemsOf(store.app, row.order_id)
      const { body } = await store.app.api<{ return: { id: string } }>("POST", "/admin/returns", {
        order_id: row.order_id,
        location_id: store.store.stock_location_id,
      })
      const path = `/returns/${body.return.id}`
      await follow(`${path}/request-items`, { items })
      await follow(`${path}/request`)
      await follow(`${path}/receive`)
      await follow(`${path}/receive-items`, { items })
      await follow(`${path}/receive/confirm`)
      await note(connected, row)
    },
    refunded_at_marketplace: async () => {
      const { connected, row, external_id } = await sold("plain")
      store.sandbox.control.cdiscount.act({ external_id, action: "gesture" })
      await store.desk.get(`/connections/${connected.id}/completeness?refresh=true`)
      expect((await read(row)).problem?.code).toBe("refunded_at_marketplace")
      await note(connected, row)
    },
    address_changed_after_packing: async () => {
      const { connected, row, external_id } = await short(() => sold("plain"))
      const parcel = await store.hands.pack(row.order_id)
      life.moveBuyer(store.sandbox, external_id, "7 rue Neuve")
      await shows(connected, row, "address_changed_after_packing")
      await refused(`/orders/${row.order_id}/fulfillments/${parcel}/cancel`)
      await restock()
      await follow(`/orders/${row.order_id}/fulfillments/${parcel}/cancel`)
      await endedShort(row)
      expect(await addressOf(row)).toMatchObject({ address_1: "7 rue Neuve" })
      expect(await store.hands.pack(row.order_id)).toMatch(/^ful_/)
    },
    address_changed_after_correction: async () => {
      const { connected, row, external_id } = await sold("plain")
      await corrected(row, { address_1: "1 rue Juste" })
      life.moveBuyer(store.sandbox, external_id, "9 rue d'Après")
      await shows(connected, row, "address_changed_after_correction")
      await corrected(row, { address_1: "9 rue d'Après", address_2: null })
      await ended(row)
    },
    address_changed_incomplete: async () => {
      const { connected, row, external_id } = await sold("plain")
      life.moveBuyer(store.sandbox, external_id, "")
      await shows(connected, row, "address_changed_incomplete")
      await corrected(row, { address_1: "3 rue du Portail" })
      await note(connected, row)
    },
    country_changed: async () => {
      const { connected, row, external_id } = await sold("plain")
      life.moveAbroad(store.sandbox, external_id, "BE")
      await shows(connected, row, "country_changed")
      life.moveAbroad(store.sandbox, external_id, "FR")
      await endedThere(connected, row)
    },
    delivery_mode_changed: async () => {
      const { connected, row, external_id } = await sold("plain")
      setLines(external_id, (line) => ({
        ...line,
        delivery: { ...(line.delivery as object), mode: "AUTRE" },
      }))
      await shows(connected, row, "delivery_mode_changed")
      const { data } = await store.app.query.graph({
        entity: "order",
        fields: ["shipping_methods.shipping_option_id"],
        filters: { id: row.order_id },
      })
      const option = data[0].shipping_methods?.[0]?.shipping_option_id ?? undefined
      expect(await store.hands.pack(row.order_id, undefined, option)).toMatch(/^ful_/)
      await note(connected, row)
    },
    lines_go_elsewhere: async () => {
      const { connected, row, external_id } = await sold("multi_line")
      setLines(external_id, (line, at) =>
        at
          ? line
          : { ...line, shippingAddress: { ...(line.shippingAddress as object), addressLine1: "8 rue Autre" } }
      )
      await shows(connected, row, "lines_go_elsewhere")
      const items = await itemsOf(store.app, row.order_id)
      for (const item of items) expect(await store.hands.pack(row.order_id, [item])).toMatch(/^ful_/)
      await note(connected, row)
    },
    buyer_changed: async () => {
      const { connected, row, external_id } = await sold("plain")
      await follow(`/orders/${row.order_id}`, { email: "main@store.example" })
      life.changeEmail(store.sandbox, external_id, "encore@buyer.example")
      await shows(connected, row, "buyer_changed")
      await follow(`/orders/${row.order_id}`, { email: "encore@buyer.example" })
      await ended(row)
    },
    partial_cancellation: async () => {
      const { connected, row, external_id } = await short(() =>
        sold("multi_line", { settings: { changes: { cancel_in_store: "ask" } } })
      )
      life.cancelFirstItem(store.sandbox, external_id)
      await shows(connected, row, "partial_cancellation")
      await restock()
      const [first] = row.lines
      await edited(row, first.line_item_id, 0)
      await endedShort(row)
    },
    shipped_only_there: async () => {
      const { connected, row, external_id } = await short(() => sold("plain"))
      store.sandbox.control.cdiscount.act({ external_id, action: "ship_elsewhere" })
      await shows(connected, row, "shipped_only_there")
      await restock()
      await shipped(row)
      await ended(row)
    },
    fulfillment_not_marketplace_lines: async () => {
      const { connected, row } = await sold("plain")
      const gift = store.store.variants.find(({ sku }) => sku !== ARTICLE.sku)
      await follow("/order-edits", { order_id: row.order_id })
      await follow(`/order-edits/${row.order_id}/items`, {
        items: [{ variant_id: gift?.variant_id, quantity: 1, unit_price: 0 }],
      })
      await follow(`/order-edits/${row.order_id}/confirm`)
      const known = row.lines.map(({ line_item_id }) => line_item_id)
      const items = await itemsOf(store.app, row.order_id)
      const own = items.filter(({ id }) => !known.includes(id))
      const parcel = await store.hands.pack(row.order_id, own)
      await store.hands.ship(row.order_id, parcel, own, [])
      const actionOf = async (id: string) =>
        (
          await store.sql<{ state: string; problem_code: string | null }>(
            "select state, problem_code from marketplace_action where fulfillment_id = $1",
            [id]
          )
        )[0]
      const code = "fulfillment_not_marketplace_lines"
      await until("it is shown", async () => (await actionOf(parcel))?.problem_code === code)
      // Nothing to do: it waits for no person, and what the marketplace sold goes its way.
      expect((await actionOf(parcel)).state).toBe("skipped")
      expect((await look(connected, row)).problem).toBeNull()
      const rest = items.filter(({ id }) => known.includes(id))
      const other = await store.hands.pack(row.order_id, rest)
      await store.hands.ship(row.order_id, other, rest, [label(colissimoNumber())])
      await until("it is sent", async () => (await actionOf(other))?.state === "sent")
    },
    stock_elsewhere: async () => {
      const { body } = await store.app.api<{ stock_location: { id: string } }>(
        "POST",
        "/admin/stock-locations",
        {
          name: "Second",
        }
      )
      const second = body.stock_location.id
      const { sales_channel_id, stock_location_id } = store.store
      await follow(`/stock-locations/${second}/sales-channels`, { add: [sales_channel_id] })
      const item = store.store.variants.find(({ sku }) => sku === ARTICLE.sku)?.inventory_item_id
      await follow(`/inventory-items/${item}/location-levels`, { location_id: second, stocked_quantity: 0 })
      const connected = await store.connect(cdiscount, { place: place(second) })
      const request = { count: 1, kinds: ["quantity"], catalog: [ARTICLE] }
      const [order] = store.seedNow(connected, request)
      const [{ quantity }] = order.lines
      await short(() => setStock(store, ARTICLE.sku, quantity - 1, second))
      const [{ reserved }] = await store.sql<{ reserved: number }>(
        "select reserved_quantity::int as reserved from inventory_level where inventory_item_id = $1 and location_id = $2",
        [item, stock_location_id]
      )
      await setStock(store, ARTICLE.sku, reserved + 1)
      await store.pullAll(connected)
      const row = await read({ external_id: order.external_id ?? "" })
      expect(row.problem?.code).toBe("stock_elsewhere")
      // The missing units are moved to where the line is reserved.
      const [{ location_id }] = await store.sql<{ location_id: string }>(
        "select location_id from reservation_item where line_item_id = $1 and deleted_at is null",
        [row.lines[0].line_item_id]
      )
      await setStock(store, ARTICLE.sku, 1000, location_id)
      expect(await store.hands.pack(row.order_id)).toMatch(/^ful_/)
      await restock()
    },
  }
}
