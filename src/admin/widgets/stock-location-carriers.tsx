import { defineWidgetConfig } from "@medusajs/admin-sdk"
import type { AdminStockLocation, DetailWidgetProps } from "@medusajs/framework/types"
import { Badge, Container, Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import { packsAt } from "../components/destinations/destination-text"
import { SectionHeader } from "../components/section-header"
import { useCarrierRules, useCarriers } from "../hooks/api/carriers"
import { useConnections } from "../hooks/api/connections"
import { useShippingOptions } from "../hooks/api/store"
import type { Connection } from "../lib/types"

/** Which carrier the parcels of this location's shipping options are told with; nothing where no connection packs. */
const StockLocationCarriersWidget = ({ data: location }: DetailWidgetProps<AdminStockLocation>) => {
  const { t } = useTranslation("marketplaces")
  const connections =
    useConnections({ limit: 200 }).data?.connections.filter((connection) =>
      packsAt(connection, location.id)
    ) ?? []
  if (!connections.length) return null
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t("widget.carriers")} hint={t("widget.carriersHint")} />
      {connections.map((connection) => (
        <ConnectionCarriers key={connection.id} connection={connection} locationId={location.id} />
      ))}
    </Container>
  )
}

type Props = { connection: Connection; locationId: string }

const ConnectionCarriers = ({ connection, locationId }: Props) => {
  const { t } = useTranslation("marketplaces")
  const rules = useCarrierRules(connection.id).data?.carrier_rules ?? []
  const carriers = useCarriers().data?.carriers
  const options =
    useShippingOptions().data?.shipping_options.filter(
      ({ service_zone }) => service_zone?.fulfillment_set?.location?.id === locationId
    ) ?? []
  const fallback = connection.settings.shipping?.default_carrier
  const nameOf = (key: unknown) => carriers?.find((carrier) => carrier.key === key)?.name ?? key
  return (
    <div className="flex flex-col gap-y-2 px-6 py-4">
      <Link to={`/settings/marketplaces/${connection.id}?tab=carriers`} className="txt-compact-small-plus">
        {connection.name}
      </Link>
      <ul className="flex flex-col gap-y-2">
        {options.map(({ id, name }) => {
          const rule = rules.find(({ match }) => match.shipping_option_id === id)
          const carrier = rule && nameOf(rule.carrier ?? rule.marketplace_carrier_name)
          const unnamed = fallback
            ? t("widget.byNumberElse", { carrier: nameOf(fallback) })
            : t("widget.byNumber")
          return (
            <li key={id} className="flex flex-wrap items-center justify-between gap-2">
              <Text size="small" className="text-ui-fg-subtle min-w-0 break-words">
                {name}
              </Text>
              <Badge size="2xsmall">{carrier ? String(carrier) : unnamed}</Badge>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

export const config = defineWidgetConfig({
  zone: "location.details.side",
  id: "marketplace-connect-location",
})

export default StockLocationCarriersWidget
