import { cleanup, screen } from "@testing-library/react"
import { marketplace } from "../../../__tests__/fixtures"
import { renderAdmin } from "../../../__tests__/render-admin"
import { DestinationStep } from "../destination-step"

afterEach(cleanup)

const STORE = {
  "GET /admin/sales-channels": { sales_channels: [{ id: "sc_1", name: "Web" }] },
  "GET /admin/regions": { regions: [{ id: "reg_1", name: "France", currency_code: "eur" }] },
  "GET /admin/stock-locations": { stock_locations: [{ id: "sloc_1", name: "Lyon" }] },
}

describe("a connection that is made", () => {
  it.each(["en", "fr"] as const)("speaks in the feed the language of who made it: %s", async (lang) => {
    const created = jest.fn()
    const { calls, user } = await renderAdmin(
      <DestinationStep marketplace={marketplace} credentials={{ seller_id: "1" }} onCreated={created} />,
      { lang, answers: { ...STORE, "POST /connections": { connection: { id: "mpcon_1" } } } }
    )
    await screen.findByDisplayValue("Cdiscount")
    await user.click(screen.getByRole("button"))
    const [{ body }] = calls.filter(({ method }) => method === "POST")
    expect(body).toMatchObject({
      settings: {
        import: { start_at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) },
        notifications: { feed_language: lang },
      },
    })
    expect(created).toHaveBeenCalledWith({ id: "mpcon_1" })
  })
})
