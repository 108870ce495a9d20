import { defineWidgetConfig } from "@medusajs/admin-sdk"
import type { AdminStockLocation, DetailWidgetProps } from "@medusajs/framework/types"
import { Badge, Container, Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import { packsAt } from "../components/destinations/destination-text"
import { QueryState } from "../components/query-state"
import { SectionHeader } from "../components/section-header"
import { useCarrierCoverage, useCarrierRules, useCarriers } from "../hooks/api/carriers"
import { useConnections } from "../hooks/api/connections"
import type { Connection } from "../../api/admin/marketplaces/connections/types"
import type { ConnectionCoverage } from "../../carriers/option-coverage"

/** The carrier that parcels of this location's shipping options are sent with; nothing where no connection packs. */
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
  const coverage = useCarrierCoverage(connection.id)
  const rules = useCarrierRules(connection.id).data?.carrier_rules ?? []
  const carriers = useCarriers().data?.carriers
  const options = coverage.data?.shipping_options.filter((option) => option.stock_location_id === locationId)
  const nameOf = (key: string) => carriers?.find((carrier) => carrier.key === key)?.name ?? key
  const carrierOf = ({
    covered_by,
    rule_id,
  }: Pick<ConnectionCoverage["providers"][number], "covered_by" | "rule_id">) => {
    const rule = rules.find(({ id }) => id === rule_id)
    const carrier = rule?.carrier ?? rule?.marketplace_carrier_name
    const fallback = coverage.data?.default_carrier
    if (covered_by === "option") return t("coverage.by.option")
    if (covered_by === "rule") return carrier ? nameOf(carrier) : "–"
    return covered_by === "default" && fallback
      ? t("widget.byNumberElse", { carrier: nameOf(fallback) })
      : t("widget.byNumber")
  }
  return (
    <div className="flex flex-col gap-y-2 px-6 py-4">
      <Link to={`/settings/marketplaces/${connection.id}?tab=carriers`} className="txt-compact-small-plus">
        {connection.name}
      </Link>
      <QueryState query={coverage}>
        <ul className="flex flex-col gap-y-2">
          {options?.map(({ id, name, ...option }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-2">
              <Text size="small" className="text-ui-fg-subtle min-w-0 break-words">
                {name}
              </Text>
              <Badge size="2xsmall">{carrierOf(option)}</Badge>
            </li>
          ))}
        </ul>
      </QueryState>
    </div>
  )
}

export const config = defineWidgetConfig({
  zone: "location.details.side",
  id: "marketplace-connect-location",
})

export default StockLocationCarriersWidget
