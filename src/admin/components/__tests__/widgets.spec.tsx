import type { AdminSalesChannel, AdminStockLocation } from "@medusajs/framework/types"
import { cleanup, screen } from "@testing-library/react"
import { COMMON, connection } from "../../__tests__/fixtures"
import { renderAdmin } from "../../__tests__/render-admin"
import SalesChannelConnections from "../../widgets/sales-channel-connections"
import StockLocationCarriers from "../../widgets/stock-location-carriers"

afterEach(cleanup)

const abroad = { countries: ["BE"], sales_channel_id: "sc_be", stock_location_ids: ["sloc_be"] }
const answers = {
  ...COMMON,
  "GET /connections": { connections: [connection({ destinations: [abroad] })], count: 1 },
  "GET /connections/mpcon_1/carrier-rules": { carrier_rules: [], count: 0 },
  "GET /carriers": { carriers: [] },
  "GET /admin/shipping-options": { shipping_options: [], count: 0 },
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
