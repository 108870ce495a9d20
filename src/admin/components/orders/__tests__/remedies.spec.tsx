import { cleanup, screen } from "@testing-library/react"
import { PROBLEMS, describeProblem, type ProblemCode } from "../../../../orders/problems"
import { capabilities, COMMON, order, problem } from "../../../__tests__/fixtures"
import { renderAdmin } from "../../../__tests__/render-admin"
import en from "../../../i18n/en.json"
import type { MarketplaceOrder } from "../../../../api/admin/marketplaces/orders/types"
import { causeLinks } from "../cause-remedies"
import { groupRemedies } from "../group-remedies"
import { type OrderRemedy, remediesOf } from "../remedies"
import { OrderRemedies } from "../order-remedies"

afterEach(cleanup)

const CODES = (Object.keys(PROBLEMS) as ProblemCode[]).filter((code) => PROBLEMS[code].subject === "order")
const withProblem = (code: ProblemCode, overrides: Partial<MarketplaceOrder> = {}) =>
  order({ problem: { ...describeProblem(code, {}, "en"), params: {} }, ...overrides })
const IMPORTED = { state: "imported", imported_at: "2026-06-01T10:00:00Z", order_id: "order_1" } as const

describe("what can be done about an order", () => {
  it.each<[string, MarketplaceOrder, OrderRemedy[]]>([
    ["an unknown SKU", withProblem("unknown_sku"), ["map_sku", "retry", "ignore"]],
    ["a total that differs", withProblem("total_mismatch"), ["accept_total", "retry", "ignore"]],
    ["an incomplete address", withProblem("missing_address"), ["correct_address", "retry", "ignore"]],
    [
      "another currency",
      withProblem("currency_mismatch"),
      ["open_destinations", "open_regions", "retry", "ignore"],
    ],
    ["short stock", withProblem("out_of_stock"), ["open_inventory", "retry", "ignore"]],
    ["an import that failed half-way", withProblem("import_failed", { state: "importing" }), ["retry"]],
    ["what waits there", withProblem("cancel_requested", { state: "waiting" }), ["ignore"]],
    ["what was left out", order({ state: "ignored" }), ["take_back"]],
    ["what waits for an answer", order({ state: "to_accept" }), ["accept", "refuse", "ignore"]],
    [
      "many cancellations",
      withProblem("mass_cancellation", IMPORTED),
      ["confirm_cancellation", "discard_cancellation"],
    ],
    [
      "a cancellation there",
      withProblem("canceled_at_marketplace", IMPORTED),
      ["cancel_in_store", "open_store_order", "acknowledge"],
    ],
    ["a packed one", withProblem("cancel_stop_parcel", IMPORTED), ["open_store_order", "acknowledge"]],
    ["what was shipped", order({ ...IMPORTED, state: "shipped" }), []],
    ["a test", order({ ...IMPORTED, is_test: true }), []],
  ])("%s", (_, one, expected) => {
    const remedies = remediesOf(one, capabilities).filter((remedy) => remedy !== "cancel_at_marketplace")
    expect(remedies).toEqual(expected)
  })

  it("offers the connection where one of its settings may be the cure", () => {
    const differs = withProblem("total_mismatch")
    const params = { setting_en: "“Shipping in the total” (shipping_in_total)" }
    const named = { ...differs, problem: differs.problem && { ...differs.problem, params } }
    expect(remediesOf(named, capabilities)).toContain("open_connection")
    expect(remediesOf(differs, capabilities)).not.toContain("open_connection")
  })

  it("offers a cancellation and decisions only where the marketplace takes them", () => {
    const none = { decides: "none", cancels: "none" } as const
    expect(remediesOf(order(IMPORTED), capabilities)).toEqual(["cancel_at_marketplace"])
    expect(remediesOf(order(IMPORTED), none)).toEqual([])
    const here = withProblem("canceled_in_store", { ...IMPORTED, state: "canceled" })
    expect(remediesOf(here, capabilities)).toEqual(["acknowledge", "cancel_at_marketplace"])
    expect(remediesOf({ ...here, problem: null }, capabilities)).toEqual([])
    expect(remediesOf(order({ state: "to_accept" }), none)).toEqual(["ignore"])
  })

  it.each(CODES)("%s always offers a way on, before and after the import", (code) => {
    const before = remediesOf(withProblem(code), capabilities)
    const after = remediesOf(withProblem(code, IMPORTED), capabilities)
    expect(before.length && after.length).toBeGreaterThan(0)
    expect([...before, ...after].filter((remedy) => remedy !== "map_sku" && !(remedy in en.remedy))).toEqual(
      []
    )
    const { remedy, blocks } = PROBLEMS[code]
    expect(groupRemedies({ remedy, is_blocking: blocks }).length).toBeGreaterThan(0)
  })

  it("leads to the article and the connection that are meant", () => {
    const links = causeLinks(problem("out_of_stock", "restock", { sku: "A B&C" }), "mpcon_1", "order_1")
    expect(links).toMatchObject({
      open_inventory: "/inventory?q=A%20B%26C",
      open_connection: "/settings/marketplaces/mpcon_1",
      open_destinations: "/settings/marketplaces/mpcon_1/destinations",
      open_store_order: "/orders/order_1",
    })
    expect(causeLinks(null).open_connection).toBe("/settings/marketplaces")
    const to = (params: Record<string, unknown>) =>
      causeLinks(problem("any", "choose_region", params), "mpcon_1").open_destinations?.split("?")[1]
    expect(to({ country: "CH", region: "France" })).toBe("country=CH")
    expect(to({ order_currency: "CHF", region_currency: "EUR" })).toBe("currency=CHF")
  })
})

describe("fixing in place", () => {
  const RETRY = "POST /orders/mpord_1/retry"

  it("takes the marketplace's total with a reason, and only then", async () => {
    const held = order({ problem: problem("total_mismatch", "accept_total") })
    const { user, calls } = await renderAdmin(<OrderRemedies order={held} />, {
      answers: { ...COMMON, [RETRY]: { order: held } },
    })
    await user.click(screen.getByRole("button", { name: "Use the marketplace's total" }))
    const confirm = () => screen.getAllByRole("button", { name: "Use the marketplace's total" }).at(-1)
    expect(confirm()).toHaveProperty("disabled", true)
    await user.type(screen.getByLabelText("Reason"), "  Checked on the portal ")
    await user.click(confirm()!)
    await screen.findByText("The order is imported with the marketplace's total.")
    expect(calls.filter(({ method }) => method === "POST")).toMatchObject([
      { path: "/orders/mpord_1/retry", body: { accept_total: true, reason: "Checked on the portal" } },
    ])
    expect(screen.queryByLabelText("Reason")).toBeNull()
  })

  it("keeps the question and what was typed when the store refuses", async () => {
    const held = order({ problem: problem("total_mismatch", "accept_total") })
    const { user } = await renderAdmin(<OrderRemedies order={held} />, { answers: COMMON })
    await user.click(screen.getByRole("button", { name: "Use the marketplace's total" }))
    await user.type(screen.getByLabelText("Reason"), "Checked{Enter}")
    await screen.findByText(`No answer for ${RETRY}`)
    expect(screen.getByLabelText("Reason")).toHaveProperty("value", "Checked")
  })

  it("says which orders were released", async () => {
    const released = jest.fn()
    const held = order({ problem: problem("rejected_by_hook", "retry") })
    const { user } = await renderAdmin(<OrderRemedies order={held} onReleased={released} />, {
      answers: { ...COMMON, [RETRY]: { order: held } },
    })
    await user.click(screen.getByRole("button", { name: "Try again" }))
    await screen.findByText("The order is evaluated again now.")
    expect(released).toHaveBeenCalledWith(["mpord_1"])
  })

  it("cancels at the marketplace with one of its own reasons", async () => {
    const { user, calls } = await renderAdmin(<OrderRemedies order={order(IMPORTED)} />, {
      answers: {
        ...COMMON,
        "GET /orders/mpord_1/cancellation-reasons": {
          cancellation_reasons: [{ code: "7", label: "Out of stock" }],
        },
        "POST /orders/mpord_1/cancel": { order: order(IMPORTED) },
      },
    })
    await user.click(await screen.findByRole("button", { name: "Cancel on the marketplace" }))
    await user.click(await screen.findByRole("combobox", { name: "Reason" }))
    await user.click(await screen.findByRole("option", { name: "Out of stock" }))
    await user.click(
      screen.getAllByRole("button", { name: "Cancel on the marketplace", hidden: true }).at(-1)!
    )
    await screen.findByText("The cancellation is being sent to the marketplace.")
    expect(calls.find(({ path }) => path.endsWith("/cancel"))?.body).toEqual({ reason: "7" })
  })

  const REASONS = "GET /orders/mpord_1/cancellation-reasons"

  it("asks for no reason to cancel before it is known which are taken, nor when that is not to be had", async () => {
    let answer: ((reasons: unknown) => void) | undefined
    const asked = new Promise((resolve) => (answer = resolve))
    const { user } = await renderAdmin(<OrderRemedies order={order(IMPORTED)} />, {
      answers: { ...COMMON, [REASONS]: asked },
    })
    await user.click(await screen.findByRole("button", { name: "Cancel on the marketplace" }))
    expect(await screen.findByRole("status", { name: "Loading" })).toBeTruthy()
    expect(screen.queryByRole("textbox")).toBeNull()
    answer?.({ cancellation_reasons: [] })
    expect(await screen.findByRole("textbox", { name: "Reason" })).toBeTruthy()
    cleanup()

    const failing = await renderAdmin(<OrderRemedies order={order(IMPORTED)} />, { answers: COMMON })
    await failing.user.click(await screen.findByRole("button", { name: "Cancel on the marketplace" }))
    expect(await screen.findByText(`No answer for ${REASONS}`)).toBeTruthy()
    expect(screen.queryByRole("textbox")).toBeNull()
  })

  it.each(["en", "fr"] as const)("says in words why a cancellation is off there (%s)", async (lang) => {
    const message = "Canceling is switched off in the settings."
    const off = { unavailable: { cancel: { code: "cancellation_off", message } } }
    const { user, calls } = await renderAdmin(<OrderRemedies order={order({ ...IMPORTED, ...off })} />, {
      answers: COMMON,
      lang,
    })
    const button = await screen.findByRole("button", { name: /ncel on the marketplace|Annuler sur la/ })
    expect(button).toHaveProperty("disabled", true)
    expect(document.getElementById(button.getAttribute("aria-describedby")!)?.textContent).toBe(message)
    await user.click(button)
    expect(calls.some(({ path }) => path.endsWith("/cancellation-reasons"))).toBe(false)
    cleanup()

    const held = (code: ProblemCode) => withProblem(code, { ...off, imported_at: IMPORTED.imported_at })
    await renderAdmin(<OrderRemedies order={held("unknown_sku")} withoutCause />, { answers: COMMON })
    expect(screen.queryByRole("button", { name: "Cancel on the marketplace" })).toBeNull()
    await renderAdmin(<OrderRemedies order={held("canceled_in_store")} withoutCause />, { answers: COMMON })
    expect(await screen.findByText(message)).toBeTruthy()
  })
})
