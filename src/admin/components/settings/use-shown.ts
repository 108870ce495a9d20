import { useTranslation } from "react-i18next"
import { useCarriers } from "../../hooks/api/carriers"
import { useCustomerGroups, useShippingOptions } from "../../hooks/api/store"
import { useFormat } from "../../hooks/use-format"
import { readNameRule } from "./name-rule"
import type { Recipient } from "./recipients-field"
import type { Setting, SettingSection } from "./setting-sections"
import { toText } from "./setting-value"

/** A setting's value in words. */
export function useShown() {
  const { t } = useTranslation("marketplaces")
  const { country, date, number } = useFormat()
  const options = useShippingOptions().data?.shipping_options
  const groups = useCustomerGroups().data?.customer_groups
  const carriers = useCarriers().data?.carriers
  const targetName = (target: string) =>
    carriers?.find(({ key }) => key === target)?.name ??
    options?.find(({ id }) => id === target)?.name ??
    target
  return (section: SettingSection, { name, kind }: Setting, value: unknown): string => {
    if (kind === "switch") return t(value ? "field.on" : "field.off")
    if (value === null || value === undefined || value === "") return kind === "list" ? t("field.all") : "–"
    switch (kind) {
      case "select":
        return t(`settings.${section}.${name}.options.${String(value)}`)
      case "ordered":
        return Array.isArray(value) && value.length
          ? value.map((option) => t(`settings.${section}.${name}.options.${String(option)}`)).join(", ")
          : "–"
      case "name_rule":
        return t(
          `settings.customer.name_rule.options.${readNameRule(value) === "dynamic" ? "dynamic" : "map"}`
        )
      case "delivery_modes":
        return (
          Object.entries(value as Record<string, string>)
            .map(([mode, target]) => `${mode} → ${targetName(target)}`)
            .join(", ") || "–"
        )
      case "recipients":
        return (value as Recipient[]).map(({ to }) => to).join(", ") || t("field.none")
      case "date":
        return date(String(value))
      case "number":
        return number(Number(value))
      case "carrier":
        return targetName(String(value))
      case "customer_group":
        return groups?.find(({ id }) => id === value)?.name ?? String(value)
      case "list":
        return (
          toText(kind, name === "countries" ? [value].flat().map((code) => country(String(code))) : value) ||
          "–"
        )
      default:
        return toText(kind, value) || "–"
    }
  }
}
