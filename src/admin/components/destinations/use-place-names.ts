import { useTranslation } from "react-i18next"
import { useRegions, useSalesChannels, useShippingOptions, useStockLocations } from "../../hooks/api/store"
import { useFormat } from "../../hooks/use-format"
import type { DestinationRule } from "../../../orders/destinations"
import { isMadeForOrders } from "./shipping-options"

type Named = { id: string; name?: string | null }

/** The names of places by their ids; one that was deleted is called so. */
export function usePlaceNames() {
  const { t } = useTranslation("marketplaces")
  const { country } = useFormat()
  const channels = useSalesChannels().data?.sales_channels
  const regions = useRegions().data?.regions
  const locations = useStockLocations().data?.stock_locations
  const options = useShippingOptions().data?.shipping_options
  const nameOf = (items: Named[] | undefined, id: string) =>
    items?.find((item) => item.id === id)?.name ?? (items ? t("placement.gone") : id)
  const names = {
    channel: (id: string) => nameOf(channels, id),
    region: (id: string) => nameOf(regions, id),
    locations: (ids: string[]) => ids.map((id) => nameOf(locations, id)).join(", "),
    /** The merchant's own; the hidden ones have no name that says anything. */
    options: (ids: string[]) => {
      const own = ids.filter((id) => !options?.some((option) => option.id === id && isMadeForOrders(option)))
      return own.length ? own.map((id) => nameOf(options, id)).join(", ") : t("shippingOptions.automatic")
    },
  }
  return {
    ...names,
    /** For which orders an exception is, and where they go. */
    destination: ({ channels: codes, countries, currency_code, ...to }: DestinationRule) =>
      t("destinations.words", {
        when: [countries?.map(country).join(", "), currency_code?.toUpperCase(), codes?.join(", ")]
          .filter(Boolean)
          .join(" · "),
        then: [
          to.region_id && names.region(to.region_id),
          to.sales_channel_id && names.channel(to.sales_channel_id),
          to.stock_location_ids && names.locations(to.stock_location_ids),
        ]
          .filter(Boolean)
          .join(" · "),
      }),
  }
}
