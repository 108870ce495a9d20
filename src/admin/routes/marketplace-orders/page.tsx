import { defineRouteConfig } from "@medusajs/admin-sdk"
import { NoRecords } from "@medusajs/dashboard/components"
import { Button, Container, Tabs } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { Link, Outlet, useSearchParams } from "react-router-dom"
import { Interruptions } from "../../components/interruptions"
import { OrdersTable } from "../../components/orders/orders-table"
import { ProblemGroups } from "../../components/orders/problem-groups"
import { useOrderFilters } from "../../components/orders/use-order-filters"
import { useToFix } from "../../components/orders/use-to-fix"
import { SectionHeader } from "../../components/section-header"
import { useConnections } from "../../hooks/api/connections"
import { useMarketplaceOrders } from "../../hooks/api/marketplace-orders"
import { useFormat } from "../../hooks/use-format"

const TABS = ["fix", "accept", "progress", "shipped", "all"] as const

const MarketplaceOrdersPage = () => {
  const { t } = useTranslation("marketplaces")
  const [params, setParams] = useSearchParams()
  const counts = useCounts()
  const { number } = useFormat()
  const tab = TABS.find((name) => name === params.get("tab")) ?? "fix"
  const change = (name: string) =>
    setParams((before) => {
      const after = new URLSearchParams(before)
      after.set("tab", name)
      after.delete("offset")
      after.delete("order")
      return after
    })
  if (useIsUnused()) {
    return (
      <Container className="divide-y p-0">
        <SectionHeader level="h1" title={t("orders.title")} hint={t("orders.hint")} />
        <NoRecords
          className="h-auto px-6 py-16 text-center"
          title={t("connect.orders")}
          message={t("connections.emptyHint")}
          action={{ to: "/settings/marketplaces/create", label: t("connections.connect") }}
        />
      </Container>
    )
  }
  return (
    <Container className="p-0">
      <SectionHeader level="h1" title={t("orders.title")} hint={t("orders.hint")}>
        <Button size="small" variant="secondary" asChild>
          <Link to="/marketplace-shipping">{t("shipMany.title")}</Link>
        </Button>
      </SectionHeader>
      <Interruptions />
      <Tabs value={tab} onValueChange={change}>
        <div className="overflow-x-auto border-b px-6 pb-4 pt-1">
          <Tabs.List aria-label={t("orders.title")}>
            {TABS.map((name) => (
              <Tabs.Trigger key={name} value={name} className="whitespace-nowrap">
                {t(`orders.tabs.${name}`)}
                {counts[name] ? ` (${number(counts[name])})` : ""}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
        </div>
        <Tabs.Content value="fix">
          <ProblemGroups />
        </Tabs.Content>
        <Tabs.Content value="accept">
          <OrdersTable key="accept" decides states={["to_accept"]} order="accept_by" />
        </Tabs.Content>
        <Tabs.Content value="progress">
          <OrdersTable
            key="progress"
            ships
            states={["waiting", "ready", "importing", "imported", "partly_shipped"]}
            order="ship_by"
          />
        </Tabs.Content>
        <Tabs.Content value="shipped">
          <OrdersTable key="shipped" states={["shipped", "delivered"]} />
        </Tabs.Content>
        <Tabs.Content value="all">
          <OrdersTable key="all" />
        </Tabs.Content>
      </Tabs>
      <Outlet />
    </Container>
  )
}

/** No marketplace is connected, and none was. */
function useIsUnused(): boolean {
  const isUnconnected = useConnections({ limit: 200 }).data?.count === 0
  return useMarketplaceOrders({ limit: 1 }, isUnconnected).data?.count === 0
}

/** How many wait for a person, on the tabs where they do, among those that the filters leave. */
function useCounts(): Partial<Record<(typeof TABS)[number], number>> {
  const filters = useOrderFilters()
  const { count } = useToFix(filters)
  const toAccept = useMarketplaceOrders({ ...filters, state: ["to_accept"], limit: 1 }).data?.count ?? 0
  return { fix: count, accept: toAccept }
}

export const config = defineRouteConfig({
  label: "menu.orders",
  translationNs: "marketplaces",
  nested: "/orders",
})

const Breadcrumb = () => useTranslation("marketplaces").t("orders.title")

export const handle = { breadcrumb: () => <Breadcrumb /> }

export default MarketplaceOrdersPage
