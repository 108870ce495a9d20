import { cleanup, screen } from "@testing-library/react"
import { marketplace } from "../../../__tests__/fixtures"
import { renderAdmin } from "../../../__tests__/render-admin"
import { CarrierField } from "../carrier-field"

afterEach(cleanup)

it("offers each carrier once, whatever the marketplace calls it", async () => {
  const capabilities = { ...marketplace.capabilities, live_carriers: true }
  const chosen = jest.fn()
  const { user } = await renderAdmin(
    <CarrierField label="Carrier" connectionId="mpcon_1" value="" onChange={chosen} />,
    {
      answers: {
        "GET /": { marketplaces: [{ ...marketplace, capabilities }] },
        "GET /connections/mpcon_1": { connection: { id: "mpcon_1", marketplace_id: "cdiscount" } },
        "GET /carriers": { carriers: [{ key: "gls-fr", name: "GLS France" }] },
        "GET /connections/mpcon_1/carriers": {
          carriers: [
            { name: "GLS", code: "1", key: "gls-fr" },
            { name: "Mazet", code: "2", key: null },
          ],
        },
      },
    }
  )
  await user.click(screen.getByLabelText("Carrier"))
  expect(await screen.findByRole("option", { name: "Mazet (marketplace list)" })).toBeTruthy()
  const names = screen.getAllByRole("option").map(({ textContent }) => textContent)
  expect(names).toEqual(["GLS France", "Mazet (marketplace list)"])
})
