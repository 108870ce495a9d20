import { defineRouteConfig } from "@medusajs/admin-sdk"
import { DataTable } from "@medusajs/dashboard/components"
import { Button, Container, createDataTableColumnHelper, Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { Link, useSearchParams } from "react-router-dom"
import type { ShownLabel } from "../../../api/admin/labels/types"
import { LabelActions } from "../../components/labels/label-actions"
import { LabelBadge } from "../../components/labels/label-badge"
import { QueryState } from "../../components/query-state"
import { SectionHeader } from "../../components/section-header"
import { useLabels } from "../../hooks/api/labels"
import { useListParams } from "../../hooks/use-list-params"

const PAGE_SIZE = 20
const TABS = ["fix", "all"] as const

const LabelsPage = () => {
  const { t } = useTranslation("marketplaces")
  const { q, offset } = useListParams()
  const [params, setParams] = useSearchParams()
  const tab = params.get("tab") === "all" ? "all" : "fix"
  const query = useLabels({ limit: PAGE_SIZE, offset, q, ...(tab === "fix" && { has_problem: true }) })
  const columns = useColumns()
  return (
    <Container className="divide-y p-0">
      <SectionHeader level="h1" title={t("menu.labels")} hint={t("labels.hint")}>
        {TABS.map((name) => (
          <Button
            key={name}
            size="small"
            variant={tab === name ? "primary" : "secondary"}
            aria-pressed={tab === name}
            onClick={() => setParams({ tab: name })}
          >
            {t(`labels.tab.${name}`)}
          </Button>
        ))}
      </SectionHeader>
      {query.data ? (
        <DataTable
          data={query.data.labels}
          columns={columns}
          getRowId={({ id }) => id}
          rowCount={query.data.count}
          pageSize={PAGE_SIZE}
          emptyState={{
            empty: { heading: t(`labels.empty.${tab}`) },
            filtered: { heading: t("state.noResults"), description: t("state.noResultsHint") },
          }}
        />
      ) : (
        <QueryState query={query}>{null}</QueryState>
      )}
    </Container>
  )
}

const helper = createDataTableColumnHelper<ShownLabel>()

function useColumns() {
  const { t } = useTranslation("marketplaces")
  return [
    helper.accessor("order_number", {
      header: t("labels.order"),
      cell: ({ row, getValue }) => (
        <Link to={`/orders/${row.original.order_id}`} className="txt-compact-small-plus">
          {getValue()}
        </Link>
      ),
    }),
    helper.accessor("state", {
      header: t("labels.status"),
      cell: ({ getValue }) => <LabelBadge state={getValue()} />,
    }),
    helper.accessor("parcels", {
      header: t("labels.number"),
      cell: ({ getValue }) =>
        getValue()
          .flatMap(({ tracking_number }) => tracking_number ?? [])
          .join(", "),
    }),
    helper.accessor("problem", {
      header: t("labels.problem"),
      cell: ({ getValue }) => {
        const problem = getValue()
        return problem ? (
          <Text size="small" className="max-w-72 truncate" title={`${problem.message} ${problem.hint}`}>
            {problem.title}
          </Text>
        ) : null
      },
    }),
    helper.display({ id: "actions", cell: ({ row }) => <LabelActions label={row.original} /> }),
  ]
}

export const config = defineRouteConfig({
  label: "menu.labels",
  nested: "/orders",
  translationNs: "marketplaces",
})

const Breadcrumb = () => useTranslation("marketplaces").t("menu.labels")

export const handle = { breadcrumb: () => <Breadcrumb /> }

export default LabelsPage
