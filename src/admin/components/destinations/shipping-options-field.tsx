import { RadioGroup } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { locationOf, useShippingOptions, useStockLocations } from "../../hooks/api/store"
import { OrderedChecks } from "../ordered-checks"
import { isMadeForOrders } from "./shipping-options"

type Props = {
  /** The merchant's own, in their order; null for the hidden ones that the plugin makes. */
  value: string[] | null
  onChange: (value: string[] | null) => void
}

/** Which shipping options imported orders get. */
export const ShippingOptionsField = ({ value, onChange }: Props) => {
  const { t } = useTranslation("marketplaces")
  const options = useShippingOptions().data?.shipping_options ?? []
  const locations = useStockLocations().data?.stock_locations ?? []
  const own = options.filter((option) => !isMadeForOrders(option) && locationOf(option))
  return (
    <>
      <RadioGroup
        aria-label={t("shippingOptions.title")}
        value={value ? "own" : "automatic"}
        onValueChange={(kind) => onChange(kind === "own" ? [] : null)}
      >
        {(["automatic", "own"] as const).map((kind) => (
          <RadioGroup.ChoiceBox
            key={kind}
            value={kind}
            label={t(`shippingOptions.${kind}`)}
            description={t(`shippingOptions.${kind}Hint`)}
          />
        ))}
      </RadioGroup>
      {value && (
        <OrderedChecks
          label={t("shippingOptions.choose")}
          hint={own.length ? t("shippingOptions.chooseHint") : t("shippingOptions.none")}
          options={own.map((option) => ({
            value: option.id,
            label: [option.name, locations.find(({ id }) => id === locationOf(option))?.name]
              .filter(Boolean)
              .join(" · "),
          }))}
          value={value}
          onChange={onChange}
        />
      )}
    </>
  )
}
