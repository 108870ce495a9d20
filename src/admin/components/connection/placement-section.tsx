import { SectionRow } from "@medusajs/dashboard/components"
import { MapPin, PencilSquare, TruckFast } from "@medusajs/icons"
import { Container } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useLocation } from "react-router-dom"
import type { Connection } from "../../../api/admin/marketplaces/connections/types"
import { usePlaceNames } from "../destinations/use-place-names"
import { MoreMenu } from "../more-menu"
import { SectionHeader } from "../section-header"

/** Where orders go, and the exceptions. */
export const PlacementSection = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const { search } = useLocation()
  const names = usePlaceNames()
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
      <SectionRow title={t("placement.salesChannel")} value={names.channel(connection.sales_channel_id)} />
      <SectionRow title={t("placement.region")} value={names.region(connection.region_id)} />
      <SectionRow title={t("placement.locations")} value={names.locations(connection.stock_location_ids)} />
      <SectionRow title={t("shippingOptions.title")} value={names.options(connection.shipping_option_ids)} />
      {connection.destinations.map((destination, index) => (
        <SectionRow
          key={index}
          title={t("destinations.place", { place: index + 1 })}
          value={names.destination(destination)}
        />
      ))}
    </Container>
  )
}
