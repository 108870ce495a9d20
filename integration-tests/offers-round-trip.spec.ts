import { GOODS, offersTest } from "./helpers/offers"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"

const store = marketTest()
const offers = offersTest(store)

describe.each(MARKETPLACES)("$id: an offer", (marketplace) => {
  const [{ sku }, other] = GOODS
  let connected: Connected

  beforeAll(async () => {
    await offers.setStock(sku, 9)
    await offers.setStock(other.sku, 5)
    connected = await offers.open(marketplace, [
      { sku, quantity: 20 },
      { sku: other.sku, quantity: 5 },
      { sku: "not-in-the-store", quantity: 3 },
    ])
    await offers.minutes(3)
  })

  // Its sales are not waited for any more.
  afterAll(() =>
    store.sql("update marketplace_connection set is_enabled = false where id = $1", [connected.id])
  )

  it("is recognized by its SKU, and what is not stays as it is", async () => {
    const known = await offers.list(connected)
    expect(known.map(({ external_sku, state }) => [external_sku, state]).sort()).toEqual(
      [
        [sku, "active"],
        [other.sku, "active"],
        ["not-in-the-store", "unmatched"],
      ].sort()
    )
    expect(offers.there(connected, "not-in-the-store").quantity).toBe(3)
  })

  it("shows the store's stock, confirmed by the marketplace", async () => {
    expect(offers.there(connected, sku).quantity).toBe(9)
    expect(await offers.offerOf(connected, sku)).toMatchObject({
      stock: { desired: 9, sent: 9, confirmed: 9, is_dirty: false, problem: null },
    })
  })

  it("follows a change in Medusa's own screen, once", async () => {
    await offers.setStock(sku, 4)
    await offers.minutes(3)
    expect(offers.there(connected, sku).quantity).toBe(4)
    expect(await offers.offerOf(connected, sku)).toMatchObject({
      stock: { desired: 4, sent: 4, confirmed: 4, is_dirty: false },
    })
    expect(offers.history(connected, sku).map(({ to }) => to)).toEqual([9, 4])
  })

  it("waits with a raise for the sales, and goes up after them", async () => {
    await offers.setStock(sku, 30)
    await offers.minutes(2)
    expect(offers.there(connected, sku).quantity).toBe(4)
    await store.pull(connected)
    await offers.minutes(4)
    expect(offers.there(connected, sku).quantity).toBe(30)
    expect(await offers.offerOf(connected, sku)).toMatchObject({ stock: { confirmed: 30, is_dirty: false } })
  })

  it("is sent nothing where nothing changed", async () => {
    const before = offers.history(connected, sku).length
    const batches = "select count(*)::int as count from marketplace_offer_batch where connection_id = $1"
    const [{ count }] = await store.sql<{ count: number }>(batches, [connected.id])
    await offers.setStock(sku, 30)
    await offers.minutes(2)
    expect(offers.history(connected, sku)).toHaveLength(before)
    expect((await store.sql<{ count: number }>(batches, [connected.id]))[0].count).toBe(count)
  })
})
