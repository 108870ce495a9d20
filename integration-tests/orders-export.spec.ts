import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { items, parcels } from "./helpers/parcels"
import { colissimoNumber } from "./helpers/ship-order"
import { label } from "./helpers/warehouse"

const market = marketTest({ seconds: 180 })
const { bought, ship, inState } = parcels(market)
let shop: Connected

beforeAll(async () => {
  shop = await market.connect(MARKETPLACES[0])
})

const found = async (query: string) => {
  const { body } = await market.api<{ orders: { external_id: string }[] }>("GET", `/orders?${query}`)
  return body.orders.map(({ external_id }) => external_id)
}

it("Orders are found by their parcel's number, and exported without buyers' data", async () => {
  const [order, other] = [await bought(shop, "plain"), await bought(shop, "plain")]
  const number = colissimoNumber()
  await inState(order, await ship(order, items(...order.lines), label(number)), "sent")
  expect(await found(`q=${number}`)).toEqual([order.external_id])
  expect(
    await found(`q=${encodeURIComponent(`${number.slice(0, 4)} ${number.slice(4)}`.toLowerCase())}`)
  ).toEqual([order.external_id])
  expect(await found(`q=${colissimoNumber()}`)).toEqual([])

  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  expect((await found(`purchased_from=${day(-2)}&purchased_to=${day(1)}`)).sort()).toEqual(
    [order.external_id, other.external_id].sort()
  )
  expect(await found(`purchased_from=${day(2)}`)).toEqual([])

  const file = await fetch(`${market.app.url}/admin/marketplaces/orders/export?q=${number}`, {
    headers: { authorization: `Bearer ${market.app.token}` },
  })
  expect(file.headers.get("content-type")).toBe("text/csv; charset=utf-8")
  const lines = (await file.text()).trim().split("\r\n")
  expect(lines).toHaveLength(2)
  expect(lines[1].split(";")).toEqual(expect.arrayContaining([order.external_id, number]))
})
