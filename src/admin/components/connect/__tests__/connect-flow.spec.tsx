import { RouteFocusModal } from "@medusajs/dashboard/components"
import { cleanup, screen, within } from "@testing-library/react"
import { Link } from "react-router-dom"
import { COMMON, marketplace, order } from "../../../__tests__/fixtures"
import { renderAdmin } from "../../../__tests__/render-admin"
import type { Connection } from "../../../../api/admin/marketplaces/connections/types"
import type { Run } from "../../../../api/admin/marketplaces/runs/types"
import { ConnectFlow } from "../connect-flow"
import { FirstImportStep } from "../first-import-step"

afterEach(() => {
  cleanup()
  sessionStorage.clear()
})

const SELLER = { name: "seller_id", label: "Seller number", secret: false, required: true, help: "" }

describe("the way to a connection", () => {
  it("is not left by accident with what was typed", async () => {
    const { user } = await renderAdmin(
      <RouteFocusModal prev="/">
        <RouteFocusModal.Title>Connect</RouteFocusModal.Title>
        <RouteFocusModal.Description>A marketplace</RouteFocusModal.Description>
        <Link to="/elsewhere">Elsewhere</Link>
        <ConnectFlow />
      </RouteFocusModal>,
      {
        at: "/settings/marketplaces/create",
        answers: { "GET /": { marketplaces: [{ ...marketplace, credential_fields: [SELLER] }] } },
      }
    )
    await user.click(await screen.findByRole("radio", { name: /Cdiscount/ }))
    await user.type(await screen.findByLabelText("Seller number"), "12345")
    await user.click(screen.getByRole("link", { name: "Elsewhere" }))
    const prompt = within(await screen.findByRole("alertdialog", { name: "Leave without saving?" }))
    await user.click(prompt.getByRole("button", { name: "Keep editing" }))
    expect(await screen.findByLabelText("Seller number")).toHaveProperty("value", "12345")
  })

  it("goes on once the credentials are right, and has what was typed again when the session has ended", async () => {
    const secret = { name: "token", label: "Token", secret: true, required: true, help: "" }
    const answers = {
      ...COMMON,
      "GET /": { marketplaces: [{ ...marketplace, credential_fields: [SELLER, secret] }] },
      "GET /carriers": { carriers: [] },
      "POST /connections/check": { ok: true, code: "ok", message: "", details: {} },
    }
    const flow = (
      <RouteFocusModal prev="/">
        <RouteFocusModal.Title>Connect</RouteFocusModal.Title>
        <RouteFocusModal.Description>A marketplace</RouteFocusModal.Description>
        <ConnectFlow />
      </RouteFocusModal>
    )
    const first = await renderAdmin(flow, { at: "/settings/marketplaces/create", answers })
    await first.user.click(await screen.findByRole("radio", { name: /Cdiscount/ }))
    await first.user.type(await screen.findByLabelText("Seller number"), "12345")
    await first.user.type(screen.getByLabelText("Token"), "hush")
    expect(JSON.stringify({ ...sessionStorage })).not.toContain("hush")
    cleanup()
    const { user } = await renderAdmin(flow, { at: "/settings/marketplaces/create", answers })
    expect(await screen.findByLabelText("Seller number")).toHaveProperty("value", "12345")
    expect(screen.getByLabelText("Token")).toHaveProperty("value", "")
    await user.type(screen.getByLabelText("Token"), "hush")
    await user.click(screen.getByRole("button", { name: "Test the credentials" }))
    expect(await screen.findByRole("button", { name: "Save the connection" })).toBeTruthy()
    expect(screen.getByText("The marketplace knows this account.")).toBeTruthy()
  })

  it("ends with the first orders as they arrive", async () => {
    const run = { id: "mprun_1", counts: { seen: 2, created: 1 }, error: null } as Run
    const first = order({ id: "one", external_reference: "FIRST", state: "imported" })
    const second = order({
      id: "two",
      external_reference: "SECOND",
      problem: { code: "unknown_sku", title: "", message: "", hint: "", remedy: null, params: {} },
    })
    let is_enabled = false
    let state = "running"
    let orders = [first]
    const connection = { id: "mpcon_1", name: "Cdiscount FR", is_enabled: false } as Connection
    const { user, calls } = await renderAdmin(<FirstImportStep connection={connection} />, {
      answers: {
        ...COMMON,
        "GET /connections/mpcon_1": () => ({ connection: { ...connection, is_enabled } }),
        "POST /connections/mpcon_1/activate": () => {
          is_enabled = true
          return { connection }
        },
        "POST /connections/mpcon_1/import": { run },
        "GET /runs/mprun_1": () => ({ run: { ...run, state } }),
        "GET /orders": () => ({ orders, count: orders.length }),
      },
    })
    await user.click(await screen.findByRole("button", { name: "Activate and import" }))
    const list = within(await screen.findByRole("region", { name: "Latest orders" }))
    const rows = async (name: RegExp) => (await list.findByRole("row", { name })).textContent
    expect(await rows(/FIRST/)).toMatch(/^FIRSTTo ship€24.80$/)
    expect(list.queryByRole("row", { name: /SECOND/ })).toBeNull()
    orders = [second, first]
    state = "done"
    expect(await rows(/SECOND/)).toMatch(/^SECONDTo fix/)
    expect(list.getByRole("link", { name: "See all 2 orders" }).getAttribute("href")).toBe(
      "/marketplace-orders?tab=all&connection_id=%5B%22mpcon_1%22%5D"
    )
    expect(calls.find(({ path }) => path === "/orders")?.query.get("connection_id")).toBe("mpcon_1")
  })
})
