import { Modules } from "@medusajs/framework/utils"
import { MARKETPLACE_MODULE } from "../src/modules/marketplace"
import type MarketplaceModuleService from "../src/modules/marketplace/service"
import { planMissingShipments } from "../src/workflows/plan-shipment/plan-missing"
import { LIFE_CASES } from "./helpers/life-cases"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { type Imported, items, parcels } from "./helpers/parcels"
import { colissimoNumber } from "./helpers/ship-order"
import { until } from "./helpers/until"
import { label } from "./helpers/warehouse"

const market = marketTest({ seconds: 180 })
const { sql } = market
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
  provide,
  send,
  later,
} = parcels(market)

describe.each(MARKETPLACES)("$id: a parcel that is marked as delivered and was only packed", (where) => {
  let shop: Connected
  beforeAll(async () => {
    shop = await market.connect(where)
  })

  async function packed(order: Imported, ...tracking_numbers: string[]) {
    const id = await market.hands.pack(order.order_id)
    for (const tracking_number of tracking_numbers) await addLabel(id, tracking_number)
    return id
  }
  const deliver = async (order: Imported, id: string) =>
    expect(
      await market.app.api("POST", `/admin/orders/${order.order_id}/fulfillments/${id}/mark-as-delivered`, {})
    ).toMatchObject({ status: 200 })

  it("is sent with its number", async () => {
    const order = await bought(shop, "plain")
    const number = colissimoNumber()
    const id = await packed(order, number)
    await deliver(order, id)
    await inState(order, id, "sent")
    expect(ledger(shop, order)).toMatchObject({ shipments: [{ number }], duplicates: [], refused: [] })
  })

  it("asks for a number that is missing, at once", async () => {
    const order = await bought(shop, "plain")
    const id = await packed(order)
    await deliver(order, id)
    const asking = await withProblem(order, id, "tracking_number_missing")
    expect(asking.state).toBe("needs_attention")
    const number = colissimoNumber()
    expect((await provide(order, id, { tracking_number: number })).status).toBe(200)
    await inState(order, id, "sent")
    expect(numbers(shop, order).map(([sent]) => sent)).toEqual(order.lines.flatMap(() => number))
  })

  it("is found by the sweep when no event reports it", async () => {
    const order = await bought(shop, "plain")
    const id = await packed(order, colissimoNumber())
    await sql("update fulfillment set delivered_at = now() where id = $1", [id])
    expect(await planMissingShipments(market.app.container, shop.id)).toEqual([order.external_id])
    await send(shop)
    await inState(order, id, "sent")
    expect(await planMissingShipments(market.app.container, shop.id)).toEqual([])
  })
})

/** As a provider's label is on a parcel before it leaves: Medusa's form has none then. */
const addLabel = (fulfillment_id: string, tracking_number: string) =>
  sql(
    `insert into fulfillment_label (id, tracking_number, tracking_url, label_url, fulfillment_id, created_at, updated_at)
     values ('fulla_' || $2, $2, '#', '#', $1, now(), now())`,
    [fulfillment_id, tracking_number]
  )

type Shown = { state: string; problem: { code: string; message: string } | null }

describe.each(MARKETPLACES)("$id: an order that is shipped there and not here", (where) => {
  let shop: Connected
  beforeAll(async () => {
    shop = await market.connect(where)
  })
  const shown = (order: Imported) => market.desk.orderOf<Shown>(order.external_id)
  const showsProblem = (order: Imported, code: string | null) =>
    until(
      `${order.external_id} shows ${code}`,
      async () => ((await shown(order)).problem?.code ?? null) === code
    )

  async function shippedThere(): Promise<Imported> {
    const order = await bought(shop, "plain")
    market.sandbox.control.time({ advance_minutes: 1 })
    market.sandbox.control[where.id].act({ external_id: order.external_id, action: "ship_elsewhere" })
    expect((await market.pullIds(shop, [order.external_id])).state).toBe("done")
    expect(await shown(order)).toMatchObject({ state: "shipped", problem: { code: "shipped_only_there" } })
    return order
  }

  it("shows both truths until its parcel has left here, and is not sent again", async () => {
    const order = await shippedThere()
    const id = await market.hands.pack(order.order_id)
    await showsProblem(order, "shipped_only_there")
    await market.hands.ship(order.order_id, id, items(...order.lines), [])
    await showsProblem(order, null)
    const action = await actionOf(order, id)
    expect(action).toMatchObject({ state: "skipped", params: { skipped: "already_shipped_there" } })
    expect(ledger(shop, order)).toMatchObject({ shipments: [], duplicates: [], refused: [] })
  })

  it("is not sent again with another number either, and shows where the marketplace has another", async () => {
    const order = await shippedThere()
    const id = await ship(order, items(...order.lines), label(colissimoNumber()))
    await showsProblem(order, null)
    const action = await actionOf(order, id)
    expect(action).toMatchObject(
      where.id === "cdiscount"
        ? { state: "needs_attention", problem_code: "shown_differently" }
        : { state: "skipped", params: { skipped: "already_shipped_there" } }
    )
    expect(ledger(shop, order)).toMatchObject({ shipments: [], duplicates: [], refused: [] })
  })

  it("is seen by the daily comparison, whether lists show it or not", async () => {
    const order = await bought(shop, "plain")
    market.sandbox.control.time({ advance_minutes: 1 })
    market.sandbox.control[where.id].act({ external_id: order.external_id, action: "ship_elsewhere" })
    const path = `/connections/${shop.id}/completeness?refresh=true`
    expect((await market.api("GET", path)).status).toBe(200)
    await showsProblem(order, "shipped_only_there")
  })

  it("is compared again by the sweep where no event reports its parcel", async () => {
    const order = await shippedThere()
    const id = await market.hands.pack(order.order_id)
    await sql("update fulfillment set shipped_at = now() where id = $1", [id])
    const path = `/connections/${shop.id}/completeness?refresh=true`
    expect((await market.api("GET", path)).status).toBe(200)
    await showsProblem(order, null)
  })

  it("releases its stock when it is canceled here, and cancels nothing there", async () => {
    const order = await shippedThere()
    const canceled = await market.app.api("POST", `/admin/orders/${order.order_id}/cancel`, {})
    expect(canceled.status).toBe(200)
    await showsProblem(order, null)
    const held = await sql("select 1 from reservation_item where external_id = $1 and deleted_at is null", [
      order.external_id,
    ])
    expect(held).toEqual([])
    expect(LIFE_CASES[where.id].cancellations(market.sandbox, order.external_id)).toBe(0)
  })
})

describe("Rakuten: a claim before the parcel has left", () => {
  it.each(["before the import", "after the import"])(
    "%s leaves the parcel owed: it is sent with its number, and only then counts as shipped",
    async (moment) => {
      const shop = await market.connect(MARKETPLACES[1])
      const external_id = sell(shop, "registered")
      const claim = () => market.sandbox.control.rakuten.act({ external_id, action: "claim" })
      if (moment === "before the import") claim()
      const order = await imported(shop, external_id)
      if (moment === "after the import") {
        market.sandbox.control.time({ advance_minutes: 1 })
        claim()
        await market.pullAll(shop)
      }
      const shown = () => market.desk.orderOf<Shown>(external_id)
      expect(await shown()).toMatchObject({ state: "imported", problem: { code: "claim_open" } })
      const path = `/connections/${shop.id}/completeness?refresh=true`
      expect((await market.api<{ differences: unknown[] }>("GET", path)).body.differences).toEqual([])

      const id = await market.hands.pack(order.order_id)
      const number = colissimoNumber()
      await market.hands.ship(order.order_id, id, items(...order.lines), [label(number)])
      await inState(order, id, "sent")
      expect(numbers(shop, order).map(([sent]) => sent)).toContain(number)
      await later(shop)
      await inState(order, id, "confirmed")
      expect(await shown()).toMatchObject({ state: "shipped", problem: { code: "claim_open" } })
      expect(ledger(shop, order)).toMatchObject({ duplicates: [], refused: [] })
    }
  )
})

/** Every way in which the labels of a parcel that was sent can change. */
const CHANGES: [name: string, change: (id: string, first: string) => Promise<string[]>][] = [
  ["another number by the API", async (id) => [await relabel(id, colissimoNumber())]],
  [
    "a second label",
    async (id, first) => {
      const second = colissimoNumber()
      await relabel(id, first, second)
      return [first, second]
    },
  ],
  [
    "a label that a carrier adds",
    async (id, first) => {
      const second = colissimoNumber()
      await addLabel(id, second)
      return [first, second]
    },
  ],
  [
    "no label any more",
    async (id) => {
      await relabel(id)
      return []
    },
  ],
]

/** Medusa replaces all labels by those that it is given. */
async function relabel(id: string, ...tracking_numbers: string[]): Promise<string> {
  const labels = tracking_numbers.map((number) => label(number))
  await market.app.container.resolve(Modules.FULFILLMENT).updateFulfillment(id, { labels })
  return tracking_numbers[0] ?? ""
}

describe.each([
  ["Cdiscount", MARKETPLACES[0], {}, false],
  ["Rakuten, which takes no correction", MARKETPLACES[1], {}, false],
  [
    "Rakuten, which takes corrections",
    MARKETPLACES[1],
    { rakuten: { tracking_correction: "settrackingpackageinfos" } },
    true,
  ],
])("%s: labels that change after their parcel was sent", (_, where, settings, corrects) => {
  let shop: Connected
  beforeAll(async () => {
    market.sandbox.control.rakuten.configure({ tracking_overwrite: true })
    shop = await market.connect(where, { settings })
  })

  async function sent(): Promise<{ order: Imported; id: string; first: string }> {
    const order = await bought(shop, where.id === "rakuten" ? "registered" : "plain")
    const first = colissimoNumber()
    const id = await ship(order, items(...order.lines), label(first))
    await inState(order, id, "sent")
    return { order, id, first }
  }
  const corrections = async (order: Imported) =>
    (await actions(order)).filter(({ intent_key }) => intent_key.includes(":correction:"))
  const follows = (order: Imported, count = 1) =>
    until("what follows is planned", async () => {
      const found = await corrections(order)
      return found.length === count ? found : null
    })
  const plan = async () => (await planMissingShipments(market.app.container, shop.id)).length
  const is = (corrected: boolean) =>
    corrected ? { problem_code: null } : { state: "needs_attention", problem_code: "labels_differ" }

  it.each(CHANGES)("%s: a correction is sent, or both are shown; once", async (name, change) => {
    const { order, id, first } = await sent()
    const now = await change(id, first)
    if (name === "a label that a carrier adds") expect(await plan()).toBe(1)
    const [correction] = await follows(order)
    const isSent = corrects && now.length > 0 && (now.length < 2 || order.lines[0].quantity > 1)
    expect(correction).toMatchObject(isSent ? {} : is(false))
    if (isSent) {
      await until("it is sent", async () => (await corrections(order))[0].state === "sent")
      expect((await corrections(order))[0].params).toMatchObject({ parcels: [{ tracking_number: now[0] }] })
    }
    expect(await plan()).toBe(0)
    expect(await corrections(order)).toHaveLength(1)
    expect(ledger(shop, order)).toMatchObject({ duplicates: [] })
  })

  it("is found by the sweep when no event reports it, and ends when the former label is back", async () => {
    const { order, id, first } = await sent()
    const other = colissimoNumber()
    const write = (number: string) =>
      sql("update fulfillment_label set tracking_number = $2 where fulfillment_id = $1", [id, number])
    await write(other)
    expect(await plan()).toBe(1)
    expect(await plan()).toBe(0)
    const [correction] = await corrections(order)
    expect(correction.params).toMatchObject(corrects ? { parcels: [{ tracking_number: other }] } : {})
    if (corrects) return
    expect(correction).toMatchObject(is(false))
    await write(first)
    expect(await plan()).toBe(1)
    expect(await plan()).toBe(0)
    const [ended] = await corrections(order)
    expect(ended).toMatchObject({ state: "skipped", problem_code: null, params: { skipped: "labels_agree" } })
  })

  it("is noted where the labels say what a person gave, and followed from there", async () => {
    const { order, id } = await sent()
    if (corrects) {
      const given = colissimoNumber()
      expect((await provide(order, id, { tracking_number: given })).status).toBe(200)
      await until("it is sent", async () => (await corrections(order))[0]?.state === "sent")
      await relabel(id, given)
      await until("it is noted", async () =>
        JSON.stringify((await corrections(order))[0].params.labels).includes(given)
      )
      expect(await corrections(order)).toHaveLength(1)
      await relabel(id, colissimoNumber())
      await follows(order, 2)
      return
    }
    await relabel(id, colissimoNumber())
    const [first] = await follows(order)
    const done = await market.api("POST", `/actions/${first.id}/mark-done`, {
      reason: "corrected on the portal",
    })
    expect(done.status).toBe(200)
    expect(await plan()).toBe(0)
    await relabel(id, colissimoNumber())
    const [, second] = await follows(order, 2)
    expect(second).toMatchObject(is(false))
  })
})

describe("rakuten: sales that are confirmed in the seller account", () => {
  const [rakuten] = MARKETPLACES.filter(({ id }) => id === "rakuten")
  const control = () => market.sandbox.control.rakuten
  afterEach(() => void control().configure({ unshipped_only: "either" }))

  /** So many in the store, of which some are then confirmed there. */
  async function someOf(count: number, confirmed: number, settings: Record<string, unknown> = {}) {
    const shop = await market.connect(rakuten, { settings: { rakuten: settings } })
    market.seedNow(shop, { count })
    for (let runs = 0; runs < 20; runs++) {
      await market.pull(shop)
      const [{ left }] = await sql<{ left: number }>(
        "select $2 - count(*)::int as left from marketplace_order where connection_id = $1 and imported_at is not null",
        [shop.id, count]
      )
      if (!left) break
    }
    const rows = await sql<{ external_id: string }>(
      "select external_id from marketplace_order where connection_id = $1 and imported_at is not null order by ship_by desc, id desc",
      [shop.id]
    )
    expect(rows).toHaveLength(count)
    const chosen = rows.slice(0, confirmed).map(({ external_id }) => external_id)
    market.sandbox.control.time({ advance_minutes: 1 })
    for (const external_id of chosen) control().act({ external_id, action: "ship_elsewhere" })
    return { shop, chosen }
  }
  const shownOf = async (shop: Connected) =>
    (
      await sql<{ external_id: string }>(
        "select external_id from marketplace_order where connection_id = $1 and problem_code = 'shipped_only_there'",
        [shop.id]
      )
    ).map(({ external_id }) => external_id)
  const callsOf = (shop: Connected, endpoint: string) =>
    market.sandbox.control.counts({ account: shop.account, endpoint }).total

  it.each([5, 300])("show both truths after the next import, with %i open ones", async (count) => {
    const { shop, chosen } = await someOf(count, 3)
    const [lists, reads] = [callsOf(shop, "getcurrentsales"), callsOf(shop, "getbillinginformation")]
    await market.pull(shop)
    expect((await shownOf(shop)).sort()).toEqual([...chosen].sort())
    expect(callsOf(shop, "getbillinginformation") - reads).toBeLessThanOrEqual(20)
    // The list twice, as always where it has several pages, and once what is not shipped.
    expect(callsOf(shop, "getcurrentsales") - lists).toBeLessThanOrEqual(3 * Math.ceil(count / 20))
    const before = callsOf(shop, "getbillinginformation")
    await market.pull(shop)
    expect(callsOf(shop, "getbillinginformation") - before).toBeLessThanOrEqual(10)
  })

  it.each(["ignored", "refused"] as const)(
    "are found where the list of what is not shipped is %s, some with every import",
    async (unshipped_only) => {
      control().configure({ unshipped_only })
      const { shop, chosen } = await someOf(30, 3, { single_reads: 12 })
      let runs = 0
      while ((await shownOf(shop)).length < chosen.length && ++runs < 10) await market.pull(shop)
      expect((await shownOf(shop)).sort()).toEqual([...chosen].sort())
      // Six a run at least half of which are those unheard of for longest.
      expect(runs).toBeLessThanOrEqual(10)
      const [{ error, state }] = await sql<{ error: { message: string } | null; state: string }>(
        "select error, state from marketplace_run where connection_id = $1 order by created_at desc limit 1",
        [shop.id]
      )
      expect(state).toBe("done")
      if (unshipped_only === "refused") expect(error?.message).toContain("(not_shipped_items_only)")
      else expect(error).toBeNull()
    }
  )

  it("are not looked for where the settings say so", async () => {
    const { shop } = await someOf(5, 1, { single_reads: 0 })
    const reads = callsOf(shop, "getbillinginformation")
    await market.pull(shop)
    expect(await shownOf(shop)).toEqual([])
    expect(callsOf(shop, "getbillinginformation")).toBe(reads)
  })
})

describe.each(MARKETPLACES)(
  "$id: a pull that sees a parcel before the answer to its call is written",
  (where) => {
    it("confirms it as soon as that is, and takes it for no other's", async () => {
      const shop = await market.connect(where)
      const order = await bought(shop, "plain")
      const outbox = market.app.container.resolve<MarketplaceModuleService>(MARKETPLACE_MODULE).actions
      const { writeOutcome } = outbox
      let isPulled = false
      outbox.writeOutcome = async (...outcome) => {
        await until("a pull has seen it", () => isPulled, 120)
        return writeOutcome(...outcome)
      }
      let id: string
      try {
        id = await ship(order, items(...order.lines), label(colissimoNumber()))
        await until("the marketplace has it", () => ledger(shop, order).shipments.length > 0)
        market.sandbox.control.time({ advance_minutes: 1 })
        await market.pull(shop)
        expect((await actionOf(order, id))?.state).toBe("sending")
      } finally {
        outbox.writeOutcome = writeOutcome
        isPulled = true
      }
      await inState(order, id, "confirmed")
      const [row] = await sql(
        `select o.state, o.problem_code, o.seen_at < a.sent_at as is_seen_before from marketplace_order o
         join marketplace_action a on a.marketplace_order_id = o.id where o.id = $1`,
        [order.id]
      )
      expect(row).toEqual({ state: "shipped", problem_code: null, is_seen_before: true })
      expect(ledger(shop, order)).toMatchObject({ duplicates: [], refused: [] })
    })
  }
)
