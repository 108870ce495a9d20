import { defineWidgetConfig } from "@medusajs/admin-sdk"
import type { AdminSalesChannel, DetailWidgetProps } from "@medusajs/framework/types"
import { Container, Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import { sellsIn } from "../components/destinations/destination-text"
import { HealthBadge } from "../components/health-badge"
import { SectionHeader } from "../components/section-header"
import { useConnections } from "../hooks/api/connections"

/** The connections whose orders go to this channel; nothing where there is none. */
const SalesChannelConnectionsWidget = ({ data: channel }: DetailWidgetProps<AdminSalesChannel>) => {
  const { t } = useTranslation("marketplaces")
  const { data } = useConnections({ limit: 200 })
  const connections = data?.connections.filter((connection) => sellsIn(connection, channel.id)) ?? []
  if (!connections.length) return null
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t("menu.settings")} hint={t("widget.channelHint")} />
      {connections.map((connection) => (
        <div key={connection.id} className="flex flex-wrap items-center justify-between gap-2 px-6 py-4">
          <div className="flex flex-wrap items-center gap-3">
            <Link to={`/settings/marketplaces/${connection.id}`} className="txt-compact-small-plus">
              {connection.name}
            </Link>
            <HealthBadge connection={connection} />
            {connection.health.message && (
              <Text size="small" className="text-ui-fg-subtle">
                {connection.health.message}
              </Text>
            )}
          </div>
          <Link
            to={`/settings/marketplaces/${connection.id}/credentials`}
            className="text-ui-fg-interactive-hover dark:text-ui-fg-interactive txt-compact-small"
          >
            {t("credentials.title")}
          </Link>
        </div>
      ))}
    </Container>
  )
}

export const config = defineWidgetConfig({
  zone: "sales_channel.details",
  id: "marketplace-connect-sales-channel",
})

export default SalesChannelConnectionsWidget
