import { cleanup, screen, within } from "@testing-library/react"
import { action, capabilities, COMMON, connection, order, problem } from "../../__tests__/fixtures"
import { renderAdmin } from "../../__tests__/render-admin"
import type { Connection } from "../../../api/admin/marketplaces/connections/types"
import { interruptionOf } from "../../lib/interruption"
import { actionRemedies } from "../orders/action-choices"
import { FailedActions } from "../orders/failed-actions"
import { CheckResult } from "../check-result"
import MarketplaceOrdersPage from "../../routes/marketplace-orders/page"
import { Interruptions, OrderInterruption } from "../interruptions"

afterEach(cleanup)

const health = (overrides: Partial<Connection["health"]>): Connection["health"] => ({
  ...connection().health,
  ...overrides,
})
const paused = connection({ is_enabled: false })

describe("a connection through which nothing goes", () => {
  it.each<[string, Connection, string | null]>([
    ["works", connection(), null],
    ["was paused", paused, "paused"],
    ["was never activated", connection({ is_enabled: false, activated_at: null }), null],
    [
      "is refused",
      connection({ health: health({ status: "paused", code: "credentials_refused" }) }),
      "stopped",
    ],
    ["gets no answer", connection({ health: health({ status: "degraded", code: "unreachable" }) }), "down"],
    ["has a warning", connection({ health: health({ status: "degraded", code: "carriers_gone" }) }), null],
  ])("that %s", (_, one, kind) => {
    expect(interruptionOf(one)).toBe(kind)
  })

  const answers = (...connections: Connection[]) => ({
    ...COMMON,
    "GET /connections": { connections, count: connections.length },
  })

  it("says so on every page of ours, and in French", async () => {
    const down = connection({
      id: "mpcon_2",
      name: "Rakuten",
      health: health({ status: "degraded", code: "unreachable" }),
    })
    await renderAdmin(<Interruptions />, { answers: answers(paused, down), lang: "fr" })
    const status = await screen.findByRole("status")
    expect(status.textContent).toContain("Cdiscount FR est en pause")
    expect(status.textContent).toContain("Rakuten ne répond pas")
    const links = within(status).getAllByRole("link")
    expect(links.map((link) => link.getAttribute("href"))).toEqual([
      "/settings/marketplaces/mpcon_1",
      "/settings/marketplaces/mpcon_2",
    ])
  })

  it("is called disconnected on an order whose connection was deleted", async () => {
    await renderAdmin(<OrderInterruption connectionId="gone" />, { answers: answers(paused) })
    await screen.findByText(/Disconnected/)
  })

  it("offers no sending of what could not be sent", async () => {
    const failed = action({ state: "needs_attention", problem: problem("refused_by_marketplace", null) })
    const all = { ...answers(paused), "GET /orders": { orders: [order()], count: 1 } }
    await renderAdmin(<FailedActions actions={[failed]} />, { answers: all })
    await screen.findByRole("link", { name: "REF-1" })
    await screen.findByRole("button", { name: "Mark as done" })
    expect(screen.queryByRole("button", { name: "Send all again" })).toBeNull()
    expect(screen.queryByRole("button", { name: "Send now" })).toBeNull()
  })
})

it("a store without a marketplace leads to connecting one", async () => {
  const answers = {
    ...COMMON,
    "GET /connections": { connections: [], count: 0 },
    "GET /orders": { orders: [], count: 0 },
    "GET /orders/problems": { problems: [] },
    "GET /actions": { actions: [], count: 0 },
  }
  await renderAdmin(<MarketplaceOrdersPage />, { answers })
  const link = await screen.findByRole("link", { name: "Connect a marketplace" })
  expect(link.getAttribute("href")).toBe("/settings/marketplaces/create")
})

it("a parcel that waits by rule is not offered to be sent: nothing would go", () => {
  const waiting = action({ params: { waiting: "tracking" } })
  expect(actionRemedies(waiting, capabilities)).not.toContain("resend")
  expect(actionRemedies(action(), capabilities)).toContain("resend")
  expect(actionRemedies(action({ ...waiting, params: { waiting: "split" } }), capabilities)).toContain(
    "send_now"
  )
})

it.each([
  ["unreachable", "The credentials could not be tested"],
  ["invalid_credentials", "The credentials were not accepted"],
])("a check that ends with %s", async (code, title) => {
  const result = { ok: false, code, message: "", details: {} }
  await renderAdmin(<CheckResult result={result} />)
  expect(screen.getByRole("status").textContent).toContain(title)
})
