import type { AdminOrder, AdminSalesChannel, AdminStockLocation } from "@medusajs/framework/types"
import { cleanup, screen, waitFor } from "@testing-library/react"
import { action, COMMON, connection, order, problem } from "../../__tests__/fixtures"
import { renderAdmin } from "../../__tests__/render-admin"
import OrderMarketplace from "../../widgets/order-marketplace"
import OrderBanner from "../../widgets/order-marketplace-banner"
import SalesChannelConnections from "../../widgets/sales-channel-connections"
import StockLocationCarriers from "../../widgets/stock-location-carriers"

afterEach(cleanup)

const abroad = { countries: ["BE"], sales_channel_id: "sc_be", stock_location_ids: ["sloc_be"] }
const answers = {
  ...COMMON,
  "GET /connections": { connections: [connection({ destinations: [abroad] })], count: 1 },
  "GET /connections/mpcon_1/carrier-rules": { carrier_rules: [], count: 0 },
  "GET /carriers": { carriers: [] },
  "GET /connections/mpcon_1/carriers/coverage": {
    shipping_options: [],
    providers: [],
    default_carrier: null,
    uncovered: 0,
  },
}

it.each(["sc_1", "sc_be"])("sales channel %s shows the connection whose orders go there", async (id) => {
  await renderAdmin(<SalesChannelConnections data={{ id } as AdminSalesChannel} />, { answers })
  expect(await screen.findByRole("link", { name: "Cdiscount FR" })).toBeTruthy()
})

it.each(["sloc_1", "sloc_be"])("stock location %s shows the connection that packs there", async (id) => {
  await renderAdmin(<StockLocationCarriers data={{ id } as AdminStockLocation} />, { answers })
  const link = await screen.findByRole("link", { name: "Cdiscount FR" })
  expect(link.getAttribute("href")).toBe("/settings/marketplaces/mpcon_1?tab=carriers")
})

describe("the order's widget", () => {
  const storeOrder = (metadata: object) => ({ id: "order_1", metadata }) as unknown as AdminOrder

  it("says that the marketplace's side cannot be had", async () => {
    await renderAdmin(<OrderMarketplace data={storeOrder({ marketplace: "cdiscount" })} />, { answers })
    expect((await screen.findByRole("alert")).textContent).toContain("No answer for GET /orders")
    expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy()
  })

  it("has a banner above the order where something is wrong, and only there", async () => {
    const wrong = order({ order_id: "order_1", problem: problem("cancel_stop_parcel", "cancel_in_store") })
    const unsent = action({ state: "needs_attention", problem: problem("refused_by_marketplace", null) })
    const ours = storeOrder({ marketplace: "cdiscount" })
    const given = {
      ...answers,
      "GET /orders": { orders: [wrong], count: 1 },
      "GET /actions": { actions: [unsent], count: 1 },
    }
    await renderAdmin(<OrderBanner data={ours} />, { answers: given })
    const banner = await screen.findByRole("region", { name: "Marketplace orders" })
    expect(banner.textContent).toContain("Message of cancel_stop_parcel")
    await screen.findByText("Hint of refused_by_marketplace")
    cleanup()
    const { calls } = await renderAdmin(<OrderBanner data={ours} />, {
      answers: {
        ...given,
        "GET /orders": { orders: [order()], count: 1 },
        "GET /actions": { actions: [], count: 0 },
      },
    })
    await waitFor(() => expect(calls.map(({ path }) => path)).toContain("/actions"))
    expect(screen.queryByRole("region", { name: "Marketplace orders" })).toBeNull()
  })

  it("is nothing at all on the store's own orders", async () => {
    const { calls } = await renderAdmin(<OrderMarketplace data={storeOrder({})} />, { answers })
    expect(screen.queryByRole("alert")).toBeNull()
    expect(calls).toEqual([])
  })
})

it("shows for each option of the location how its carrier is determined", async () => {
  const option = (id: string, covered_by: string | null, rule_id: string | null = null) => ({
    id,
    name: `Option ${id}`,
    provider_id: "manual_manual",
    stock_location_id: id === "elsewhere" ? "sloc_2" : "sloc_1",
    covered_by,
    rule_id,
  })
  const covered = {
    ...answers,
    "GET /carriers": { carriers: [{ key: "colissimo", name: "Colissimo" }] },
    "GET /connections/mpcon_1/carrier-rules": {
      carrier_rules: [
        {
          id: "mprule_1",
          position: 1,
          match: { provider_id: "manual_manual" },
          carrier: "colissimo",
          warning: null,
        },
      ],
      count: 1,
    },
    "GET /connections/mpcon_1/carriers/coverage": {
      shipping_options: [
        option("provider", "rule", "mprule_1"),
        option("own", "option"),
        option("number", null),
        option("standard", "default"),
        option("elsewhere", null),
      ],
      providers: [],
      default_carrier: "colissimo",
      uncovered: 1,
    },
  }
  await renderAdmin(<StockLocationCarriers data={{ id: "sloc_1" } as AdminStockLocation} />, {
    answers: covered,
  })
  await screen.findByText("Colissimo")
  expect(screen.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    "Option providerColissimo",
    "Option ownThe shipping option itself",
    "Option numberBy the tracking number",
    "Option standardBy the number, otherwise Colissimo",
  ])
})
