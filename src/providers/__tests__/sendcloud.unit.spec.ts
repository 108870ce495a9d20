import type { FulfillmentOrderDTO } from "@medusajs/framework/types"
import { SendcloudFulfillmentProvider } from "../sendcloud/service"

const provider = new SendcloudFulfillmentProvider()
const address = {
  first_name: "Camille",
  last_name: "Exemple",
  address_1: "3 rue du Test",
  postal_code: "75011",
  city: "Paris",
  country_code: "fr",
}
const orderTo = (shipping_address: object | null) =>
  ({ id: "order_1", shipping_address }) as unknown as Partial<FulfillmentOrderDTO>
const items = [{ line_item_id: "ordli_1", quantity: 2 }]

it("packs at once, keeps what it was given, and buys nothing", async () => {
  expect(await provider.createFulfillment({ pickup_point: { id: "7" } }, items, orderTo(address))).toEqual({
    data: { pickup_point: { id: "7" } },
    labels: [],
  })
  // Another option was chosen in the dialog: nothing of the method is there.
  expect(await provider.createFulfillment({}, items, orderTo(address))).toEqual({ data: {}, labels: [] })
})

it.each<[string, object | null, RegExp]>([
  ["no address", null, /a name, a street, a postal code, a city, a country/],
  ["no street", { ...address, address_1: " " }, /lacks a street:/],
  ["no name", { ...address, first_name: "", last_name: null }, /lacks a name:/],
])("refuses an order with %s, and names it", async (_, given, words) => {
  await expect(provider.createFulfillment({}, items, orderTo(given))).rejects.toThrow(words)
})

it.each([0, 1.5, -1])("refuses a quantity of %s", async (quantity) => {
  await expect(
    provider.createFulfillment({}, [{ line_item_id: "ordli_1", quantity }], orderTo(address))
  ).rejects.toThrow(/whole quantities/)
})

it("never stops a cancellation, and calculates no price", async () => {
  expect(await provider.cancelFulfillment()).toEqual({})
  expect(await provider.canCalculate()).toBe(false)
  await expect(provider.calculatePrice()).rejects.toThrow(/fixed price/)
})
