import { type LocalText, localText, type MarketplaceDescriptor } from "../../../marketplaces/port"
import type { Locale } from "../../../orders/fill-text"

/** A marketplace in its adapter's own words, in the operator's language. */
export function presentMarketplace(descriptor: MarketplaceDescriptor, locale: Locale) {
  const words = (text: LocalText) => localText(text, locale)
  const inWords = <Field extends { label: LocalText; help: LocalText }>(field: Field) => ({
    ...field,
    label: words(field.label),
    help: words(field.help),
  })
  return {
    ...descriptor,
    description: words(descriptor.description ?? "") || null,
    credentials_guide: words(descriptor.credentials_guide ?? "") || null,
    credential_fields: descriptor.credential_fields.map(inWords),
    setting_fields: descriptor.setting_fields.map(inWords),
  }
}
