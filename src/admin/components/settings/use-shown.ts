import { useTranslation } from "react-i18next"
import { useCarriers } from "../../hooks/api/carriers"
import { useCustomerGroups, useShippingOptions } from "../../hooks/api/store"
import { useFormat } from "../../hooks/use-format"
import type { SettingField } from "../../../api/admin/marketplaces/types"
import { readBrake } from "./brake"
import { readNameRule } from "./name-rule"
import type { Recipient } from "./recipients-field"
import { readPriceRules } from "./price-rules"
import { emptyMeansAll, optionLabel, toText } from "./setting-value"
import { usePriceRuleWords } from "./use-price-rule-words"

/** A setting's value in words. */
export function useShown() {
  const { t } = useTranslation("marketplaces")
  const { country, date, number } = useFormat()
  const options = useShippingOptions().data?.shipping_options
  const groups = useCustomerGroups().data?.customer_groups
  const carriers = useCarriers().data?.carriers
  const ruleWords = usePriceRuleWords()
  const targetName = (target: string) =>
    carriers?.find(({ key }) => key === target)?.name ??
    options?.find(({ id }) => id === target)?.name ??
    target
  return (setting: SettingField, value: unknown): string => {
    const { type } = setting
    if (value === null || value === undefined || value === "") {
      return emptyMeansAll(setting) ? t("field.all") : "–"
    }
    switch (type) {
      case "activation":
      case "boolean":
        return t(value ? "field.on" : "field.off")
      case "select":
        return optionLabel(setting, String(value))
      case "ordered":
        return Array.isArray(value) && value.length
          ? value.map((option) => optionLabel(setting, String(option))).join(", ")
          : "–"
      case "name_rule":
        return optionLabel(setting, readNameRule(setting, value) === "dynamic" ? "dynamic" : "map")
      case "delivery_modes":
        return (
          Object.entries(value as Record<string, string>)
            .map(([mode, target]) => `${mode} → ${targetName(target)}`)
            .join(", ") || "–"
        )
      case "recipients":
        return (value as Recipient[]).map(({ to }) => to).join(", ") || t("field.none")
      case "price_rules":
        return readPriceRules(value).map(ruleWords.sentence).join(" ; ") || t("field.none")
      case "brake": {
        const limits = readBrake(setting, value)
        return t("brake.shown", {
          count: number(limits.zero_count),
          zeros: number(limits.zero_percent),
          fall: number(limits.fall_percent),
          rise: number(limits.rise_percent),
        })
      }
      case "shipping_options":
        return (value as string[]).map(targetName).join(", ") || t("field.none")
      case "date":
        return date(String(value))
      case "number":
        return number(Number(value))
      case "carrier":
        return targetName(String(value))
      case "customer_group":
        return groups?.find(({ id }) => id === value)?.name ?? String(value)
      case "countries":
        return (
          toText(
            type,
            [value].flat().map((code) => country(String(code)))
          ) || "–"
        )
      case "map":
        return toText(type, value).replaceAll("\n", ", ") || "–"
      default:
        return toText(type, value) || "–"
    }
  }
}
