import { cleanup, screen } from "@testing-library/react"
import { connection } from "../../../__tests__/fixtures"
import { type Call, renderAdmin } from "../../../__tests__/render-admin"
import { CarrierTesterSection } from "../carrier-tester-section"

afterEach(cleanup)

const answers = {
  "GET /carriers": { carriers: [] },
  "GET /connections/mpcon_1/carriers/coverage": {
    shipping_options: [],
    providers: [{ id: "sendcloud_eu", covered_by: null, rule_id: null }],
    default_carrier: null,
    uncovered: 1,
  },
  "GET /admin/shipping-options": {
    shipping_options: [{ id: "so_1", name: "Home", provider_id: "manual_manual" }],
  },
  "POST /connections/mpcon_1/carriers/resolve": {
    carrier: null,
    marketplace_carrier_name: "Colissimo",
    tracking_number: "6A1",
    tracking_url: null,
    explanation: [],
    problem: null,
  },
}
const asked = (calls: Call[]) => calls.filter(({ method }) => method === "POST").map(({ body }) => body)

it("tries what a rule goes by and a template asks for: also the provider and the postcode", async () => {
  const { calls, user } = await renderAdmin(<CarrierTesterSection connection={connection()} />, { answers })
  await user.type(screen.getByLabelText("Tracking number"), "6A1")
  await user.click(screen.getByRole("combobox", { name: "Fulfillment provider" }))
  await user.click(await screen.findByRole("option", { name: "Sendcloud (EU)" }))
  await user.type(screen.getByLabelText("Postal code"), "59000")
  await user.click(screen.getByRole("button", { name: "Test" }))
  await screen.findByText("Colissimo")
  expect(asked(calls)).toEqual([
    { tracking_number: "6A1", provider_id: "sendcloud_eu", postal_code: "59000" },
  ])
})

it("takes an option with its own provider, and lets go of it for another", async () => {
  const { calls, user } = await renderAdmin(<CarrierTesterSection connection={connection()} />, { answers })
  await user.type(screen.getByLabelText("Tracking number"), "6A1")
  await user.click(screen.getByRole("combobox", { name: "Shipping option" }))
  await user.click(await screen.findByRole("option", { name: "Home" }))
  await user.click(screen.getByRole("button", { name: "Test" }))
  await screen.findByText("Colissimo")
  await user.click(screen.getByRole("combobox", { name: "Fulfillment provider" }))
  await user.click(await screen.findByRole("option", { name: "Sendcloud (EU)" }))
  await user.click(screen.getByRole("button", { name: "Test" }))
  await screen.findByText("Colissimo")
  expect(asked(calls)).toEqual([
    { tracking_number: "6A1", shipping_option_id: "so_1", provider_id: "manual_manual" },
    { tracking_number: "6A1", provider_id: "sendcloud_eu" },
  ])
})
