/*
 * How sending stock and prices goes wrong, and what proves that it does not here. Files are those of `src/offers/__tests__`
 * unless they are named in full; `adapters` are the offers.unit.spec.ts of both marketplaces; "-" has no proof yet.
 *
 *  1 several changes of one SKU at once      - (together: batches)
 *  2 a SKU twice in a batch                  batches, marketplaces/offers-contract-test.ts
 *  3 a crash at every step of a batch        adapters ("goes on after its step"), here ("was not written down")
 *  4 an upload without an answer             adapters ("what may have arrived", "may have arrived")
 *  5 a zero while more is under way          here, adapters
 *  6 results of an older batch               result, here ("a batch sent after it")
 *  7 a batch that hangs                      adapters ("the next one goes all the same")
 *  8 an update of an unknown offer           adapters, here ("refuses one offer")
 *  9 one bad row of a hundred                adapters ("is found alone")
 * 10 no price, or an impossible one          price-rules, here ("never a price")
 * 11 net prices                              price-rules
 * 12 rounding and decimals                   price-rules, adapters
 * 13 price lists that begin or end           integration-tests/medusa-tables.spec.ts; a day of clock change: -
 * 14 a price below its floor, or too low     price-rules, brake, workflows/offers decide-offer
 * 15 a store that is emptied at once         brake, here ("the brake")
 * 16 a stock that cannot be read             available-quantity
 * 17 kits, backorders, negative numbers      available-quantity
 * 18 an order that is not imported yet       here ("a sale that is not in the store yet")
 * 19 a cancellation before shipping          -
 * 20 the last unit, with the hour spent      batches
 * 21 one file more than an hour takes        batches
 * 22 a quota in the middle of a package      adapters ("is a pause")
 * 23 a file that had no effect               adapters ("no line was loaded")
 * 24 SKUs of every kind                      adapters ("carries every SKU"), offers-csv
 * 25 EANs that are not valid                 create-offer
 * 26 switched off, and on again              plan-offer, here ("is disabled")
 * 27 excluded, deleted, unpublished          plan-offer, here ("hides what is sold out")
 * 28 a price changed in the seller account   foreign, here ("corrects a quantity")
 * 29 offers that are not known here          integration-tests/offers-round-trip.spec.ts
 * 30 a read that ends half-way               adapters ("ends with an error"), here ("an answer that is empty")
 * 31 two processes at once                   -
 * 32 replacing or deleting an inventory      marketplaces/offers-contract-test.ts
 * 33 stock taken and price refused           result, plan-offer
 * 34 nothing changed                         integration-tests/offers-round-trip.spec.ts
 * 35 20,000 changes                          batches; its figures: -
 */
import { MARKETPLACE_MODULE } from "../src/modules/marketplace"
import type MarketplaceModuleService from "../src/modules/marketplace/service"
import { GOODS, offersTest, QUICK } from "./helpers/offers"
import type { Connected } from "./helpers/market-store"
import { settled, sweepAll } from "./helpers/jobs"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"

const store = marketTest({ seconds: 300 })
const offers = offersTest(store)
type Marketplace = (typeof MARKETPLACES)[number]

/** Goods of a test's own: what happens to them disturbs no other test. */
let taken = 0
const goods = (count = 1) => GOODS.slice(taken, (taken += count)).map(({ sku }) => sku)

const behave = ({ id }: Marketplace, how: { is_stuck?: boolean; lost_skus?: string[] }): void => {
  const { is_stuck, lost_skus } = how
  if (id === "cdiscount") {
    store.sandbox.control.cdiscount.configure({
      ...(is_stuck === undefined ? {} : { packages_stuck: is_stuck }),
      ...(lost_skus && { lost_skus }),
    })
  } else {
    store.sandbox.control.rakuten.configure({
      ...(is_stuck === undefined ? {} : { files_stuck: is_stuck }),
      ...(lost_skus && { lost_skus }),
    })
  }
}
const release = ({ id }: Marketplace) =>
  id === "cdiscount"
    ? store.sandbox.control.cdiscount.releasePackages()
    : store.sandbox.control.rakuten.releaseFiles()

const disable = ({ id }: Connected) =>
  store.sql("update marketplace_connection set is_enabled = false where id = $1", [id])
const channelOf = async (id: string) =>
  (await store.sql<{ channel: string }>("select channel from marketplace_offer where id = $1", [id]))[0]
    .channel
const batchesOf = ({ id }: Connected) =>
  store.sql<{ state: string; counts: Record<string, number> }>(
    "select state, counts from marketplace_offer_batch where connection_id = $1 order by number",
    [id]
  )

/** The marketplace's offers are read and compared, with what was confirmed an hour ago. */
async function compare({ id }: Connected): Promise<void> {
  await settled(store.app)
  await store.sql(
    `update marketplace_offer set stock_confirmed_at = now() - interval '1 hour', seen_at = seen_at - interval '1 hour',
            created_at = created_at - interval '1 day', read_back_at = null
      where connection_id = $1`,
    [id]
  )
  await store.sql("update marketplace_connection set offers_compare_at = now() where id = $1", [id])
  await store.dispatch()
}
const standing = async ({ id }: Connected) =>
  (
    await store.api<{
      offers: { other_tool_at: string | null; comparison: { failed: string | null } | null }
    }>("GET", `/connections/${id}/offers`)
  ).body.offers

/** What of its offers a connection warns of. */
const warningsOf = async ({ id }: Connected) => {
  const { body } = await store.api<{
    connection: { health: { warnings: { code: string; params: object }[] } }
  }>("GET", `/connections/${id}`)
  return body.connection.health.warnings
    .filter(({ code }) => code.startsWith("offers_"))
    .map(({ code, params }) => ({ code, params }))
}
const noticesOf = ({ id }: Connected, code: string) =>
  store.sql("select id from notification where idempotency_key like $1", [
    `marketplace:connection:${id}:${code}:%`,
  ])

describe("a sale that is not in the store yet", () => {
  it.each(MARKETPLACES)("on $id lowers the quantity on the other one", async (seller) => {
    const [sku] = goods()
    await offers.setStock(sku, 3)
    const connections: Connected[] = []
    for (const marketplace of MARKETPLACES)
      connections.push(await offers.open(marketplace, [{ sku, quantity: 3 }]))
    await offers.minutes(3)
    const selling = connections.find(({ market }) => market.id === seller.id) as Connected
    const other = connections.find(({ market }) => market.id !== seller.id) as Connected
    const bought = offers.shelf(selling).buy({ sku, account: selling.account, quantity: 2, to_accept: true })
    expect(bought).not.toBeNull()
    await store.pull(selling)
    await offers.minutes(3)
    expect(offers.there(other, sku).quantity).toBe(1)
    expect(offers.there(selling, sku).quantity).toBe(1)
    await Promise.all(connections.map(disable))
  })
})

describe("a raise", () => {
  it("waits for the orders of every connection that sells the same stock, and for no look at them", async () => {
    const [sku] = goods()
    await offers.setStock(sku, 3)
    const [one, other] = [
      await offers.open(MARKETPLACES[0], [{ sku, quantity: 3 }]),
      await offers.open(MARKETPLACES[1], [{ sku, quantity: 3 }]),
    ]
    await offers.minutes(3)
    await offers.setStock(sku, 6)
    await offers.minutes(1)
    await store.pull(one)
    await store.api("POST", `/connections/${other.id}/import`, { dry_run: true })
    await store.dispatch()
    await offers.minutes(1)
    expect([one, other].map((connected) => offers.there(connected, sku).quantity)).toEqual([3, 3])
    await store.pull(other)
    await offers.minutes(4)
    expect([one, other].map((connected) => offers.there(connected, sku).quantity)).toEqual([6, 6])
    await Promise.all([one, other].map(disable))
  })
})

describe.each(MARKETPLACES)("$id", (marketplace) => {
  afterEach(() => {
    behave(marketplace, { is_stuck: false, lost_skus: [] })
  })

  it("gets a zero while a larger quantity is still under way, and ends with the zero", async () => {
    const [sku] = goods()
    await offers.setStock(sku, 5)
    const connected = await offers.open(marketplace, [{ sku, quantity: 9 }])
    await offers.minutes(3)
    behave(marketplace, { is_stuck: true })
    await offers.setStock(sku, 3)
    await offers.minutes(1)
    await offers.setStock(sku, 0)
    await offers.minutes(1)
    expect((await batchesOf(connected)).map(({ state }) => state)).toEqual(["done", "sent", "sent"])
    behave(marketplace, { is_stuck: false })
    release(marketplace)
    await offers.minutes(4)
    expect(offers.there(connected, sku).quantity).toBe(0)
    expect(await offers.offerOf(connected, sku)).toMatchObject({ stock: { confirmed: 0, is_dirty: false } })
    await disable(connected)
  })

  it("is not sent a batch that failed once a newer one carries a zero", async () => {
    const [sku] = goods()
    await offers.setStock(sku, 5)
    const connected = await offers.open(marketplace, [{ sku, quantity: 9 }])
    await offers.minutes(3)
    behave(marketplace, { is_stuck: true })
    await offers.setStock(sku, 3)
    await offers.minutes(1)
    await offers.setStock(sku, 0)
    await offers.minutes(1)
    // The older one is tried again: nothing of it is known to have arrived.
    await store.sql(
      `update marketplace_offer_batch set state = 'sending', checkpoint = null, reference = null, submitted_at = null
        where connection_id = $1 and state = 'sent' and not has_zeros`,
      [connected.id]
    )
    behave(marketplace, { is_stuck: false })
    release(marketplace)
    await offers.minutes(4)
    expect(offers.history(connected, sku).map(({ to }) => to)).toEqual([5, 3, 0])
    expect(await offers.offerOf(connected, sku)).toMatchObject({ stock: { confirmed: 0, is_dirty: false } })
    expect((await batchesOf(connected)).map(({ state }) => state)).toEqual(["done", "done", "done"])
    await disable(connected)
  })

  it("gets a zero again that a batch sent after it has replaced", async () => {
    const [sku] = goods()
    await offers.setStock(sku, 5)
    const connected = await offers.open(marketplace, [{ sku, quantity: 9 }])
    await offers.minutes(3)
    behave(marketplace, { is_stuck: true })
    await offers.setStock(sku, 3)
    await offers.minutes(1)
    await offers.setStock(sku, 0)
    await offers.minutes(1)
    behave(marketplace, { is_stuck: false })
    release(marketplace)
    await settled(store.app)
    store.sandbox.control.time({ advance_minutes: 1 })
    await store.sql(
      `update marketplace_offer_batch
          set submitted_at = case when has_zeros then submitted_at else now() end,
              next_attempt_at = now() + case when has_zeros then interval '1 hour' else interval '0' end
        where connection_id = $1 and state = 'sent'`,
      [connected.id]
    )
    await store.dispatch()
    await settled(store.app)
    offers.shelf(connected).change({ sku, account: connected.account, quantity: 3 })
    await offers.minutes(4)
    expect(offers.there(connected, sku).quantity).toBe(0)
    expect(await offers.offerOf(connected, sku)).toMatchObject({ stock: { confirmed: 0, is_dirty: false } })
    await disable(connected)
  })

  it("is sent a value again that it reported as done and does not show", async () => {
    const [sku] = goods()
    await offers.setStock(sku, 6)
    behave(marketplace, { lost_skus: [sku] })
    const connected = await offers.open(marketplace, [{ sku, quantity: 40 }])
    await offers.minutes(3)
    expect(offers.there(connected, sku).quantity).toBe(40)
    behave(marketplace, { lost_skus: [] })
    await store.sql(
      `update marketplace_offer set stock_confirmed_at = now() - interval '1 hour', read_back_at = now()
        where connection_id = $1`,
      [connected.id]
    )
    await offers.minutes(4)
    expect(offers.there(connected, sku).quantity).toBe(6)
    await disable(connected)
  })

  it("gets one batch where its answer was not written down, and nothing stays behind", async () => {
    const [sku] = goods()
    await offers.setStock(sku, 5)
    const connected = await offers.open(marketplace, [{ sku, quantity: 9 }])
    await offers.minutes(3)
    await offers.setStock(sku, 2)
    behave(marketplace, { is_stuck: true })
    await offers.minutes(1)
    // The process ended before it wrote what the marketplace had answered.
    await store.sql(
      `update marketplace_offer_batch set state = 'sending', reference = null, submitted_at = null
        where connection_id = $1 and state = 'sent'`,
      [connected.id]
    )
    behave(marketplace, { is_stuck: false })
    release(marketplace)
    await offers.minutes(6)
    expect(offers.history(connected, sku).map(({ to }) => to)).toEqual([5, 2])
    expect(await offers.offerOf(connected, sku)).toMatchObject({ stock: { confirmed: 2, is_dirty: false } })
    await disable(connected)
  })

  it("refuses one offer, and the others of the batch are confirmed", async () => {
    const [good, bad] = goods(2)
    await offers.setStock(good, 7)
    await offers.setStock(bad, 7)
    const connected = await offers.open(marketplace, [
      { sku: good, quantity: 7 },
      { sku: bad, quantity: 7 },
    ])
    await offers.minutes(3)
    offers.shelf(connected).remove({ sku: bad, account: connected.account })
    await offers.setStock(good, 4)
    await offers.setStock(bad, 4)
    await offers.minutes(4)
    expect(await offers.offerOf(connected, good)).toMatchObject({ stock: { confirmed: 4, problem: null } })
    expect((await offers.offerOf(connected, bad)).stock.problem?.code).toBe("offer_unknown_there")
    const count = (await batchesOf(connected)).length
    await offers.minutes(3)
    expect(await batchesOf(connected)).toHaveLength(count)
    await disable(connected)
  })

  it("is sent a stock, and never a price, where the store has no price", async () => {
    const [sku] = goods()
    const variant = store.store.variants.find((one) => one.sku === sku)
    await store.sql(
      `update price set deleted_at = now() where price_set_id in (
         select price_set_id from product_variant_price_set where variant_id = $1)`,
      [variant?.variant_id]
    )
    await offers.setStock(sku, 5)
    const connected = await offers.open(marketplace, [{ sku, quantity: 9, price_cents: 1990 }], {
      on: { stock: true, price: true },
    })
    await offers.minutes(4)
    expect(offers.there(connected, sku)).toMatchObject({ quantity: 5, price_cents: 1990 })
    const offer = await offers.offerOf(connected, sku)
    expect(offer.price.problem?.code).toBe("offer_no_price")
    expect(offer.stock.problem).toBeNull()
    await disable(connected)
  })

  it("corrects a quantity that the seller raised on the marketplace's page", async () => {
    const [sku] = goods()
    await offers.setStock(sku, 4)
    const connected = await offers.open(marketplace, [{ sku, quantity: 9 }])
    await offers.minutes(3)
    offers.shelf(connected).change({ sku, account: connected.account, quantity: 50 })
    await store.sql(
      `update marketplace_offer set stock_confirmed_at = now() - interval '1 hour', read_back_at = null
        where connection_id = $1`,
      [connected.id]
    )
    await store.sql("update marketplace_connection set offers_compare_at = now() where id = $1", [
      connected.id,
    ])
    await offers.minutes(4)
    expect(offers.there(connected, sku).quantity).toBe(4)
    await disable(connected)
  })

  it("is sent nothing by a connection that is disabled", async () => {
    const [sku] = goods()
    await offers.setStock(sku, 5)
    const connected = await offers.open(marketplace, [{ sku, quantity: 9 }])
    await offers.minutes(3)
    await disable(connected)
    await offers.setStock(sku, 1)
    await offers.minutes(3)
    expect(offers.there(connected, sku).quantity).toBe(5)
    await store.sql("update marketplace_connection set is_enabled = true where id = $1", [connected.id])
    await offers.minutes(3)
    expect(offers.there(connected, sku).quantity).toBe(1)
    await disable(connected)
  })
})

describe("a marketplace", () => {
  afterEach(() => {
    behave(MARKETPLACES[0], { is_stuck: false })
  })

  const [marketplace] = MARKETPLACES

  it("shows an older value of ours that came late, which no other tool has written", async () => {
    const skus = goods(2)
    for (const sku of skus) await offers.setStock(sku, 5)
    const connected = await offers.open(
      marketplace,
      skus.map((sku) => ({ sku, quantity: 9 }))
    )
    await offers.minutes(3)
    for (const sku of skus) await offers.setStock(sku, 3)
    await offers.minutes(3)
    const late = `update marketplace_offer_batch_item set outcome = $2
      where stock_value = 5 and batch_id in (select id from marketplace_offer_batch where connection_id = $1)`
    const write = (quantity: number) =>
      skus.forEach((sku) => offers.shelf(connected).change({ sku, account: connected.account, quantity }))
    await store.sql(late, [connected.id, "unknown"])
    write(5)
    await compare(connected)
    expect((await standing(connected)).other_tool_at).toBeNull()
    await offers.minutes(3)
    expect(skus.map((sku) => offers.there(connected, sku).quantity)).toEqual([3, 3])

    // What is surely not ours is another's, until a person has found it.
    await store.sql(late, [connected.id, "done"])
    await store.sql(
      "update marketplace_offer_batch set settled_at = now() - interval '1 day' where connection_id = $1",
      [connected.id]
    )
    write(5)
    await compare(connected)
    expect((await standing(connected)).other_tool_at).not.toBeNull()
    const cleared = await store.api<{ offers: { other_tool_at: null } }>(
      "POST",
      `/connections/${connected.id}/offers/compare`,
      { other_tool_is_off: true }
    )
    expect(cleared.body.offers.other_tool_at).toBeNull()
    await store.dispatch()
    expect((await standing(connected)).other_tool_at).toBeNull()
    await disable(connected)
  })

  it("hides what is sold out, and shows nothing in an answer that is empty", async () => {
    const [empty, excluded, live, gone] = goods(4)
    for (const sku of [excluded, live, gone]) await offers.setStock(sku, 4)
    await offers.setStock(empty, 0)
    const connected = await offers.open(
      marketplace,
      [empty, excluded, live, gone].map((sku) => ({ sku, quantity: 4 }))
    )
    await offers.minutes(3)
    const { id } = await offers.offerOf(connected, excluded)
    expect((await store.api("POST", "/offers/exclude", { ids: [id] })).status).toBe(200)
    await offers.minutes(3)
    expect(offers.there(connected, excluded).quantity).toBe(0)
    const states = async () =>
      Object.fromEntries(
        (await offers.list(connected)).map(({ external_sku, state }) => [external_sku, state])
      )
    const hide = (sku: string) => offers.shelf(connected).remove({ sku, account: connected.account })
    for (const sku of [empty, excluded, gone]) hide(sku)
    await compare(connected)
    expect(await states()).toEqual({
      [empty]: "active",
      [excluded]: "excluded",
      [live]: "active",
      [gone]: "gone",
    })
    hide(live)
    await compare(connected)
    expect((await states())[live]).toBe("active")
    expect((await standing(connected)).comparison?.failed).toMatch(/empty/)

    // Before it is disconnected, what is left goes to 0: the unknown article stays as it is.
    const zero = await store.api("DELETE", `/connections/${connected.id}?leave=zero`)
    expect(zero).toMatchObject({ status: 202, body: { deleted: false } })
    offers.shelf(connected).put({ offers: [{ sku: live, account: connected.account, quantity: 4 }] })
    await offers.minutes(3)
    expect(offers.there(connected, live).quantity).toBe(0)

    // What was gone can be created again.
    const { offers: stored } = store.app.container.resolve<MarketplaceModuleService>(MARKETPLACE_MODULE)
    const [tomb] = (await offers.list(connected)).filter(({ external_sku }) => external_sku === gone)
    const again = { sku: gone, ean: "3760000000017", variant_id: tomb.variant_id ?? "" }
    const where = { connection_id: connected.id, channel: await channelOf(tomb.id) }
    expect(await stored.insertNewOffers(where, [again])).toEqual([tomb.id])
    expect(await stored.insertNewOffers(where, [again])).toEqual([])
    await disable(connected)
  })

  it("is sent what was begun by a connection that was deleted, by the next one of the account", async () => {
    const [sku] = goods()
    await offers.setStock(sku, 5)
    const connected = await offers.open(marketplace, [{ sku, quantity: 9 }])
    await offers.minutes(3)
    behave(marketplace, { is_stuck: true })
    await offers.setStock(sku, 2)
    await offers.minutes(1)
    // A fall that is not confirmed for long is said once, and shown until it is.
    await store.sql(
      "update marketplace_offer set stock_lower_since = now() - interval '20 minutes' where connection_id = $1",
      [connected.id]
    )
    await sweepAll(store.app)
    await sweepAll(store.app)
    expect(await warningsOf(connected)).toEqual([
      { code: "offers_lower_unconfirmed", params: { minutes: 15, count: 1, units: expect.any(Number) } },
    ])
    expect(await noticesOf(connected, "offers_lower_unconfirmed")).toHaveLength(1)
    // What goes on selling is asked for first, also where the connection is only disabled.
    const paths = [`/connections/${connected.id}`, `/connections/${connected.id}?leave=quantities`]
    const asked = { status: 409, body: { code: "leaving_needed", live: 1 } }
    expect(await store.api("DELETE", paths[0])).toMatchObject(asked)
    expect(await store.api("POST", paths[0], { is_enabled: false })).toMatchObject(asked)
    expect(await store.api("DELETE", paths[1])).toMatchObject({ status: 200, body: { deleted: true } })
    behave(marketplace, { is_stuck: false })
    release(marketplace)
    const next = await store.connect(marketplace, {
      account: connected,
      settings: { [marketplace.id]: QUICK[marketplace.id] } as never,
    })
    await store.pull(next)
    await offers.switchOffers(next, { stock: true })
    await offers.minutes(4)
    expect(await offers.offerOf(next, sku)).toMatchObject({ stock: { confirmed: 2, is_dirty: false } })
    expect((await batchesOf(next)).map(({ state }) => state)).toEqual(["done", "done"])

    await store.sql(
      "update marketplace_offer_batch set settled_at = now() - interval '31 days' where connection_id = $1",
      [next.id]
    )
    await sweepAll(store.app)
    expect(await batchesOf(next)).toEqual([])
    await disable(next)
  })
})

describe("what changed while values were computed", () => {
  it("is neither held nor made to wait with them", async () => {
    const [sku] = goods()
    await offers.setStock(sku, 5)
    const connected = await offers.open(MARKETPLACES[0], [{ sku, quantity: 5 }])
    await offers.minutes(3)
    await disable(connected)
    const { offers: stored } = store.app.container.resolve<MarketplaceModuleService>(MARKETPLACE_MODULE)
    const { id } = await offers.offerOf(connected, sku)
    await stored.markOffers([id], ["stock"])
    const [row] = await stored.claimOffers(connected.id, "planner", 10)
    const marks = { stock: row.stock_mark, price: row.price_mark, delivery: row.delivery_mark }
    await stored.markOffers([id], ["stock"])
    const plan = {
      ...{ id, marks, explanation: {}, wait_seconds: 300, is_lower: false, second_read: null },
      ...{ stock: { desired: 0, clears: null, problem: null }, price: null, delivery: null },
      ends: { stock: false, price: false },
    }
    await stored.writePlans([plan], "planner", [id])
    await stored.holdZeros([{ id, mark: marks.stock, goes_on: false }], "planner", { count: 11, limit: 10 })
    const [after] = await stored.loadOffers([id])
    expect(after).toMatchObject({
      next_attempt_at: null,
      stock_mark: marks.stock + 1,
      stock_claimed: marks.stock,
      stock_cleared: marks.stock,
      claimed_by: null,
    })
  })
})

describe("the brake", () => {
  const skus = GOODS.slice(-20).map(({ sku }) => sku)

  it.each(MARKETPLACES)(
    "$id: holds what an emptied store would send, until a person releases it",
    async (marketplace) => {
      for (const sku of skus) await offers.setStock(sku, 8)
      const connected = await offers.open(
        marketplace,
        skus.map((sku) => ({ sku, quantity: 8 }))
      )
      await offers.minutes(3)
      await offers.emptyAtOnce(skus.slice(0, 15))
      for (const sku of skus.slice(15)) await offers.setStock(sku, 3)
      await offers.minutes(3)
      const quantities = () => skus.map((sku) => offers.there(connected, sku).quantity)
      expect(quantities()).toEqual([...Array<number>(15).fill(8), ...Array<number>(5).fill(3)])
      expect((await offers.offerOf(connected, skus[0])).stock.problem?.code).toBe("offer_zero_braked")
      expect(await warningsOf(connected)).toEqual([{ code: "offers_braked", params: { count: 15 } }])
      // Those that follow one by one are held with them, and what a person keeps does not go with the nightly look.
      await offers.emptyAtOnce(skus.slice(15, 18))
      await offers.minutes(2)
      const { id: kept } = await offers.offerOf(connected, skus[0])
      await store.api("POST", `/connections/${connected.id}/offers/brake`, { decision: "keep", ids: [kept] })
      await store.sql("update marketplace_offer set stock_mark = stock_mark + 1 where connection_id = $1", [
        connected.id,
      ])
      await offers.minutes(3)
      expect(quantities()).toEqual([...Array<number>(15).fill(8), ...Array<number>(5).fill(3)])
      const { status } = await store.api("POST", `/connections/${connected.id}/offers/brake`, {
        decision: "release",
      })
      expect(status).toBe(200)
      await offers.minutes(3)
      expect(quantities()).toEqual([8, ...Array<number>(17).fill(0), 3, 3])
      await disable(connected)
    }
  )
})
