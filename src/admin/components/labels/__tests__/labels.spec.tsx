import type { AdminOrder } from "@medusajs/framework/types"
import { screen, waitFor } from "@testing-library/react"
import type { ShownLabelAccount } from "../../../../api/admin/label-accounts/types"
import type { ShownLabel } from "../../../../api/admin/labels/types"
import { renderAdmin } from "../../../__tests__/render-admin"
import { LabelAccountSection } from "../label-account-section"
import { LabelsOfOrder } from "../labels-of-order"

const label = (change: Partial<ShownLabel> = {}): ShownLabel => ({
  id: "mplreq_1",
  account_id: "mplacc_1",
  order_id: "order_1",
  fulfillment_id: "ful_1",
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
  printed_at: null,
  printed_by: null,
  shipped_at: null,
  is_test: false,
  created_at: "2026-01-01T00:00:00.000Z",
  ...change,
})
const account: ShownLabelAccount = {
  id: "mplacc_1",
  version: "v1",
  service_id: "sendcloud",
  account: "public",
  name: "Sendcloud",
  is_enabled: true,
  health: { status: "ok", problem: null, since: null, blocked_until: null },
  settings: { labels: { mode: "automatic", ship: "at_once", weight_unit: null, item_grams: 500 } },
  senders: {},
  default_sender_id: null,
  fallback: null,
  brand_id: null,
  sales_channel_ids: [],
  credentials: {},
  webhook_url: null,
  created_at: "2026-01-01T00:00:00.000Z",
}
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

  it("are nothing where no account is connected", async () => {
    const { container, calls } = await renderAdmin(<LabelsOfOrder order={order} />, {
      answers: { "GET /admin/labels": page([]), "GET /admin/label-accounts": { ...accounts, count: 0 } },
    })
    await waitFor(() => expect(calls.length).toBe(2))
    expect(container.textContent).toBe("")
  })
})

describe("A label account", () => {
  it("says what is missing, and saves what is chosen", async () => {
    const { user, calls } = await renderAdmin(<LabelAccountSection account={account} />, {
      answers: {
        "GET /admin/label-accounts/mplacc_1/doctor": {
          findings: [{ code: "no_option", level: "stops", message: "Choose an option.", params: {} }],
          is_ready: false,
        },
        "GET /admin/label-accounts/mplacc_1/senders": {
          senders: [
            {
              external_id: "501",
              name: "Maison",
              city: "Lyon",
              postal_code: null,
              country_code: null,
              brand_id: null,
            },
          ],
        },
        "GET /admin/label-accounts/mplacc_1/options": {
          options: [{ code: "colissimo:standard", name: "Colissimo Domicile" }],
        },
        "GET /admin/stock-locations": { stock_locations: [{ id: "sloc_1", name: "Lyon" }] },
        "POST /admin/label-accounts/mplacc_1": { label_account: account },
      },
    })
    expect(await screen.findByText("Choose an option.")).toBeTruthy()
    await user.click(await screen.findByLabelText("Shipping option"))
    await user.click(await screen.findByRole("option", { name: "Colissimo Domicile" }))
    await user.click(screen.getByRole("button", { name: "Save" }))
    await waitFor(() =>
      expect(calls.find(({ method }) => method === "POST")?.body).toMatchObject({
        version: "v1",
        fallback: { option_code: "colissimo:standard", contract_id: null },
        settings: { labels: { mode: "automatic", item_grams: 500 } },
      })
    )
  })
})
