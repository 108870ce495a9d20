import { cleanup, screen } from "@testing-library/react"
import { marketplace } from "../../../__tests__/fixtures"
import { renderAdmin } from "../../../__tests__/render-admin"
import { DestinationStep } from "../destination-step"

afterEach(cleanup)

const STORE = {
  "GET /carriers": { carriers: [{ key: "gls-fr", name: "GLS France" }] },
  "GET /admin/sales-channels": { sales_channels: [{ id: "sc_1", name: "Web" }] },
  "GET /admin/regions": { regions: [{ id: "reg_1", name: "France", currency_code: "eur" }] },
  "GET /admin/stock-locations": { stock_locations: [{ id: "sloc_1", name: "Lyon" }] },
  "GET /admin/shipping-options": {
    shipping_options: [
      // Medusa's own form offers the plugin's type for any option.
      {
        id: "so_home",
        name: "Home",
        type: { code: "marketplace-order" },
        service_zone: { fulfillment_set: { type: "shipping", location: { id: "sloc_1" } } },
      },
      {
        id: "so_hidden",
        name: "Hidden",
        type: { code: "marketplace-order" },
        service_zone: { fulfillment_set: { type: "marketplace", location: { id: "sloc_1" } } },
      },
    ],
  },
}

describe("a connection that is made", () => {
  it.each(["en", "fr"] as const)("speaks in the feed the language of who made it: %s", async (lang) => {
    const created = jest.fn()
    const { calls, user } = await renderAdmin(
      <DestinationStep marketplace={marketplace} credentials={{ seller_id: "1" }} onCreated={created} />,
      { lang, answers: { ...STORE, "POST /connections": { connection: { id: "mpcon_1" } } } }
    )
    await screen.findByDisplayValue("Cdiscount")
    await user.click(screen.getByRole("button", { name: /^(Save the|Enregistrer la) conn/ }))
    const [{ body }] = calls.filter(({ method }) => method === "POST")
    expect(body).toMatchObject({
      settings: {
        import: { start_at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) },
        notifications: { feed_language: lang },
      },
    })
    expect(created).toHaveBeenCalledWith({ id: "mpcon_1" })
  })

  it("has the carrier and the guest customers that were chosen, and neither unasked", async () => {
    const { calls, user } = await renderAdmin(
      <DestinationStep marketplace={marketplace} credentials={{ seller_id: "1" }} onCreated={jest.fn()} />,
      {
        answers: {
          ...STORE,
          "POST /connections": { connection: { id: "mpcon_1" } },
        },
      }
    )
    await screen.findByDisplayValue("Cdiscount")
    const save = screen.getByRole("button", { name: "Save the connection" })
    const sent = () => calls.filter(({ method }) => method === "POST").at(-1)?.body as { settings: object }
    await user.click(save)
    expect(Object.keys(sent().settings)).toEqual(["import", "notifications"])
    await user.click(screen.getByLabelText("Default carrier"))
    await user.click(await screen.findByRole("option", { name: "GLS France" }))
    await user.click(screen.getByRole("checkbox", { name: "Buyers as guest customers" }))
    expect(screen.getByText(/until you delete it/)).toBeTruthy()
    await user.click(save)
    expect(sent().settings).toMatchObject({
      shipping: { default_carrier: "gls-fr" },
      customer: { mode: "guest" },
    })
  })

  it("gets a sales channel of its own, named like it, unless the store has one or another is chosen", async () => {
    const answers = { ...STORE, "POST /connections": { connection: { id: "mpcon_1" } } }
    const step = <DestinationStep marketplace={marketplace} credentials={{}} onCreated={jest.fn()} />
    const { calls, user } = await renderAdmin(step, { answers })
    const name = await screen.findByDisplayValue("Cdiscount")
    await user.clear(name)
    await user.type(name, "Cdiscount FR")
    await user.click(screen.getByRole("button", { name: "Save the connection" }))
    const sent = () => calls.filter(({ method }) => method === "POST").map(({ body }) => body)
    expect(sent()[0]).toMatchObject({ new_sales_channel: "Cdiscount FR", region_id: "reg_1" })
    expect(sent()[0]).not.toHaveProperty("sales_channel_id")
    cleanup()

    const named = { "GET /admin/sales-channels": { sales_channels: [{ id: "sc_2", name: "CDISCOUNT" }] } }
    const again = await renderAdmin(step, { answers: { ...answers, ...named } })
    await screen.findByDisplayValue("Cdiscount")
    await again.user.click(screen.getByRole("button", { name: "Save the connection" }))
    const [{ body }] = again.calls.filter(({ method }) => method === "POST")
    expect(body).toMatchObject({ sales_channel_id: "sc_2" })
    expect(body).not.toHaveProperty("new_sales_channel")
  })

  it("has the options that the plugin makes, or the merchant's own where they say so", async () => {
    const { calls, user } = await renderAdmin(
      <DestinationStep marketplace={marketplace} credentials={{ seller_id: "1" }} onCreated={jest.fn()} />,
      { answers: { ...STORE, "POST /connections": { connection: { id: "mpcon_1" } } } }
    )
    await screen.findByDisplayValue("Cdiscount")
    const save = screen.getByRole("button", { name: "Save the connection" })
    const sent = () => calls.filter(({ method }) => method === "POST").map(({ body }) => body)
    expect(screen.getByRole("radio", { name: /Created by the plugin/, checked: true })).toBeTruthy()
    await user.click(save)
    expect(sent()).toHaveLength(1)
    expect(sent()[0]).not.toHaveProperty("shipping_option_ids")

    await user.click(screen.getByRole("radio", { name: /My own/ }))
    expect(save).toHaveProperty("disabled", true)
    expect(screen.queryByRole("checkbox", { name: /Hidden/ })).toBeNull()
    await user.click(await screen.findByRole("checkbox", { name: "Home · Lyon" }))
    await user.click(save)
    expect(sent()[1]).toMatchObject({ shipping_option_ids: ["so_home"] })
  })
})
