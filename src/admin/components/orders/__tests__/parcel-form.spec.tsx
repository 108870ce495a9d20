import { cleanup, screen, waitFor } from "@testing-library/react"
import { patternLike } from "../../../../carriers/pattern-like"
import { COMMON } from "../../../__tests__/fixtures"
import { renderAdmin } from "../../../__tests__/render-admin"
import { ParcelForm } from "../parcel-form"

afterEach(cleanup)

const order = { id: "mpord_1", connection_id: "mpcon_1" }
const answers = {
  ...COMMON,
  "GET /carriers": { carriers: [{ key: "colissimo", name: "Colissimo" }] },
  "GET /connections/mpcon_1/carriers": { carriers: [] },
  "POST /connections/mpcon_1/carriers/resolve": {
    carrier: "colissimo",
    marketplace_carrier_name: "Colissimo",
    tracking_number: "6A54658971007",
    tracking_url: null,
    explanation: [],
    problem: null,
    warnings: [],
  },
  "POST /orders/mpord_1/shipments/ful_1": { action: {} },
  "POST /connections/mpcon_1/carrier-rules": { carrier_rule: {} },
}
const open = (carrier?: string) =>
  renderAdmin(
    <ParcelForm
      order={order}
      fulfillmentId="ful_1"
      version="p1"
      facts={{ tracking_number: "6A54658971007" }}
      current={{ carrier, tracking_number: "6A54658971014", tracking_url: null }}
      onDone={jest.fn()}
    />,
    { answers }
  )
type Calls = Awaited<ReturnType<typeof open>>["calls"]
const declared = (calls: Calls) =>
  calls
    .filter(({ method, path }) => method === "POST" && path.includes("/shipments/"))
    .map(({ body }) => body)

describe("the correction of a parcel", () => {
  it("starts from what was sent, and sends nothing while nothing is changed", async () => {
    const { user, calls } = await open()
    const number = await screen.findByDisplayValue("6A54658971014")
    const send = screen.getByRole("button", { name: "Send to the marketplace" })
    expect(send).toHaveProperty("disabled", true)
    await user.clear(number)
    await user.type(number, "6A54658971021")
    await user.click(send)
    expect(declared(calls)).toEqual([{ tracking_number: "6A54658971021", version: "p1" }])
  })

  it("keeps the corrected number when only the link changes, and says the label's where it is right again", async () => {
    const { user, calls } = await open()
    const link = await screen.findByLabelText(/Tracking link/)
    await user.type(link, "https://carrier.example/1")
    await user.click(screen.getByRole("button", { name: "Send to the marketplace" }))
    const tracking_url = "https://carrier.example/1"
    expect(declared(calls)[0]).toEqual({ tracking_number: "6A54658971014", tracking_url, version: "p1" })
    const number = screen.getByDisplayValue("6A54658971014")
    await user.clear(number)
    await user.type(number, "6A54658971007")
    await user.click(screen.getByRole("button", { name: "Send to the marketplace" }))
    expect(declared(calls)[1]).toEqual({ tracking_number: "6A54658971007", tracking_url, version: "p1" })
  })

  it("keeps the chosen carrier as a rule for numbers like this one where that is ticked, and only then", async () => {
    const rules = (calls: Calls) =>
      calls
        .filter(({ method, path }) => method === "POST" && path.endsWith("/carrier-rules"))
        .map(({ body }) => body)
    const { user, calls } = await open()
    await screen.findByDisplayValue("6A54658971014")
    expect(screen.queryByRole("checkbox", { name: /numbers like/ })).toBeNull()
    const choose = async (name: string) => {
      await user.click(screen.getByLabelText("Carrier"))
      await user.click(await screen.findByRole("option", { name }))
    }
    await choose("Colissimo")
    const send = screen.getByRole("button", { name: "Send to the marketplace" })
    await user.click(send)
    expect(declared(calls)).toHaveLength(1)
    expect(rules(calls)).toEqual([])
    await user.click(await screen.findByRole("checkbox", { name: /numbers like 6A…/ }))
    await user.click(send)
    await waitFor(() =>
      expect(rules(calls)).toEqual([
        { match: { tracking_pattern: patternLike("6A54658971014")?.pattern }, carrier: "colissimo" },
      ])
    )
  })
})
