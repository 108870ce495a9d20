import type { AdminOrder } from "@medusajs/framework/types"
import { standOf, unsentParcels, watchFor } from "../store-order"

const AT = new Date().toISOString()
const order = { actions: [], is_test: false, state: "imported" as const, problem: null }
const storeOrder = (fulfillment: object) =>
  ({
    status: "pending",
    fulfillments: [{ id: "ful_1", shipped_at: null, delivered_at: null, canceled_at: null, ...fulfillment }],
  }) as unknown as AdminOrder

it.each([
  ["shipped", { shipped_at: AT }],
  ["delivered without a shipment", { delivered_at: AT }],
])("looks for what follows from a parcel that is %s", (_, fulfillment) => {
  const left = storeOrder(fulfillment)
  expect(unsentParcels(order, left)).toEqual([{ id: "ful_1", isShipped: true }])
  expect(watchFor(order, left)).not.toBe(false)
  expect(standOf(left)).not.toBe(standOf(storeOrder({})))
})

it("looks for nothing while a parcel is only packed", () => {
  expect(unsentParcels(order, storeOrder({}))).toEqual([{ id: "ful_1", isShipped: false }])
  expect(watchFor(order, storeOrder({}))).toBe(false)
})
