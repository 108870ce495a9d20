import { colissimoNumber } from "./helpers/ship-order"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { LIFE_CASES } from "./helpers/life-cases"
import { type Imported, items, parcels } from "./helpers/parcels"
import { until } from "./helpers/until"
import { label } from "./helpers/warehouse"

const [cdiscount, rakuten] = MARKETPLACES
const market = marketTest({ seconds: 240 })
const { api, sql } = market
const { bought, ship, actions, inState } = parcels(market)

type ShownAction = { id: string; version: string; parcel_version: string; state: string }
type Result = { id: string; outcome: string; message: string | null }
type Answer = { action: ShownAction; code: string; results: Result[]; ids: string[]; count: number }
type Shown = { problem: { code: string } | null; problem_version: string; actions: ShownAction[] }

const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status).sort()
const shown = async ({ id }: Pick<Imported, "id">) =>
  (await api<{ order: Shown }>("GET", `/orders/${id}`)).body.order
const historyOf = (id: string, event: string) =>
  sql<{ data: Record<string, unknown> }>(
    "select data from marketplace_history_entry where marketplace_order_id = $1 and event like $2",
    [id, event]
  )
const declare = (order: Imported, fulfillment_id: string, body: object) =>
  api<Answer>("POST", `/orders/${order.id}/shipments/${fulfillment_id}`, body)

/** One after the other: two pulls of one connection do not run at once. */
async function several(where: Connected, kind: string, count: number): Promise<Imported[]> {
  const orders: Imported[] = []
  while (orders.length < count) orders.push(await bought(where, kind))
  return orders
}

let shop: Connected
beforeAll(async () => {
  shop = await market.connect(cdiscount)
})

describe("A parcel that several operators declare at once", () => {
  /** No number: nothing is sent, whatever else is given. */
  async function numberless() {
    const order = await bought(shop, "plain")
    const id = await ship(order, items(...order.lines))
    await until(
      "it waits for its number",
      async () => (await actions(order))[0]?.params.waiting === "tracking"
    )
    return { order, id }
  }

  it("keeps what each of them gave, and refuses who came in between", async () => {
    const { order, id } = await numberless()
    const fields = [
      { carrier: "colissimo" },
      { tracking_url: "https://track.example/1" },
      { send_as_is: "X1" },
    ]
    let waiting: object[] = fields
    for (let round = 0; waiting.length > 0 && round < 10; round++) {
      const answers = await Promise.all(waiting.map((field) => declare(order, id, field)))
      expect(answers.some(({ status }) => status === 200)).toBe(true)
      for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
        expect([status, body.code, body.action.id]).toEqual([409, "changed_meanwhile", expect.any(String)])
      }
      waiting = waiting.filter((_, index) => answers[index].status !== 200)
    }
    const [action] = await actions(order)
    expect(action.params.given).toEqual({
      carrier: "colissimo",
      tracking_url: "https://track.example/1",
      send_as_is: ["X1"],
    })
    expect(await historyOf(order.id, "shipment.given")).toHaveLength(3)
  })

  it("is not overwritten by who was shown something else", async () => {
    const { order, id } = await numberless()
    const [{ parcel_version: version }] = (await shown(order)).actions
    const answers = await Promise.all(
      ["colissimo", "dpd-fr", "ups", "chronopost"].map((carrier) => declare(order, id, { carrier, version }))
    )
    expect(statuses(answers)).toEqual([200, 409, 409, 409])
    const won = answers.find(({ status }) => status === 200)
    const [action] = await actions(order)
    expect([action.id, (await shown(order)).actions[0].parcel_version]).toEqual([
      won?.body.action.id,
      won?.body.action.parcel_version,
    ])
    const late = await declare(order, id, { carrier: "gls", version })
    expect(late).toMatchObject({ status: 409, body: { action: { id: action.id } } })
    expect(
      (await declare(order, id, { carrier: "gls", version: late.body.action.parcel_version })).status
    ).toBe(200)
  })

  it("is corrected once of two corrections at once", async () => {
    market.sandbox.control.rakuten.configure({ tracking_overwrite: true })
    const there = await market.connect(rakuten, {
      settings: { rakuten: { tracking_correction: "settrackingpackageinfos" } },
    })
    const order = await bought(there, "registered")
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    await inState(order, id, "sent")
    const [{ parcel_version: version }] = (await shown(order)).actions
    const answers = await Promise.all(
      ["1Z999AA10123456784", colissimoNumber()].map((tracking_number) =>
        declare(order, id, { tracking_number, version })
      )
    )
    expect(statuses(answers)).toEqual([200, 409])
    expect((await actions(order)).filter(({ intent_key }) => intent_key.includes("correction"))).toHaveLength(
      1
    )
    expect(await historyOf(order.id, "shipment.corrected")).toHaveLength(1)
  })
})

describe("A cancellation", () => {
  it("that follows the store's leaves out the items that a person has asked for", async () => {
    const there = await market.connect(rakuten, {
      settings: { rakuten: { cancel_enabled: true }, changes: { cancel_at_marketplace: "automatic" } },
    })
    const orders = await several(there, "two_units", 2)
    market.sandbox.control.addFault({ kind: "hang", account: there.account })
    const [asked, atOnce] = orders
    const cancelItem = ({ id, lines }: Imported) =>
      api("POST", `/orders/${id}/cancel`, { reason: "x", line_external_ids: [lines[0].external_ids[0]] })
    const cancelHere = ({ order_id }: Imported) => market.app.api("POST", `/admin/orders/${order_id}/cancel`)
    expect((await cancelItem(asked)).status).toBe(200)
    await cancelHere(asked)
    await Promise.all([cancelItem(atOnce), cancelHere(atOnce)])
    for (const order of orders) {
      await expectAll(order)
    }
  })

  /** Each item is asked for once, and in the end all of them are. */
  async function expectAll(order: Imported) {
    const asked = async () =>
      (
        await sql<{ item: string }>(
          `select jsonb_array_elements_text(params -> 'item_external_ids') as item from marketplace_action
            where marketplace_order_id = $1 and type = 'cancel'`,
          [order.id]
        )
      ).map(({ item }) => item)
    const all = order.lines.flatMap(({ external_ids }) => external_ids).sort()
    await until("all items are asked for", async () => (await asked()).length >= all.length)
    expect((await asked()).sort()).toEqual(all)
  }

  it("that a person has given up is not planned again", async () => {
    const there = await market.connect(rakuten, {
      settings: { rakuten: { cancel_enabled: true }, changes: { cancel_at_marketplace: "automatic" } },
    })
    const order = await bought(there, "plain")
    market.sandbox.control.addFault({ kind: "server_error", account: there.account })
    await market.app.api("POST", `/admin/orders/${order.order_id}/cancel`)
    const [action] = await until("it is planned", async () => {
      const found = (await actions(order)).filter(({ state }) => state === "retrying")
      return found.length > 0 ? found : null
    })
    expect((await api("POST", `/actions/${action.id}/skip`, { reason: "we ship it" })).status).toBe(200)
    market.sandbox.control.removeFaults()
    await sql("update marketplace_connection set blocked_until = null where id = $1", [there.id])
    expect((await market.pull(there)).state).toBe("done")
    expect((await actions(order)).map(({ state }) => state)).toEqual(["skipped"])
    expect((await shown(order)).problem?.code).toBe("canceled_in_store")
  })

  it("of many is decided once, by whom was first", async () => {
    const orders = await several(shop, "plain", 3)
    const ids = orders.map(({ id }) => id)
    const raise = () =>
      sql(
        `update marketplace_order set problem_code = 'mass_cancellation', problem_params = '{"count": 3, "open": 3}',
                problem_since = now() where id = any($1)`,
        [ids]
      )
    await raise()
    const answers = await Promise.all(
      (["confirm", "discard", "confirm", "discard"] as const).map((decision) =>
        api<Answer>("POST", "/orders/cancellations", { ids, decision })
      )
    )
    expect(answers.map(({ body }) => body.count).sort()).toEqual([0, 0, 0, 3])
    expect(
      answers.flatMap(({ body }) => body.results).filter(({ outcome }) => outcome === "already")
    ).toHaveLength(9)
    for (const id of ids) expect(await historyOf(id, "order.cancellation_%")).toHaveLength(1)

    await raise()
    const versions: Record<string, string> = Object.fromEntries(
      await Promise.all(orders.map(async (order) => [order.id, (await shown(order)).problem_version]))
    )
    await sql("update marketplace_order set problem_since = now() where id = $1", [ids[0]])
    const { body } = await api<Answer>("POST", "/orders/cancellations", {
      ids,
      versions,
      decision: "discard",
    })
    expect(body.results.map(({ outcome }) => outcome)).toEqual(["refused", "discarded", "discarded"])
    expect((await shown(orders[0])).problem?.code).toBe("mass_cancellation")
  })
})

describe("What is acknowledged", () => {
  it("is what was shown, and nothing that came since", async () => {
    const orders = await several(shop, "plain", 2)
    const [changed, same] = orders
    for (const { order_id, external_id } of orders) {
      await market.hands.pack(order_id)
      LIFE_CASES.cdiscount.moveBuyer(market.sandbox, external_id, "7 quai du Départ")
    }
    await market.pullAll(shop)
    const versions: Record<string, string> = Object.fromEntries(
      await Promise.all(orders.map(async (order) => [order.id, (await shown(order)).problem_version]))
    )
    LIFE_CASES.cdiscount.cancel(market.sandbox, changed.external_id)
    market.sandbox.control.time({ advance_minutes: 1 })
    await market.pullAll(shop)
    expect((await shown(changed)).problem?.code).toBe("cancel_stop_parcel")
    const ids = orders.map(({ id }) => id)
    const { body } = await api<Answer>("POST", "/orders/acknowledge", { ids, versions })
    expect(body).toMatchObject({
      ids: [same.id],
      results: [
        { id: changed.id, outcome: "refused", message: expect.stringMatching(/has changed since/) },
        { id: same.id, outcome: "acknowledged" },
      ],
    })
    const now = await shown(changed)
    expect(now.problem?.code).toBe("cancel_stop_parcel")
    const seen = { ids, versions: { [changed.id]: now.problem_version } }
    expect((await api<Answer>("POST", "/orders/acknowledge", seen)).body.results).toMatchObject([
      { outcome: "acknowledged" },
      { outcome: "already" },
    ])
    expect(await historyOf(changed.id, "order.acknowledged")).toHaveLength(1)
  })

  it("is the total that was shown, and no other", async () => {
    const [{ external_id }] = market.seedNow(shop, { count: 1, kinds: ["total_off"] })
    await market.pullAll(shop)
    const { id } = await market.desk.orderOf(external_id)
    const version = (await shown({ id })).problem_version
    const reason = "checked"
    await sql(
      "update marketplace_order set problem_params = jsonb_set(problem_params, '{total}', '1.23') where id = $1",
      [id]
    )
    const retry = (body: object) =>
      api<Answer>("POST", `/orders/${id}/retry`, { accept_total: true, reason, ...body })
    expect(await retry({ version })).toMatchObject({
      status: 409,
      body: { code: "changed_meanwhile", order: { id } },
    })
    // Accepted as it was shown, while it is another by the snapshot: it is held with that one.
    expect((await retry({})).status).toBe(200)
    const held = await shown({ id })
    expect(held.problem?.code).toBe("total_mismatch")
    expect((await retry({ version: held.problem_version })).status).toBe(200)
    expect((await shown({ id })).problem?.code).not.toBe("total_mismatch")
  })
})

describe("An action", () => {
  it.each(["skip", "mark-done", "retry"])("is decided as it was shown (%s)", async (how) => {
    const order = await bought(shop, "plain")
    const id = await ship(order, items(...order.lines), label("not a number"))
    const action = await inState(order, id, "needs_attention")
    const [{ version }] = (await shown(order)).actions
    expect((await declare(order, id, { tracking_number: "neither this" })).status).toBe(200)
    const one = `/actions/${action.id}/${how}`
    const reason = "by hand"
    const late = await api<Answer>("POST", one, { reason, version })
    expect(late).toMatchObject({
      status: 409,
      body: { code: "changed_meanwhile", action: { id: action.id } },
    })
    const bulk = { ids: [action.id], versions: { [action.id]: version }, reason }
    expect((await api<Answer>("POST", `/actions/${how}`, bulk)).body.results).toMatchObject([
      { outcome: "refused", message: expect.stringMatching(/has changed since/) },
    ])
    expect((await actions(order))[0].state).toBe("needs_attention")
    expect((await api("POST", one, { reason, version: late.body.action.version })).status).toBe(200)
  })
})

describe("A buyer's data", () => {
  it("stays while the order is being imported or changed", async () => {
    const [order, other] = await several(shop, "plain", 2)
    const purge = ({ id }: Imported) => api("POST", `/orders/${id}/purge`, { reason: "asked" })
    const claim = (seconds: number) =>
      sql("update marketplace_order set claimed_until = now() + make_interval(secs => $2) where id = $1", [
        order.id,
        seconds,
      ])
    await claim(60)
    expect(await purge(order)).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/being imported or changed/) },
    })
    expect(await historyOf(order.id, "order.purged")).toEqual([])
    await claim(-1)
    expect(statuses(await Promise.all([purge(order), purge(order), purge(other)]))).toEqual([200, 200, 200])
    expect(await historyOf(order.id, "order.purged")).toHaveLength(1)
  })

  it("is in every order that a purge meets on its way into the store", async () => {
    const made = market.seedNow(shop, { count: 6 })
    const ids: string[] = []
    await market.pullAll(shop)
    for (const { external_id } of made) ids.push((await market.desk.orderOf(external_id)).id)
    await sql(
      `update marketplace_order set state = 'ignored', state_reason = 'by_hand', order_id = null, imported_at = null,
              reserved_ids = null, marks = null where id = any($1)`,
      [ids]
    )
    await Promise.all(
      ids.flatMap((id) => [
        api("POST", `/orders/${id}/retry`, { reason: "wanted" }),
        api("POST", `/orders/${id}/purge`, { reason: "asked" }),
      ])
    )
    const nameless = await sql(
      `select o.id from marketplace_order o join "order" s on s.id = o.order_id
         left join order_address a on a.id = s.shipping_address_id
        where o.id = any($1) and o.imported_at is not null and coalesce(a.address_1, '') = ''`,
      [ids]
    )
    expect(nameless).toEqual([])
  })
})
