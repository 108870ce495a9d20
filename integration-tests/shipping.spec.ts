import { createOrderWorkflow, updateFulfillmentWorkflow } from "@medusajs/medusa/core-flows"
import { Modules } from "@medusajs/framework/utils"
import type { Answer } from "./helpers/call"
import { DEFAULT_CATALOGUE } from "../sandbox/catalogue"
import type { CatalogueProduct } from "../sandbox/catalogue"
import { CARRIERS } from "../sandbox/cdiscount/carriers"
import sweepJob from "../src/jobs/marketplace-sweep"
import { MarketplaceFulfillmentProvider } from "../src/providers/marketplace-provider"
import { refreshCarriers } from "../src/workflows/carriers/refresh-carriers"
import { planMarketplaceShipmentWorkflow } from "../src/workflows/plan-shipment"
import { planMissingShipments } from "../src/workflows/plan-shipment/plan-missing"
import { sendMarketplaceActionsWorkflow } from "../src/workflows/send-actions"
import { marketplaceOf } from "../src/workflows/shared/marketplace"
import { keepHouse } from "../src/workflows/sweep/keep-house"
import {
  connect,
  type Connected,
  type MarketStore,
  pull,
  pullAll,
  startMarketStore,
} from "./helpers/market-store"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { colissimoNumber, itemsOf, type PackedItem } from "./helpers/ship-order"
import { until } from "./helpers/until"
import { label, warehouse } from "./helpers/warehouse"

jest.setTimeout(180_000)

const ROOT = "/admin/marketplaces"
const [cdiscount, rakuten] = MARKETPLACES
const SHIPMENTS = { cdiscount: "POST /orders/{orderId}/shipments", rakuten: "importitemshippingstatus" }

type Line = {
  external_ids: string[]
  sku: string
  quantity: number
  line_item_id: string
  variant_id: string
}
type Imported = { id: string; order_id: string; external_id: string; lines: Line[] }
type Action = {
  id: string
  fulfillment_id: string
  state: string
  params: Record<string, unknown>
  problem_code: string | null
  intent_key: string
  unsettled_since: Date | null
  sent_at: Date | null
}

type Variant = MarketStore["store"]["variants"][number]

let market: MarketStore
let hands: ReturnType<typeof warehouse>

beforeAll(async () => {
  market = await startMarketStore()
  hands = warehouse(market.app)
})
afterAll(() => market?.stop())

const api = <Body>(method: string, path: string, body?: unknown) =>
  market.app.api<Body & { message: string }>(method, `${ROOT}${path}`, body)
const sql = <Row>(text: string, values: unknown[] = []) => market.database.sql<Row>(text, values)

let seeds = 9000
/** One order as the marketplace made it; `arrange` may still change it there. */
function sell(connected: Connected, kind: string, catalogue?: readonly CatalogueProduct[]): string {
  const { account, market: where } = connected
  const request = { account, seed: ++seeds, count: 1, kinds: [kind], ...(catalogue && { catalogue }) }
  const external_id = where.seed(market.sandbox, request)[0].external_id ?? ""
  if (where.id === "cdiscount") market.sandbox.control.cdiscount.act({ external_id, action: "touch" })
  return external_id
}
async function imported(connected: Connected, external_id: string): Promise<Imported> {
  await pullAll(market, connected)
  const [row] = await sql<Imported & { problem_code: string }>(
    "select id, order_id, external_id, lines, problem_code from marketplace_order where external_id = $1",
    [external_id]
  )
  if (!row?.order_id) throw new Error(`${external_id} was not imported: ${row?.problem_code}`)
  return row
}
const bought = (connected: Connected, kind: string, catalogue?: readonly CatalogueProduct[]) =>
  imported(connected, sell(connected, kind, catalogue))

const items = (...lines: Line[]): PackedItem[] =>
  lines.map(({ line_item_id, quantity }) => ({ id: line_item_id, quantity }))

/** Packs and ships; answers the fulfilment's id. */
async function ship(order: Imported, packed: PackedItem[], ...labels: ReturnType<typeof label>[]) {
  const id = await hands.pack(order.order_id, packed)
  await hands.ship(order.order_id, id, packed, labels)
  return id
}

const actions = (order: Imported) =>
  sql<Action>("select * from marketplace_action where marketplace_order_id = $1 order by created_at, id", [
    order.id,
  ])
const actionOf = async (order: Imported, fulfillment_id: string) =>
  (await actions(order)).find(
    (one) => one.fulfillment_id === fulfillment_id && !one.intent_key.includes("correction")
  )
/** Waits until the fulfilment's action is in this state, and answers it. */
const inState = (order: Imported, fulfillment_id: string, state: string) =>
  until(`${fulfillment_id} is ${state}`, async () => {
    const action = await actionOf(order, fulfillment_id)
    return action?.state === state ? action : null
  })
/** The same with a problem or a wait, which is told by the code. */
const withProblem = (order: Imported, fulfillment_id: string, code: string) =>
  until(`${fulfillment_id} has ${code}`, async () => {
    const action = await actionOf(order, fulfillment_id)
    return action?.problem_code === code ? action : null
  })

const ledger = (connected: Connected, order: Imported) => {
  const [found] = market.sandbox.control[connected.market.id].ledger({ external_id: order.external_id })
  return {
    shipments: found?.shipments ?? [],
    duplicates: found?.duplicate_shipments ?? [],
    refused: found?.refused_shipments ?? [],
  }
}
const numbers = (connected: Connected, order: Imported) =>
  ledger(connected, order).shipments.map(({ number, item_ids }) => [number, [...item_ids].sort()])

/** Nobody is sending. An action is seen as sent a little before its sender, which an event may have started, has gone. */
const idle = ({ id }: Connected) =>
  until("nobody is sending", async () => {
    const [{ free }] = await sql<{ free: boolean }>(
      "select send_lease_owner is null as free from marketplace_connection where id = $1",
      [id]
    )
    return free
  })
/** Works on what is due, and is the only one to. */
async function send(connected: Connected): Promise<void> {
  await idle(connected)
  await sendMarketplaceActionsWorkflow(market.app.container).run({ input: { connection_id: connected.id } })
  await idle(connected)
}
/** Makes everything that is not finished due, and works on it. */
async function drive(connected: Connected): Promise<void> {
  await sql(
    `update marketplace_action set next_attempt_at = now() - interval '1 second'
      where connection_id = $1 and state in ('sent', 'retrying')`,
    [connected.id]
  )
  await send(connected)
}
/** The marketplace's effects show up, and we look. */
async function later(connected: Connected, minutes = 1): Promise<void> {
  market.sandbox.control.time({ advance_minutes: minutes })
  await drive(connected)
}
const tell = (order: Imported, fulfillment_id: string, body: unknown) =>
  api<{ action: Action }>("POST", `/orders/${order.id}/shipments/${fulfillment_id}`, body)
const refusal = ({ status, body }: Answer<{ message: string }>) => [status, body.message]

describe("Cdiscount: one parcel for the complete order", () => {
  let shop: Connected
  beforeAll(async () => {
    shop = await connect(market.app, market.sandbox, cdiscount)
  })

  it("hears of a shipment at once, and it is confirmed when the order shows it", async () => {
    const order = await bought(shop, "plain")
    const number = colissimoNumber()
    const id = await ship(order, items(...order.lines), label(number))
    const sent = await inState(order, id, "sent")
    expect(numbers(shop, order)).toEqual([[number, order.lines.flatMap((line) => line.external_ids)]])
    expect(ledger(shop, order).shipments[0]).toMatchObject({
      carrier: "Colissimo",
      url: `https://www.laposte.fr/outils/suivre-vos-envois?code=${number}`,
    })
    const [attempt] = await sql<{ outcome: string; status: number; sent: unknown; duration_ms: number }>(
      "select outcome, status, sent, duration_ms from marketplace_action_attempt where action_id = $1",
      [sent.id]
    )
    expect(attempt).toMatchObject({
      outcome: "done",
      status: 201,
      sent: { parcels: [{ tracking_number: number, carrier_name: "Colissimo" }], is_untracked: false },
    })
    market.sandbox.control.time({ advance_minutes: 1 })
    await pull(market.app, shop)
    await inState(order, id, "confirmed")
    const [{ state }] = await sql<{ state: string }>("select state from marketplace_order where id = $1", [
      order.id,
    ])
    expect(state).toBe("shipped")
  })

  it("waits for the rest of a split order, and is told once, with the last parcel", async () => {
    const order = await bought(shop, "multi_line")
    const [one, ...rest] = order.lines
    const first = await ship(order, items(one), label(colissimoNumber()))
    const waiting = await withProblem(order, first, "waiting_split")
    expect(waiting.state).toBe("pending")
    expect(waiting.params.waiting).toBe("split")
    const number = colissimoNumber()
    const last = await ship(order, items(...rest), label(number))
    await inState(order, last, "sent")
    expect(numbers(shop, order)).toEqual([[number, order.lines.flatMap((line) => line.external_ids).sort()]])
    const silent = await actionOf(order, first)
    expect(silent?.state).toBe("skipped")
    expect(silent?.params).toMatchObject({ skipped: "told_with_another_parcel" })
    expect(JSON.stringify(silent?.params.left_out)).toContain("6A")
  })

  it("becomes a problem six hours before the deadline, and goes when the operator says so", async () => {
    const external_id = sell(shop, "multi_line")
    const wire = market.sandbox.control.cdiscount.order({ external_id }).wire as { lines: object[] }
    const soon = new Date(Date.now() + 5 * 3_600_000).toISOString()
    const lines = wire.lines.map((line) => ({ ...line, delivery: { mode: "STD", shippedAtMax: soon } }))
    market.sandbox.control.cdiscount.modify({ external_id, patch: { lines, shippedAtMax: soon } })
    const order = await imported(shop, external_id)
    const first = await ship(order, items(order.lines[0]), label("6A00000000001"))
    const urgent = await withProblem(order, first, "split_deadline")
    expect(urgent.state).toBe("needs_attention")
    // The label is changed while it waits: the parcel is told with what it says when it goes.
    const number = colissimoNumber()
    await updateFulfillmentWorkflow(market.app.container).run({
      input: { id: first, labels: [label(number)] } as never,
    })
    const answer = await tell(order, first, { send_now: true })
    expect(answer.status).toBe(200)
    await inState(order, first, "sent")
    expect(numbers(shop, order)).toEqual([[number, order.lines.flatMap((line) => line.external_ids).sort()]])
    const late = await ship(order, items(...order.lines.slice(1)), label(colissimoNumber()))
    expect((await inState(order, late, "skipped")).params.skipped).toBe("told_with_another_parcel")
    expect(ledger(shop, order)).toMatchObject({ shipments: [{}], duplicates: [], refused: [] })
    const history = await sql<{ event: string }>(
      "select event from marketplace_history_entry where marketplace_order_id = $1",
      [order.id]
    )
    expect(history.map(({ event }) => event)).toContain("shipment.given")
  })

  it("waits for a number, takes the one that comes later, and of two the first", async () => {
    const order = await bought(shop, "plain")
    const id = await ship(order, items(...order.lines))
    const waiting = await withProblem(order, id, "tracking_number_missing")
    expect([waiting.state, waiting.params.waiting]).toEqual(["pending", "tracking"])
    expect(ledger(shop, order).shipments).toEqual([])
    const [first, second] = [colissimoNumber(), colissimoNumber()]
    await updateFulfillmentWorkflow(market.app.container).run({
      input: { id, labels: [label(first), label(second)] } as never,
    })
    const sent = await inState(order, id, "sent")
    expect(numbers(shop, order).map(([number]) => number)).toEqual([first])
    expect(sent.params.left_out).toMatchObject([{ tracking_number: second }])
  })

  it("is told by the newest plan, also when an older one is written after it", async () => {
    const order = await bought(shop, "plain")
    const id = await ship(order, items(...order.lines))
    await withProblem(order, id, "tracking_number_missing")
    const block = (until: string | null) =>
      sql("update marketplace_connection set blocked_until = now() + $2::interval where id = $1", [
        shop.id,
        until,
      ])
    await block("1 hour")
    const number = colissimoNumber()
    const plan = () =>
      planMarketplaceShipmentWorkflow(market.app.container).run({ input: { fulfillment_id: id } })
    const service = marketplaceOf(market.app.container)
    const { planAction } = service.actions
    service.actions.planAction = async (older) => {
      service.actions.planAction = planAction
      await sql(
        `insert into fulfillment_label (id, fulfillment_id, tracking_number, tracking_url, label_url)
         values ('label_newer', $1, $2, '', '')`,
        [id, number]
      )
      await plan()
      return planAction(older)
    }
    await plan()
    await block(null)
    await send(shop)
    await inState(order, id, "sent")
    expect(numbers(shop, order).map(([told]) => told)).toEqual([number])
  })

  it("is not held by a second label that is no number", async () => {
    const order = await bought(shop, "plain")
    const number = colissimoNumber()
    const id = await ship(order, items(...order.lines), label(number), label("A;B"))
    const sent = await inState(order, id, "sent")
    expect(numbers(shop, order).map(([told]) => told)).toEqual([number])
    expect(sent.params.left_out).toEqual([
      { tracking_number: "A;B", carrier_name: null, tracking_url: null, problem: "tracking_number_invalid" },
    ])
  })

  it("waits again when its label is taken away before it is told", async () => {
    const order = await bought(shop, "multi_line")
    const id = await ship(order, items(...order.lines), label("A;B"), label("SANS-CLE-1"))
    await withProblem(order, id, "tracking_number_invalid")
    // A later label's plan comes after those of the shipment, so none of these is left to see that all are gone.
    const fulfillments = market.app.container.resolve(Modules.FULFILLMENT)
    const { labels } = await fulfillments.retrieveFulfillment(id, { relations: ["labels"] })
    const kept = labels.map((one) => ({ id: one.id }))
    await fulfillments.updateFulfillment(id, { labels: [...kept, label("C;D")] })
    await until("the third label was read", async () => {
      const action = await actionOf(order, id)
      return (action?.params.label_ids as string[]).length === 3
    })
    await fulfillments.updateFulfillment(id, { labels: [] })
    await withProblem(order, id, "tracking_number_missing")
    expect(ledger(shop, order).shipments).toEqual([])
  })

  it("counts the last parcel when the rest was cancelled at the marketplace", async () => {
    const order = await bought(shop, "multi_line")
    const [one, ...rest] = order.lines
    const first = await ship(order, items(one), label(colissimoNumber()))
    await withProblem(order, first, "waiting_split")
    market.sandbox.control.cdiscount.act({
      external_id: order.external_id,
      action: "cancel",
      line_ids: rest.flatMap((line) => line.external_ids),
    })
    await pullAll(market, shop)
    await sql("update marketplace_action set next_attempt_at = now() where fulfillment_id = $1", [first])
    await send(shop)
    await inState(order, first, "sent")
    expect(ledger(shop, order).refused).toEqual([])
  })

  it("may be told nothing more after it was told", async () => {
    const order = await bought(shop, "plain")
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    await inState(order, id, "sent")
    const [status, message] = refusal(await tell(order, id, { tracking_number: "6A99999999999" }))
    expect(status).toBe(400)
    expect(message).toMatch(/Cdiscount accepts no correction .* portal/)
    expect(ledger(shop, order).shipments).toHaveLength(1)
  })

  it("tells what is not the marketplace's to nobody", async () => {
    const order = await bought(shop, "plain")
    await sql("update marketplace_order set is_test = true where id = $1", [order.id])
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    expect((await inState(order, id, "skipped")).params.skipped).toBe("test_order")
    expect(refusal(await tell(order, id, { carrier: "dpd-fr" }))[1]).toMatch(/test order/)
    await drive(shop)
    expect(ledger(shop, order).shipments).toEqual([])
  })
})

describe("another channel of Octopia: several parcels", () => {
  it("hears of each parcel with the lines that it completes", async () => {
    const shop = await connect(market.app, market.sandbox, cdiscount)
    const external_id = sell(shop, "multi_line")
    const salesChannel = { id: "EXEMFR", name: "Enseigne Exemple" }
    market.sandbox.control.cdiscount.modify({ external_id, patch: { salesChannel } })
    const order = await imported(shop, external_id)
    const [one, ...rest] = order.lines
    // The first parcel waits for its number and holds nobody up.
    const first = await ship(order, items(one))
    await withProblem(order, first, "tracking_number_missing")
    const second = colissimoNumber()
    const id = await ship(order, items(...rest), label(second))
    await inState(order, id, "sent")
    const number = colissimoNumber()
    expect((await tell(order, first, { tracking_number: number })).status).toBe(200)
    await inState(order, first, "sent")
    expect(numbers(shop, order)).toEqual([
      [second, rest.flatMap((line) => line.external_ids).sort()],
      [number, one.external_ids],
    ])
  })
})

describe("Rakuten: unit by unit", () => {
  let shop: Connected
  beforeAll(async () => {
    shop = await connect(market.app, market.sandbox, rakuten)
  })

  it("tells the units of each parcel, and counts a kit as the buyer does", async () => {
    const [kit] = DEFAULT_CATALOGUE.slice(30, 31)
    const { variant_id, product_id, inventory_item_id } = market.store.variants.find(
      ({ sku }) => sku === kit.sku
    ) as Variant
    const changed = await market.app.api(
      "POST",
      `/admin/products/${product_id}/variants/${variant_id}/inventory-items/${inventory_item_id}`,
      { required_quantity: 3 }
    )
    expect(changed.status).toBe(200)
    const order = await bought(shop, "two_units", [kit])
    const [line] = order.lines
    expect(line.external_ids).toHaveLength(2)
    const one = [{ id: line.line_item_id, quantity: 1 }]
    const sent: string[] = [colissimoNumber(), colissimoNumber()]
    for (const number of sent) await inState(order, await ship(order, one, label(number)), "sent")
    expect(numbers(shop, order)).toEqual(sent.map((number, unit) => [number, [line.external_ids[unit]]]))
    expect(ledger(shop, order).duplicates).toEqual([])
  })

  it("counts a kit as the buyer does, also when its variant is changed or deleted before it is told", async () => {
    const [kit, other] = DEFAULT_CATALOGUE.slice(31, 33)
    const partsOf = async ({ sku }: CatalogueProduct, required_quantity: number) => {
      const variant = market.store.variants.find((one) => one.sku === sku) as Variant
      const { product_id, variant_id, inventory_item_id } = variant
      const path = `/admin/products/${product_id}/variants/${variant_id}`
      const changed = await market.app.api("POST", `${path}/inventory-items/${inventory_item_id}`, {
        required_quantity,
      })
      expect(changed.status).toBe(200)
      return path
    }
    const path = await partsOf(kit, 3)
    await partsOf(other, 2)
    const order = await bought(shop, "two_units", [kit])
    const second = await bought(shop, "two_units", [other])
    for (const [one, change] of [
      [order, () => market.app.api("DELETE", path)],
      [second, () => partsOf(other, 1)],
    ] as const) {
      const [line] = one.lines
      const packed = [{ id: line.line_item_id, quantity: 1 }]
      const id = await ship(one, packed)
      await withProblem(one, id, "tracking_number_missing")
      await change()
      expect((await tell(one, id, { tracking_number: colissimoNumber() })).status).toBe(200)
      await inState(one, id, "sent")
      // One unit of two, not as many as it has parts.
      expect(numbers(shop, one).map(([, units]) => units)).toEqual([[line.external_ids[0]]])
    }
  })

  it("ships without number only where the mode allows it and somebody says so", async () => {
    const order = await bought(shop, "normal")
    const id = await ship(order, items(...order.lines))
    await withProblem(order, id, "tracking_number_missing")
    await sql("update fulfillment set shipped_at = now() - interval '25 hours' where id = $1", [id])
    await sql("update marketplace_action set next_attempt_at = now() where fulfillment_id = $1", [id])
    await send(shop)
    await inState(order, id, "needs_attention")
    expect(ledger(shop, order).shipments).toEqual([])
    expect((await tell(order, id, { is_untracked: true })).status).toBe(200)
    await inState(order, id, "sent")
    expect(ledger(shop, order).shipments).toMatchObject([{ number: "Oui" }])

    const registered = await bought(shop, "registered")
    const other = await ship(registered, items(...registered.lines))
    await withProblem(registered, other, "tracking_number_missing")
    expect(refusal(await tell(registered, other, { is_untracked: true }))).toEqual([
      400,
      "This delivery mode (Recommandé) requires a tracking number. Enter the carrier and the number here.",
    ])
  })

  it("waits for no number where Rakuten made the label, and offers that one's", async () => {
    const order = await bought(shop, "so_colissimo")
    const made = async (query = "") =>
      (await api<{ order: { prepaid_label: unknown } }>("GET", `/orders/${order.id}${query}`)).body.order
        .prepaid_label
    const offered = { tracking_number: expect.stringMatching(/^8R\d{11}$/), carrier_name: "So Colissimo" }
    expect(await made()).toMatchObject({ ...offered, label_url: null })
    expect(await made("?personal_data=true")).toMatchObject({
      ...offered,
      label_url: expect.stringMatching(/^https:.*\.pdf/),
    })
    const id = await ship(order, items(...order.lines))
    expect((await inState(order, id, "sent")).params.is_untracked).toBe(true)
  })

  it("corrects what was sent, where the settings say that it can be", async () => {
    const order = await bought(shop, "registered")
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    await inState(order, id, "sent")
    const unavailable = async () => {
      const { body } = await api<{ order: { actions: { unavailable: unknown }[] } }>(
        "GET",
        `/orders/${order.id}`
      )
      return body.order.actions.map((action) => action.unavailable)
    }
    const message = expect.stringMatching(/cannot be corrected from here/)
    expect(await unavailable()).toEqual([{ correct: { code: "correction_off", message } }])
    expect(refusal(await tell(order, id, { carrier: "dpd-fr" }))).toEqual([400, message])

    market.sandbox.control.rakuten.configure({ tracking_overwrite: true })
    const change = { settings: { rakuten: { tracking_correction: "settrackingpackageinfos" } } }
    expect((await api("POST", `/connections/${shop.id}`, change)).status).toBe(200)
    expect(await unavailable()).toEqual([{ correct: null }])
    const answer = await tell(order, id, { carrier: "ups", tracking_number: "1Z999AA10123456784" })
    expect(answer.status).toBe(200)
    const shown = async () =>
      (await api<{ action: Shown }>("GET", `/actions/${answer.body.action.id}`)).body.action
    type Shown = { state: string; next_attempt_at: string | null; problem: { code: string; remedy: string } }
    const told = await until("the correction is sent", async () => {
      const action = await shown()
      return action.state === "sent" ? action : null
    })
    // Rakuten shows no numbers: a person looks, and says so; nothing is looked for in vain.
    expect(told).toMatchObject({
      next_attempt_at: null,
      problem: { code: "correction_not_shown", remedy: "mark_done" },
    })
    market.sandbox.control.time({ advance_minutes: 1 })
    const { items: units } = market.sandbox.control.rakuten.order({ external_id: order.external_id })
      .wire as { items: { tracking: unknown }[] }
    expect(units[0].tracking).toMatchObject({ number: "1Z999AA10123456784", transporter: "UPS" })
    const [original, correction] = await actions(order)
    expect([correction.intent_key, correction.params.corrects]).toEqual([
      `${original.intent_key}:correction:1`,
      original.id,
    ])
    expect(correction.params.item_external_ids).toEqual(original.params.item_external_ids)
    await drive(shop)
    expect(await shown()).toMatchObject({ state: "sent", problem: { code: "correction_not_shown" } })
    const done = await api("POST", `/actions/${correction.id}/mark-done`, { reason: "seen in the account" })
    expect(done.status).toBe(200)
    expect((await shown()).state).toBe("done_elsewhere")
  })
})

it.each(MARKETPLACES)("$id: a test order is packed and shipped, and told to nobody", async (where) => {
  const shop = await connect(market.app, market.sandbox, where)
  const { variants, stock_location_id: location_id } = market.store
  const article = { variant_id: variants[0].variant_id, country_code: "FR", quantity: 2 }
  const made = await api<{ marketplace_order: Imported }>(
    "POST",
    `/connections/${shop.id}/test-order`,
    article
  )
  const { marketplace_order: order } = made.body
  expect([made.status, order]).toMatchObject([200, { is_test: true, state: "imported" }])
  const packed = await itemsOf(market.app, order.order_id)
  // It takes no stock by itself: somebody who wants to pack it allocates some.
  const [{ inventory_item_id }] = await sql<{ inventory_item_id: string }>(
    "select inventory_item_id from product_variant_inventory_item where variant_id = $1",
    [article.variant_id]
  )
  const allocation = { line_item_id: packed[0].id, quantity: 2, inventory_item_id, location_id }
  expect((await market.app.api("POST", "/admin/reservations", allocation)).status).toBe(200)

  const id = await ship(order, packed, label(colissimoNumber()))
  expect((await inState(order, id, "skipped")).params.skipped).toBe("test_order")
  expect(await planMissingShipments(market.app.container, shop.id)).toEqual([])
  await drive(shop)
  expect((await actions(order)).map(({ state }) => state)).toEqual(["skipped"])
  const heard = market.sandbox.control
    .requests({ marketplace: where.id, account: shop.account })
    .filter((one) => one.effect !== null || JSON.stringify(one).includes(order.external_id))
  expect(heard).toEqual([])
})

describe("a parcel that the marketplace did not sell", () => {
  const admin = async <Body>(path: string, body: unknown) => {
    const answer = await market.app.api<Body & { message?: string }>("POST", `/admin${path}`, body)
    if (answer.status !== 200) throw new Error(`${path}: ${answer.body.message}`)
    return answer.body
  }
  const linesOf = async (order: Imported) => {
    const { data } = await market.app.query.graph({
      entity: "order",
      fields: ["items.id"],
      filters: { id: order.order_id },
    })
    return (data[0].items ?? []).flatMap((item: { id: string } | null) => item?.id ?? [])
  }
  /** What `change` adds to the order. */
  async function added(order: Imported, change: () => Promise<unknown>): Promise<PackedItem[]> {
    const before = await linesOf(order)
    await change()
    const id = (await linesOf(order)).find((one: string) => !before.includes(one))
    if (!id) throw new Error("The order has no new line.")
    return [{ id, quantity: 1 }]
  }
  const outbound = () => ({ items: [{ variant_id: market.store.variants[5].variant_id, quantity: 1 }] })
  /** Without one Medusa reserves nothing of what goes out. */
  async function outboundShipping() {
    const [{ id }] = await sql<{ id: string }>(
      "select id from shipping_option where provider_id = 'manual_manual' and deleted_at is null limit 1"
    )
    return { shipping_option_id: id, custom_amount: 0 }
  }
  const edit = (order: Imported) =>
    added(order, async () => {
      await admin("/order-edits", { order_id: order.order_id })
      await admin(`/order-edits/${order.order_id}/items`, outbound())
      await admin(`/order-edits/${order.order_id}/confirm`, {})
    })
  const exchange = (order: Imported) =>
    added(order, async () => {
      const { exchange: one } = await admin<{ exchange: { id: string } }>("/exchanges", {
        order_id: order.order_id,
      })
      await admin(`/exchanges/${one.id}/inbound/items`, { items: items(order.lines[0]) })
      await admin(`/exchanges/${one.id}/outbound/items`, outbound())
      await admin(`/exchanges/${one.id}/outbound/shipping-method`, await outboundShipping())
      await admin(`/exchanges/${one.id}/request`, {})
    })
  const replacement = (order: Imported) =>
    added(order, async () => {
      const { claim } = await admin<{ claim: { id: string } }>("/claims", {
        order_id: order.order_id,
        type: "replace",
      })
      await admin(`/claims/${claim.id}/claim-items`, { items: items(order.lines[0]) })
      await admin(`/claims/${claim.id}/outbound/items`, outbound())
      await admin(`/claims/${claim.id}/outbound/shipping-method`, await outboundShipping())
      await admin(`/claims/${claim.id}/request`, {})
    })

  it.each([
    ["an exchange", exchange],
    ["a replacement", replacement],
    ["a line that was added", edit],
  ])("%s: is told as a correction when a person wants it", async (_, change) => {
    market.sandbox.control.rakuten.configure({ tracking_overwrite: true })
    const shop = await connect(market.app, market.sandbox, rakuten, {
      settings: { rakuten: { tracking_correction: "settrackingpackageinfos" } },
    })
    const order = await bought(shop, "registered")
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    const told = await inState(order, id, "sent")

    const packed = await change(order)
    const number = "1Z999AA10123456784"
    const second = await ship(order, packed, label(number))
    const skipped = await inState(order, second, "skipped")
    expect(skipped.params).toMatchObject({ skipped: "not_marketplace_lines", is_correction_offered: true })
    expect(skipped.problem_code).toBe("fulfillment_not_marketplace_lines")
    expect(ledger(shop, order)).toMatchObject({ shipments: [{}], duplicates: [], refused: [] })

    const answer = await tell(order, second, { tracking_number: number })
    expect(answer.status).toBe(200)
    const [correction] = (await actions(order)).filter(({ intent_key }) => intent_key.includes("correction"))
    expect(correction).toMatchObject({ id: answer.body.action.id, fulfillment_id: second })
    expect(correction.params).toMatchObject({
      corrects: told.id,
      item_external_ids: told.params.item_external_ids,
      parcels: [{ fulfillment_id: second, tracking_number: number, carrier_name: "UPS" }],
    })
    await until("Rakuten has the new number", async () => {
      market.sandbox.control.time({ advance_minutes: 1 })
      const { wire } = market.sandbox.control.rakuten.order({ external_id: order.external_id })
      const { items: units } = wire as { items: { tracking?: { number: string } }[] }
      return units.every(({ tracking }) => tracking?.number === number)
    })
  })

  it("is offered once the parcel is told that it can correct, and not before", async () => {
    const shop = await connect(market.app, market.sandbox, rakuten, {
      settings: { rakuten: { tracking_correction: "settrackingpackageinfos" } },
    })
    const order = await bought(shop, "registered")
    const gift = await ship(order, await edit(order), label(colissimoNumber()))
    const early = await inState(order, gift, "skipped")
    expect(early.params.is_correction_offered).toBeUndefined()
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    await inState(order, id, "sent")
    await until("it is offered", async () => (await actionOf(order, gift))?.params.is_correction_offered)
  })

  it("is not offered where the marketplace takes no correction", async () => {
    const shop = await connect(market.app, market.sandbox, cdiscount)
    const order = await bought(shop, "plain")
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    await inState(order, id, "sent")
    const gift = await ship(order, await exchange(order), label(colissimoNumber()))
    const skipped = await inState(order, gift, "skipped")
    expect(skipped.params.is_correction_offered).toBeUndefined()
    const { body } = await api("GET", `/actions?marketplace_order_id=${order.id}&order=created_at`)
    expect(body).toMatchObject({
      actions: [{ unavailable: { correct: { code: "no_correction" } } }, { unavailable: { correct: null } }],
    })
    expect(refusal(await tell(order, gift, { carrier: "ups" }))).toEqual([
      400,
      expect.stringMatching(/^Cdiscount accepts no correction/),
    ])
    expect(ledger(shop, order)).toMatchObject({ shipments: [{}], duplicates: [], refused: [] })
  })
})

describe("our providers", () => {
  let shop: Connected
  let option: string
  const number = "SUIVI-00042"

  beforeAll(async () => {
    const { stock_location_id, shipping_profile_id } = market.store
    const post = async <Body>(path: string, body: unknown) => {
      const answer = await market.app.api<Body & { message?: string }>("POST", path, body)
      if (answer.status !== 200) throw new Error(`${path}: ${answer.body.message}`)
      return answer.body
    }
    const location = `/admin/stock-locations/${stock_location_id}`
    await post(`${location}/fulfillment-providers`, { add: ["cdiscount_cdiscount", "rakuten_rakuten"] })
    await post(`${location}/fulfillment-sets`, { name: "Marketplace parcels", type: "shipping" })
    const [set] = await market.app.container
      .resolve(Modules.FULFILLMENT)
      .listFulfillmentSets({ name: "Marketplace parcels" })
    const zone = await post<{ fulfillment_set: { service_zones: { id: string }[] } }>(
      `/admin/fulfillment-sets/${set.id}/service-zones`,
      { name: "Marketplace parcels", geo_zones: [] }
    )
    const offered = await market.app.api<{ fulfillment_options: { id: string; carrier: string | null }[] }>(
      "GET",
      "/admin/fulfillment-providers/cdiscount_cdiscount/options"
    )
    const dpd = offered.body.fulfillment_options.find(({ id }) => id === "dpd-fr")
    expect(dpd).toMatchObject({ carrier: "dpd-fr" })
    const created = await post<{ shipping_option: { id: string } }>("/admin/shipping-options", {
      name: "DPD",
      service_zone_id: zone.fulfillment_set.service_zones[0].id,
      shipping_profile_id,
      provider_id: "cdiscount_cdiscount",
      price_type: "flat",
      type: { label: "DPD", description: "DPD", code: "dpd" },
      prices: [{ currency_code: "eur", amount: 0 }],
      data: dpd,
      rules: [
        { attribute: "enabled_in_store", operator: "eq", value: "false" },
        { attribute: "is_return", operator: "eq", value: "false" },
      ],
    })
    option = created.shipping_option.id
    shop = await connect(market.app, market.sandbox, cdiscount, {
      settings: { shipping: { default_carrier: null, delivery_modes: { RelayPointDelivery: "dpd-fr" } } },
    })
  })

  it("are given the customs code and the origin of what is packed, as the store has them", async () => {
    const order = await bought(shop, "relay")
    const customs = { hs_code: "940542", origin_country: "pt" }
    const { variant_id } = order.lines[0]
    const [before] = await sql<Record<keyof typeof customs, string | null>>(
      "select hs_code, origin_country from product_variant where id = $1",
      [variant_id]
    )
    const update = ({ hs_code, origin_country }: typeof before) =>
      sql("update product_variant set hs_code = $2, origin_country = $3 where id = $1", [
        variant_id,
        hs_code,
        origin_country,
      ])
    await update(customs)
    const packing = jest.spyOn(MarketplaceFulfillmentProvider.prototype, "createFulfillment")
    await hands.pack(order.order_id)
    const [, , packed] = packing.mock.calls[0]
    packing.mockRestore()
    await update(before)
    expect(packed?.items).toMatchObject([{ variant: customs }])
  })

  it("say whose pick-up points an option is for: another carrier there is a warning", async () => {
    const own = await connect(market.app, market.sandbox, cdiscount, {
      settings: { shipping: { delivery_modes: { RelayPointDelivery: option } } },
    })
    const order = await bought(own, "relay")
    const id = await hands.pack(order.order_id)
    expect((await tell(order, id, { carrier: "colissimo" })).status).toBe(200)
    await hands.ship(order.order_id, id, items(...order.lines), [label(colissimoNumber())])
    const { id: action } = await inState(order, id, "sent")
    expect((await api<{ action: object }>("GET", `/actions/${action}`)).body.action).toMatchObject({
      warning: { code: "relay_carrier_mismatch", params: { network: "DPD France", carrier: "Colissimo" } },
    })
  })

  it("pack without calling the marketplace, name the carrier, and say afterwards what was sent", async () => {
    const order = await bought(shop, "relay")
    const { data } = await market.app.query.graph({
      entity: "order",
      fields: ["shipping_methods.shipping_option_id"],
      filters: { id: order.order_id },
    })
    expect(data[0].shipping_methods?.[0]?.shipping_option_id).toBe(option)
    const calls = () => market.sandbox.control.requests({ account: shop.account }).length
    const before = calls()
    const id = await hands.pack(order.order_id)
    expect(calls()).toBe(before)
    const packed = await hands.fulfillment(order.order_id, id)
    expect(packed?.provider_id).toBe("cdiscount_cdiscount")
    expect(packed?.data).toMatchObject({
      marketplace: "cdiscount",
      connection_id: shop.id,
      external_id: order.external_id,
      pickup_point: { name: expect.stringMatching(/KIOSQUE/) },
      lines: [{ quantity: order.lines[0].quantity }],
    })
    await hands.ship(order.order_id, id, items(...order.lines), [label(number)])
    await inState(order, id, "sent")
    expect(ledger(shop, order).shipments).toMatchObject([{ carrier: "DPD", number: "SUIVI00042" }])
    await later(shop)
    await inState(order, id, "confirmed")
    const told = await until("the fulfilment says what was sent", async () => {
      const { data } = (await hands.fulfillment(order.order_id, id)) ?? {}
      return data?.sent ? data : null
    })
    expect(told).toMatchObject({
      marketplace: "cdiscount",
      sent: { parcels: [{ tracking_number: "SUIVI00042", carrier_name: "DPD" }] },
    })
  })

  it("refuse the order of another marketplace, and one of the store itself", async () => {
    const other = await connect(market.app, market.sandbox, rakuten)
    const order = await bought(other, "plain")
    const packed = { items: items(...order.lines), shipping_option_id: option }
    const answer = await hands.tryPacking(order.order_id, packed)
    expect([answer.status, answer.message]).toEqual([
      400,
      "This shipping option is for orders from Cdiscount, and this one is not: choose another shipping option.",
    ])
  })
})

describe("a parcel to a pick-up point whose carrier is another network's", () => {
  type Warned = { warning: { code: string; message: string; params: object } | null; state: string }
  const shown = async (action: { id: string }) =>
    (await api<{ action: Warned }>("GET", `/actions/${action.id}`)).body.action
  const mismatch = (network: string, carrier: string) => ({
    code: "relay_carrier_mismatch",
    message: `The parcel goes to a pickup point of ${network}, but its carrier is ${carrier}.`,
    params: { network, carrier },
  })

  it("Rakuten: is told, with a warning that stays", async () => {
    const shop = await connect(market.app, market.sandbox, rakuten)
    const order = await bought(shop, "relay_kiala")
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    await inState(order, id, "sent")
    await later(shop)
    const confirmed = await inState(order, id, "confirmed")
    expect(await shown(confirmed)).toMatchObject({ problem: null, warning: mismatch("Kiala", "Colissimo") })

    // Rakuten made the label; somebody used another.
    const prepaid = await bought(shop, "relay")
    const other = await ship(prepaid, items(...prepaid.lines), label("1Z999AA10123456784"))
    expect(await shown(await inState(prepaid, other, "sent"))).toMatchObject({
      warning: mismatch("Mondial Relay", "UPS"),
    })
    const right = await bought(shop, "relay")
    const none = await ship(right, items(...right.lines), label("12345678"))
    expect(await shown(await inState(right, none, "sent"))).toMatchObject({ warning: null })
  })

  it("Cdiscount: by what the merchant says of the delivery mode", async () => {
    const shop = await connect(market.app, market.sandbox, cdiscount, {
      settings: { shipping: { delivery_modes: { RelayPointDelivery: "mondial-relay" } } },
    })
    const order = await bought(shop, "relay")
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    expect(await shown(await inState(order, id, "sent"))).toMatchObject({
      problem: null,
      warning: mismatch("Mondial Relay", "Colissimo"),
    })
    const other = await bought(shop, "relay")
    const packed = await hands.pack(other.order_id)
    expect((await tell(other, packed, { carrier: "mondial-relay" })).status).toBe(200)
    await hands.ship(other.order_id, packed, items(...other.lines), [label("00112233")])
    expect(await shown(await inState(other, packed, "sent"))).toMatchObject({ warning: null })
    const home = await bought(shop, "plain")
    const sent = await ship(home, items(...home.lines), label(colissimoNumber()))
    expect(await shown(await inState(home, sent, "sent"))).toMatchObject({ warning: null })
  })
})

describe("cancelling what was packed", () => {
  let shop: Connected
  beforeAll(async () => {
    shop = await connect(market.app, market.sandbox, cdiscount)
  })
  const ways = [["the order's route"], ["the fulfilment's route"]] as const

  it.each(ways.map(([name], way) => [name, way]))("is free before it is told, by %s", async (_, way) => {
    const order = await bought(shop, "plain")
    const id = await hands.pack(order.order_id)
    expect((await tell(order, id, { carrier: "dpd-fr" })).body.action.state).toBe("skipped")
    expect(await hands.cancel[way](order.order_id, id)).toMatchObject({ status: 200 })
    if (way === 0) {
      await until("it is cancelled", async () => (await actionOf(order, id))?.params.skipped === "canceled")
    }
    expect(ledger(shop, order).shipments).toEqual([])
  })

  it("keeps what was said of a parcel before it left", async () => {
    const order = await bought(shop, "plain")
    const id = await hands.pack(order.order_id)
    const given = { carrier: "dpd-fr", tracking_url: "https://suivi.example/colis/1" }
    expect((await tell(order, id, given)).body.action.params.given).toEqual(given)
    await hands.ship(order.order_id, id, items(...order.lines), [label("SANS-CLE-1")])
    await inState(order, id, "sent")
    expect(ledger(shop, order).shipments).toMatchObject([
      { carrier: "DPD", number: "SANSCLE1", url: given.tracking_url },
    ])
  })

  it.each(ways.map(([name], way) => [name, way]))("is refused after, by %s", async (_, way) => {
    const order = await bought(shop, "plain")
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    await inState(order, id, "sent")
    const reason = /^Cdiscount counts this parcel of order .* as shipped.*portal/
    const refused = await hands.cancel[way](order.order_id, id)
    expect(refused).toMatchObject({ status: 400, message: expect.stringMatching(reason) })
    // Also where the store itself would let it go.
    await sql("update fulfillment set shipped_at = null where id = $1", [id])
    expect((await hands.cancel[way](order.order_id, id)).message).toMatch(reason)
    expect((await hands.fulfillment(order.order_id, id))?.canceled_at).toBeNull()
  })

  it("asks one query of an order of the store, and nothing more", async () => {
    const { region_id, sales_channel_id } = market.store
    const [own] = await sql<{ id: string }>(
      "select id from shipping_option where provider_id = 'manual_manual' and deleted_at is null limit 1"
    )
    const { result } = await createOrderWorkflow(market.app.container).run({
      input: {
        region_id,
        sales_channel_id,
        currency_code: "eur",
        email: "client@shop.example",
        items: [
          {
            title: "Sur mesure",
            quantity: 1,
            unit_price: 10,
            is_tax_inclusive: true,
            requires_shipping: true,
          },
        ],
        shipping_methods: [{ name: "Colis", amount: 5, shipping_option_id: own.id }],
        shipping_address: {
          first_name: "Ana",
          last_name: "Client",
          address_1: "1 rue",
          city: "Tours",
          country_code: "fr",
          postal_code: "37000",
        },
      } as never,
    })
    const order = result as unknown as { id: string; items: PackedItem[] }
    const packed = order.items.map(({ id }) => ({ id, quantity: 1 }))
    const shipped = await hands.pack(order.id, packed)
    const query = jest.spyOn(marketplaceOf(market.app.container), "query")
    try {
      const { result: planned } = await planMarketplaceShipmentWorkflow(market.app.container).run({
        input: { fulfillment_id: shipped },
      })
      expect([planned, query.mock.calls.length]).toEqual([null, 1])
      query.mockClear()
      expect(await hands.cancel[0](order.id, shipped)).toMatchObject({ status: 200 })
      expect(query.mock.calls.filter(([text]) => text.includes("a.fulfillment_id = ?"))).toHaveLength(1)
    } finally {
      query.mockRestore()
    }
    expect(await sql("select 1 from marketplace_action where fulfillment_id = $1", [shipped])).toEqual([])
  })
})

describe("who carries it", () => {
  let shop: Connected
  const path = (rest = "") => `/connections/${shop.id}${rest}`
  beforeAll(async () => {
    shop = await connect(market.app, market.sandbox, cdiscount, {
      settings: { shipping: { default_carrier: null } },
    })
  })

  it("is asked of a human, and a rule lets what waited for it go", async () => {
    const order = await bought(shop, "plain")
    const id = await ship(order, items(...order.lines), label("SHOP-77001234"))
    const stuck = await withProblem(order, id, "carrier_missing")
    expect(stuck.state).toBe("needs_attention")
    const other = await bought(shop, "plain")
    const second = await ship(other, items(...other.lines), label("COLIS-5"))
    await withProblem(other, second, "carrier_missing")
    const rule = {
      match: { tracking_pattern: "^SHOP-" },
      carrier: "relais-colis",
      remove_pattern: "^SHOP-",
    }
    const saved = await api<{ carrier_rule: { id: string; position: number; warning: unknown } }>(
      "POST",
      path("/carrier-rules"),
      rule
    )
    expect(saved.body.carrier_rule).toMatchObject({ ...rule, position: 1, warning: null })
    await inState(order, id, "sent")
    expect(ledger(shop, order).shipments).toMatchObject([{ number: "77001234", carrier: "Relais Colis" }])
    expect((await actionOf(other, second))?.state).toBe("needs_attention")
    expect((await tell(other, second, { carrier: "Heppner" })).status).toBe(200)
    await inState(other, second, "sent")
    expect(ledger(shop, other).shipments).toMatchObject([{ number: "COLIS5", carrier: "Heppner" }])
    const default_carrier = { settings: { shipping: { default_carrier: "colissimo" } } }
    const third = await bought(shop, "plain")
    const waits = await ship(third, items(...third.lines), label("COLIS-6"))
    await withProblem(third, waits, "carrier_missing")
    expect((await api("POST", path(), default_carrier)).status).toBe(200)
    await inState(third, waits, "sent")
  })

  it("is said by rules that are checked when they are saved, in their order", async () => {
    const wrong = await api("POST", path("/carrier-rules"), {
      match: { tracking_pattern: "(", country_code: "France" },
      carrier: "colissimo",
    })
    expect(wrong.status).toBe(400)
    expect(wrong.body.message).toMatch(/match\.country_code: .*two letters/)
    const pattern = await api("POST", path("/carrier-rules"), {
      match: { tracking_pattern: "(" },
      carrier: "dpd-fr",
    })
    expect(pattern.body.message).toMatch(/match\.tracking_pattern: /)
    const add = async (carrier: string) =>
      (await api<{ carrier_rule: { id: string } }>("POST", path("/carrier-rules"), { match: {}, carrier }))
        .body.carrier_rule.id
    const [usps, gls] = [await add("usps"), await add("gls-fr")]
    const rules = async () =>
      (
        await api<{ carrier_rules: { id: string; carrier: string; warning: { code: string } | null }[] }>(
          "GET",
          path("/carrier-rules")
        )
      ).body.carrier_rules
    const ids = (await rules()).map(({ id }) => id)
    expect(ids.slice(-2)).toEqual([usps, gls])
    expect((await api("POST", path("/carrier-rules/order"), { ids: [gls] })).status).toBe(400)
    expect((await api("POST", path("/carrier-rules/order"), { ids: [...ids].reverse() })).status).toBe(200)
    expect((await rules()).map(({ id }) => id)).toEqual([...ids].reverse())
    expect((await api("POST", path(`/carrier-rules/${gls}`), { carrier: "Mazet" })).status).toBe(200)
    expect((await rules()).find(({ id }) => id === gls)?.carrier).toBe("Mazet")
    expect((await api("POST", path("/carrier-rules/mprule_none"), { carrier: "x" })).status).toBe(404)
    expect((await api("DELETE", path(`/carrier-rules/${usps}`))).status).toBe(200)
    expect((await rules()).map(({ id }) => id)).not.toContain(usps)
    const [entry] = await sql<{ event: string; actor: string }>(
      `select event, actor from marketplace_history_entry where connection_id = $1
        and event like 'carrier_rule.%' order by created_at desc limit 1`,
      [shop.id]
    )
    expect(entry).toMatchObject({ event: "carrier_rule.deleted", actor: expect.stringMatching(/^user:/) })
  })

  it("is one that somebody knows, as a default", async () => {
    const change = (default_carrier: string) =>
      api("POST", path(), { settings: { shipping: { default_carrier } } })
    const [status, message] = refusal(await change("Transports Inconnus"))
    expect(status).toBe(400)
    expect(message).toMatch(/there is no carrier “Transports Inconnus”.*colissimo.*Mazet/)
    expect((await change("Mazet")).status).toBe(200)
    expect((await change("colissimo")).status).toBe(200)
  })

  it("is on the marketplace's list, live or as last seen; what goes from it is told", async () => {
    type List = { carriers: { name: string }[]; is_live: boolean; fetched_at: string | null }
    const list = async (refresh = false) =>
      (await api<List>("GET", path(`/carriers${refresh ? "?refresh=true" : ""}`))).body
    const { control } = market.sandbox
    const calls = () => control.requests({ account: shop.account, endpoint: "GET /carriers" }).length
    const down = control.addFault({ kind: "unavailable", endpoint: "GET /carriers", account: shop.account })
    const seed = await list()
    expect(seed).toMatchObject({ is_live: false, fetched_at: null })
    expect(seed.carriers.length).toBeGreaterThan(50)
    control.removeFaults({ id: down.id })
    const live = await list(true)
    expect(live).toMatchObject({ is_live: true })
    expect(live.carriers).toEqual(
      expect.arrayContaining([
        { name: "GLS", code: expect.anything(), key: "gls-fr" },
        { name: "Mazet", code: expect.anything(), key: null },
      ])
    )
    const before = calls()
    expect((await list()).is_live).toBe(true)
    expect(calls()).toBe(before)

    await api("POST", path("/carrier-rules"), { match: { country_code: "BE" }, carrier: "Mazet" })
    const rest = CARRIERS.filter((carrier) => carrier.label !== "Mazet")
    control.addFault({
      kind: "status",
      status: 200,
      body: JSON.stringify(rest),
      headers: { "content-type": "application/json" },
      endpoint: "GET /carriers",
      account: shop.account,
      times: 1,
    })
    expect((await refreshCarriers(market.app.container, shop.id)).is_live).toBe(true)
    const { body } = await api<{ carrier_rules: { carrier: string; warning: { code: string } | null }[] }>(
      "GET",
      path("/carrier-rules")
    )
    const mazet = body.carrier_rules.find(({ carrier }) => carrier === "Mazet")
    expect(mazet?.warning).toMatchObject({ code: "carrier_gone", name: "Mazet" })
    const shown = await api<{ connection: { health: { status: string; code: string; message: string } } }>(
      "GET",
      path()
    )
    expect(shown.body.connection.health).toMatchObject({
      status: "degraded",
      code: "carriers_gone",
      message: expect.stringContaining("Mazet"),
    })
    await list(true)
    expect((await api<typeof shown.body>("GET", path())).body.connection.health.status).toBe("ok")
  })

  it("is explained for any number, and counted for the options and providers", async () => {
    const resolved = await api<{
      marketplace_carrier_name: string
      tracking_number: string
      explanation: { message: string }[]
      problem: { code: string; message: string } | null
    }>("POST", path("/carriers/resolve"), { tracking_number: "6A 0000 0000 126", country_code: "fr" })
    expect(resolved.body).toMatchObject({ tracking_number: "6A00000000126", problem: null })
    expect(resolved.body.explanation.length).toBeGreaterThan(3)
    const bad = await api<typeof resolved.body>("POST", path("/carriers/resolve"), { tracking_number: "A;B" })
    expect(bad.body.problem).toMatchObject({ code: "tracking_number_invalid" })
    const coverage = await api<{ shipping_options: { covered_by: string | null }[]; uncovered: number }>(
      "GET",
      path("/carriers/coverage")
    )
    expect({ status: coverage.status, body: coverage.body }).toMatchObject({ status: 200 })
    expect(coverage.body.shipping_options.map(({ covered_by }) => covered_by)).toEqual(
      expect.arrayContaining(["rule"])
    )
    expect(coverage.body.uncovered).toBe(0)
    const catalogue = await api<{ carriers: { key: string }[]; count: number }>("GET", "/carriers?q=colis")
    expect(catalogue.body.carriers.map(({ key }) => key)).toContain("colissimo")
  })

  it("is named and linked as the settings want what Octopia leaves open", async () => {
    const told = async (settings: Record<string, unknown>, carrier: string, tracking_number: string) => {
      const { id } = await connect(market.app, market.sandbox, cdiscount, {
        settings: { cdiscount: settings },
      })
      const { body } = await api<{ marketplace_carrier_name: string | null; tracking_url: string | null }>(
        "POST",
        `/connections/${id}/carriers/resolve`,
        { carrier, tracking_number }
      )
      return [body.marketplace_carrier_name, body.tracking_url?.includes("#") ?? null]
    }
    const unlisted = (settings: Record<string, unknown>) => told(settings, "Ciblex", "12345678901234")
    expect((await unlisted({}))[0]).toBe("autre")
    expect((await unlisted({ carrier_match: "free-text" }))[0]).toBe("Ciblex")
    expect((await unlisted({ carrier_fallback_label: "Transporteur" }))[0]).toBe("Transporteur")
    const anchored = (settings: Record<string, unknown>) => told(settings, "4px", "4PX0000000001CN")
    expect(await anchored({})).toEqual(["4PX", true])
    expect(await anchored({ tracking_url_fragment: "refuse" })).toEqual(["4PX", false])
  })
})

describe("when the answer is lost", () => {
  const open = async (order: Imported, id: string) => {
    const action = await inState(order, id, "retrying")
    expect(action.unsettled_since).not.toBeNull()
    expect(action.problem_code).toBe("outcome_unknown")
    return action
  }

  it.each(MARKETPLACES.map((where) => [where.id, where] as const))(
    "%s: it is read before anything is repeated, and nothing is told twice",
    async (name, where) => {
      const shop = await connect(market.app, market.sandbox, where)
      const order = await bought(shop, "plain")
      const { control } = market.sandbox
      const hit = { endpoint: SHIPMENTS[name], account: shop.account, times: 1 }
      control.addFault({ kind: "effect_delay", ms: 600_000, ...hit })
      control.addFault({ kind: "status", status: 504, after_effect: true, ...hit })
      const id = await ship(order, items(...order.lines), label(colissimoNumber()))
      await open(order, id)
      await drive(shop)
      await open(order, id)
      // Ten minutes later, by both clocks.
      await sql(
        "update marketplace_action set unsettled_since = now() - interval '11 minutes' where fulfillment_id = $1",
        [id]
      )
      await later(shop, 11)
      await inState(order, id, "confirmed")
      expect(ledger(shop, order)).toMatchObject({ duplicates: [], refused: [] })
      expect(new Set(numbers(shop, order).map(([number]) => number)).size).toBe(1)
      const looks = await sql<{ outcome: string }>(
        `select t.outcome from marketplace_action_attempt t join marketplace_action a on a.id = t.action_id
          where a.fulfillment_id = $1 order by t.at`,
        [id]
      )
      expect(looks.map(({ outcome }) => outcome)).toEqual(["unknown", "absent", "confirmed"])
    }
  )

  it("it is repeated once when the effect is still absent after settling", async () => {
    const shop = await connect(market.app, market.sandbox, cdiscount)
    const order = await bought(shop, "plain")
    const hit = { endpoint: SHIPMENTS.cdiscount, account: shop.account, times: 1 }
    market.sandbox.control.addFault({ kind: "status", status: 504, ...hit })
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    await open(order, id)
    await sql(
      "update marketplace_action set unsettled_since = now() - interval '21 minutes' where fulfillment_id = $1",
      [id]
    )
    await drive(shop)
    await inState(order, id, "sent")
    expect(ledger(shop, order)).toMatchObject({ shipments: [{}], duplicates: [] })
  })

  it("what was told is looked for after what was not", async () => {
    const shop = await connect(market.app, market.sandbox, cdiscount)
    const [told, untold] = [await bought(shop, "plain"), await bought(shop, "plain")]
    const first = await ship(told, items(...told.lines), label(colissimoNumber()))
    await inState(told, first, "sent")
    await idle(shop)
    await sql("update marketplace_connection set is_enabled = false where id = $1", [shop.id])
    const second = await ship(untold, items(...untold.lines), label(colissimoNumber()))
    await inState(untold, second, "pending")
    const requests = () => market.sandbox.control.requests({ account: shop.account })
    const before = requests().length
    await sql("update marketplace_connection set is_enabled = true where id = $1", [shop.id])
    await drive(shop)
    await inState(untold, second, "sent")
    const [telling, looking] = requests().slice(before)
    expect([telling.endpoint, looking.endpoint]).toEqual([SHIPMENTS.cdiscount, "GET /orders/{orderId}"])
  })

  it("is not repeated, and no pause ends, before its time by a server's clock that is ahead", async () => {
    const shop = await connect(market.app, market.sandbox, cdiscount)
    const order = await bought(shop, "plain")
    const hit = { endpoint: SHIPMENTS.cdiscount, account: shop.account }
    market.sandbox.control.addFault({ kind: "status", status: 504, times: 1, ...hit })
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    await open(order, id)
    const real = Date.now
    const ahead = jest.spyOn(Date, "now").mockImplementation(() => real() + 2 * 3_600_000)
    try {
      await drive(shop)
      await open(order, id)
      await sql("update marketplace_connection set blocked_until = now() + interval '1 hour' where id = $1", [
        shop.id,
      ])
      const calls = () => market.sandbox.control.requests({ account: shop.account }).length
      const before = calls()
      await drive(shop)
      expect(calls()).toBe(before)
    } finally {
      ahead.mockRestore()
    }
    expect(market.sandbox.control.requests(hit)).toHaveLength(1)
  })

  it("what was sent stays sent when it cannot be read, and is not sent again", async () => {
    const shop = await connect(market.app, market.sandbox, cdiscount)
    const order = await bought(shop, "plain")
    market.sandbox.control.addFault({
      kind: "effect_delay",
      ms: 7 * 24 * 3_600_000,
      endpoint: SHIPMENTS.cdiscount,
      account: shop.account,
      times: 1,
    })
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    await inState(order, id, "sent")
    const broken = market.sandbox.control.addFault({
      kind: "broken_body",
      endpoint: "GET /orders/*",
      account: shop.account,
    })
    await sql(
      "update marketplace_action set sent_at = now() - interval '2 hours', next_attempt_at = now() where fulfillment_id = $1",
      [id]
    )
    market.sandbox.control.removeFaults({ id: broken.id })
    market.sandbox.control.addFault({
      kind: "status",
      status: 404,
      body: "{}",
      endpoint: "GET /orders/*",
      account: shop.account,
      times: 1,
    })
    await send(shop)
    await inState(order, id, "sent")
    await sql(
      "update marketplace_action set sent_at = now() - interval '25 hours', next_attempt_at = now() where fulfillment_id = $1",
      [id]
    )
    await send(shop)
    const late = await withProblem(order, id, "sent_not_confirmed")
    expect(late.state).toBe("sent")
    expect(ledger(shop, order)).toMatchObject({ shipments: [{}], duplicates: [] })
    // The operator looked on the portal and it is not there: now it is sent again.
    expect((await api("POST", `/actions/${late.id}/retry`)).status).toBe(200)
    await until("it is sent again", () => {
      const { duplicates, shipments } = ledger(shop, order)
      return duplicates.length + shipments.length === 2
    })
  })

  it("three calls without answer in a row pause the connection, not the warehouse", async () => {
    const shop = await connect(market.app, market.sandbox, cdiscount)
    const orders: Imported[] = []
    for (let count = 0; count < 5; count++) orders.push(await bought(shop, "plain"))
    await sql("update marketplace_connection set is_enabled = false where id = $1", [shop.id])
    for (const order of orders) await ship(order, items(...order.lines), label(colissimoNumber()))
    await until("all are planned", async () => (await Promise.all(orders.map(actions))).flat().length === 5)
    await sql("update marketplace_connection set is_enabled = true where id = $1", [shop.id])
    const endpoint = SHIPMENTS.cdiscount
    const outage = market.sandbox.control.addFault({
      kind: "status",
      status: 504,
      endpoint,
      account: shop.account,
    })
    await send(shop)
    const row = await until("the connection pauses", async () => {
      const [found] = await sql<{ blocked_until: Date | null; health_code: string }>(
        "select blocked_until, health_code from marketplace_connection where id = $1",
        [shop.id]
      )
      return found.blocked_until && found
    })
    expect(row.health_code).toBe("unreachable")
    expect(row.blocked_until?.getTime()).toBeGreaterThan(Date.now())
    const { requests } = market.sandbox.control
    expect(requests({ endpoint, account: shop.account }).filter(({ status }) => status === 504)).toHaveLength(
      3
    )
    market.sandbox.control.removeFaults({ id: outage.id })
    await sql("update marketplace_connection set blocked_until = null where id = $1", [shop.id])
    await send(shop)
    const states = (await Promise.all(orders.map(actions))).flat().map(({ state }) => state)
    expect(states.filter((state) => state === "sent")).toHaveLength(2)
  })
})

describe("what events do not bring", () => {
  it("the sweep plans: shipments, late labels and cancelled parcels that nobody heard of", async () => {
    const shop = await connect(market.app, market.sandbox, cdiscount)
    const order = await bought(shop, "plain")
    const id = await hands.pack(order.order_id)
    await sql("update fulfillment set shipped_at = now() where id = $1", [id])
    expect(await planMissingShipments(market.app.container, shop.id)).toHaveLength(1)
    await withProblem(order, id, "tracking_number_missing")
    expect(await planMissingShipments(market.app.container, shop.id)).toHaveLength(0)
    await sql(
      `insert into fulfillment_label (id, tracking_number, tracking_url, label_url, fulfillment_id, created_at, updated_at)
       values ('fulla_unheard', $1, '#', '#', $2, now(), now())`,
      [colissimoNumber(), id]
    )
    expect(await planMissingShipments(market.app.container, shop.id)).toHaveLength(1)
    await send(shop)
    await inState(order, id, "sent")
    expect(await planMissingShipments(market.app.container, shop.id)).toHaveLength(0)
  })

  it("the sweep plans every other shipment when one cannot be planned", async () => {
    const shop = await connect(market.app, market.sandbox, cdiscount)
    const orders = [await bought(shop, "plain"), await bought(shop, "plain")].sort((a, b) =>
      a.id < b.id ? -1 : 1
    )
    const ids: string[] = []
    for (const { order_id } of orders) ids.push(await hands.pack(order_id))
    await sql("update fulfillment set shipped_at = now() where id = any($1)", [ids])
    const service = marketplaceOf(market.app.container)
    const { planAction } = service.actions
    service.actions.planAction = (action) =>
      action.fulfillment_id === ids[0] ? Promise.reject(new Error("Refused by a test")) : planAction(action)
    try {
      const planned = await planMissingShipments(market.app.container, shop.id)
      expect(planned).toEqual([orders[1].external_id])
    } finally {
      service.actions.planAction = planAction
    }
    await withProblem(orders[1], ids[1], "tracking_number_missing")
    expect(await planMissingShipments(market.app.container, shop.id)).toEqual([orders[0].external_id])
  })

  it("not with the day's comparison, but within minutes, also while the connection is switched off", async () => {
    const shop = await connect(market.app, market.sandbox, cdiscount)
    const [first, second] = [await bought(shop, "plain"), await bought(shop, "plain")]
    const unheard = async (order: Imported) => {
      const id = await hands.pack(order.order_id)
      await sql("update fulfillment set shipped_at = now() where id = $1", [id])
      await sql("update marketplace_connection set swept_at = now()")
      await sweepJob(market.app.container)
      return actionOf(order, id)
    }
    expect(await unheard(first)).toMatchObject({ problem_code: "tracking_number_missing" })
    expect((await api("POST", `/connections/${shop.id}`, { is_enabled: false })).status).toBe(200)
    expect(await unheard(second)).toMatchObject({ problem_code: "tracking_number_missing" })
  })
})

describe("a connection that is deleted with parcels waiting", () => {
  it("says so, and goes on when the account is connected again", async () => {
    const shop = await connect(market.app, market.sandbox, cdiscount)
    const order = await bought(shop, "multi_line")
    const [one, ...rest] = order.lines
    const first = await ship(order, items(one), label(colissimoNumber()))
    await withProblem(order, first, "waiting_split")
    expect((await api("DELETE", `/connections/${shop.id}`)).status).toBe(200)
    const gone = await withProblem(order, first, "connection_gone")
    expect(gone.state).toBe("needs_attention")
    const last = await ship(order, items(...rest), label(colissimoNumber()))
    await withProblem(order, last, "connection_gone")
    expect(refusal(await tell(order, last, { carrier: "dpd-fr" }))[1]).toMatch(/was deleted/)

    const { account, credentials } = shop
    const again = await connect(market.app, market.sandbox, cdiscount, { account: { account, credentials } })
    await send(again)
    await inState(order, last, "sent")
    await inState(order, first, "skipped")
    expect(ledger(again, order)).toMatchObject({ shipments: [{}], duplicates: [], refused: [] })
  })
  /** From here on the marketplace's answers to shipments come when the returned function is called. */
  function holdCalls(connection_id: string): () => void {
    const service = marketplaceOf(market.app.container)
    const { openSession } = service
    let release = () => {}
    const released = new Promise<void>((resolve) => (release = resolve))
    service.openSession = async (connection, signal) => {
      const session = await openSession.call(service, connection, signal)
      if (connection.id !== connection_id) return session
      const { ship: call } = session
      return {
        ...session,
        ship: async (request) => {
          const result = await call(request)
          await released
          return result
        },
      }
    }
    return () => {
      service.openSession = openSession
      release()
    }
  }

  it("lets the call end that is being made, begins no other, and loses nothing of it", async () => {
    const shop = await connect(market.app, market.sandbox, cdiscount)
    const orders: Imported[] = []
    for (let count = 0; count < 3; count++) orders.push(await bought(shop, "plain"))
    await sql("update marketplace_connection set is_enabled = false where id = $1", [shop.id])
    const ids: string[] = []
    for (const order of orders) {
      const id = await ship(order, items(...order.lines), label(colissimoNumber()))
      await inState(order, id, "pending")
      ids.push(id)
    }
    const deleted = holdCalls(shop.id)
    await sql("update marketplace_connection set is_enabled = true where id = $1", [shop.id])
    // Whoever sends, this or what an event has begun, is held in the first call; one that an event began while the
    // connection was off may have the lease for a moment longer.
    const sending: Promise<unknown>[] = []
    await until("the first call is being made", () => {
      sending.push(
        sendMarketplaceActionsWorkflow(market.app.container).run({ input: { connection_id: shop.id } })
      )
      return ledger(shop, orders[0]).shipments.length
    })
    expect((await api("DELETE", `/connections/${shop.id}`)).status).toBe(200)
    expect((await actionOf(orders[0], ids[0]))?.state).toBe("sending")
    deleted()
    await Promise.all(sending)
    const parked = await Promise.all(
      orders.map((order, index) => withProblem(order, ids[index], "connection_gone"))
    )
    expect(parked.map(({ state, sent_at }) => [state, sent_at !== null])).toEqual([
      ["needs_attention", true],
      ["needs_attention", false],
      ["needs_attention", false],
    ])
    expect(orders.map((order) => ledger(shop, order).shipments.length)).toEqual([1, 0, 0])
    const skip = await api("POST", `/actions/${parked[0].id}/skip`, { reason: "gone" })
    expect(skip.body.message).toMatch(/was sent/)

    const { account, credentials } = shop
    const again = await connect(market.app, market.sandbox, cdiscount, { account: { account, credentials } })
    await later(again)
    await inState(orders[0], ids[0], "confirmed")
    for (const index of [1, 2]) await inState(orders[index], ids[index], "sent")
    for (const order of orders) {
      expect(ledger(again, order)).toMatchObject({ shipments: [{}], duplicates: [], refused: [] })
    }
  })

  it("keeps an unknown outcome open, also of a process that died in the call", async () => {
    const shop = await connect(market.app, market.sandbox, cdiscount)
    const order = await bought(shop, "plain")
    const hit = { endpoint: SHIPMENTS.cdiscount, account: shop.account, times: 1 }
    market.sandbox.control.addFault({ kind: "status", status: 504, after_effect: true, ...hit })
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    await inState(order, id, "retrying")
    // As a process leaves it that is killed while its call is being made and its connection is deleted.
    await sql(
      "update marketplace_action set state = 'sending', claimed_by = 'dead', claimed_until = now() + interval '4 minutes' where fulfillment_id = $1",
      [id]
    )
    expect((await api("DELETE", `/connections/${shop.id}`)).status).toBe(200)
    await keepHouse(market.app.container)
    expect((await actionOf(order, id))?.state).toBe("sending")
    await sql("update marketplace_action set claimed_until = now() where fulfillment_id = $1", [id])
    await keepHouse(market.app.container)
    const parked = await withProblem(order, id, "connection_gone")
    expect(parked).toMatchObject({ state: "needs_attention", sent_at: null })
    expect(parked.unsettled_since).not.toBeNull()

    const { account, credentials } = shop
    const again = await connect(market.app, market.sandbox, cdiscount, { account: { account, credentials } })
    await later(again)
    await inState(order, id, "confirmed")
    expect(ledger(again, order)).toMatchObject({ shipments: [{}], duplicates: [], refused: [] })
  })
})
