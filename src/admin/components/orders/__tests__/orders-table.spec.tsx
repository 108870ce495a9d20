import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react"
import { COMMON, order } from "../../../__tests__/fixtures"
import { renderAdmin } from "../../../__tests__/render-admin"
import { OrdersTable } from "../orders-table"

afterEach(cleanup)

const answers = {
  ...COMMON,
  "GET /orders": { orders: [order({ state: "canceled" })], count: 1 },
  "GET /orders/problems": { problems: [] },
}
const at = `/marketplace-orders?state=${encodeURIComponent('["canceled","whatever"]')}`

describe("the table of orders", () => {
  it("can be narrowed to states, and shows which", async () => {
    const { calls } = await renderAdmin(<OrdersTable />, { at, answers })
    await screen.findByRole("button", { name: /^Canceled/ })
    const [{ query }] = calls.filter(({ path }) => path === "/orders")
    expect([query.get("state[0]"), query.get("state[1]")]).toEqual(["canceled", null])
  })

  it("shows each order's delivery mode, and is narrowed to those that were seen", async () => {
    const modes = { delivery_modes: [{ delivery_mode: "Suivi", connection_ids: ["mpcon_1"] }] }
    const { calls, user } = await renderAdmin(<OrdersTable />, {
      at: `/marketplace-orders?delivery_mode=${encodeURIComponent('["Gone"]')}`,
      answers: {
        ...answers,
        "GET /orders": { orders: [order({ delivery_mode: "Normal" })], count: 1 },
        "GET /orders/delivery-modes": modes,
      },
    })
    expect((await screen.findByText("Normal")).title).toBe("Normal")
    await user.click(await screen.findByRole("button", { name: /^Gone/ }))
    await user.click(await screen.findByText("Suivi"))
    const asked = () => {
      const query = calls.filter(({ path }) => path === "/orders").at(-1)?.query
      return [query?.get("delivery_mode[0]"), query?.get("delivery_mode[1]")]
    }
    await waitFor(() => expect(asked()).toEqual(["Gone", "Suivi"]))
  })

  it("starts on the first page when it is searched from a later one", async () => {
    const { calls } = await renderAdmin(<OrdersTable />, { at: "/marketplace-orders?offset=20", answers })
    await screen.findByText("REF-1")
    fireEvent.change(screen.getByRole("searchbox"), { target: { value: "REF-1" } })
    const asked = () => calls.filter(({ path }) => path === "/orders").map(({ query }) => query)
    await waitFor(() => expect(asked().at(-1)?.get("q")).toBe("REF-1"))
    expect(asked().map((query) => [query.get("q"), query.get("offset") ?? "0"])).toEqual([
      [null, "20"],
      ["REF-1", "0"],
    ])
  })

  it("goes on behind the page that it shows, and back to the first one", async () => {
    const { calls, user } = await renderAdmin(<OrdersTable />, {
      at: "/marketplace-orders",
      answers: {
        ...answers,
        "GET /orders": { orders: [order()], count: 45, limit: 20, offset: 0, next: "behind-the-first" },
      },
    })
    await screen.findByText("REF-1")
    const asked = () => {
      const query = calls.filter(({ path }) => path === "/orders").at(-1)?.query
      return [query?.get("offset"), query?.get("after")]
    }
    expect(asked()).toEqual(["0", null])
    await user.click(screen.getByRole("button", { name: /next/i }))
    await waitFor(() => expect(asked()).toEqual(["20", "behind-the-first"]))
    await user.click(screen.getByRole("button", { name: /prev/i }))
    await waitFor(() => expect(asked()).toEqual(["0", null]))
  })

  it("of some states stays with these", async () => {
    const { calls } = await renderAdmin(<OrdersTable states={["shipped"]} />, { at, answers })
    await screen.findByText("REF-1")
    expect(screen.queryByRole("button", { name: /^Canceled/ })).toBeNull()
    const [{ query }] = calls.filter(({ path }) => path === "/orders")
    expect([query.get("state[0]"), query.get("state[1]")]).toEqual(["shipped", null])
  })
})
