import { describeFinding, type DoctorFacts, FINDING_CODES, findings } from "../doctor"

const ours = {
  external_id: "7001",
  name: "Shop",
  system: "api",
  is_ours: true,
  service_points: true,
  webhook_url: "https://shop.example/webhooks/labels/mplacc_1",
}
const good: DoctorFacts = {
  check: { ok: true, message: "" },
  stock_locations: [{ id: "sloc_1", name: "Lyon" }],
  senders: { sloc_1: "501" },
  default_sender_id: null,
  known_senders: [{ external_id: "501" }],
  integrations: [ours],
  accepted_integrations: [],
  has_option: true,
  lacks_return_option: false,
  weight_unit: "g",
  backend_url: "https://shop.example",
  webhook_url: "https://shop.example/webhooks/labels/mplacc_1",
}
const found = (change: Partial<DoctorFacts> = {}) => findings({ ...good, ...change })
const rakuten = {
  ...ours,
  external_id: "9",
  name: "Ma boutique Rakuten",
  system: "priceminister",
  is_ours: false,
}

describe("A look at a label account", () => {
  it("finds nothing where nothing is missing, and asks for no more where the service cannot be asked", () => {
    expect(found()).toEqual([])
    expect(found({ known_senders: null, integrations: null })).toEqual([])
  })

  it.each<[string, Partial<DoctorFacts>, object]>([
    ["keys", { check: { ok: false, message: "no" } }, { detail: "no" }],
    ["senders_unmapped", { senders: {} }, { names: ["Lyon"] }],
    ["sender_gone", { senders: { sloc_1: "77" } }, { names: ["77"] }],
    ["sender_gone", { default_sender_id: "78" }, { names: ["78"] }],
    ["no_option", { has_option: false }, {}],
    ["weight_unit", { weight_unit: null }, {}],
    ["no_return_option", { lacks_return_option: true }, {}],
    [
      "other_integration",
      { integrations: [ours, rakuten] },
      { name: "Ma boutique Rakuten", integration_id: "9" },
    ],
    ["integration_unknown", { integrations: [] }, {}],
    ["integration_unknown", { integrations: [ours, { ...ours, external_id: "7002" }] }, {}],
    ["service_points_off", { integrations: [{ ...ours, service_points: false }] }, {}],
    ["no_public_address", { backend_url: null, webhook_url: null }, {}],
    ["no_webhook", { integrations: [{ ...ours, webhook_url: null }] }, { url: good.webhook_url }],
  ])("finds %s", (code, change, params) => {
    expect(found(change)).toEqual([{ code, params }])
  })

  it("lets one chosen sender serve all locations, and leaves an accepted integration alone", () => {
    expect(found({ senders: {}, default_sender_id: "501" })).toEqual([])
    expect(found({ integrations: [ours, rakuten], accepted_integrations: ["9"] })).toEqual([])
    // Another kind of shop sends nothing to a marketplace.
    expect(found({ integrations: [ours, { ...rakuten, system: "woocommerce" }] })).toEqual([])
  })

  it("says each in both languages", () => {
    const params = { detail: "d", names: ["n"], name: "n", integration_id: "9", url: "u" }
    for (const code of FINDING_CODES) {
      const [en, fr] = (["en", "fr"] as const).map(
        (locale) => describeFinding({ code, params }, locale).message
      )
      expect(en).not.toBe(fr)
      expect(`${en}${fr}`).not.toMatch(/[{}]/)
    }
  })
})
