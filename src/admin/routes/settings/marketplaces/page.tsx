import { defineRouteConfig } from "@medusajs/admin-sdk"
import { DataTable, NoRecords } from "@medusajs/dashboard/components"
import { ShoppingBag } from "@medusajs/icons"
import { Badge, Button, Container, createDataTableColumnHelper, Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { Link, Outlet } from "react-router-dom"
import { LINKED, RowLink } from "../../../components/row-link"
import { Interruptions } from "../../../components/interruptions"
import { HealthBadge } from "../../../components/health-badge"
import { QueryState } from "../../../components/query-state"
import { SectionHeader } from "../../../components/section-header"
import { useConnections } from "../../../hooks/api/connections"
import { useMarketplaces } from "../../../hooks/api/marketplaces"
import { useFormat } from "../../../hooks/use-format"
import { useListParams } from "../../../hooks/use-list-params"
import type { Connection } from "../../../../api/admin/marketplaces/connections/types"

const PAGE_SIZE = 20

const MarketplacesPage = () => {
  const { t } = useTranslation("marketplaces")
  const { q, offset, order } = useListParams()
  const columns = useColumns()
  const query = useConnections({ limit: PAGE_SIZE, q, order, offset })
  const isEmpty = query.data?.count === 0 && !q
  return (
    <Container className="divide-y p-0">
      <SectionHeader level="h1" title={t("connections.title")} hint={t("connections.hint")}>
        {!isEmpty && query.data && (
          <>
            <Button size="small" variant="secondary" asChild>
              <Link to="/marketplace-overview">{t("overview.open")}</Link>
            </Button>
            <Button size="small" variant="secondary" asChild>
              <Link to="create">{t("connections.connect")}</Link>
            </Button>
          </>
        )}
      </SectionHeader>
      <Interruptions />
      {isEmpty || !query.data ? (
        <QueryState query={query}>
          <NoRecords
            className="h-auto px-6 py-16 text-center"
            icon={<ShoppingBag className="text-ui-fg-subtle" />}
            title={t("connections.empty")}
            message={t("connections.emptyHint")}
            action={{ to: "create", label: t("connections.connect") }}
          />
        </QueryState>
      ) : (
        <DataTable
          data={query.data.connections}
          columns={columns}
          getRowId={({ id }) => id}
          rowHref={({ id }) => `/settings/marketplaces/${id}`}
          rowCount={query.data.count}
          pageSize={PAGE_SIZE}
          emptyState={{
            filtered: { heading: t("state.noResults"), description: t("state.noResultsHint") },
          }}
        />
      )}
      <Outlet />
    </Container>
  )
}

const helper = createDataTableColumnHelper<Connection>()

function useColumns() {
  const { t } = useTranslation("marketplaces")
  const { distance, number } = useFormat()
  const { data } = useMarketplaces()
  return [
    helper.accessor("name", {
      ...LINKED,
      header: t("connections.name"),
      enableSorting: true,
      cell: ({ row }) => (
        <RowLink
          to={row.original.id}
          className="txt-compact-small-plus block max-w-64 truncate"
          title={row.original.name}
        >
          {row.original.name}
        </RowLink>
      ),
    }),
    helper.accessor("marketplace_id", {
      header: t("connections.marketplace"),
      cell: ({ getValue }) =>
        data?.marketplaces.find((marketplace) => marketplace.id === getValue())?.name ?? getValue(),
    }),
    helper.accessor("health", {
      header: t("connections.health"),
      cell: ({ getValue, row }) => (
        <div className="flex items-center gap-x-2">
          <HealthBadge connection={row.original} />
          {getValue().message && (
            <Text
              size="small"
              leading="compact"
              className="max-w-64 truncate"
              title={getValue().message ?? ""}
            >
              {getValue().message}
            </Text>
          )}
        </div>
      ),
    }),
    helper.accessor("last_run", {
      header: t("connections.lastImport"),
      cell: ({ getValue }) => distance(getValue()?.finished_at ?? getValue()?.started_at),
    }),
    helper.accessor("counts.waiting", {
      header: t("connections.waiting"),
      cell: ({ getValue }) => number(getValue()),
    }),
    helper.accessor("counts.to_fix", {
      header: t("connections.toFix"),
      cell: ({ getValue }) =>
        getValue() ? (
          <Badge size="2xsmall" color="orange">
            {number(getValue())}
          </Badge>
        ) : (
          number(0)
        ),
    }),
  ]
}

export const config = defineRouteConfig({
  label: "menu.settings",
  translationNs: "marketplaces",
})

const Breadcrumb = () => useTranslation("marketplaces").t("menu.settings")

export const handle = { breadcrumb: () => <Breadcrumb /> }

export default MarketplacesPage
