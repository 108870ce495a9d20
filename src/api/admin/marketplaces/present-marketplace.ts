import {
  type CodeKind,
  type FieldDescription,
  type LocalText,
  localText,
  type MarketplaceDescriptor,
  type SettingFieldDescription,
} from "../../../marketplaces/port"
import { describeCommonSettings } from "../../../orders/settings"
import type { Marketplace } from "./types"

/** Texts of descriptions, and fields with theirs, in the first of these languages. */
export function inWordsOf(languages: string | readonly string[]) {
  const words = (text: LocalText) => localText(text, languages)
  const inWords = <Field extends FieldDescription | SettingFieldDescription>({
    option_labels,
    ...field
  }: Field) => ({
    ...field,
    label: words(field.label),
    help: words(field.help),
    ...(option_labels && {
      option_labels: Object.fromEntries(
        Object.entries(option_labels).map(([option, label]) => [option, words(label)])
      ),
    }),
  })
  return { words, inWords }
}

/** A marketplace in its adapter's own words, and the settings of its connections, in the first of these languages. */
export function presentMarketplace(
  descriptor: MarketplaceDescriptor,
  languages: string | readonly string[]
): Marketplace {
  const { min_interval_minutes, capabilities, offer_settings } = descriptor
  const { words, inWords } = inWordsOf(languages)
  const codeWords = (kind: CodeKind) =>
    Object.fromEntries(
      Object.entries(descriptor.code_words?.[kind] ?? {}).map(([code, text]) => [code, words(text)])
    )
  return {
    ...descriptor,
    description: words(descriptor.description ?? "") || null,
    credentials_guide: words(descriptor.credentials_guide ?? "") || null,
    portal_url: descriptor.portal_url ?? null,
    code_words: { statuses: codeWords("statuses"), channels: codeWords("channels") },
    credential_fields: descriptor.credential_fields.map(inWords),
    setting_sections: describeCommonSettings(min_interval_minutes, capabilities.offers !== undefined).map(
      ({ name, title, hint, fields }) => ({
        name,
        title: words(title),
        hint: words(hint),
        fields: fields.map(inWords),
      })
    ),
    offer_settings: offer_settings ?? [],
    setting_fields: descriptor.setting_fields.map(inWords),
  }
}
