/*
 * How sending stock and prices goes wrong, and what proves that it does not here. Files are those of `src/offers/__tests__`
 * unless they are named in full; `adapters` are the offers.unit.spec.ts of both marketplaces; "-" has no proof yet.
 *
 *  1 several changes of one SKU at once      here ("several changes of one offer"), batches
 *  2 a SKU twice in a batch                  batches, marketplaces/offers-contract-test.ts
 *  3 a crash at every step of a batch        adapters ("goes on after its step"), here ("was not written down")
 *  4 an upload without an answer             adapters ("what may have arrived", "may have arrived")
 *  5 a zero while more is under way          here, adapters
 *  6 results of an older batch               here ("a result", "a batch sent after it")
 *  7 a batch that hangs                      adapters ("the next one goes all the same")
 *  8 an update of an unknown offer           adapters, here ("refuses one offer")
 *  9 one bad row of a hundred                adapters ("is found alone")
 * 10 no price, or an impossible one          price-rules, here ("never a price")
 * 11 net prices                              price-rules
 * 12 rounding and decimals                   price-rules, adapters
 * 13 price lists that begin or end           here ("A price list that begins"): instants, of which a change of clocks is none
 * 14 a price below its floor, or too low     price-rules, brake, workflows/offers decide-offer
 * 15 a store that is emptied at once         brake, here ("the brake"), integration-tests/medusa-tables.spec.ts
 * 16 a stock that cannot be read             available-quantity
 * 17 kits, backorders, negative numbers      available-quantity
 * 18 an order that is not imported yet       here ("a sale that is not in the store yet")
 * 19 a cancellation before shipping          here ("gives it back")
 * 20 the last unit, with the hour spent      batches
 * 21 one file more than an hour takes        batches
 * 22 a quota in the middle of a package      adapters ("is a pause")
 * 23 a file that had no effect               adapters ("no line was loaded")
 * 24 SKUs of every kind                      adapters ("carries every SKU"), offers-csv
 * 25 EANs that are not valid                 create-offer, integration-tests/offers-round-trip.spec.ts
 * 26 switched off, and on again              plan-offer, here ("is disabled")
 * 27 excluded, deleted, unpublished          plan-offer, here ("hides what is sold out", "the sales channel")
 * 28 a price changed in the seller account   foreign, here ("corrects a quantity")
 * 29 offers that are not known here          integration-tests/offers-round-trip.spec.ts
 * 30 a read that ends half-way               adapters ("ends with an error"), here ("an answer that is empty")
 * 31 two processes at once                   here ("two processes")
 * 32 replacing or deleting an inventory      marketplaces/offers-contract-test.ts
 * 33 stock taken and price refused           here ("a result"), plan-offer
 * 34 nothing changed                         integration-tests/offers-round-trip.spec.ts
 * 35 20,000 changes                          batches; figures: npm run bench -- --offers
 */
import { Random } from "../sandbox/random"
import { MARKETPLACE_MODULE } from "../src/modules/marketplace"
import type MarketplaceModuleService from "../src/modules/marketplace/service"
import { offersContext } from "../src/workflows/offers/offers-context"
import { planOffers } from "../src/workflows/offers/plan-offers"
import type { HeldLease } from "../src/workflows/shared/held-lease"
import { LIFE_CASES } from "./helpers/life-cases"
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

/** A price as an operator changes it in Medusa's own screens. */
async function setPrice(sku: string, amount: number): Promise<void> {
  const { product_id, variant_id } = variantOf(sku)
  const { status, body } = await store.app.api(
    "POST",
    `/admin/products/${product_id}/variants/${variant_id}`,
    { prices: [{ amount, currency_code: "eur" }] }
  )
  if (status !== 200) throw new Error(`No price: ${JSON.stringify(body)}`)
}

/** A price list of one variant that begins in an hour. */
async function beginLater(title: string, sku: string, amount: number): Promise<void> {
  const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString()
  const { status, body } = await store.app.api("POST", "/admin/price-lists", {
    ...{ title, description: title, type: "sale", status: "active", starts_at: hours(1), ends_at: hours(48) },
    prices: [{ amount, currency_code: "eur", variant_id: variantOf(sku).variant_id }],
  })
  if (status !== 200) throw new Error(`No price list: ${JSON.stringify(body)}`)
}

function variantOf(sku: string) {
  const variant = store.store.variants.find((one) => one.sku === sku)
  if (!variant) throw new Error(`No variant ${sku}`)
  return variant
}

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
  it.each(MARKETPLACES)("on $id lowers the other one, and its cancellation gives it back", async (seller) => {
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
    const quantities = () => [selling, other].map((connected) => offers.there(connected, sku).quantity)
    expect(quantities()).toEqual([1, 1])
    // Canceled before it is shipped: its units are there again, once.
    LIFE_CASES[seller.id].cancel(store.sandbox, bought?.external_id ?? "")
    await store.pull(selling)
    await offers.minutes(1)
    // What comes back is a raise: it waits for pulls that began after it.
    for (const connected of connections) await store.pull(connected)
    await offers.minutes(4)
    expect(quantities()).toEqual([3, 3])
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
    // Created in the seller portal, as the problem says.
    offers.shelf(connected).put({ offers: [{ account: connected.account, sku: bad, quantity: 4 }] })
    await compare(connected)
    await offers.setStock(bad, 2)
    await offers.minutes(4)
    expect(await offers.offerOf(connected, bad)).toMatchObject({ stock: { confirmed: 2, problem: null } })
    await disable(connected)
  })

  it("gets several changes of one offer in one batch, with the last values", async () => {
    const [sku] = goods()
    await offers.setStock(sku, 9)
    const { price = 0 } = GOODS.find((one) => one.sku === sku) ?? {}
    const connected = await offers.open(
      marketplace,
      [{ sku, quantity: 9, price_cents: Math.round(price * 100) }],
      { on: { stock: true, price: true } }
    )
    await offers.minutes(3)
    const before = (await batchesOf(connected)).length
    // What changes while a batch is under way is collected.
    behave(marketplace, { is_stuck: true })
    await offers.setStock(sku, 8)
    await offers.minutes(1)
    await offers.setStock(sku, 7)
    await setPrice(sku, price - 1)
    await offers.setStock(sku, 6)
    await offers.minutes(1)
    expect(await batchesOf(connected)).toHaveLength(before + 1)
    behave(marketplace, { is_stuck: false })
    release(marketplace)
    await offers.minutes(4)
    const items = await store.sql<{ stock_value: number; amount: string | null }>(
      `select i.stock_value, i.price_value ->> 'amount' as amount from marketplace_offer_batch_item i
         join marketplace_offer_batch b on b.id = i.batch_id where b.connection_id = $1 order by b.number`,
      [connected.id]
    )
    expect(items.slice(before)).toEqual([
      { stock_value: 8, amount: null },
      { stock_value: 6, amount: (price - 1).toFixed(2) },
    ])
    expect(offers.there(connected, sku)).toMatchObject({
      quantity: 6,
      price_cents: Math.round((price - 1) * 100),
    })

    // A price list that begins and ends without any event.
    const reduced = Math.round(price * 90) / 100
    const at = (column: string) =>
      store.sql(`update price_list set ${column} = now() where title = $1`, [
        `Soldes ${sku} ${marketplace.id}`,
      ])
    const shown = () => offers.there(connected, sku).price_cents
    await beginLater(`Soldes ${sku} ${marketplace.id}`, sku, reduced)
    await offers.minutes(3)
    expect(shown()).toBe(Math.round((price - 1) * 100))
    await at("starts_at")
    await offers.minutes(3)
    expect(shown()).toBe(Math.round(Math.min(reduced, price - 1) * 100))
    await at("ends_at")
    await offers.minutes(3)
    expect(shown()).toBe(Math.round((price - 1) * 100))
    await setPrice(sku, price)
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

    // A person who finds it while the offers are read is not overruled by what was known before.
    await offers.minutes(3)
    write(6)
    await compare(connected)
    expect((await standing(connected)).other_tool_at).not.toBeNull()
    const stored = store.app.container.resolve<MarketplaceModuleService>(MARKETPLACE_MODULE).offers
    const clock = stored.readMarkingClock
    const reading = jest.spyOn(stored, "readMarkingClock").mockImplementationOnce(async () => {
      await store.api("POST", `/connections/${connected.id}/offers/compare`, { other_tool_is_off: true })
      return clock()
    })
    await compare(connected)
    expect(reading).toHaveBeenCalled()
    reading.mockRestore()
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

describe("what is written of an offer", () => {
  let connected: Connected
  let id: string
  let sku: string
  let stored: MarketplaceModuleService["offers"]

  beforeAll(async () => {
    ;[sku] = goods()
    await offers.setStock(sku, 5)
    connected = await offers.open(MARKETPLACES[0], [{ sku, quantity: 5 }], {
      on: { stock: true, price: true },
    })
    await offers.minutes(3)
    await disable(connected)
    stored = store.app.container.resolve<MarketplaceModuleService>(MARKETPLACE_MODULE).offers
    id = (await offers.offerOf(connected, sku)).id
  })

  const read = async () => (await stored.loadOffers([id]))[0]
  const mark = () => stored.markOffers([id], ["stock"])

  it("what changed while its values were computed is neither held nor made to wait with them", async () => {
    await mark()
    const [row] = await stored.claimOffers(connected.id, "planner", 10)
    const marks = { stock: row.stock_mark, price: row.price_mark, delivery: row.delivery_mark }
    await mark()
    const plan = {
      ...{ id, marks, explanation: {}, wait_seconds: 300, is_lower: false, second_read: null },
      is_unexplained_zero: true,
      is_in_channel: false,
      ...{ stock: { desired: 0, clears: null, problem: null }, price: null, delivery: null },
      ends: { stock: false, price: false },
    }
    await stored.writePlans([plan], "planner", [id])
    expect((await read()).next_attempt_at).toBeNull()
    const seen = {
      ...{ id, stock_mark: row.stock_mark, price_mark: row.price_mark },
      delivery_mark: row.delivery_mark,
    }
    await stored.releaseOffers([seen], "planner", 300)
    expect(await read()).toMatchObject({ next_attempt_at: null, claimed_by: null })
    const [again] = await stored.claimOffers(connected.id, "planner", 10)
    await mark()
    await stored.holdZeros([{ id, mark: again.stock_mark, goes_on: false }], "planner", {
      count: 11,
      limit: 10,
    })
    expect(await read()).toMatchObject({
      next_attempt_at: null,
      stock_mark: again.stock_mark + 1,
      stock_claimed: again.stock_mark,
      stock_cleared: again.stock_mark,
      claimed_by: null,
    })
    // Nothing changed meanwhile: it has its turn later.
    const [last] = await stored.claimOffers(connected.id, "planner", 10)
    const { stock_mark, price_mark, delivery_mark } = last
    await stored.releaseOffers([{ id, stock_mark, price_mark, delivery_mark }], "planner", 300)
    expect((await read()).next_attempt_at).not.toBeNull()
  })

  const NO_RESULT = { code: null, message: null, external_id: null, problem_code: null, problem_params: null }
  const REFUSED = { ...NO_RESULT, problem_code: "offer_refused", problem_params: { sku: "-", detail: "-" } }
  type Outcome = "done" | "refused" | "unknown"

  /** A batch that carries a quantity of the offer. */
  async function claim(value: number): Promise<string> {
    await store.sql(
      "update marketplace_offer set claimed_by = null, claimed_until = null, next_attempt_at = null where id = $1",
      [id]
    )
    await stored.claimOffers(connected.id, "sender", 10)
    const { stock_mark } = await read()
    const item = {
      ...{ offer_id: id, external_sku: sku, stock_mark, stock_value: value, listing: null },
      ...{ price_mark: null, price_value: null, delivery_mark: null, delivery_value: null },
    }
    const batch = {
      connection_id: connected.id,
      kind: "update" as const,
      channel: "CDISFR",
      has_zeros: false,
    }
    const written = await stored.insertOfferBatch(batch, [item], "sender", 0)
    await stored.writeBatch({ id: written?.id ?? "", owner: "sender" }, { state: "sent", is_submitted: true })
    return written?.id ?? ""
  }
  const settle = (batch: string, outcome: Outcome) =>
    stored.settleBatch(
      { id: batch, owner: "sender" },
      { state: "done", message: null, shows_after_minutes: 30 },
      [{ ...(outcome === "refused" ? REFUSED : NO_RESULT), offer_id: id, outcome }]
    )
  const isDirty = ({ stock_mark, stock_cleared }: { stock_mark: number; stock_cleared: number }) =>
    stock_mark > stock_cleared

  it("a result confirms what was sent and clears it, and nothing that changed since", async () => {
    await mark()
    await settle(await claim(4), "done")
    let row = await read()
    expect([row.stock_confirmed, isDirty(row), row.stock_problem_code]).toEqual([4, false, null])
    await mark()
    const batch = await claim(3)
    await mark()
    await settle(batch, "done")
    row = await read()
    expect([row.stock_confirmed, isDirty(row)]).toEqual([3, true])
  })

  it("a result that refuses is a problem, until another value is confirmed; one aspect apart from the others", async () => {
    await mark()
    const before = await read()
    await settle(await claim(2), "refused")
    let row = await read()
    expect(row).toMatchObject({ stock_confirmed: 3, stock_refused: 2, stock_problem_code: "offer_refused" })
    expect(isDirty(row)).toBe(false)
    const prices = (one: typeof row) => [one.price_confirmed, one.price_problem_code, one.price_cleared]
    expect(prices(row)).toEqual(prices(before))
    await mark()
    await settle(await claim(1), "done")
    row = await read()
    expect(row).toMatchObject({ stock_confirmed: 1, stock_refused: null, stock_problem_code: null })
  })

  it("a result that is unknown leaves it to be sent, and a batch is settled once", async () => {
    await mark()
    const batch = await claim(2)
    await settle(batch, "unknown")
    const row = await read()
    expect([row.stock_confirmed, isDirty(row), row.stock_claimed]).toEqual([null, true, row.stock_cleared])
    expect(await settle(batch, "done")).toBeNull()
    expect(await read()).toEqual(row)
  })

  it("a refused update of a product that is not known makes no creation of it", async () => {
    await mark()
    const needsProduct = { ...REFUSED, problem_code: "offer_needs_product" }
    await stored.settleBatch(
      { id: await claim(7), owner: "sender" },
      { state: "done", message: null, shows_after_minutes: 30 },
      [{ ...needsProduct, offer_id: id, outcome: "refused" }]
    )
    expect(await read()).toMatchObject({ state: "active", stock_problem_code: "offer_needs_product" })
    await mark()
    await settle(await claim(6), "done")
  })

  it("a decision on what the brake held leaves what it holds only since, or with another value", async () => {
    const lastHeld = async () =>
      (await store.api<{ offers: { last_held_at: string } }>("GET", `/connections/${connected.id}/offers`))
        .body.offers.last_held_at
    const release = async (held_until: string) => {
      const body = { decision: "release", held_until }
      return (await store.api("POST", `/connections/${connected.id}/offers/brake`, body)).body
    }
    const braked = { code: "offer_price_braked", params: {} }
    /** The brake holds a price of it. */
    async function holdPrice(amount: string): Promise<void> {
      await store.sql(
        "update marketplace_offer set claimed_by = null, claimed_until = null, next_attempt_at = null, price_mark = price_mark + 1 where id = $1",
        [id]
      )
      const [row] = await stored.claimOffers(connected.id, "planner", 10)
      const price = { amount, currency_code: "EUR", tax_rate: "20", eco_part: "0.00" }
      const plan = {
        marks: { stock: row.stock_mark, price: row.price_mark, delivery: row.delivery_mark },
        ...{ id, explanation: {}, wait_seconds: null, is_lower: false, second_read: null },
        ...{ is_in_channel: false, ends: { stock: false, price: false }, stock: null, delivery: null },
        is_unexplained_zero: false,
        price: {
          desired: { ...price, struck_price: "untouched" as const },
          clears: row.price_mark,
          problem: braked,
        },
      }
      await stored.writePlans([plan], "planner", [])
    }
    await store.sql(
      "update marketplace_offer set stock_problem_code = 'offer_zero_braked', stock_problem_since = now() where id = $1",
      [id]
    )
    const shown = await lastHeld()
    await holdPrice("1.99")
    expect(await release(shown)).toEqual({ count: 1, later: 1 })
    expect(await read()).toMatchObject({ stock_problem_code: null, price_problem_code: braked.code })
    const seen = await lastHeld()
    await holdPrice("0.99")
    expect(await release(seen)).toEqual({ count: 0, later: 1 })
    await holdPrice("0.99")
    expect(await release(await lastHeld())).toEqual({ count: 1, later: 0 })
    expect(await read()).toMatchObject({ price_problem_code: null, price_released: "0.99" })
  })

  it("a zero that stays held keeps since when, whatever marks it again, until it goes or a person keeps what is there", async () => {
    /** Marked and planned as a zero that nothing explains. Returns its mark. */
    async function planZero(): Promise<number> {
      await store.sql(
        "update marketplace_offer set claimed_by = null, claimed_until = null, next_attempt_at = null where id = $1",
        [id]
      )
      await mark()
      const [row] = await stored.claimOffers(connected.id, "planner", 10)
      const marks = { stock: row.stock_mark, price: row.price_mark, delivery: row.delivery_mark }
      const plan = {
        ...{ id, marks, explanation: {}, wait_seconds: null, is_lower: true, second_read: null },
        ...{ is_in_channel: false, ends: { stock: false, price: false }, is_unexplained_zero: true },
        ...{ stock: { desired: 0, clears: null, problem: null }, price: null, delivery: null },
      }
      await stored.writePlans([plan], "planner", [id])
      return row.stock_mark
    }
    const hold = (stock_mark: number) =>
      stored.holdZeros([{ id, mark: stock_mark, goes_on: false }], "planner", { count: 11, limit: 10 })
    const HELD = "offer_zero_braked"
    await hold(await planZero())
    const { stock_problem_since } = await read()
    const again = await planZero()
    expect(await read()).toMatchObject({ stock_problem_code: HELD, stock_problem_since })
    await hold(again)
    expect(await read()).toMatchObject({ stock_problem_code: HELD, stock_problem_since })

    await claim(0)
    expect(await read()).toMatchObject({ stock_problem_code: null, stock_problem_since: null })

    await hold(await planZero())
    const decidedMeanwhile = await planZero()
    const kept = { decision: "keep" }
    expect((await store.api("POST", `/connections/${connected.id}/offers/brake`, kept)).body).toMatchObject({
      count: 1,
    })
    await hold(decidedMeanwhile)
    expect(await read()).toMatchObject({ stock_problem_code: null, stock_kept: 0 })
    await store.sql("update marketplace_offer set stock_kept = null where id = $1", [id])
  })

  it("no change is lost, in whatever order changes, batches and results come", async () => {
    const random = new Random(11)
    const open: { batch: string; mark: number; value: number }[] = []
    let newest = 0
    for (let step = 0; step < 80; step++) {
      const what = random.int(0, 2)
      if (what === 0) await mark()
      else if (what === 1) {
        const { stock_mark } = await read()
        newest = stock_mark
        open.push({ batch: await claim(stock_mark % 90), mark: stock_mark, value: stock_mark % 90 })
      } else if (open.length) {
        const [one] = open.splice(random.int(0, open.length - 1), 1)
        const before = await read()
        await settle(one.batch, random.pick<Outcome>(["done", "done", "refused", "unknown"]))
        const after = await read()
        // What is clean was claimed by the newest batch, with the value of the newest change.
        if (isDirty(before) && !isDirty(after))
          expect([one.mark, newest]).toEqual([after.stock_mark, one.mark])
        if (after.stock_confirmed !== null && after.stock_confirmed !== before.stock_confirmed)
          expect([one.mark, one.value]).toEqual([newest, after.stock_confirmed])
      }
      const { stock_mark, stock_cleared, stock_claimed } = await read()
      expect([stock_cleared <= stock_mark, stock_claimed <= stock_mark]).toEqual([true, true])
    }
  })

  describe("as it is planned", () => {
    const marketplace = () => store.app.container.resolve<MarketplaceModuleService>(MARKETPLACE_MODULE)
    /** A round of planning of a process that has the lease. */
    async function plan(owner: string) {
      const { app } = store
      const connection = await marketplace().connection(connected.id)
      const context = offersContext(app.container, connection)
      if (!context) throw new Error("No offers")
      const lease = {
        ...{ owner, connection, signal: new AbortController().signal },
        keep: () => marketplace().connection(connected.id),
      }
      return planOffers(app.container, lease as unknown as HeldLease, context)
    }
    /** While a process claims it: before it has it, or just after. */
    function whileClaimed(when: "before" | "after", happens: () => Promise<unknown>): void {
      const claim = stored.claimOffers
      jest.spyOn(stored, "claimOffers").mockImplementationOnce(async (...args) => {
        if (when === "before") await happens()
        const rows = await claim(...args)
        if (when === "after") await happens()
        return rows
      })
    }
    const writeConnection = (set: string) =>
      store.sql(`update marketplace_connection set ${set} where id = $1`, [connected.id])

    /** Nothing of it is under way, and it changed a minute ago. */
    async function changed(confirmed: number): Promise<void> {
      // What is under way would have to end first.
      await store.sql("update marketplace_offer_batch set state = 'done' where connection_id = $1", [
        connected.id,
      ])
      await store.sql(
        `update marketplace_offer set claimed_by = null, claimed_until = null, stock_refused = null, stock_second_read = null,
                stock_claimed = stock_mark, stock_cleared = stock_mark, stock_confirmed = $2, stock_sent = $2 where id = $1`,
        [id, confirmed]
      )
      await mark()
      await store.sql(
        "update marketplace_offer set stock_marked_at = now() - interval '1 minute', next_attempt_at = null where id = $1",
        [id]
      )
    }
    const waits = async () => {
      const [{ seconds }] = await store.sql<{ seconds: number | null }>(
        "select extract(epoch from next_attempt_at - now())::float8 as seconds from marketplace_offer where id = $1",
        [id]
      )
      return seconds
    }

    beforeAll(() => settled(store.app))
    afterEach(async () => {
      jest.restoreAllMocks()
      await writeConnection(
        "is_enabled = false, offers_stopped_at = null, offers_other_tool_at = null, offers_lease_owner = null, offers_lease_until = null"
      )
    })

    it("two processes that plan at once write one batch of it", async () => {
      await changed(9)
      const count = async () => (await batchesOf(connected)).length
      const before = await count()
      const rounds = await Promise.all(["one", "other", "third"].map(plan))
      expect(rounds.map(({ batches }) => batches).sort()).toEqual([0, 0, 1])
      expect(await count()).toBe(before + 1)
      expect(await read()).toMatchObject({ stock_sent: 5, claimed_by: null })
    })

    it("a stop is in what is sent, whenever it comes before the offer is claimed", async () => {
      await changed(9)
      whileClaimed("before", async () => {
        await writeConnection("offers_stopped_at = now()")
        await mark()
      })
      expect(await plan("one")).toEqual({ batches: 1, is_full: false, corrected: [] })
      expect(await read()).toMatchObject({ stock_sent: 0, claimed_by: null })
    })

    describe("and raised", () => {
      beforeEach(async () => {
        await changed(3)
        // No process of the store's own takes it meanwhile.
        await writeConnection(
          `is_enabled = true, pulled_from = now() - interval '2 minutes', offers_lease_owner = 'a test',
           offers_lease_until = now() + interval '1 hour'`
        )
      })
      const goesUp = async () => {
        expect(await plan("two")).toEqual({ batches: 0, is_full: false, corrected: [] })
        expect((await read()).stock_second_read).toMatchObject({ quantity: 5 })
        expect(await waits()).toBeLessThanOrEqual(1)
        await store.sql("update marketplace_offer set next_attempt_at = null where id = $1", [id])
        expect(await plan("three")).toEqual({ batches: 1, is_full: false, corrected: [] })
        expect(await read()).toMatchObject({ stock_sent: 5, claimed_by: null })
      }

      it("has its turn where the pull that it waits for ends while it is planned", async () => {
        whileClaimed("after", async () => {
          await writeConnection("pulled_from = now()")
          await stored.wakeWaitingRaises([connected.id])
        })
        expect(await plan("one")).toEqual({ batches: 0, is_full: true, corrected: [] })
        expect(await read()).toMatchObject({ next_attempt_at: null, claimed_by: null, stock_sent: 3 })
        await goesUp()
      })

      it("has its turn where the other tool is switched off while it is planned", async () => {
        await writeConnection("pulled_from = now(), offers_other_tool_at = now()")
        expect(await plan("one")).toEqual({ batches: 0, is_full: false, corrected: [] })
        await store.sql("update marketplace_offer set next_attempt_at = null where id = $1", [id])
        const reading = stored.writePlans
        jest.spyOn(stored, "writePlans").mockImplementationOnce(async (...args) => {
          await writeConnection("offers_other_tool_at = null")
          await stored.wakeWaiting(connected.id)
          return reading(...args)
        })
        expect(await plan("two")).toEqual({ batches: 0, is_full: true, corrected: [] })
        expect(await read()).toMatchObject({ next_attempt_at: null, claimed_by: null, stock_sent: 3 })
        expect(await plan("three")).toEqual({ batches: 1, is_full: false, corrected: [] })
        expect(await read()).toMatchObject({ stock_sent: 5, claimed_by: null })
      })

      it("waits where nothing comes meanwhile", async () => {
        expect(await plan("one")).toEqual({ batches: 0, is_full: false, corrected: [] })
        expect(await read()).toMatchObject({ claimed_by: null, stock_sent: 3, stock_second_read: null })
        expect(await waits()).toBeGreaterThan(60)
      })
    })
  })
})

describe("the sales channel", () => {
  it("is followed where that is set: what is new in it is offered, what leaves it shows 0", async () => {
    const [sku, other] = goods(2)
    await offers.setStock(sku, 4)
    await offers.setStock(other, 7)
    const connected = await offers.open(MARKETPLACES[0], [{ sku, quantity: 4 }], {
      on: { stock: true, price: true },
      settings: { offers: { scope: "sales_channel" } },
    })
    await offers.minutes(2)
    await store.pull(connected)
    await offers.minutes(5)
    expect(offers.there(connected, other)).toMatchObject({ quantity: 7 })
    const channels = (ids: string[]) =>
      store.app.api("POST", `/admin/products/${variantOf(sku).product_id}`, {
        sales_channels: ids.map((id) => ({ id })),
      })
    expect((await channels([])).status).toBe(200)
    await offers.minutes(3)
    expect(offers.there(connected, sku).quantity).toBe(0)
    expect((await channels([store.store.sales_channel_id])).status).toBe(200)
    await offers.minutes(1)
    await store.pull(connected)
    await offers.minutes(4)
    expect(offers.there(connected, sku).quantity).toBe(4)
    await disable(connected)
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
