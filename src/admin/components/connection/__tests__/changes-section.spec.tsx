import { cleanup, screen } from "@testing-library/react"
import { COMMON, connection, entry, marketplaceIn } from "../../../__tests__/fixtures"
import { renderAdmin } from "../../../__tests__/render-admin"
import { ChangesSection } from "../changes-section"

afterEach(cleanup)

const answers = (data: object, event = "connection.updated") => ({
  ...COMMON,
  "GET /": {
    marketplaces: [
      marketplaceIn("fr", {
        setting_fields: [
          { name: "cancel_enabled", label: "Annulation permise", help: "", type: "boolean", default: false },
        ],
      }),
    ],
  },
  "GET /carriers": { carriers: [{ key: "colissimo", name: "Colissimo" }] },
  "GET /admin/sales-channels": {
    sales_channels: [
      { id: "sc_1", name: "Web" },
      { id: "sc_2", name: "Cdiscount" },
    ],
  },
  "GET /admin/regions": { regions: [{ id: "reg_1", name: "France" }] },
  "GET /admin/stock-locations": { stock_locations: [{ id: "sloc_1", name: "Lyon" }] },
  "GET /admin/shipping-options": { shipping_options: [{ id: "so_1", name: "Home" }] },
  "GET /admin/customer-groups": { customer_groups: [] },
  "GET /connections/mpcon_1/history": {
    history: [{ ...entry(event, "2026-06-01T10:00:00Z"), data, marketplace_order_id: null }],
    count: 1,
    limit: 10,
    offset: 0,
  },
})

it.each([
  [["sales_channel_id", "sc_1", "sc_2"], "Canal de vente : Web → Cdiscount"],
  [["stock_location_ids", [], ["sloc_1"]], /^Entrepôts : .*→ Lyon$/],
  [["shipping_options", [], [{ id: "so_1" }]], /→ Home$/],
  [["destinations", [], [{ countries: ["BE"], region_id: "reg_1" }]], "Exceptions : – → Belgique → France"],
  [["start_at", "2026-05-01T00:00:00Z", null], /1 mai 2026/],
  [
    ["settings.import.acceptance", "manual", "automatic"],
    "Acceptation des commandes : Manuelle → Automatique, si en stock",
  ],
  [["settings.import.emit_order_placed", false, true], /: Non → Oui$/],
  [["settings.shipping.delivery_modes.STD", null, "colissimo"], /, STD : – → Colissimo$/],
  [["settings.customer.name_rule.company", "billing", "none"], /Société : Adresse de facturation → (?!none)/],
  [["settings.cdiscount.cancel_enabled", null, true], "Annulation permise : – → Oui"],
] as const)("a change of %j is shown as on its own page", async ([field, from, to], words) => {
  await renderAdmin(<ChangesSection connection={connection()} />, {
    lang: "fr",
    answers: answers({ changes: [{ field, from, to }] }),
  })
  expect(await screen.findByText(words)).toBeTruthy()
})

it("a carrier rule is shown in words, and a mapping with its SKU", async () => {
  const rule = { match: { country_code: "BE" }, carrier: "colissimo" }
  await renderAdmin(<ChangesSection connection={connection()} />, {
    answers: answers({ rule_id: "mprule_1", from: null, to: rule }, "carrier_rule.created"),
  })
  expect(await screen.findByText(/Belgium → Colissimo$/)).toBeTruthy()
  cleanup()
  await renderAdmin(<ChangesSection connection={connection()} />, {
    answers: answers({ external_sku: "CUP-1", from: null, to: "variant_1" }, "listing.saved"),
  })
  expect(await screen.findByText("CUP-1")).toBeTruthy()
  cleanup()
  const renamed = {
    external_sku: "CUP-1",
    from: "variant_1",
    to: "variant_2",
    from_name: "CUP-RED",
    to_name: "CUP",
  }
  await renderAdmin(<ChangesSection connection={connection()} />, {
    answers: answers(renamed, "listing.saved"),
  })
  expect(await screen.findByText("CUP-1: CUP-RED → CUP")).toBeTruthy()
})
