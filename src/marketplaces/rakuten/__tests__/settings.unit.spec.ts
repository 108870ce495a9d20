import { rakuten } from ".."
import { readSettings, versionOf } from "../settings"

it("has the documented defaults", () => {
  expect(rakuten.settings_schema.parse({})).toMatchObject({
    versions: {},
    channel_name: "",
    response_charset: "auto",
    upload_charset: "iso-8859-1",
    time_zone: "Europe/Paris",
    min_spacing_ms: 2000,
    quota_pause_minutes: 60,
    lookback_days: 7,
    max_pages: 1000,
    not_shipped_items_only: "true",
    import_statuses: ["accepted"],
    shipping_from_country: "FR",
    send_shipping_from_country: true,
    already_decided_policy: "reread",
    ship_service: "importitemshippingstatus",
    untracked_flag: "Oui",
    prepaid_policy: "flag-only",
    tracking_url_policy: "when-known",
    tracking_url_fragment: "avoid",
    unknown_transporter: "Autre",
    transporter_case: "as-listed",
    tracking_correction: "manual",
    shipped_truthy: ["1", "true", "Y"],
    confirm_shipped_by: "billing",
    cancel_enabled: false,
  })
})

it("sends the version of the table, or of the setting", () => {
  const settings = readSettings({ versions: { getcurrentsales: "2021-10-29" } })
  expect(versionOf("getcurrentsales", settings)).toBe("2021-10-29")
  expect(versionOf("acceptsale", settings)).toBe("2021-04-08")
})

it.each([
  { versions: { getcurrentsales: "latest" } },
  { versions: { nosuchaction: "2021-10-29" } },
  { time_zone: "Europe/Atlantis" },
  { already_shipped_pattern: "(" },
  { extra_status_map: { FOO: "cancelled" } },
  { shipping_from_country: "ZZ" },
  { import_country: "Atlantis" },
  { import_statuses: [] },
  { max_pages: 0 },
  { min_spacing_ms: 0 },
  { lookback_days: 91 },
])("refuses %j, and names the key", (settings) => {
  expect(rakuten.settings_schema.safeParse(settings).success).toBe(false)
  expect(() => readSettings(settings)).toThrow(Object.keys(settings)[0])
})

it("keeps its pace", () => {
  expect(rakuten.pace({}).requests_per_second).toBe(0.5)
  expect(rakuten.pace({ min_spacing_ms: 500 }).requests_per_second).toBe(2)
})

it("knows an account whatever its case, and needs both fields", () => {
  expect(rakuten.account({ login: " Ma-Boutique ", token: "x" }, {})).toBe("ma-boutique")
  expect(() => rakuten.account({ login: "a", token: " " }, {})).toThrow("token")
})
