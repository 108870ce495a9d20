import { defineRouteConfig } from "@medusajs/admin-sdk"
import { NoRecords } from "@medusajs/dashboard/components"
import { Button, Container, Select } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { Link, useSearchParams } from "react-router-dom"
import { Interruptions } from "../../components/interruptions"
import { MarketplaceFigures } from "../../components/overview/marketplace-figures"
import { OffersFigures } from "../../components/overview/offers-figures"
import { QueryState } from "../../components/query-state"
import { SectionHeader } from "../../components/section-header"
import { useConnections } from "../../hooks/api/connections"
import { useOverview } from "../../hooks/api/overview"

const PERIODS = [7, 30, 90]
const ALL = "-"

const OverviewPage = () => {
  const { t } = useTranslation("marketplaces")
  const [params, setParams] = useSearchParams()
  const days = PERIODS.find((period) => String(period) === params.get("days")) ?? 30
  const connection_id = params.get("connection_id") ?? undefined
  const connections = useConnections({ limit: 200 }).data?.connections ?? []
  const query = useOverview({ days, connection_id })
  const marketplaces = query.data?.marketplaces ?? []
  const set = (name: string, value: string | null) =>
    setParams((before) => {
      const after = new URLSearchParams(before)
      if (value === null) after.delete(name)
      else after.set(name, value)
      return after
    })
  return (
    <div className="flex flex-col gap-y-3">
      <Container className="p-0">
        <SectionHeader level="h1" title={t("overview.title")} hint={t("overview.hint")}>
          {connections.length > 1 && (
            <Select
              size="small"
              value={connection_id ?? ALL}
              onValueChange={(id) => set("connection_id", id === ALL ? null : id)}
            >
              <Select.Trigger aria-label={t("overview.connection")} className="w-44">
                <Select.Value />
              </Select.Trigger>
              <Select.Content>
                <Select.Item value={ALL}>{t("overview.allConnections")}</Select.Item>
                {connections.map(({ id, name }) => (
                  <Select.Item key={id} value={id}>
                    {name}
                  </Select.Item>
                ))}
              </Select.Content>
            </Select>
          )}
          <Select size="small" value={String(days)} onValueChange={(period) => set("days", period)}>
            <Select.Trigger aria-label={t("overview.periodLabel")} className="w-40">
              <Select.Value />
            </Select.Trigger>
            <Select.Content>
              {PERIODS.map((period) => (
                <Select.Item key={period} value={String(period)}>
                  {t("overview.period", { count: period })}
                </Select.Item>
              ))}
            </Select.Content>
          </Select>
          <Button size="small" variant="secondary" asChild>
            <Link to="/marketplace-orders">{t("orders.title")}</Link>
          </Button>
        </SectionHeader>
        <Interruptions />
      </Container>
      <OffersFigures connectionId={connection_id} />
      {query.data && marketplaces.length > 0 ? (
        marketplaces.map((overview) => (
          <MarketplaceFigures
            key={overview.marketplace_id}
            overview={overview}
            days={days}
            connectionId={connection_id}
          />
        ))
      ) : (
        <Container className="p-0">
          <QueryState query={query}>
            <NoRecords
              className="h-auto px-6 py-16 text-center"
              title={t("connections.empty")}
              message={t("overview.empty")}
              action={{ to: "/settings/marketplaces/create", label: t("connections.connect") }}
            />
          </QueryState>
        </Container>
      )}
    </div>
  )
}

export const config = defineRouteConfig({
  label: "menu.overview",
  translationNs: "marketplaces",
  nested: "/orders",
})

const Breadcrumb = () => useTranslation("marketplaces").t("overview.title")

export const handle = { breadcrumb: () => <Breadcrumb /> }

export default OverviewPage
