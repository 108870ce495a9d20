import type { MedusaContainer } from "@medusajs/framework/types"
import { Ongoing } from "../../../modules/marketplace/ongoing"
import { changedInStore, learnWhetherOffersAreSent, ordersChanged } from "../mark-offers"

/** As a workflow's container: each time another object for the same service. */
function storeOf(isOn: boolean) {
  const own = {
    ongoing: new Ongoing(),
    instance: () => Promise.resolve("here"),
    offers: { isAnyAspectOn: jest.fn(() => Promise.resolve(isOn)) },
    medusaTables: {
      markOffersOfChanges: jest.fn(() => Promise.resolve([])),
      markOffersOfOrders: jest.fn(() => Promise.resolve([])),
    },
  }
  const logger = { error: jest.fn() }
  const resolve = (name: string) => (name === "marketplace" ? { ...own } : logger)
  return { ...own, container: { resolve } as unknown as MedusaContainer }
}

it("marks what changed in the store at once for all, and a process that stops awaits it", async () => {
  const { container, ongoing, medusaTables } = storeOf(true)
  await learnWhetherOffersAreSent(container)
  changedInStore(container, "levels", "ilev_1")
  changedInStore(container, "levels", "ilev_2")
  changedInStore(container, "prices", "price_1")
  expect(ongoing.isIdle).toBe(false)
  await ongoing.idle()
  expect(medusaTables.markOffersOfChanges.mock.calls).toEqual([
    [{ levels: ["ilev_1", "ilev_2"], reservations: [], products: [], variants: [], prices: ["price_1"] }],
  ])
})

it("marks what an order sold, also in a process that has not looked yet", async () => {
  const { container, offers, medusaTables } = storeOf(true)
  await ordersChanged(container, ["mpord_1"], { sold: true })
  await ordersChanged(container, ["mpord_2"], { sold: true })
  expect(offers.isAnyAspectOn).toHaveBeenCalledTimes(1)
  expect(medusaTables.markOffersOfOrders.mock.calls).toEqual([
    [["mpord_1"], true],
    [["mpord_2"], true],
  ])
})

it("costs a store without offers nothing", async () => {
  const { container, ongoing, medusaTables } = storeOf(false)
  await learnWhetherOffersAreSent(container)
  changedInStore(container, "levels", "ilev_1")
  expect(ongoing.isIdle).toBe(true)
  await ordersChanged(container, ["mpord_1"], { sold: true })
  expect(medusaTables.markOffersOfOrders).not.toHaveBeenCalled()
})
