import { useTranslation } from "react-i18next"
import type { PriceRule } from "../../../offers/price-rules"
import { useFormat } from "../../hooks/use-format"

const LISTS = ["category_ids", "collection_ids", "product_type_ids", "tag_ids"] as const

/** A price rule in words: what it changes, and for which products. */
export function usePriceRuleWords() {
  const { t } = useTranslation("marketplaces")
  const { number } = useFormat()
  const others = ({ when }: PriceRule): string =>
    LISTS.flatMap((name) => {
      const count = when?.[name]?.length
      return count ? [t(`priceRules.only.${name}`, { count })] : []
    }).join(", ")
  const sentence = (rule: PriceRule): string => {
    const { percent, add, commission, round, when } = rule
    const { min, max } = when?.price ?? {}
    return [
      percent === undefined ? "" : `${percent > 0 ? "+" : ""}${number(percent)} %`,
      add === undefined ? "" : `${add > 0 ? "+" : ""}${number(add)}`,
      commission === undefined ? "" : t("priceRules.withCommission", { percent: number(commission) }),
      round === undefined ? "" : t("priceRules.roundedTo", { ending: round }),
      min === undefined ? "" : t("priceRules.fromPrice", { price: number(min) }),
      max === undefined ? "" : t("priceRules.toPrice", { price: number(max) }),
      others(rule),
    ]
      .filter(Boolean)
      .join(", ")
  }
  return { others, sentence }
}
