import { SectionRow } from "@medusajs/dashboard/components"
import { MapPin, PencilSquare, TruckFast } from "@medusajs/icons"
import { Container } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useLocation } from "react-router-dom"
import { useRegions, useSalesChannels, useShippingOptions, useStockLocations } from "../../hooks/api/store"
import type { Connection, Destination } from "../../lib/types"
import { isMadeForOrders } from "../destinations/shipping-options"
import { MoreMenu } from "../more-menu"
import { SectionHeader } from "../section-header"

type Named = { id: string; name?: string | null }
const nameOf = (items: Named[] | undefined, id: string) => items?.find((item) => item.id === id)?.name ?? id

/** Where orders go, and the exceptions. */
export const PlacementSection = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const { search } = useLocation()
  const channels = useSalesChannels().data?.sales_channels
  const regions = useRegions().data?.regions
  const locations = useStockLocations().data?.stock_locations
  const options = useShippingOptions().data?.shipping_options
  const own = options?.filter(
    (option) => connection.shipping_option_ids.includes(option.id) && !isMadeForOrders(option)
  )
  const describe = ({ channels: codes, countries, currency_code, ...to }: Destination) => {
    const when = [countries?.join(", "), currency_code?.toUpperCase(), codes?.join(", ")].filter(Boolean)
    const places = [
      to.region_id && nameOf(regions, to.region_id),
      to.sales_channel_id && nameOf(channels, to.sales_channel_id),
      to.stock_location_ids?.map((id) => nameOf(locations, id)).join(", "),
    ].filter(Boolean)
    return { when: when.join(" · "), then: places.join(" · ") }
  }
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t("placement.title")} hint={t("placement.hint")}>
        <MoreMenu
          groups={[
            {
              actions: [
                { icon: <PencilSquare />, label: t("actions.edit"), to: `edit${search}` },
                { icon: <TruckFast />, label: t("shippingOptions.title"), to: `shipping-options${search}` },
                { icon: <MapPin />, label: t("destinations.title"), to: `destinations${search}` },
              ],
            },
          ]}
        />
      </SectionHeader>
      <SectionRow title={t("placement.salesChannel")} value={nameOf(channels, connection.sales_channel_id)} />
      <SectionRow title={t("placement.region")} value={nameOf(regions, connection.region_id)} />
      <SectionRow
        title={t("placement.locations")}
        value={connection.stock_location_ids.map((id) => nameOf(locations, id)).join(", ")}
      />
      <SectionRow
        title={t("shippingOptions.title")}
        value={own?.length ? own.map(({ name }) => name).join(", ") : t("shippingOptions.automatic")}
      />
      {connection.destinations.map((destination, index) => {
        const { when, then } = describe(destination)
        return (
          <SectionRow
            key={index}
            title={t("destinations.place", { place: index + 1 })}
            value={t("destinations.words", { when, then })}
          />
        )
      })}
    </Container>
  )
}
