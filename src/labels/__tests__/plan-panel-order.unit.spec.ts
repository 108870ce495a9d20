import { panelOrderSchema } from "../label-service"
import type { LabelLine, LabelOrder } from "../plan-label"
import { type OrderForPanel, planPanelOrder } from "../plan-panel-order"
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
const order = (change: Partial<LabelOrder> = {}): LabelOrder => ({
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
const line = (change: Partial<LabelLine> = {}): LabelLine => ({
  line_item_id: "ordli_1",
  title: "Tasse",
  sku: "TASSE",
  quantity: 1,
  ordered_quantity: 2,
  before: 1,
  total: 25.81,
  weight: 300,
  variant: { hs_code: null, origin_country: null, material: null },
  product: { hs_code: "691200", origin_country: "FR", material: null },
  shipping_profile_id: "sp_1",
  ...change,
})
const subject = (change: Partial<OrderForPanel> = {}): OrderForPanel => ({
  id: "order_1",
  order: order(),
  lines: [line()],
  is_packed: false,
  stock_location_id: null,
  is_stopped: false,
  ...change,
})
const account = (labels: Record<string, unknown> = {}) => ({
  settings: commonLabelSettings({ labels: { weight_unit: "g", packaging_grams: 50, ...labels } }),
  rules: [],
  fallback: { option_code: "colissimo:standard", contract_id: null },
})
const plan = (change: Partial<OrderForPanel> = {}, labels = {}) =>
  planPanelOrder(subject(change), account(labels))

describe("An order in the panel of a label service", () => {
  it("is what is left to be packed, with its part of the total and without the buyer's e-mail", () => {
    const shown = plan({ lines: [line(), line({ line_item_id: "ordli_2", quantity: 0 })] })
    if (shown.kind !== "show") throw new Error(shown.kind)
    expect(panelOrderSchema.parse(shown.order)).toEqual(shown.order)
    expect(shown.order).toMatchObject({
      external_id: "order_1",
      order_number: "1001",
      to: { name: "Camille Exemple", postal_code: "75011", email: null },
      lines: [
        {
          external_id: "ordli_1",
          quantity: 1,
          total: { amount: 12.91, currency_code: "EUR" },
          weight_grams: 300,
          hs_code: "691200",
          origin_country: "FR",
        },
      ],
      total: { amount: 12.91, currency_code: "EUR" },
      option_code: "colissimo:standard",
      service_point: null,
    })
  })

  it("names the pickup point, and leaves out a weight that no one gave", () => {
    const point = { id: "067890", name: null, network: null } as unknown as LabelOrder["pickup_point"]
    const shown = plan({ order: order({ pickup_point: point }), lines: [line({ weight: null })] })
    expect(shown).toMatchObject({
      order: { service_point: { carrier_point_id: "067890" }, lines: [{ weight_grams: null }] },
    })
  })

  it.each([
    ["is canceled", { order: order({ is_canceled: true }) }],
    ["is a test", { order: order({ is_test: true }) }],
    ["is shipped by the marketplace", { order: order({ is_shipped_by_marketplace: true }) }],
    ["has the marketplace's label", { order: order({ has_prepaid_label: true }) }],
    ["must not leave", { is_stopped: true }],
    ["is packed", { lines: [line({ quantity: 0 })] }],
    ["is packed in part", { is_packed: true }],
  ])("is not there when it %s", (_, change) => {
    expect(plan(change)).toEqual({ kind: "hide" })
  })

  it("is never there while the account is tested", () => {
    expect(plan({}, { is_test: true })).toEqual({ kind: "hide" })
  })

  it("is sent again only when something of it changed", () => {
    const hash = (change: Partial<OrderForPanel> = {}) => {
      const shown = plan(change)
      return shown.kind === "show" ? shown.hash : null
    }
    expect(hash()).toBe(hash())
    expect(hash({ order: order({ shipping: { ...shipping, city: "Lyon" } }) })).not.toBe(hash())
    expect(hash({ lines: [line({ quantity: 2 })] })).not.toBe(hash())
  })
})
