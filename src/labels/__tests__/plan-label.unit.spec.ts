import { purchaseRequestSchema, type LabelOption } from "../label-service"
import {
  labelOverridesSchema,
  planLabel,
  type LabelAccount,
  type LabelFulfillment,
  type LabelLine,
  type LabelOrder,
  type LabelOverrides,
} from "../plan-label"
import { commonLabelSettings } from "../settings"

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
const anOrder = (change: Partial<LabelOrder> = {}): LabelOrder => ({
  shipping,
  billing: shipping,
  email: "camille@exemple.invalid",
  order_number: "1001",
  currency_code: "eur",
  created_at: "2026-03-16T08:00:00.000Z",
  pickup_point: null,
  delivery_mode: null,
  shipping_total: 5,
  is_test: false,
  is_canceled: false,
  is_shipped_by_marketplace: false,
  has_prepaid_label: false,
  is_declared: false,
  ...change,
})
const aLine = (change: Partial<LabelLine> = {}): LabelLine => ({
  line_item_id: "ordli_1",
  title: "Tasse",
  sku: "TASSE",
  quantity: 2,
  ordered_quantity: 2,
  before: 0,
  total: 25.8,
  weight: 300,
  variant: { hs_code: "691200", origin_country: "fr", material: null },
  product: null,
  shipping_profile_id: "sp_1",
  ...change,
})
const aFulfillment = (change: Partial<LabelFulfillment> = {}): LabelFulfillment => ({
  stock_location_id: "sloc_1",
  shipping_option_id: "so_1",
  is_canceled: false,
  lines: [aLine()],
  ...change,
})
const anOption = (change: Partial<LabelOption> = {}): LabelOption => ({
  code: "colissimo:standard",
  name: "Colissimo",
  carrier: { code: "colissimo", name: "Colissimo" },
  contract: { id: "610", name: "Colissimo" },
  min_grams: 1,
  max_grams: 30_000,
  last_mile: "home",
  required_fields: ["phone"],
  needs_customs_papers: false,
  price: { amount: 6.99, currency_code: "EUR" },
  ...change,
})
const relay = (change: Partial<LabelOption> = {}) =>
  anOption({
    code: "mondial_relay:service_point",
    last_mile: "service_point",
    required_fields: ["email", "phone"],
    ...change,
  })
const letter = anOption({
  code: "sendcloud:letter",
  required_fields: [],
  price: { amount: 0, currency_code: "EUR" },
})

const anAccount = (
  change: Partial<LabelAccount> = {},
  labels: Record<string, unknown> = {}
): LabelAccount => ({
  settings: commonLabelSettings({ labels: { weight_unit: "g", packaging_grams: 50, ...labels } }),
  rules: [],
  fallback: { option_code: "colissimo:standard", contract_id: null },
  senders: { sloc_1: "501" },
  default_sender_id: null,
  known_senders: [
    { external_id: "501", country_code: "FR", postal_code: "69002" },
    { external_id: "502", country_code: "FR", postal_code: "59000" },
  ],
  options: [anOption(), relay(), letter],
  test_option_code: "sendcloud:letter",
  service_point_kind: "carrier",
  pickup_point: null,
  brand_id: null,
  most_parcels: 15,
  ...change,
})

const plan = (
  order: Partial<LabelOrder> = {},
  fulfillment: Partial<LabelFulfillment> = {},
  account: LabelAccount = anAccount(),
  overrides: LabelOverrides = {}
) => planLabel(anOrder(order), aFulfillment(fulfillment), account, overrides)
const faultsOf = (...given: Parameters<typeof plan>) => {
  const made = plan(...given)
  return made.kind === "wait" ? made.faults.map(({ field, code }) => `${field}: ${code}`) : made.kind
}

it("is a purchase when all is known", () => {
  const made = plan()
  expect(made).toMatchObject({
    kind: "buy",
    estimate: { amount: 6.99, currency_code: "EUR" },
    warnings: [],
    request: {
      order_number: "1001",
      sender_id: "501",
      option_code: "colissimo:standard",
      contract_id: "610",
      parcels: [{ weight_grams: 650, dimensions: null, items: [] }],
      service_point: null,
      customs: null,
      insured_value: null,
      total: { amount: 25.8, currency_code: "EUR" },
      to: { phone: "+33612345678", email: null },
      format: "pdf",
    },
  })
  const request = made.kind === "buy" ? made.request : null
  expect(purchaseRequestSchema.safeParse({ ...request, reference: "shop-a-1" }).success).toBe(true)
})

it.each<[string, Partial<LabelOrder>, Partial<LabelFulfillment>]>([
  ["order_canceled", { is_canceled: true }, {}],
  ["fulfillment_canceled", {}, { is_canceled: true }],
  ["shipped_by_marketplace", { is_shipped_by_marketplace: true }, {}],
  ["prepaid_label", { has_prepaid_label: true }, {}],
  ["declared_already", { is_declared: true }, {}],
  ["option_without_label", {}, { shipping_option_id: "so_van" }],
  ["nothing_to_ship", {}, { lines: [] }],
  ["nothing_to_ship", {}, { lines: [aLine({ quantity: 0 })] }],
  ["nothing_to_ship", {}, { lines: [aLine({ quantity: 1.5 })] }],
])("never: %s", (reason, order, fulfillment) => {
  const account = anAccount({}, { no_label_option_ids: ["so_van"] })
  expect(planLabel(anOrder(order), aFulfillment(fulfillment), account)).toMatchObject({
    kind: "never",
    reason,
  })
})

it.each<[string, Partial<LabelOrder>, Record<string, unknown>]>([
  ["a test order", { is_test: true }, {}],
  ["an account that only tests", {}, { is_test: true }],
])("buys nothing that costs for %s", (_, order, labels) => {
  const reason = { kind: "never", reason: "no_test_label" }
  expect(plan(order, {}, anAccount({ test_option_code: null }, labels))).toMatchObject(reason)
  expect(plan(order, {}, anAccount({}, labels))).toMatchObject({
    request: { option_code: "sendcloud:letter" },
  })
})

it("names everything that is missing at once, and makes up nothing", () => {
  const account = anAccount({ senders: {}, fallback: null }, { weight_unit: null })
  const order = { shipping: { ...shipping, city: null, address_1: null }, billing: null }
  expect(faultsOf(order, {}, account)).toEqual([
    "weight_unit: unit_not_chosen",
    "option: option_missing",
    "address_line_1: missing",
    "city: missing",
    "sender: sender_not_chosen",
  ])
})

describe("the sender", () => {
  it("is that of the stock location", () => {
    const senders = { sloc_1: "501", sloc_2: "502" }
    expect(plan({}, { stock_location_id: "sloc_2" }, anAccount({ senders }))).toMatchObject({
      request: { sender_id: "502" },
    })
  })
  it("is never the first of the list", () => {
    expect(faultsOf({}, { stock_location_id: "sloc_9" })).toEqual(["sender: sender_not_chosen"])
    expect(faultsOf({}, { stock_location_id: null })).toEqual(["sender: sender_not_chosen"])
    expect(faultsOf({}, { stock_location_id: "constructor" })).toEqual(["sender: sender_not_chosen"])
  })
  it("is the one chosen for all others, which is shown", () => {
    expect(plan({}, { stock_location_id: "sloc_9" }, anAccount({ default_sender_id: "502" }))).toMatchObject({
      request: { sender_id: "502" },
      warnings: [{ code: "fallback_sender", sender_id: "502" }],
    })
  })
  it("is missing where the service has it no more", () => {
    expect(faultsOf({}, {}, anAccount({ senders: { sloc_1: "999" } }))).toEqual(["sender: sender_gone"])
  })
})

describe("the option", () => {
  it("must be one for this route", () => {
    expect(faultsOf({}, {}, anAccount({ options: [letter] }))).toEqual(["option: option_not_available"])
    expect(plan({}, {}, anAccount({ options: null }))).toMatchObject({ kind: "buy", estimate: null })
  })
  it("has a contract, which is named where there are several", () => {
    const options = [anOption(), anOption({ contract: { id: "611", name: "Own" } })]
    expect(faultsOf({}, {}, anAccount({ options }))).toEqual(["contract: contract_not_chosen"])
    const fallback = (contract_id: string) => ({ option_code: "colissimo:standard", contract_id })
    expect(plan({}, {}, anAccount({ options, fallback: fallback("611") }))).toMatchObject({
      request: { contract_id: "611" },
    })
    expect(faultsOf({}, {}, anAccount({ options, fallback: fallback("612") }))).toEqual([
      "contract: contract_not_available",
    ])
  })
  it.each([
    [649, ["weight: too_heavy"]],
    [650, "buy"],
    [651, "buy"],
  ])("takes a weight up to its limit of %i g", (max_grams, faults) => {
    expect(faultsOf({}, {}, anAccount({ options: [anOption({ max_grams })] }))).toEqual(faults)
  })
  it("asks for what its carrier needs", () => {
    const options = [anOption({ required_fields: ["phone", "email", "dimensions"] })]
    const without = { shipping: { ...shipping, phone: null }, billing: null, email: null }
    expect(faultsOf(without, {}, anAccount({ options }))).toEqual([
      "phone: missing",
      "email: missing",
      "dimensions: missing",
    ])
    expect(
      plan({}, {}, anAccount({ options }), {
        parcels: [{ weight_grams: 900, dimensions: { length_mm: 300, width_mm: 200, height_mm: 100 } }],
      })
    ).toMatchObject({
      kind: "buy",
      request: { to: { email: "camille@exemple.invalid" }, parcels: [{ weight_grams: 900 }] },
    })
  })
})

describe("a pickup point", () => {
  const pickup_point = { id: "012345", name: "Tabac", network: "mondial-relay" }
  const account = anAccount({ fallback: { option_code: "mondial_relay:service_point", contract_id: null } })
  it("and the option agree, or nothing is bought", () => {
    expect(plan({ pickup_point }, {}, account)).toMatchObject({
      kind: "buy",
      request: { service_point: { kind: "carrier", id: "012345" } },
    })
    expect(faultsOf({ pickup_point })).toEqual(["service_point: option_ignores_pickup_point"])
    expect(faultsOf({}, {}, account)).toEqual(["service_point: pickup_point_missing"])
  })
  it.each([
    ["carrier", true, { kind: "carrier", id: "012345" }],
    ["service", true, { kind: "service", id: "9000000" }],
    ["carrier", false, ["service_point: pickup_point_closed"]],
    ["service", false, ["service_point: pickup_point_closed"]],
  ] as const)("is sent by the %s's id, open (%s) or not at all", (service_point_kind, is_open, expected) => {
    const point = {
      external_id: "9000000",
      carrier_point_id: "012345",
      carrier_code: "mondial_relay",
      name: "Tabac",
      street: "",
      postal_code: "75011",
      city: "Paris",
      country_code: "FR",
      is_open,
      distance_meters: null,
    }
    const asked = {
      ...account,
      service_point_kind,
      pickup_point: { kind: is_open ? "open" : "closed", point } as const,
    }
    const order = { pickup_point: { ...pickup_point, id: "12345" } }
    const made = plan(order, {}, asked)
    expect(made.kind === "buy" ? made.request.service_point : faultsOf(order, {}, asked)).toEqual(expected)
  })
  it("that the service does not know is named, and its own number is never made up", () => {
    expect(faultsOf({ pickup_point }, {}, { ...account, pickup_point: { kind: "unknown" } })).toEqual([
      "service_point: pickup_point_unknown",
    ])
    expect(faultsOf({ pickup_point }, {}, { ...account, service_point_kind: "service" })).toEqual([
      "service_point: pickup_point_unknown",
    ])
  })
  it("can be another one for this label, or none", () => {
    expect(plan({ pickup_point }, {}, account, { pickup_point_id: "067890" })).toMatchObject({
      request: { service_point: { id: "067890" } },
    })
    expect(plan({ pickup_point }, {}, anAccount(), { pickup_point_id: null }).kind).toBe("buy")
  })
})

describe("the customs", () => {
  const abroad = {
    shipping: { ...shipping, country_code: "ch", postal_code: "1200", city: "Genève", phone: "+41791234567" },
  }
  it("see every article, at the order's price", () => {
    expect(plan(abroad)).toMatchObject({
      kind: "buy",
      request: {
        customs: { invoice_number: "1001", reason: "commercial_goods", freight: { amount: 5 } },
        parcels: [
          { items: [{ hs_code: "691200", origin_country: "FR", quantity: 2, value: { amount: 12.9 } }] },
        ],
      },
    })
  })
  it("are needed overseas too, whatever France's code says", () => {
    const reunion = { shipping: { ...shipping, postal_code: "97400" } }
    expect(faultsOf(reunion, { lines: [aLine({ variant: null })] })).toEqual([
      "hs_code: hs_code_missing",
      "origin_country: origin_missing",
    ])
  })
  it("take no currency but three", () => {
    expect(faultsOf({ ...abroad, currency_code: "chf" })).toEqual(["currency: currency_not_accepted"])
  })
  it("say nothing twice of a weight that is missing", () => {
    expect(faultsOf(abroad, { lines: [aLine({ weight: null })] })).toEqual(["weight: weight_missing"])
  })
  it("find each article in one of several boxes", () => {
    const parcels = [
      { weight_grams: 350, dimensions: null },
      { weight_grams: 350, dimensions: null },
    ]
    expect(plan(abroad, {}, anAccount(), { parcels })).toMatchObject({
      request: { parcels: [{ items: [{ quantity: 1 }] }, { items: [{ quantity: 1 }] }] },
      estimate: { amount: 13.98 },
    })
  })
})

describe("a test", () => {
  it("buys nothing but the free letter, whatever was chosen", () => {
    const overrides = { option: { option_code: "colissimo:standard", contract_id: null } }
    expect(plan({ is_test: true }, {}, anAccount(), overrides)).toMatchObject({
      request: { option_code: "sendcloud:letter" },
    })
    expect(plan({}, {}, anAccount({}, { is_test: true, insurance: "value" }))).toMatchObject({
      request: { option_code: "sendcloud:letter", insured_value: null },
    })
  })
  it("goes to no pickup point, and says so", () => {
    const pickup_point = { id: "012345", name: null, network: null }
    expect(plan({ is_test: true, pickup_point })).toMatchObject({
      request: { service_point: null },
      warnings: [{ code: "pickup_point_left_out" }],
    })
  })
})

it.each([
  [99, null],
  [100, 100],
  [6000, 5000],
])("a parcel worth %d is insured for %p", (total, insured_value) => {
  const made = plan({}, { lines: [aLine({ total })] }, anAccount({}, { insurance: "value" }))
  expect(made).toMatchObject({ request: { insured_value } })
})

it("a kit is weighed once, by the order's line", () => {
  const lines = [aLine({ weight: 300, quantity: 1, ordered_quantity: 1 })]
  expect(plan({}, { lines })).toMatchObject({ request: { parcels: [{ weight_grams: 350 }] } })
})

it("corrections are for what a label has, and nothing else", () => {
  const is = (overrides: object) => labelOverridesSchema.safeParse(overrides).success
  expect(is({ to: { city: "Lyon" }, parcels: [{ weight_grams: 1200 }] })).toBe(true)
  expect(is({ to: { cities: "Lyon" } })).toBe(false)
  expect(is({ parcels: [{ weight_grams: 0 }] })).toBe(false)
  expect(is({ parcels: [] })).toBe(false)
  expect(is({ reference: "shop-a-1" })).toBe(false)
})
