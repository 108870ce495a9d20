import { GOODS, offersTest } from "./helpers/offers"
import type { Connected } from "./helpers/market-store"
import { settled } from "./helpers/jobs"
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
const batchesOf = ({ id }: Connected) =>
  store.sql<{ state: string; counts: Record<string, number> }>(
    "select state, counts from marketplace_offer_batch where connection_id = $1 order by number",
    [id]
  )

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
      const { status } = await store.api("POST", `/connections/${connected.id}/offers/brake`, {
        decision: "release",
      })
      expect(status).toBe(200)
      await offers.minutes(3)
      expect(quantities()).toEqual([...Array<number>(15).fill(0), ...Array<number>(5).fill(3)])
      await disable(connected)
    }
  )
})
