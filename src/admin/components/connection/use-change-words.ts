import { useTranslation } from "react-i18next"
import { useMarketplace } from "../../hooks/api/marketplaces"
import { useFormat } from "../../hooks/use-format"
import type { ShownRule } from "../../../api/admin/marketplaces/carriers/types"
import type { Connection, ConnectionEvent } from "../../../api/admin/marketplaces/connections/types"
import type { Marketplace, SettingField } from "../../../api/admin/marketplaces/types"
import type { DestinationRule } from "../../../orders/destinations"
import { useRuleWords } from "../carriers/use-rule-words"
import { usePlaceNames } from "../destinations/use-place-names"
import { useShown } from "../settings/use-shown"

type FieldChange = { field: string; from: unknown; to: unknown }

const textsOf = (value: unknown) =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : []

/** How a connection's own pages name and show a field of it. */
export const useFieldWords = ({ marketplace_id }: Pick<Connection, "marketplace_id">) =>
  useWordsOf(useMarketplace(marketplace_id))

/** How pages name and show a field of what is connected to a marketplace or a label service. */
export function useWordsOf(
  service: Pick<Marketplace, "id" | "credential_fields" | "setting_fields" | "setting_sections"> | undefined
) {
  const { t } = useTranslation("marketplaces")
  const { date } = useFormat()
  const show = useShown()
  const names = usePlaceNames()

  /** A value without words of its own, shown as it is. */
  const plain = (value: unknown): string => {
    if (value === null || value === undefined || value === "") return "–"
    if (typeof value === "boolean") return t(value ? "field.on" : "field.off")
    if (Array.isArray(value)) return value.map(plain).join(", ") || "–"
    if (typeof value !== "object") return String(value)
    return (
      Object.entries(value)
        .map(([key, part]) => `${key} = ${plain(part)}`)
        .join(", ") || "–"
    )
  }

  const ofConnection: Partial<Record<string, (value: unknown) => string>> = {
    sales_channel_id: (value) => names.channel(String(value)),
    region_id: (value) => names.region(String(value)),
    stock_location_ids: (value) => names.locations(textsOf(value)),
    shipping_options: (value) => names.options((value as { id: string }[]).map(({ id }) => id)),
    destinations: (value) => (value as DestinationRule[]).map(names.destination).join(" ; ") || "–",
    start_at: (value) => date(String(value)),
  }

  /** A setting; `entry` is the place within one that is a map. */
  const ofSetting = (setting: SettingField, entry: string | undefined) => {
    const { label, type } = setting
    if (!entry) return { label, words: (value: unknown) => show(setting, value) }
    if (type === "name_rule") {
      return {
        label: `${label}, ${t(`nameRule.parts.${entry}`)}`,
        words: (value: unknown) => (value ? t(`nameRule.sources.${String(value)}`) : plain(value)),
      }
    }
    if (type !== "delivery_modes") return { label: `${label}, ${entry}`, words: plain }
    const single: SettingField = { ...setting, type: "carrier" }
    return { label: `${label}, ${entry}`, words: (value: unknown) => show(single, value) }
  }

  return (field: string): { label: string; words: (value: unknown) => string } => {
    const [root, section = "", name = "", ...rest] = field.split(".")
    const entry = rest.join(".") || undefined
    if (root === "credentials") {
      const label = service?.credential_fields.find((one) => one.name === section)?.label ?? section
      return { label, words: plain }
    }
    if (root !== "settings") {
      const words = ofConnection[root]
      return {
        label: t(`changes.fields.${root}`, { defaultValue: root }),
        words: (value) => (words && value ? words(value) : plain(value)),
      }
    }
    const fields =
      section === service?.id
        ? service.setting_fields
        : service?.setting_sections.find((one) => one.name === section)?.fields
    const setting = fields?.find((one) => one.name === name)
    if (setting) return ofSetting(setting, entry)
    const label = [section, name].filter(Boolean).join(", ")
    return { label: entry ? `${label}, ${entry}` : label, words: plain }
  }
}

/** What was changed of a connection, a sentence each. */
export function useChangeWords(connection: Pick<Connection, "marketplace_id">) {
  const { t } = useTranslation("marketplaces")
  const describe = useFieldWords(connection)
  const ruleWords = useRuleWords()
  return ({ data }: ConnectionEvent): string[] => {
    const changes = ((data?.changes ?? []) as FieldChange[]).map(({ field, from, to }) => {
      const { label, words } = describe(field)
      return t("changes.fromTo", { field: label, from: words(from), to: words(to) })
    })
    const rule = (data?.rule_id && (data.to ?? data.from)) as ShownRule | undefined
    if (rule?.match) {
      const { conditions, carrier } = ruleWords(rule)
      changes.push(`${conditions} → ${carrier}`)
    }
    if (typeof data?.external_sku === "string") {
      const { external_sku, from, from_name, to, to_name } = data
      changes.push(
        to_name || from_name
          ? t("changes.fromTo", {
              field: external_sku,
              from: String(from_name ?? from ?? "–"),
              to: String(to_name ?? to ?? "–"),
            })
          : external_sku
      )
    }
    return changes
  }
}
