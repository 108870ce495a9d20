import { marketTest } from "./helpers/market-test"
import { LIFE_CASES } from "./helpers/life-cases"
import { type MarketplaceCase, MARKETPLACES } from "./helpers/marketplace-cases"
import { orderFacts } from "./helpers/order-facts"
import { colissimoNumber } from "./helpers/ship-order"
import { label } from "./helpers/warehouse"

const store = marketTest()
const { facts, pullAgain } = orderFacts(store)

describe.each(MARKETPLACES)("$id: what a person has taken note of", (market: MarketplaceCase) => {
  const life = LIFE_CASES[market.id]
  type Order = { external_id: string; order_id: string; again: () => Promise<string | null> }

  async function imported(kind: string, settings = {}): Promise<Order> {
    const connected = await store.connect(market, { settings })
    const [order] = store.seedOrders(connected, { count: 1, kinds: [kind] })
    const external_id = order.external_id ?? ""
    await store.pullAll(connected)
    return {
      external_id,
      order_id: (await facts(external_id)).row.order_id,
      again: async () => {
        // Rakuten's answers differ by whole seconds, and only its lists have the buyer.
        store.sandbox.control.time({ advance_minutes: 1 })
        await pullAgain(connected, [external_id])
        await store.pull(connected)
        return (await facts(external_id)).row.problem_code
      },
    }
  }

  async function acknowledge(external_id: string): Promise<void> {
    const { row } = await facts(external_id)
    expect(row.problem_code).not.toBeNull()
    const answer = await store.app.api("POST", "/admin/marketplaces/orders/acknowledge", { ids: [row.id] })
    expect(answer).toMatchObject({ status: 200, body: { ids: [row.id] } })
  }

  /** Takes note of what is shown; it stays away, whatever else changes. */
  async function takeNote({ external_id, again }: Order): Promise<void> {
    await acknowledge(external_id)
    expect(await again()).toBeNull()
    await store.sql("update marketplace_order set applied_hash = '' where external_id = $1", [external_id])
    expect(await again()).toBeNull()
  }

  it("covers one line of a packed order, and neither the next one nor the whole order", async () => {
    const order = await imported(life.several_items_kind)
    await store.hands.pack(order.order_id)
    life.cancelFirstItem(store.sandbox, order.external_id)
    expect(await order.again()).toBe("cancel_stop_parcel")
    await takeNote(order)
    life.cancel(store.sandbox, order.external_id)
    expect(await order.again()).toBe("cancel_stop_parcel")
    await takeNote(order)
  })

  it("covers one line that the operator is asked about, and not the whole order", async () => {
    const order = await imported(life.several_items_kind, { changes: { cancel_in_store: "ask" } })
    life.cancelFirstItem(store.sandbox, order.external_id)
    expect(await order.again()).toBe("partial_cancellation")
    await takeNote(order)
    life.cancel(store.sandbox, order.external_id)
    expect(await order.again()).toBe("canceled_at_marketplace")
    await takeNote(order)
    await store.hands.pack(order.order_id)
    await store.sql("update marketplace_order set applied_hash = '' where external_id = $1", [
      order.external_id,
    ])
    expect(await order.again()).toBe("cancel_stop_parcel")
  })

  it("covers one address, and neither the next one nor the same one later", async () => {
    const order = await imported("plain")
    await store.hands.pack(order.order_id)
    for (const street of ["7 quai du Départ", "8 quai du Retour", "7 quai du Départ"]) {
      life.moveBuyer(store.sandbox, order.external_id, street)
      expect(await order.again()).toBe("address_changed_after_packing")
      await takeNote(order)
    }
  })

  it("covers what a buyer asks until it is taken back", async () => {
    const order = await imported(life.several_items_kind)
    for (let times = 0; times < 2; times++) {
      life.question.ask(store.sandbox, order.external_id)
      expect(await order.again()).toBe(life.question.problem)
      await takeNote(order)
      life.reopen(store.sandbox, order.external_id)
      expect(await order.again()).toBeNull()
    }
  })

  it("is one problem: another one of the same order is shown after it", async () => {
    const order = await imported(life.several_items_kind)
    const { body } = await store.app.api<{ order: { items: { id: string; quantity: number }[] } }>(
      "GET",
      `/admin/orders/${order.order_id}?fields=*items`
    )
    const [first, ...others] = body.order.items.map(({ id, quantity }) => ({ id, quantity }))
    const parcel = await store.hands.pack(order.order_id, [first])
    await store.hands.ship(order.order_id, parcel, [first], [label(colissimoNumber())])
    await store.hands.pack(order.order_id, others)
    life.cancel(store.sandbox, order.external_id)
    expect(await order.again()).toBe("canceled_after_shipping")
    await acknowledge(order.external_id)
    expect(await order.again()).toBe("cancel_stop_parcel")
    await takeNote(order)
  })

  it("of many orders at once is no cancellation of many orders at once", async () => {
    const connected = await store.connect(market)
    const seeded = store.seedOrders(connected, { count: 12 })
    await store.pullAll(connected)
    for (const { external_id = "" } of seeded) {
      await store.hands.pack((await facts(external_id ?? "")).row.order_id)
      life.cancel(store.sandbox, external_id ?? "")
      await pullAgain(connected, [external_id ?? ""])
    }
    const rows = () =>
      store.sql<{ id: string; problem_code: string | null }>(
        "select id, problem_code from marketplace_order where connection_id = $1",
        [connected.id]
      )
    const codes = async () => [...new Set((await rows()).map(({ problem_code }) => problem_code))]
    expect(await codes()).toEqual(["cancel_stop_parcel"])
    const ids = (await rows()).map(({ id }) => id)
    await store.app.api("POST", "/admin/marketplaces/orders/acknowledge", { ids })
    await store.pull(connected)
    expect(await codes()).toEqual([null])
  })

  it("may be what the marketplace does not confirm", async () => {
    const order = await imported("plain", { changes: { cancel_in_store: "ask" } })
    life.cancel(store.sandbox, order.external_id)
    const failing = { endpoint: market.endpoint.read, external_id: order.external_id, kind: "server_error" }
    const fault = store.sandbox.control.addFault({ marketplace: market.id, ...failing } as never)
    const { row } = await facts(order.external_id)
    const look = async () => {
      await store.pull({ id: row.connection_id })
      return (await facts(order.external_id)).row.problem_code
    }
    expect(await look()).toBe("canceled_at_marketplace")
    await acknowledge(order.external_id)
    expect(await look()).toBeNull()
    store.sandbox.control.removeFaults({ id: fault.id })
    expect(await look()).toBeNull()
  })
})
