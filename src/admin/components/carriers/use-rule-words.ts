import { useTranslation } from "react-i18next"
import { patternWords } from "../../../carriers/pattern-words"
import { useCarriers } from "../../hooks/api/carriers"
import { useShippingOptions } from "../../hooks/api/store"
import { useFormat } from "../../hooks/use-format"
import type { ShownRule } from "../../../api/admin/marketplaces/carriers/types"
import { providerName } from "./provider-name"

/** A rule in plain language. */
export function useRuleWords() {
  const { t } = useTranslation("marketplaces")
  const { country } = useFormat()
  const carriers = useCarriers().data?.carriers
  const options = useShippingOptions().data?.shipping_options
  return ({ match, carrier, marketplace_carrier_name }: ShownRule) => {
    const name = carriers?.find(({ key }) => key === carrier)?.name ?? carrier
    const option = options?.find(({ id }) => id === match.shipping_option_id)?.name
    const number = patternWords(match.tracking_pattern ?? "")
    const parts = [
      match.tracking_pattern && t(`carrier.ifNumber.${number.operator}`, { text: number.text }),
      match.shipping_option_id && t("carrier.ifOption", { option: option ?? match.shipping_option_id }),
      match.provider_id && t("carrier.ifProvider", { provider: providerName(match.provider_id) }),
      match.country_code && t("carrier.ifCountry", { country: country(match.country_code) }),
      match.delivery_mode && t("carrier.ifMode", { mode: match.delivery_mode }),
      (match.min_weight != null || match.max_weight != null) &&
        t("carrier.ifWeight", { from: match.min_weight ?? 0, to: match.max_weight ?? "∞" }),
    ].filter(Boolean)
    return {
      conditions: parts.length ? parts.join(" · ") : t("carrier.always"),
      carrier:
        name && marketplace_carrier_name
          ? t("carrier.sentAs", { carrier: name, name: marketplace_carrier_name })
          : (name ?? marketplace_carrier_name ?? "–"),
    }
  }
}
