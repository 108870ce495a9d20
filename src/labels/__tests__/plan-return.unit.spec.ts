import { returnRequestSchema, type LabelOption, type Sender } from "../label-service"
import type { LabelLine, LabelOrder, LabelOverrides } from "../plan-label"
import { planReturn, type LabelReturn, type ReturnAccount } from "../plan-return"
import { commonLabelSettings } from "../settings"
import { anAddress } from "./fixtures"

const shipping = {
  first_name: "Camille",
  last_name: "Exemple",
  company: null,
  address_1: "12 bis rue des Lilas",
  address_2: null,
  postal_code: "75011",
  city: "Paris",
  province: null,
  country_code: "fr",
  phone: "0612345678",
  metadata: null,
}
const order: LabelOrder = {
  shipping,
  billing: shipping,
  email: "camille@exemple.invalid",
  order_number: "1001",
  currency_code: "eur",
  created_at: "2026-03-16T08:00:00.000Z",
  pickup_point: { id: "012345", name: null },
  delivery_mode: null,
  shipping_total: 5,
  is_test: false,
  is_canceled: false,
  is_shipped_by_marketplace: false,
  has_prepaid_label: true,
  is_declared: true,
} as LabelOrder
const line: LabelLine = {
  line_item_id: "ordli_1",
  title: "Tasse",
  sku: "TASSE",
  quantity: 1,
  ordered_quantity: 2,
  before: 0,
  total: 25.8,
  weight: 300,
  variant: { hs_code: "691200", origin_country: "fr", material: null },
  product: null,
  shipping_profile_id: "sp_1",
}
const shop = anAddress({
  name: "Expéditions",
  company_name: "Maison Exemple",
  address_line_1: "12 rue des Essais",
  postal_code: "69002",
  city: "Lyon",
})
const sender: Sender = {
  external_id: "501",
  name: "Maison Exemple",
  city: "Lyon",
  postal_code: "69002",
  country_code: "FR",
  brand_id: null,
  address: shop,
}
const option: LabelOption = {
  code: "colissimo:return/return",
  name: "Colissimo Retour",
  carrier: { code: "colissimo", name: "Colissimo" },
  contract: { id: "610", name: "Colissimo" },
  min_grams: 1,
  max_grams: 30_000,
  last_mile: "home",
  required_fields: ["dimensions"],
  needs_customs_papers: false,
  price: { amount: 7.49, currency_code: "EUR" },
}
const settings = (labels: Record<string, unknown> = {}) =>
  commonLabelSettings({ labels: { weight_unit: "g", packaging_grams: 100, ...labels } })
const account: ReturnAccount = {
  settings: settings(),
  senders: { sloc_1: "501" },
  default_sender_id: null,
  brand_id: null,
  return_option: { option_code: option.code, contract_id: null },
  known_senders: [sender],
  options: [option],
}
const plan = (
  change: {
    order?: Partial<LabelOrder>
    given?: Partial<LabelReturn>
    account?: Partial<ReturnAccount>
  } = {},
  overrides?: LabelOverrides
) =>
  planReturn(
    { ...order, ...change.order },
    { stock_location_id: "sloc_1", is_canceled: false, is_received: false, lines: [line], ...change.given },
    { ...account, ...change.account },
    overrides
  )
const faults = (planned: ReturnType<typeof plan>) =>
  planned.kind === "wait" ? planned.faults.map(({ field, code }) => `${field}: ${code}`) : planned.kind

describe("A return's label", () => {
  it("goes from the buyer to the sender of the location, with the articles that come back", () => {
    const planned = plan()
    expect(planned).toMatchObject({
      kind: "buy",
      estimate: { amount: 7.49 },
      request: {
        from: { name: "Camille Exemple", postal_code: "75011", email: null },
        to: shop,
        option_code: option.code,
        contract_id: "610",
        weight_grams: 400,
        items: [],
        total: { amount: 12.9, currency_code: "EUR" },
      },
    })
    if (planned.kind !== "buy") throw new Error(planned.kind)
    returnRequestSchema.parse({ ...planned.request, reference: "shop-1-1" })
  })

  it("waits for what is missing, field by field", () => {
    expect(faults(plan({ account: { return_option: null } }))).toEqual(["option: option_missing"])
    expect(faults(plan({ account: { options: [] } }))).toEqual(["option: option_not_available"])
    expect(faults(plan({ account: { senders: {} } }))).toEqual(["sender: sender_not_chosen"])
    expect(faults(plan({ account: { known_senders: [] } }))).toContain("sender: sender_gone")
    expect(faults(plan({ account: { known_senders: [{ ...sender, address: null }] } }))).toEqual([
      "sender: sender_incomplete",
    ])
    expect(faults(plan({ given: { lines: [{ ...line, weight: null }] } }))).toEqual([
      "weight: weight_missing",
    ])
    expect(faults(plan({ order: { shipping: { ...shipping, city: null } } }))).toEqual(["city: missing"])
    const contracts = [option, { ...option, contract: { id: "611", name: "Two" } }]
    expect(faults(plan({ account: { options: contracts } }))).toEqual(["contract: contract_not_chosen"])
    const two = { weight_grams: 500, dimensions: null }
    expect(faults(plan({}, { parcels: [two, two] }))).toEqual(["parcels: too_many_parcels"])
    expect(faults(plan({}, { parcels: [{ weight_grams: 40_000, dimensions: null }] }))).toEqual([
      "weight: too_heavy",
    ])
  })

  it("has customs papers from an overseas territory", () => {
    const reunion = { ...shipping, postal_code: "97400", city: "Saint-Denis", country_code: "re" }
    const planned = plan({ order: { shipping: reunion } })
    expect(planned).toMatchObject({ kind: "buy", request: { items: [{ quantity: 1, hs_code: "691200" }] } })
    expect(
      faults(plan({ order: { shipping: reunion }, given: { lines: [{ ...line, variant: null }] } }))
    ).toEqual(["hs_code: hs_code_missing", "origin_country: origin_missing"])
  })

  it.each([
    ["return_canceled", { given: { is_canceled: true } }],
    ["return_received", { given: { is_received: true } }],
    ["shipped_by_marketplace", { order: { is_shipped_by_marketplace: true } }],
    ["no_test_label", { order: { is_test: true } }],
    ["no_test_label", { account: { settings: settings({ is_test: true }) } }],
    ["nothing_to_ship", { given: { lines: [] } }],
    ["nothing_to_ship", { given: { lines: [{ ...line, quantity: 0.5 }] } }],
  ])("is none: %s", (reason, change) => {
    expect(plan(change)).toEqual({ kind: "never", reason })
  })
})
