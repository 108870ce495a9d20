import type { AdminOrder } from "@medusajs/framework/types"
import { screen, waitFor } from "@testing-library/react"
import type { ShownLabelRule } from "../../../../api/admin/label-accounts/types"
import type { OrdersToLabel, ShownLabel } from "../../../../api/admin/labels/types"
import { renderAdmin } from "../../../__tests__/render-admin"
import { LabelOptionTester } from "../label-option-tester"
import { LabelRulesSection } from "../label-rules-section"
import { LabelsOfOrder } from "../labels-of-order"
import { LabelsTable } from "../labels-table"
import { OrdersToLabelTable } from "../orders-to-label"
import { aLabelAccount } from "./fixtures"

const label = (change: Partial<ShownLabel> = {}): ShownLabel => ({
  id: "mplreq_1",
  account_id: "mplacc_1",
  order_id: "order_1",
  kind: "outgoing",
  fulfillment_id: "ful_1",
  return_id: null,
  order_number: "1001",
  generation: 1,
  state: "ready",
  parcels: [
    {
      external_id: "7",
      generation: 1,
      tracking_number: "6A1",
      tracking_url: "https://track.example/6A1",
      status: "ready",
      external_status: "READY_TO_SEND",
      status_at: null,
      scanned_at: null,
      delivered_at: null,
      documents: ["label"],
    },
  ],
  earlier_parcels: [],
  option: { code: "colissimo:standard", name: "Colissimo Domicile", contract_id: null },
  carrier: { code: "colissimo", name: "Colissimo" },
  price_estimate: { amount: 6.99, currency_code: "EUR" },
  problem: null,
  faults: [],
  warnings: [],
  never_reason: null,
  cancel_result: null,
  cancel_message: null,
  is_canceling: false,
  requested_by: "system",
  approved_by: null,
  stop_approved_by: null,
  printed_at: null,
  printed_by: null,
  shipped_at: null,
  is_test: false,
  created_at: "2026-01-01T00:00:00.000Z",
  ...change,
})
const account = aLabelAccount()
const page = (labels: ShownLabel[]) => ({ labels, count: labels.length, limit: 50, offset: 0 })
const accounts = { label_accounts: [account], count: 1, limit: 100, offset: 0 }
const order = {
  id: "order_1",
  fulfillments: [
    { id: "ful_1", canceled_at: null, shipped_at: null },
    { id: "ful_2", canceled_at: null, shipped_at: null },
  ],
} as unknown as AdminOrder

describe("The labels of an order", () => {
  it("are shown with number, link and estimate, and a parcel without one gets it with a click", async () => {
    const { user, calls } = await renderAdmin(<LabelsOfOrder order={order} />, {
      answers: {
        "GET /admin/labels": page([label()]),
        "GET /admin/label-accounts": accounts,
        "GET /admin/returns": { returns: [] },
        "POST /admin/labels": { label: label({ id: "mplreq_2", fulfillment_id: "ful_2", state: "pending" }) },
      },
    })
    expect((await screen.findByText("6A1")).getAttribute("href")).toBe("https://track.example/6A1")
    expect(screen.getByText(/Colissimo Domicile · about €6\.99/)).toBeTruthy()
    await user.click(screen.getByRole("button", { name: "Make a label" }))
    await waitFor(() =>
      expect(calls.find(({ method }) => method === "POST")?.body).toEqual({ fulfillment_id: "ful_2" })
    )
  })

  it("say what is wrong, and are canceled only after a question", async () => {
    const { user, calls } = await renderAdmin(<LabelsOfOrder order={order} />, {
      lang: "fr",
      answers: {
        "GET /admin/labels": page([
          label({
            state: "failed",
            parcels: [],
            problem: {
              code: "label_refused",
              title: "Refusée par le service d'étiquettes",
              message: "Le numéro manque.",
              hint: "Corrigez.",
              remedy: null,
              params: {},
            },
          }),
        ]),
        "GET /admin/label-accounts": accounts,
        "GET /admin/returns": { returns: [] },
        "POST /admin/labels/mplreq_1/cancel": { label: label({ state: "canceled" }) },
      },
    })
    await screen.findByText(/Le numéro manque/)
    await user.click(screen.getByRole("button", { name: "Annuler l'étiquette" }))
    expect(calls.some(({ method }) => method === "POST")).toBe(false)
    await screen.findByRole("alertdialog")
    const buttons = screen.getAllByRole("button", { name: "Annuler l'étiquette" })
    await user.click(buttons[buttons.length - 1])
    await waitFor(() => expect(calls.some(({ path }) => path === "/admin/labels/mplreq_1/cancel")).toBe(true))
  })

  it("are corrected for one label only, with what is filled in and nothing else", async () => {
    const problem = {
      code: "label_incomplete",
      title: "Something is missing",
      message: "Missing: service_point.",
      hint: "Correct it.",
      remedy: null,
      params: {},
    }
    const { user, calls } = await renderAdmin(<LabelsOfOrder order={order} />, {
      answers: {
        "GET /admin/labels": page([label({ state: "failed", parcels: [], problem })]),
        "GET /admin/label-accounts": accounts,
        "GET /admin/returns": { returns: [] },
        "GET /admin/label-accounts/mplacc_1/options": { options: [] },
        "GET /admin/label-accounts/mplacc_1/service-points": {
          service_points: [
            {
              carrier_point_id: "067890",
              name: "Librairie Exemple",
              street: "8 place du Marché",
              city: "Paris",
            },
          ],
        },
        "POST /admin/labels/mplreq_1/retry": { label: label({ state: "pending" }) },
      },
    })
    await user.click(await screen.findByRole("button", { name: "Correct for this label only" }))
    await user.type(screen.getByLabelText(/House number/), "12")
    await user.type(screen.getByLabelText(/Weight of each parcel/), "700")
    await user.clear(screen.getByLabelText(/Number of parcels/))
    await user.type(screen.getByLabelText(/Number of parcels/), "2")
    await user.type(screen.getByLabelText(/Pickup points near/), "75011")
    await waitFor(() => expect(calls.some(({ path }) => path.endsWith("/service-points"))).toBe(true))
    await user.click(screen.getByLabelText("Pickup point"))
    await user.click(await screen.findByRole("option", { name: /Librairie Exemple/ }))
    await user.click(screen.getByRole("button", { name: "Try with these" }))
    const parcel = { weight_grams: 700, dimensions: null }
    await waitFor(() =>
      expect(calls.find(({ method }) => method === "POST")?.body).toEqual({
        overrides: {
          to: { house_number: "12" },
          parcels: [parcel, parcel],
          pickup_point_id: "067890",
        },
      })
    )
  })

  it("are made for a return with a click, and one that is over has no button", async () => {
    const returns = [
      { id: "return_1", status: "requested" },
      { id: "return_2", status: "received" },
      { id: "return_3", status: "canceled" },
      { id: "return_4", status: "requested" },
    ]
    const made = label({ id: "mplreq_4", kind: "return", fulfillment_id: null, return_id: "return_4" })
    const { user, calls } = await renderAdmin(<LabelsOfOrder order={order} />, {
      answers: {
        "GET /admin/labels": page([label(), label({ id: "mplreq_2", fulfillment_id: "ful_2" }), made]),
        "GET /admin/label-accounts": accounts,
        "GET /admin/returns": { returns },
        "POST /admin/labels": { label: made },
      },
    })
    await screen.findByText("Return: Ready")
    await user.click(await screen.findByRole("button", { name: "Make a return label" }))
    await waitFor(() =>
      expect(calls.find(({ method }) => method === "POST")?.body).toEqual({ return_id: "return_1" })
    )
  })

  it("are nothing where no account is connected", async () => {
    const { container, calls } = await renderAdmin(<LabelsOfOrder order={order} />, {
      answers: { "GET /admin/labels": page([]), "GET /admin/label-accounts": { ...accounts, count: 0 } },
    })
    await waitFor(() => expect(calls.length).toBe(2))
    expect(container.textContent).toBe("")
  })
})

describe("Many labels", () => {
  const row = (change: Partial<OrdersToLabel["orders"][number]>): OrdersToLabel["orders"][number] => ({
    order_id: "order_1",
    display_id: 1,
    order_number: "A1",
    account_id: "mplacc_1",
    account_name: "Sendcloud",
    is_packed: false,
    codes: [],
    ship_by: "2026-03-01T10:00:00.000Z",
    message: null,
    ...change,
  })

  it("are bought after a question for the orders that are chosen, and what is left out says why", async () => {
    const onMade = jest.fn()
    const { user, calls } = await renderAdmin(<OrdersToLabelTable onMade={onMade} />, {
      answers: {
        "GET /admin/labels/to-make": {
          orders: [
            row({}),
            row({ order_id: "order_2", order_number: "A2" }),
            row({ order_id: "order_3", order_number: "A3", message: "Its stock is at several locations." }),
          ],
        },
        "POST /admin/labels/estimate": { total: { amount: 13.98, currency_code: "EUR" }, count: 2 },
        "POST /admin/labels/bulk": {
          orders: [
            { order_id: "order_1", label_id: "mplreq_1", message: null },
            { order_id: "order_2", label_id: null, message: "Its address lacks a city." },
          ],
        },
      },
    })
    await screen.findByText("Its stock is at several locations.")
    const boxes = screen.getAllByRole("checkbox")
    // One for all, and one for each order; what cannot go whole cannot be chosen.
    expect(boxes.map((box) => (box as HTMLButtonElement).disabled)).toEqual([false, false, false, true])
    for (const place of [1, 2]) await user.click(screen.getAllByRole("checkbox")[place])
    await user.click(screen.getByRole("button", { name: "Pack and make labels" }))
    const asked = await screen.findByRole("alertdialog")
    expect(asked.textContent).toContain("estimates €13.98 for 2 labels")
    const paths = () => calls.filter(({ method }) => method === "POST").map(({ path }) => path)
    expect(paths()).toEqual(["/admin/labels/estimate"])
    const buttons = screen.getAllByRole("button", { name: "Pack and make labels" })
    await user.click(buttons[buttons.length - 1])
    expect(await screen.findByText(/Its address lacks a city/)).toBeTruthy()
    expect(paths()).toEqual(["/admin/labels/estimate", "/admin/labels/bulk"])
    expect(calls.find(({ path }) => path.endsWith("/bulk"))?.body).toEqual({
      order_ids: ["order_1", "order_2"],
    })
    expect(onMade).not.toHaveBeenCalled()
  })

  it("are made one by one with a scanner: the most urgent order that can go, by its number or an article", async () => {
    const { user, calls } = await renderAdmin(<OrdersToLabelTable onMade={jest.fn()} />, {
      answers: {
        "GET /admin/labels/to-make": {
          orders: [
            row({
              order_id: "order_1",
              order_number: "A1",
              codes: ["TASSE"],
              message: "Its stock is elsewhere.",
            }),
            row({ order_id: "order_2", order_number: "A2", codes: ["TASSE", "3760000000017"] }),
            row({ order_id: "order_3", order_number: "A3", codes: ["TASSE"] }),
          ],
        },
        "POST /admin/labels/bulk": {
          orders: [{ order_id: "order_2", label_id: null, message: "Its address lacks a city." }],
        },
      },
    })
    const field = await screen.findByLabelText("Scan")
    const posted = () => calls.filter(({ method }) => method === "POST").map(({ body }) => body)
    await user.type(field, "tasse{Enter}")
    expect(await screen.findByText("A2: Its address lacks a city.")).toBeTruthy()
    expect((field as HTMLInputElement).value).toBe("")
    await user.keyboard("a1{Enter}")
    expect(await screen.findByText("A1: Its stock is elsewhere.")).toBeTruthy()
    await user.keyboard("nothing{Enter}")
    expect(await screen.findByText("No order waits with nothing.")).toBeTruthy()
    expect(posted()).toEqual([{ order_ids: ["order_2"] }])
  })

  it("are printed with a scanner for every parcel of the order", async () => {
    const labels = [
      label({ id: "mplreq_2" }),
      label({ id: "mplreq_0", state: "canceled" }),
      label({ id: "mplreq_3", kind: "return", fulfillment_id: null, return_id: "return_1" }),
      label({ id: "mplreq_1" }),
    ]
    const { user, calls } = await renderAdmin(<OrdersToLabelTable onMade={jest.fn()} />, {
      answers: {
        "GET /admin/labels/to-make": { orders: [row({ order_id: "order_1", order_number: "A1" })] },
        "POST /admin/labels/bulk": {
          orders: [{ order_id: "order_1", label_id: "mplreq_2", message: null }],
        },
        "GET /admin/labels": page(labels),
        "POST /admin/labels/print": { status: 400, message: "The printer is on fire." },
      },
    })
    await user.type(await screen.findByLabelText("Scan"), "a1{Enter}")
    expect(await screen.findByText(/on fire/)).toBeTruthy()
    expect(calls.find(({ path }) => path === "/admin/labels")?.query.get("order_id")).toBe("order_1")
    expect(calls.find(({ path }) => path === "/admin/labels/print")?.body).toEqual({
      ids: ["mplreq_1", "mplreq_2"],
    })
  })

  it("are printed in the list's order, and marked only once they are", async () => {
    const labels = [label({ id: "mplreq_2" }), label({ id: "mplreq_1" })]
    const { user, calls } = await renderAdmin(<LabelsTable tab="print" />, {
      answers: {
        "GET /admin/labels": page(labels),
        "POST /admin/labels/print": { status: 400, message: "Print at most 20 labels at a time." },
      },
    })
    await screen.findAllByRole("checkbox")
    for (const place of [2, 1]) await user.click(screen.getAllByRole("checkbox")[place])
    const asked = calls.find(({ path }) => path === "/admin/labels")
    expect(asked?.query.get("printed")).toBe("false")
    expect([...(asked?.query.values() ?? [])]).toContain("ready")
    await user.click(screen.getAllByRole("button", { name: "Print" })[2])
    expect(await screen.findByText(/at most 20/)).toBeTruthy()
    expect(calls.filter(({ method }) => method === "POST")).toMatchObject([
      { path: "/admin/labels/print", body: { ids: ["mplreq_2", "mplreq_1"], sort: "picking" } },
    ])
  })
})

describe("The rules of an account", () => {
  const rule: ShownLabelRule = {
    id: "mplrule_1",
    position: 0,
    version: "r1",
    name: "Relay",
    is_enabled: true,
    match: { has_pickup_point: true, stock_location_ids: ["sloc_1"] },
    option_code: "mondial_relay:point",
    contract_id: "77",
  }
  const answers = {
    "GET /admin/label-accounts/mplacc_1/options": {
      options: [
        { code: "mondial_relay:point", name: "Mondial Relay" },
        { code: "colissimo:standard", name: "Colissimo Domicile" },
      ],
    },
    "GET /admin/label-accounts/mplacc_1/rules": {
      rules: [rule, { ...rule, id: "mplrule_2", name: "Heavy", match: { min_grams: 5000 } }],
    },
  }

  it("are shown in their order, changed without losing what has no field, and moved", async () => {
    const { user, calls } = await renderAdmin(<LabelRulesSection account={account} />, {
      answers: {
        ...answers,
        "POST /admin/label-accounts/mplacc_1/rules/mplrule_1": { rules: [] },
        "POST /admin/label-accounts/mplacc_1/rules/order": { rules: [] },
      },
    })
    expect(await screen.findByText(/1\. Relay → Mondial Relay/)).toBeTruthy()
    expect(screen.getByText(/5000–∞ g/)).toBeTruthy()
    await user.click(screen.getByRole("button", { name: "Move rule 1 down" }))
    await user.click(screen.getAllByRole("button", { name: "More actions" })[0])
    await user.click(await screen.findByText("Edit"))
    await user.type(await screen.findByLabelText(/Countries/), "be, fr")
    // What can be bought to that country is offered too.
    const asked = () =>
      calls
        .filter(({ path }) => path.endsWith("/options"))
        .map(({ query }) => [query.get("country_code"), query.get("postal_code")])
    await waitFor(() => expect(asked()).toContainEqual(["BE", null]))
    expect(asked()).toContainEqual(["FR", "75001"])
    await user.click(screen.getByRole("button", { name: "Save" }))
    await waitFor(() => expect(calls.filter(({ method }) => method === "POST")).toHaveLength(2))
    expect(calls.filter(({ method }) => method === "POST").map(({ body }) => body)).toEqual([
      { ids: ["mplrule_2", "mplrule_1"] },
      {
        version: "r1",
        name: "Relay",
        is_enabled: true,
        option_code: "mondial_relay:point",
        contract_id: "77",
        match: {
          stock_location_ids: ["sloc_1"],
          country_codes: ["BE", "FR"],
          delivery_modes: null,
          skus: null,
          min_grams: null,
          max_grams: null,
          has_pickup_point: true,
        },
      },
    ])
  })

  it("are tried for a parcel, and say why", async () => {
    const { user, calls } = await renderAdmin(<LabelOptionTester account={account} />, {
      answers: {
        ...answers,
        "POST /admin/label-accounts/mplacc_1/rules/resolve": {
          chosen: { option_code: "colissimo:standard", contract_id: null },
          steps: [
            { kind: "override", outcome: "none" },
            { kind: "rule", id: "mplrule_1", name: "Relay", outcome: "failed", failed: "has_pickup_point" },
            { kind: "fallback", outcome: "used" },
          ],
        },
      },
    })
    await user.click(screen.getByRole("button", { name: "Test" }))
    expect(await screen.findByText("Colissimo Domicile")).toBeTruthy()
    expect(screen.getByText(/Relay – does not fit: pickup point/)).toBeTruthy()
    expect(calls.find(({ method }) => method === "POST")?.body).toMatchObject({
      country_code: "FR",
      grams: 1000,
      has_pickup_point: false,
    })
  })
})
