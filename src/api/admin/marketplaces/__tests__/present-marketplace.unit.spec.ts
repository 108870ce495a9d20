import { cdiscount } from "../../../../marketplaces/cdiscount"
import { rakuten } from "../../../../marketplaces/rakuten"
import { presentMarketplace } from "../present-marketplace"

it.each([cdiscount, rakuten])(
  "a form shows no setting that only counts for offers (%#)",
  ({ descriptor }) => {
    const shown = presentMarketplace(descriptor, "en").setting_fields.map(({ name }) => name)
    const hidden = descriptor.offer_settings ?? []
    expect(hidden).toContain("offers_show_after_minutes")
    expect(shown.filter((name) => hidden.includes(name))).toEqual([])
    expect([...shown, ...hidden].sort()).toEqual(descriptor.setting_fields.map(({ name }) => name).sort())
  }
)
