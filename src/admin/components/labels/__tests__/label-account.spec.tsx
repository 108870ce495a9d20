import { cleanup, screen, waitFor, within } from "@testing-library/react"
import type { ShownLabelAccount } from "../../../../api/admin/label-accounts/types"
import { presentLabelService } from "../../../../api/admin/label-accounts/present"
import { sendcloud } from "../../../../labels/sendcloud/adapter"
import { FINDING_CODES, type FindingCode } from "../../../../labels/doctor"
import { LABEL_PROBLEMS } from "../../../../orders/problems/label-problems"
import { LABEL_TEXTS } from "../../../../orders/problems/label-texts"
import { renderAdmin } from "../../../__tests__/render-admin"
import KeysPage from "../../../routes/settings/label-accounts/@credentials/[id]/page"
import SettingsPage from "../../../routes/settings/label-accounts/@settings/[id]/[section]/page"
import { LabelAccountSection } from "../label-account-section"
import { LabelAccountSettings } from "../label-account-settings"
import { LabelRulesSection } from "../label-rules-section"
import { aLabelAccount } from "./fixtures"

jest.mock("react-router-dom", () => ({
  ...jest.requireActual<object>("react-router-dom"),
  useParams: () => mockParams,
}))
let mockParams = {}
afterEach(cleanup)

const account = aLabelAccount()
const SENDER = {
  external_id: "501",
  name: "Maison",
  city: "Lyon",
  postal_code: null,
  country_code: null,
  brand_id: null,
}
const option = (change: object) => ({
  code: "colissimo:standard",
  name: "Colissimo Domicile",
  contract: null,
  ...change,
})
const answers = {
  "GET /admin/label-accounts": { label_accounts: [account], count: 1, limit: 100, offset: 0 },
  "GET /admin/label-accounts/services": { services: [presentLabelService(sendcloud, "en")] },
  "GET /admin/label-accounts/mplacc_1/doctor": { findings: [], is_ready: true },
  "GET /admin/label-accounts/mplacc_1/senders": { senders: [SENDER] },
  "GET /admin/label-accounts/mplacc_1/options": {
    options: [
      option({}),
      option({ code: "ups:standard", name: "UPS", contract: { id: "7", name: "Own contract" } }),
      option({ code: "ups:standard", name: "UPS", contract: { id: "8", name: "Sendcloud's" } }),
    ],
  },
  "GET /admin/label-accounts/mplacc_1/rules": { rules: [] },
  "GET /admin/stock-locations": { stock_locations: [{ id: "sloc_1", name: "Lyon" }] },
  "GET /admin/sales-channels": { sales_channels: [{ id: "sc_1", name: "Shop" }] },
  "GET /admin/shipping-options": { shipping_options: [{ id: "so_1", name: "Collection" }] },
  "GET /admin/customer-groups": { customer_groups: [] },
  "POST /admin/label-accounts/mplacc_1": { label_account: account },
}
const posted = (calls: { method: string; body: unknown }[]) =>
  calls.filter(({ method }) => method === "POST").map(({ body }) => body)

/** The page of the accounts, without what connects another. */
const page = (
  <>
    <LabelAccountSection account={account} />
    <LabelAccountSettings account={account} />
    <LabelRulesSection account={account} />
  </>
)

describe("A label account", () => {
  it("saves what was chosen and nothing else, each option with its contract", async () => {
    const { user, calls } = await renderAdmin(<LabelAccountSection account={account} />, { answers })
    await user.click(await screen.findByLabelText(/^Shipping option/))
    expect(screen.getByRole("option", { name: "Colissimo Domicile" })).toBeTruthy()
    await user.click(await screen.findByRole("option", { name: "UPS, Sendcloud's" }))
    await user.click(screen.getByLabelText("Sender address of Lyon"))
    await user.click(await screen.findByRole("option", { name: "Maison, Lyon" }))
    await user.click(screen.getByLabelText("Shop"))
    await user.click(screen.getByLabelText("Buy labels"))
    await user.click(screen.getByRole("button", { name: "Save" }))
    await waitFor(() =>
      expect(posted(calls)).toEqual([
        {
          version: "v1",
          fallback: { option_code: "ups:standard", contract_id: "8" },
          senders: { sloc_1: "501" },
          sales_channel_ids: ["sc_1"],
          is_enabled: false,
        },
      ])
    )
  })

  it("shows what another user saved meanwhile, and replaces it only when it is saved again", async () => {
    const theirs = { ...account, version: "v2", name: "Theirs" }
    const sent: { version?: string; name?: string }[] = []
    const { user } = await renderAdmin(<LabelAccountSection account={account} />, {
      answers: {
        ...answers,
        "POST /admin/label-accounts/mplacc_1": ({ body }: { body: unknown }) => {
          sent.push(body as (typeof sent)[number])
          return sent.length === 1
            ? { type: "conflict", code: "changed_meanwhile", message: "Changed.", label_account: theirs }
            : { label_account: theirs }
        },
      },
    })
    await user.type(await screen.findByLabelText(/^Name/), " 2")
    await user.click(screen.getByRole("button", { name: "Save" }))
    const alert = await screen.findByRole("alert")
    expect(alert.textContent).toContain("Theirs")
    expect(alert.textContent).toContain("Sendcloud 2")
    await user.click(screen.getByRole("button", { name: "Save" }))
    await waitFor(() => expect(sent.map(({ version }) => version)).toEqual(["v1", "v2"]))
  })

  it("changes one setting in its drawer, and replaces keys without showing any", async () => {
    mockParams = { id: "mplacc_1", section: "labels" }
    const { user, calls } = await renderAdmin(<SettingsPage />, { answers })
    const limit = await screen.findByLabelText(/^Labels a day/)
    await user.clear(limit)
    await user.type(limit, "50")
    await user.click(screen.getByLabelText("Collection"))
    await user.click(screen.getByRole("button", { name: "Save" }))
    await waitFor(() =>
      expect(posted(calls)).toEqual([
        { version: "v1", settings: { labels: { daily_count: 50, no_label_option_ids: ["so_1"] } } },
      ])
    )
    cleanup()
    mockParams = { id: "mplacc_1" }
    const keys = await renderAdmin(<KeysPage />, { answers })
    await keys.user.type(await screen.findByLabelText(/^Secret key/), "new-secret")
    await keys.user.click(screen.getByRole("button", { name: "Save" }))
    await waitFor(() =>
      expect(posted(keys.calls)).toEqual([{ version: "v1", credentials: { secret_key: "new-secret" } }])
    )
  })

  it("switches the service's reports, and accepts what else is connected there", async () => {
    const params = { name: "Rakuten", integration_id: "99" }
    const { user, calls } = await renderAdmin(page, {
      answers: {
        ...answers,
        "GET /admin/label-accounts/mplacc_1/doctor": {
          findings: [{ code: "other_integration", level: "warns", message: "Rakuten is connected.", params }],
          is_ready: true,
        },
      },
    })
    await user.click(await screen.findByRole("button", { name: "Accept it" }))
    const row = (await screen.findByText("Reports of the service")).parentElement as HTMLElement
    await user.click(within(row).getByRole("button", { name: "Switch on" }))
    await waitFor(() => expect(posted(calls)).toEqual([{ accept_integration_id: "99" }, { webhook: true }]))
  })
})

type Code = keyof typeof LABEL_PROBLEMS
/** Whose next step is in the settings of a label account: the names of the controls that it leads to. */
const LEADS_TO: Partial<Record<Code | FindingCode, string[]>> = {
  label_incomplete: ["Sender address of Lyon", "Unit of product weights", "Customs code of other items"],
  label_needs_approval: ["Labels a day", "Highest price (EUR)"],
  label_account_off: ["Buy labels"],
  label_keys_refused: ["Public key", "Secret key"],
  label_no_rights: ["Public key", "Secret key"],
  label_no_payment_method: ["Check the configuration"],
  label_reference_clash: ["Secret key"],
  label_account_invalid: ["Check the configuration", "Shipping option"],
  label_copied_database: ["Buy labels with this installation"],
  keys: ["Secret key"],
  senders_unmapped: ["Sender address of Lyon", "Sender address of other locations"],
  sender_gone: ["Sender address of Lyon", "Sender address of other locations"],
  no_option: ["Shipping option", "Add a rule"],
  no_return_option: ["Option for returns"],
  weight_unit: ["Unit of product weights"],
  integration_unknown: ["Integration"],
  other_integration: ["Accept it"],
  no_webhook: ["Switch on"],
}

describe("A label problem", () => {
  it("whose next step is in the settings is listed here", () => {
    const named = (Object.keys(LABEL_TEXTS) as Code[]).filter((code) =>
      /settings|keys|switch it on|check the account/i.test(LABEL_TEXTS[code].en[1])
    )
    expect(named.filter((code) => !(code in LEADS_TO))).toEqual([])
    // What the service's own panel or the plugin's options decide.
    const elsewhere = ["service_points_off", "no_public_address"]
    expect(FINDING_CODES.filter((code) => !(code in LEADS_TO) && !elsewhere.includes(code))).toEqual([])
  })

  it("leads to a control that is there", async () => {
    const offered = new Set<string>()
    const collect = () => {
      for (const element of document.querySelectorAll("label, button, legend, [role=switch]")) {
        offered.add((element.textContent ?? "").replace(/\*$/, "").trim())
      }
    }
    const copied = {
      ...account,
      health: {
        ...account.health,
        problem: {
          code: "label_copied_database",
          title: "",
          message: "",
          hint: "",
          remedy: null,
          params: {},
        },
      },
    } as ShownLabelAccount
    const params = { integration_id: "9" }
    const findings = [{ code: "other_integration", level: "warns", message: "Another.", params }]
    await renderAdmin(
      <>
        <LabelAccountSection account={copied} />
        <LabelAccountSettings account={copied} />
        <LabelRulesSection account={copied} />
      </>,
      { answers: { ...answers, "GET /admin/label-accounts/mplacc_1/doctor": { findings, is_ready: true } } }
    )
    await screen.findByText("Reports of the service")
    await screen.findByRole("button", { name: "Accept it" })
    await screen.findByLabelText("Sender address of Lyon")
    collect()
    cleanup()
    const sections = [
      ...presentLabelService(sendcloud, "en").setting_sections.map(({ name }) => name),
      "sendcloud",
    ]
    for (const section of sections) {
      mockParams = { id: "mplacc_1", section }
      await renderAdmin(<SettingsPage />, { answers })
      await screen.findByRole("button", { name: "Save" })
      collect()
      cleanup()
    }
    mockParams = { id: "mplacc_1" }
    await renderAdmin(<KeysPage />, { answers })
    await screen.findByLabelText(/^Secret key/)
    collect()
    const missing = Object.entries(LEADS_TO).flatMap(([code, names]) =>
      names.filter((name) => !offered.has(name)).map((name) => `${code}: ${name}`)
    )
    expect(missing).toEqual([])
  })
})
