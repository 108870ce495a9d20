import { cleanup, screen } from "@testing-library/react"
import { Route, Routes } from "react-router-dom"
import { renderAdmin } from "../../../__tests__/render-admin"
import DestinationsPage from "../../../routes/settings/marketplaces/[id]/@destinations/page"

afterEach(cleanup)

const BELGIUM = { countries: ["BE"], region_id: "reg_be" }
const open = (search: string) =>
  renderAdmin(
    <Routes>
      <Route path="/settings/marketplaces/:id/destinations" element={<DestinationsPage />} />
    </Routes>,
    {
      at: `/settings/marketplaces/mpcon_1/destinations${search}`,
      answers: {
        "GET /connections/mpcon_1": { connection: { id: "mpcon_1", destinations: [BELGIUM] } },
        "GET /admin/regions": { regions: [{ id: "reg_be", name: "Belgium" }] },
        "GET /admin/sales-channels": { sales_channels: [] },
        "GET /admin/stock-locations": { stock_locations: [] },
      },
    }
  )
const values = async (label: RegExp) =>
  (await screen.findAllByLabelText(label)).map((field) => (field as HTMLInputElement).value)

describe("the exceptions of a connection", () => {
  it("begin with the country that an order waits for", async () => {
    await open("?country=CH")
    expect(await values(/^Delivered to/)).toEqual(["BE", "CH"])
    expect(screen.getByRole("button", { name: "Save" })).toHaveProperty("disabled", true)
  })

  it("begin with its currency", async () => {
    await open("?currency=CHF")
    expect(await values(/^In the currency/)).toEqual(["", "CHF"])
  })

  it("have no second one for what there is one for, and none unasked", async () => {
    await open("?country=BE")
    expect(await values(/^Delivered to/)).toEqual(["BE"])
    cleanup()
    await open("")
    expect(await values(/^Delivered to/)).toEqual(["BE"])
  })
})
