import { beginOrderEditOrderWorkflow, cancelBeginOrderEditWorkflow } from "@medusajs/medusa/core-flows"
import { Modules } from "@medusajs/framework/utils"
import { type ExpectedOrder, lineCents } from "../sandbox/expected"
import { LIFE_CASES } from "./helpers/life-cases"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { colissimoNumber, shipOrder } from "./helpers/ship-order"
import { setStock } from "./helpers/stock"
import { expectNoStrays } from "./helpers/store-figures"
import { until } from "./helpers/until"

const store = marketTest()

const cents = (amount: number) => Math.round(amount * 100)

type StoreOrder = {
  id: string
  total: number
  payment_status: string
  summary: { pending_difference: number; paid_total: number; refunded_total: number }
  items: {
    variant_sku: string
    quantity: number
    unit_price: number
    metadata: { external_ids: string[] }
    tax_lines: { rate: number }[]
  }[]
  shipping_methods: { amount: number }[]
}
type Row = {
  id: string
  order_id: string
  state: string
  problem: { code: string } | null
  history: { event: string }[]
}

/** Everything that an edit touches, as the public API and the stock show it. */
async function facts(external_id: string) {
  const row = await store.desk.orderOf<Row>(external_id)
  const fields = "id,total,payment_status,summary,*items,*items.tax_lines,*shipping_methods"
  const order = (
    await store.app.api<{ order: StoreOrder }>("GET", `/admin/orders/${row.order_id}?fields=${fields}`)
  ).body.order
  const reserved = await store.sql<{ quantity: string }>(
    `select r.quantity from reservation_item r
      where r.deleted_at is null and r.line_item_id in (select item_id from order_item where order_id = $1)`,
    [row.order_id]
  )
  const { total, payment_status, summary } = order
  return {
    row,
    order,
    figures: {
      state: row.state,
      problem: row.problem?.code ?? null,
      total: cents(total),
      payment_status,
      paid: cents(summary.paid_total - summary.refunded_total),
      pending: cents(summary.pending_difference),
      pieces: piecesOf(order.items.map((item) => ({ sku: item.variant_sku, quantity: item.quantity }))),
      reserved: reserved.reduce((sum, { quantity }) => sum + Number(quantity), 0),
    },
  }
}

/** One SKU can be sold at two prices in one order, on two lines. */
const piecesOf = (lines: { sku: string; quantity: number }[]): Record<string, number> =>
  lines.reduce<Record<string, number>>(
    (pieces, { sku, quantity }) => ({ ...pieces, [sku]: (pieces[sku] ?? 0) + quantity }),
    {}
  )

/** Edits of the store's order, whatever became of them. */
async function changesOf(order_id: string): Promise<number> {
  const [{ count }] = await store.sql<{ count: number }>(
    "select count(*)::int as count from order_change where order_id = $1",
    [order_id]
  )
  return count
}

/** What the store's order shall be with these of the seeded lines. */
function expectedFigures(lines: ExpectedOrder["lines"], fee_cents = 0) {
  const total = lines.reduce((sum, line) => sum + lineCents(line), fee_cents)
  return {
    state: "imported",
    problem: null,
    total,
    paid: total,
    pending: 0,
    pieces: piecesOf(lines),
    reserved: lines.reduce((sum, { quantity }) => sum + quantity, 0),
  }
}

describe.each(MARKETPLACES)("$id: an imported order", (market) => {
  const life = LIFE_CASES[market.id]
  let connected: Connected

  beforeEach(async () => {
    connected = await store.connect(market)
  })
  afterEach(() => expectNoStrays(store.database))

  async function imported(kind: string, to = connected): Promise<ExpectedOrder & { external_id: string }> {
    const [order] = store.seedOrders(to, { count: 1, kinds: [kind] })
    await store.pullAll(to)
    return { ...order, external_id: order.external_id ?? "" }
  }
  const split = ({ lines }: ExpectedOrder, item_ids: string[]) => ({
    gone: lines.filter((line) => line.item_ids.some((id) => item_ids.includes(id))),
    kept: lines.filter((line) => !line.item_ids.some((id) => item_ids.includes(id))),
  })

  it("loses a canceled line to the cent, and the rest is shipped", async () => {
    const order = await imported(life.several_items_kind)
    const { external_id } = order
    const { kept } = split(order, [order.lines[0].item_ids[0]])
    life.cancelFirstItem(store.sandbox, external_id)
    await store.pull(connected)
    const { figures, row } = await facts(external_id)
    expect(figures).toEqual({ ...expectedFigures(kept), payment_status: "partially_refunded" })
    expect(row.history.map(({ event }) => event)).toContain("order.edited")
    expect(life.cancellations(store.sandbox, external_id)).toBe(0)
    await store.pull(connected)
    expect((await facts(external_id)).figures).toEqual(figures)

    await shipOrder(store.app, row.order_id, colissimoNumber())
    await until("the rest is shipped there", () => market.ledger(store.sandbox, external_id).shipments > 0)
    expect(market.ledger(store.sandbox, external_id)).toMatchObject({ refused: 0, duplicates: 0 })
  })

  // Octopia cancels a line as a whole: a single unit goes only where each unit is an item.
  const { several_units_kind: kind } = life
  if (kind) {
    it("loses single units one after the other, and is canceled with the last", async () => {
      const order = await imported(kind)
      const { external_id } = order
      const [line] = order.lines
      life.cancelFirstItem(store.sandbox, external_id)
      await store.pull(connected)
      const { items } = store.sandbox.control.rakuten.order({ external_id }).wire as {
        items: { shipping_cents: number }[]
      }
      const half = { ...line, quantity: 1, shipping_cents: items[1].shipping_cents }
      expect((await facts(external_id)).figures).toEqual({
        ...expectedFigures([half]),
        payment_status: "partially_refunded",
      })
      life.cancel(store.sandbox, external_id)
      await store.pull(connected)
      expect((await facts(external_id)).figures).toMatchObject({
        state: "canceled",
        problem: null,
        payment_status: "refunded",
        paid: 0,
        pending: 0,
        reserved: 0,
      })
    })
  }

  it.each([
    ["in part", life.cancelFirstItem],
    ["as a whole", life.cancel],
  ])("stays as it is where only a list shows it as canceled %s", async (_, cancel) => {
    // Rakuten dates its answers to the second: they are that far apart.
    const settings = { [market.id]: market.id === "rakuten" ? { min_spacing_ms: 1100 } : {} }
    const patient = await store.connect(market, { settings })
    const order = await imported(life.several_items_kind, patient)
    const { external_id } = order
    const before = await facts(external_id)
    await life.listOnceAs(store.sandbox, patient, external_id, cancel)
    await store.pull(patient)
    const after = await facts(external_id)
    expect(after.figures).toEqual(before.figures)
    expect(after.figures).toMatchObject({ state: "imported", problem: null, total: order.import_cents })
    expect(after.row.history.map(({ event }) => event)).toEqual(before.row.history.map(({ event }) => event))
    expect(await changesOf(after.row.order_id)).toBe(0)
  })

  it("is changed only after the operator agrees, where the settings say so", async () => {
    const asked = await store.connect(market, {
      settings: { changes: { cancel_in_store: "ask" } },
    })
    const order = await imported(life.several_items_kind, asked)
    life.cancelFirstItem(store.sandbox, order.external_id)
    await store.pull(asked)
    expect((await facts(order.external_id)).figures).toEqual({
      ...expectedFigures(order.lines),
      problem: "partial_cancellation",
      payment_status: "captured",
    })
  })

  it("loses a line that is sold beyond the stock, at the location where it was reserved", async () => {
    const [order] = store.seedOrders(connected, { count: 1, kinds: [life.several_items_kind] })
    const restock = await emptyStock(order.lines[0].sku)
    await store.pullAll(connected)
    const external_id = order.external_id ?? ""
    expect((await facts(external_id)).figures.problem).toBe("oversold")
    const { kept } = split(order, [order.lines[0].item_ids[0]])
    life.cancelFirstItem(store.sandbox, external_id)
    await store.pull(connected)
    expect((await facts(external_id)).figures).toEqual({
      ...expectedFigures(kept),
      payment_status: "partially_refunded",
    })
    await restock()
  })

  /** Returns how to fill it again. */
  async function emptyStock(sku: string): Promise<() => Promise<unknown>> {
    const inventory_item_id = store.store.variants.find((one) => one.sku === sku)?.inventory_item_id
    const [{ stocked_quantity, reserved_quantity }] = await store.app.container
      .resolve(Modules.INVENTORY)
      .listInventoryLevels({ inventory_item_id })
    await setStock(store, sku, Number(reserved_quantity))
    return () => setStock(store, sku, Number(stocked_quantity))
  }

  it("waits for an edit that the operator has begun, and shows that it waits", async () => {
    const order = await imported(life.several_items_kind)
    const { external_id } = order
    const { kept } = split(order, [order.lines[0].item_ids[0]])
    const { row } = await facts(external_id)
    await beginOrderEditOrderWorkflow(store.app.container).run({ input: { order_id: row.order_id } })
    life.cancelFirstItem(store.sandbox, external_id)
    await store.pull(connected)
    expect((await facts(external_id)).figures).toEqual({
      ...expectedFigures(order.lines),
      problem: "partial_cancellation",
      payment_status: "captured",
    })
    await cancelBeginOrderEditWorkflow(store.app.container).run({ input: { order_id: row.order_id } })
    await store.pull(connected)
    expect((await facts(external_id)).figures).toEqual({
      ...expectedFigures(kept),
      payment_status: "partially_refunded",
    })
  })

  it("gets a line that is ready later, with price, tax, stock and payment, and it is shipped", async () => {
    const [order] = store.seedOrders(connected, { count: 1, kinds: [life.several_items_kind] })
    const external_id = order.external_id ?? ""
    const late = order.lines[0].item_ids[0]
    life.holdBack(store.sandbox, external_id)
    await store.pullAll(connected)
    const { kept } = split(order, [late])
    expect((await facts(external_id)).figures).toEqual({
      ...expectedFigures(kept),
      payment_status: "captured",
    })
    const before = (await facts(external_id)).order
    life.release(store.sandbox, external_id)
    await store.pull(connected)
    const { figures, order: after, row } = await facts(external_id)
    expect(figures).toEqual({ ...expectedFigures(order.lines), payment_status: "captured" })
    const rates = (one: StoreOrder) =>
      Object.fromEntries(
        one.items.map((item) => [item.variant_sku, item.tax_lines.map(({ rate }) => Number(rate))])
      )
    expect(rates(after)).toMatchObject(rates(before))
    expect(Object.values(rates(after)).every((rate) => rate.length === 1)).toBe(true)
    expect(after.items.flatMap(({ metadata }) => metadata.external_ids)).toContain(late)
    await store.pull(connected)
    expect((await facts(external_id)).figures).toEqual(figures)
    await shipOrder(store.app, row.order_id, colissimoNumber())
    await until("all of it is shipped there", () => market.isShipped(store.sandbox, external_id))
    expect(market.ledger(store.sandbox, external_id)).toMatchObject({ refused: 0, duplicates: 0 })
  })

  it("gets a line that is ready later, although what is packed has used up its own stock", async () => {
    const holding = await store.connect(market, { settings: { import: { out_of_stock: "hold" } } })
    const [order] = store.seedOrders(holding, { count: 1, kinds: [life.several_items_kind] })
    const external_id = order.external_id ?? ""
    life.holdBack(store.sandbox, external_id)
    await store.pullAll(holding)
    await store.hands.pack((await facts(external_id)).row.order_id)
    const [late, ...packed] = [...new Set(order.lines.map(({ sku }) => sku))]
    const restocks = []
    for (const sku of packed.filter((one) => one !== late)) restocks.push(await emptyStock(sku))
    life.release(store.sandbox, external_id)
    await store.pull(holding)
    const { problem, pieces } = (await facts(external_id)).figures
    for (const restock of restocks) await restock()
    expect([problem, pieces]).toEqual([null, piecesOf(order.lines)])
  })

  it("shows a problem where a line is ready later and cannot be sold here", async () => {
    const [order] = store.seedOrders(connected, { count: 1, kinds: [life.several_items_kind] })
    const external_id = order.external_id ?? ""
    life.holdBack(store.sandbox, external_id)
    await store.pullAll(connected)
    const sku = order.lines[0].sku
    await store.sql("update product_variant set sku = $1 where sku = $2", [`${sku}-gone`, sku])
    life.release(store.sandbox, external_id)
    await store.pull(connected)
    const { figures } = await facts(external_id)
    await store.sql("update product_variant set sku = $1 where sku = $2", [sku, `${sku}-gone`])
    const { kept } = split(order, [order.lines[0].item_ids[0]])
    expect(figures).toEqual({
      ...expectedFigures(kept),
      problem: "late_lines",
      payment_status: "captured",
    })
    await store.pull(connected)
    expect((await facts(external_id)).figures).toEqual({
      ...expectedFigures(order.lines),
      payment_status: "captured",
    })
  })

  it("is right after a crash in an edit, completed where it was confirmed and taken back where it was not", async () => {
    const order = await imported(life.several_items_kind)
    const { external_id } = order
    const { kept } = split(order, [order.lines[0].item_ids[0]])
    const { row } = await facts(external_id)
    const orders = store.app.container.resolve(Modules.ORDER)
    const change = await orders.createOrderChange({ order_id: row.order_id, change_type: "edit" })
    const remember = (id: string, line_item_id: string) =>
      store.sql(
        `update marketplace_order set marks = coalesce(marks, '{}'::jsonb) || jsonb_build_object('order_edit', $1::jsonb)
          where external_id = $2`,
        [
          JSON.stringify({
            id,
            lines: [{ line_item_id, line_key: "none", external_ids: [] }],
            reservations: [],
            is_captured: true,
          }),
          external_id,
        ]
      )
    await remember(change.id, "none")
    life.cancelFirstItem(store.sandbox, external_id)
    await store.pull(connected)
    const done = { ...expectedFigures(kept), payment_status: "partially_refunded" }
    expect((await facts(external_id)).figures).toEqual(done)

    // As it is between the confirmed edit and its consequences.
    const [{ id: edit }] = await orders.listOrderChanges({ order_id: row.order_id, status: "confirmed" })
    await store.sql(`delete from order_transaction where order_id = $1 and reference = 'refund'`, [
      row.order_id,
    ])
    await store.sql(`update marketplace_order set applied_hash = '' where external_id = $1`, [external_id])
    await remember(edit, "none")
    await store.pull(connected)
    const [{ amount }] = await store.sql<{ amount: string }>(
      "select sum(amount) as amount from order_transaction where order_id = $1 and deleted_at is null",
      [row.order_id]
    )
    expect(cents(Number(amount))).toBe(done.total)
    const left = await store.sql(
      "select 1 from marketplace_order where external_id = $1 and marks -> 'order_edit' is not null",
      [external_id]
    )
    expect(left).toEqual([])
  })

  it("keeps no other order waiting while its edit cannot be finished, and is edited once it can be", async () => {
    const [broken, other] = [await imported(life.several_items_kind), await imported(life.several_items_kind)]
    life.cancelFirstItem(store.sandbox, broken.external_id)
    await store.pull(connected)
    const { row, figures: done } = await facts(broken.external_id)
    const [{ id }] = await store.app.container
      .resolve(Modules.ORDER)
      .listOrderChanges({ order_id: row.order_id, status: "confirmed" })
    const [reservation] = await store.sql<Record<string, string>>(
      `select id, line_item_id, inventory_item_id, location_id, quantity from reservation_item
        where deleted_at is null and line_item_id in (select item_id from order_item where order_id = $1)`,
      [row.order_id]
    )
    // As it is between the confirmed edit and its consequences, and then the location is gone.
    await store.app.container.resolve(Modules.INVENTORY).deleteReservationItems([reservation.id])
    const begun = (location_id: string) => {
      const { line_item_id, inventory_item_id, quantity } = reservation
      const edit = {
        id,
        lines: [{ line_item_id, line_key: "left", external_ids: [] }],
        reservations: [{ line_key: "left", inventory_item_id, location_id, quantity: Number(quantity) }],
        is_captured: true,
      }
      return store.sql(
        `update marketplace_order set applied_hash = '', claimed_until = null,
                marks = coalesce(marks, '{}'::jsonb) || jsonb_build_object('order_edit', $1::jsonb) where external_id = $2`,
        [JSON.stringify(edit), broken.external_id]
      )
    }
    await begun("sloc_gone")
    life.cancelFirstItem(store.sandbox, other.external_id)
    await store.pull(connected)
    const { kept } = split(other, [other.lines[0].item_ids[0]])
    expect((await facts(other.external_id)).figures).toMatchObject(expectedFigures(kept))
    expect((await facts(broken.external_id)).figures.reserved).toBeLessThan(done.reserved)
    await begun(reservation.location_id)
    await store.pull(connected)
    expect((await facts(broken.external_id)).figures).toEqual(done)
  })
})
