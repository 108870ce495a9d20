import { z } from "zod"

import { MarketplaceError } from "../../errors"
import { describeSettings, setting } from "../../setting-fields"
import { cdiscount } from ".."

it("the form shows every kind of setting", () => {
  const byName = Object.fromEntries(cdiscount.descriptor.setting_fields.map((field) => [field.name, field]))
  expect(byName.orders_page_size).toMatchObject({ type: "number", default: 100 })
  expect(byName.cancel_enabled).toMatchObject({ type: "boolean", default: false })
  expect(byName.orders_sort).toMatchObject({ type: "text", default: null })
  expect(byName.relay_delivery_modes).toMatchObject({ type: "list", default: [] })
  expect(byName.parcels_per_order).toMatchObject({ type: "map", default: { CDISFR: "one", "*": "many" } })
  expect(byName.tax_rate_unit).toMatchObject({ type: "select", options: ["auto", "percent", "fraction"] })
})

it.each([
  { orders_page_size: 101 },
  { requests_per_second: 0 },
  { quota_pattern: "(" },
  { orders_sort: "a b" },
  { parcels_per_order: { CDISFR: "two" } },
  { api_url: "https://x.example" },
])("%j is refused, as a configuration where it slipped through", (settings) => {
  expect(cdiscount.settings_schema.safeParse(settings).success).toBe(false)
  expect(() => cdiscount.pace(settings)).toThrow(MarketplaceError)
})

it("a setting of a kind that no form can show is a mistake of the adapter", () => {
  const odd = setting(z.date().default(new Date(0)))`
    en: Odd | Odd.
    fr: Impair | Impair.`
  expect(() => describeSettings(z.object({ odd }))).toThrow(/odd/)
})
