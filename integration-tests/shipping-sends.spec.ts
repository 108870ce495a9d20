import { updateFulfillmentWorkflow } from "@medusajs/medusa/core-flows"
import { Modules } from "@medusajs/framework/utils"
import { DEFAULT_CATALOG, type CatalogProduct } from "../sandbox/catalog"
import { planMarketplaceShipmentWorkflow } from "../src/workflows/plan-shipment"
import { planMissingShipments } from "../src/workflows/plan-shipment/plan-missing"
import { marketplaceOf } from "../src/workflows/shared/marketplace"
import type { Connected } from "./helpers/market-store"
import { marketTest, type MarketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { type Imported, items, refusal, parcels } from "./helpers/parcels"
import { colissimoNumber, itemsOf } from "./helpers/ship-order"
import { until } from "./helpers/until"
import { label } from "./helpers/warehouse"

const [cdiscount, rakuten] = MARKETPLACES
const market = marketTest({ seconds: 180 })
const { api, sql } = market
const {
  sell,
  imported,
  bought,
  ship,
  actions,
  actionOf,
  inState,
  withProblem,
  ledger,
  numbers,
  send,
  drive,
  provide,
} = parcels(market)

type Variant = MarketTest["store"]["variants"][number]

describe("Cdiscount: an order", () => {
  let shop: Connected
  beforeAll(async () => {
    shop = await market.connect(cdiscount)
  })

  it("is sent as soon as it is shipped, and confirmed when the marketplace shows it", async () => {
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
    await market.pull(shop)
    await inState(order, id, "confirmed")
    const [{ state }] = await sql<{ state: string }>("select state from marketplace_order where id = $1", [
      order.id,
    ])
    expect(state).toBe("shipped")
  })

  it("waits for its other parcels, and is sent once with the last one", async () => {
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
    expect(silent?.params).toMatchObject({ skipped: "sent_with_another_parcel" })
    expect(JSON.stringify(silent?.params.left_out)).toContain("6A")
  })

  it("becomes a problem six hours before the deadline, and is sent when the operator decides so", async () => {
    const external_id = sell(shop, "multi_line")
    const wire = market.sandbox.control.cdiscount.order({ external_id }).wire as { lines: object[] }
    const soon = new Date(Date.now() + 5 * 3_600_000).toISOString()
    const lines = wire.lines.map((line) => ({ ...line, delivery: { mode: "STD", shippedAtMax: soon } }))
    market.sandbox.control.cdiscount.modify({ external_id, patch: { lines, shippedAtMax: soon } })
    const order = await imported(shop, external_id)
    const first = await ship(order, items(order.lines[0]), label("6A00000000001"))
    const urgent = await withProblem(order, first, "split_deadline")
    expect(urgent.state).toBe("needs_attention")
    // The label is changed while it waits: the parcel is sent with what it says at that moment.
    const number = colissimoNumber()
    await updateFulfillmentWorkflow(market.app.container).run({
      input: { id: first, labels: [label(number)] } as never,
    })
    const answer = await provide(order, first, { send_now: true })
    expect(answer.status).toBe(200)
    await inState(order, first, "sent")
    expect(numbers(shop, order)).toEqual([[number, order.lines.flatMap((line) => line.external_ids).sort()]])
    const late = await ship(order, items(...order.lines.slice(1)), label(colissimoNumber()))
    expect((await inState(order, late, "skipped")).params.skipped).toBe("sent_with_another_parcel")
    expect(ledger(shop, order)).toMatchObject({ shipments: [{}], duplicates: [], refused: [] })
    const history = await sql<{ event: string }>(
      "select event from marketplace_history_entry where marketplace_order_id = $1",
      [order.id]
    )
    expect(history.map(({ event }) => event)).toContain("shipment.given")
  })

  it("waits for a tracking number, and takes the first of two that come later", async () => {
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

  it("is sent as the newest plan says, also when an older one is written after it", async () => {
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
    const { writeIntent } = service.actions
    service.actions.writeIntent = async (older) => {
      service.actions.writeIntent = writeIntent
      await sql(
        `insert into fulfillment_label (id, fulfillment_id, tracking_number, tracking_url, label_url)
         values ('label_newer', $1, $2, '', '')`,
        [id, number]
      )
      await plan()
      return writeIntent(older)
    }
    await plan()
    await block(null)
    await send(shop)
    await inState(order, id, "sent")
    expect(numbers(shop, order).map(([number]) => number)).toEqual([number])
  })

  it("is not held by a second label whose number is invalid", async () => {
    const order = await bought(shop, "plain")
    const number = colissimoNumber()
    const id = await ship(order, items(...order.lines), label(number), label("A;B"))
    const sent = await inState(order, id, "sent")
    expect(numbers(shop, order).map(([number]) => number)).toEqual([number])
    expect(sent.params.left_out).toEqual([
      { tracking_number: "A;B", carrier_name: null, tracking_url: null, problem: "tracking_number_invalid" },
    ])
  })

  it("waits again when its label is removed before it is sent", async () => {
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

  it("is complete with one parcel when its other lines were canceled at the marketplace", async () => {
    const order = await bought(shop, "multi_line")
    const [one, ...rest] = order.lines
    const first = await ship(order, items(one), label(colissimoNumber()))
    await withProblem(order, first, "waiting_split")
    market.sandbox.control.cdiscount.act({
      external_id: order.external_id,
      action: "cancel",
      line_ids: rest.flatMap((line) => line.external_ids),
    })
    await market.pullAll(shop)
    await sql("update marketplace_action set next_attempt_at = now() where fulfillment_id = $1", [first])
    await send(shop)
    await inState(order, first, "sent")
    expect(ledger(shop, order).refused).toEqual([])
  })

  it("is sent with what the operator entered before it left", async () => {
    const order = await bought(shop, "plain")
    const id = await market.hands.pack(order.order_id)
    const given = { carrier: "dpd-fr", tracking_url: "https://suivi.example/colis/1" }
    expect((await provide(order, id, given)).body.action.params.given).toEqual(given)
    await market.hands.ship(order.order_id, id, items(...order.lines), [label("SANS-CLE-1")])
    // Octopia takes no correction, so a number that is none of the carrier's goes out only when a person says so.
    const asked = await withProblem(order, id, "tracking_number_unusual")
    expect(asked.state).toBe("needs_attention")
    expect(ledger(shop, order).shipments).toEqual([])
    expect((await provide(order, id, { send_as_is: "SANS-CLE-1" })).status).toBe(200)
    await inState(order, id, "sent")
    expect(ledger(shop, order).shipments).toMatchObject([
      { carrier: "DPD", number: "SANSCLE1", url: given.tracking_url },
    ])
  })

  it("takes no correction after it was sent", async () => {
    const order = await bought(shop, "plain")
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    await inState(order, id, "sent")
    const [status, message] = refusal(await provide(order, id, { tracking_number: "6A99999999999" }))
    expect(status).toBe(400)
    expect(message).toMatch(/cannot be corrected from here.* portal.*\(tracking_correction\)/)
    expect(ledger(shop, order).shipments).toHaveLength(1)
  })

  it("is not sent where it is a test", async () => {
    const order = await bought(shop, "plain")
    await sql("update marketplace_order set is_test = true where id = $1", [order.id])
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    expect((await inState(order, id, "skipped")).params.skipped).toBe("test_order")
    expect(refusal(await provide(order, id, { carrier: "dpd-fr" }))[1]).toMatch(/test order/)
    await drive(shop)
    expect(ledger(shop, order).shipments).toEqual([])
  })
})

describe("Another channel of Octopia", () => {
  it("receives each parcel with the lines that it completes", async () => {
    const shop = await market.connect(cdiscount)
    const external_id = sell(shop, "multi_line")
    const salesChannel = { id: "EXEMFR", name: "Enseigne Exemple" }
    market.sandbox.control.cdiscount.modify({ external_id, patch: { salesChannel } })
    const order = await imported(shop, external_id)
    const [one, ...rest] = order.lines
    // The first parcel waits for its number and holds no other up.
    const first = await ship(order, items(one))
    await withProblem(order, first, "tracking_number_missing")
    const second = colissimoNumber()
    const id = await ship(order, items(...rest), label(second))
    await inState(order, id, "sent")
    const number = colissimoNumber()
    expect((await provide(order, first, { tracking_number: number })).status).toBe(200)
    await inState(order, first, "sent")
    expect(numbers(shop, order)).toEqual([
      [second, rest.flatMap((line) => line.external_ids).sort()],
      [number, one.external_ids],
    ])
  })
})

describe("Another channel of Octopia, and a line in two parcels", () => {
  it("receives the line once, with the parcel that completes it, and the other stays here to be seen", async () => {
    const shop = await market.connect(cdiscount)
    const external_id = sell(shop, "quantity")
    const salesChannel = { id: "EXEMFR", name: "Enseigne Exemple" }
    market.sandbox.control.cdiscount.modify({ external_id, patch: { salesChannel } })
    const order = await imported(shop, external_id)
    const [line] = order.lines
    expect(line.quantity).toBeGreaterThan(1)
    const partOf = (quantity: number) => [{ id: line.line_item_id, quantity }]
    const [first, second] = [colissimoNumber(), colissimoNumber()]
    const begun = await ship(order, partOf(1), label(first))
    await withProblem(order, begun, "waiting_split")
    const completing = await ship(order, partOf(line.quantity - 1), label(second))
    const sent = await inState(order, completing, "sent")
    const silent = await inState(order, begun, "skipped")
    expect(numbers(shop, order)).toEqual([[second, line.external_ids]])
    expect(ledger(shop, order)).toMatchObject({ duplicates: [], refused: [] })
    expect(sent.params.parcels).toMatchObject([
      { tracking_number: second, item_external_ids: line.external_ids },
    ])
    expect(sent.params.left_out).toMatchObject([{ tracking_number: first, reason: "item_in_another_parcel" }])
    expect(silent.params.left_out).toMatchObject([
      { tracking_number: first, reason: "item_in_another_parcel" },
    ])
  })
})

describe("Rakuten: a parcel", () => {
  let shop: Connected
  beforeAll(async () => {
    shop = await market.connect(rakuten)
  })

  it("asks before a number that is none of the carrier's, unless its settings can correct it", async () => {
    const shipped = async (where: Connected) => {
      const order = await bought(where, "registered")
      return { order, id: await ship(order, items(...order.lines), label("SANS-CLE-1")) }
    }
    const { order, id } = await shipped(shop)
    await withProblem(order, id, "tracking_number_unusual")
    expect(numbers(shop, order)).toEqual([])
    const correcting = await market.connect(rakuten, {
      settings: { rakuten: { tracking_correction: "settrackingpackageinfos" } },
    })
    const other = await shipped(correcting)
    await inState(other.order, other.id, "sent")
  })

  it.each([
    ["two labels", colissimoNumber(), {}],
    ["a bad second label", "A;B", { problem: "tracking_number_invalid" }],
  ])("of one unit with %s is shown exactly as it went out", async (_, second, why) => {
    const order = await bought(shop, "registered")
    const [line] = order.lines
    expect(line.external_ids).toHaveLength(1)
    const number = colissimoNumber()
    const id = await ship(order, items(line), label(number), label(second))
    const sent = await inState(order, id, "sent")
    expect(numbers(shop, order)).toEqual([[number, line.external_ids]])
    expect(sent.params.parcels).toMatchObject([
      { tracking_number: number, item_external_ids: line.external_ids },
    ])
    expect(sent.params.left_out).toMatchObject([{ tracking_number: second, reason: "no_item_left", ...why }])
    const [{ sent: called }] = await sql<{ sent: { parcels: object[] } }>(
      "select sent from marketplace_action_attempt where action_id = $1",
      [sent.id]
    )
    expect(called.parcels).toMatchObject([{ tracking_number: number }])
  })

  it("is sent with its units, and a kit counts as one unit", async () => {
    const [kit] = DEFAULT_CATALOG.slice(30, 31)
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

  it("counts a kit as one unit, also when its variant is changed or deleted before the parcel is sent", async () => {
    const [kit, other] = DEFAULT_CATALOG.slice(31, 33)
    const partsOf = async ({ sku }: CatalogProduct, required_quantity: number) => {
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
      expect((await provide(one, id, { tracking_number: colissimoNumber() })).status).toBe(200)
      await inState(one, id, "sent")
      // One unit of two, not as many as it has parts.
      expect(numbers(shop, one).map(([, units]) => units)).toEqual([[line.external_ids[0]]])
    }
  })

  it("is sent without a number only where the delivery mode allows it and the operator confirms it", async () => {
    const order = await bought(shop, "normal")
    const id = await ship(order, items(...order.lines))
    await withProblem(order, id, "tracking_number_missing")
    await sql("update fulfillment set shipped_at = now() - interval '25 hours' where id = $1", [id])
    await sql("update marketplace_action set next_attempt_at = now() where fulfillment_id = $1", [id])
    await send(shop)
    await inState(order, id, "needs_attention")
    expect(ledger(shop, order).shipments).toEqual([])
    expect((await provide(order, id, { is_untracked: true })).status).toBe(200)
    await inState(order, id, "sent")
    expect(ledger(shop, order).shipments).toMatchObject([{ number: "Oui" }])

    const registered = await bought(shop, "registered")
    const other = await ship(registered, items(...registered.lines))
    await withProblem(registered, other, "tracking_number_missing")
    expect(refusal(await provide(registered, other, { is_untracked: true }))).toEqual([
      400,
      "This delivery mode (Recommandé) requires a tracking number. Enter the carrier and the number here.",
    ])
  })

  it("waits for no number where Rakuten made the label, and the label's number is offered", async () => {
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
})

it.each(MARKETPLACES)(
  "$id: two numbers in one field are never joined, and neither is what a spreadsheet made sent",
  async (where) => {
    const shop = await market.connect(where, { settings: { shipping: { default_carrier: "colis-prive" } } })
    const order = await bought(shop, where === rakuten ? "registered" : "plain")
    const id = await ship(order, items(...order.lines), label("AB1234 AB1235"))
    const held = await withProblem(order, id, "tracking_number_invalid")
    expect(held.state).toBe("needs_attention")
    for (const tracking_number of [
      "AB1234\tAB1235",
      "AB1234 - AB1235",
      "AB1234／AB1235",
      "12-mars",
      "340434161094012000",
    ]) {
      await provide(order, id, { tracking_number })
      await send(shop)
      await withProblem(order, id, "tracking_number_invalid")
      expect([tracking_number, ledger(shop, order).shipments]).toEqual([tracking_number, []])
    }
    expect((await provide(order, id, { tracking_number: "AB12 34AB 1236" })).status).toBe(200)
    await inState(order, id, "sent")
    expect(numbers(shop, order)).toEqual([
      ["AB1234AB1236", order.lines.flatMap((line) => line.external_ids).sort()],
    ])
  }
)

it.each(MARKETPLACES)("$id: a test order is packed and shipped, and never sent", async (where) => {
  const shop = await market.connect(where)
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
  const stock = () =>
    sql(
      `select l.stocked_quantity, l.reserved_quantity, (select count(*) from reservation_item r where r.deleted_at is null)
         from inventory_level l join product_variant_inventory_item i on i.inventory_item_id = l.inventory_item_id
        where i.variant_id = $1 and l.location_id = $2`,
      [article.variant_id, location_id]
    )
  const offers = () =>
    sql("select id, stock_mark, price_mark from marketplace_offer where variant_id = $1 order by id", [
      article.variant_id,
    ])
  const before = [await stock(), await offers()]
  const id = await ship(order, packed, label(colissimoNumber()))
  expect((await inState(order, id, "skipped")).params.skipped).toBe("test_order")
  expect(await planMissingShipments(market.app.container, shop.id)).toEqual([])
  await drive(shop)
  expect((await actions(order)).map(({ state }) => state)).toEqual(["skipped"])
  const heard = market.sandbox.control
    .requests({ marketplace: where.id, account: shop.account })
    .filter((one) => one.effect !== null || JSON.stringify(one).includes(order.external_id))
  expect(heard).toEqual([])
  expect([await stock(), await offers()]).toEqual(before)
  expect(before[0]).toHaveLength(1)
})
