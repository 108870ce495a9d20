import {
  type LocalText,
  localText,
  type MarketplaceDescriptor,
  type SettingFieldDescription,
} from "../../../marketplaces/port"
import type { Locale } from "../../../orders/fill-text"
import { describeCommonSettings } from "../../../orders/settings"
import type { Marketplace } from "./types"

/** A marketplace in its adapter's own words, and the settings of its connections, in the operator's language. */
export function presentMarketplace(descriptor: MarketplaceDescriptor, locale: Locale): Marketplace {
  const words = (text: LocalText) => localText(text, locale)
  const inWords = <Field extends { label: LocalText; help: LocalText }>(field: Field) => ({
    ...field,
    label: words(field.label),
    help: words(field.help),
  })
  const setting = ({ option_labels, ...field }: SettingFieldDescription) => ({
    ...inWords(field),
    ...(option_labels && {
      option_labels: Object.fromEntries(
        Object.entries(option_labels).map(([option, label]) => [option, words(label)])
      ),
    }),
  })
  return {
    ...descriptor,
    description: words(descriptor.description ?? "") || null,
    credentials_guide: words(descriptor.credentials_guide ?? "") || null,
    credential_fields: descriptor.credential_fields.map(inWords),
    setting_sections: describeCommonSettings(descriptor.min_interval_minutes).map(
      ({ name, title, hint, fields }) => ({
        name,
        title: words(title),
        hint: words(hint),
        fields: fields.map(setting),
      })
    ),
    setting_fields: descriptor.setting_fields.map(setting),
  }
}
