import { cdiscount } from "../../../../marketplaces/cdiscount"
import { rakuten } from "../../../../marketplaces/rakuten"
import { presentMarketplace } from "../present-marketplace"

it.each([cdiscount, rakuten])(
  "names the adapter's settings that only count for offers, beside all of its settings (%#)",
  ({ descriptor }) => {
    const { setting_fields, offer_settings } = presentMarketplace(descriptor, "en")
    const names = setting_fields.map(({ name }) => name)
    expect(names).toEqual(descriptor.setting_fields.map(({ name }) => name))
    expect(offer_settings).toContain("offers_show_after_minutes")
    expect(offer_settings.filter((name) => !names.includes(name))).toEqual([])
  }
)

it("a marketplace without offers has no settings of them", () => {
  const { capabilities, ...descriptor } = cdiscount.descriptor
  const { offers: _, ...others } = capabilities
  const sections = presentMarketplace({ ...descriptor, capabilities: others }, "en").setting_sections
  expect(sections.map(({ name }) => name)).not.toContain("offers")
  expect(presentMarketplace(cdiscount.descriptor, "en").setting_sections.map(({ name }) => name)).toContain(
    "offers"
  )
})
