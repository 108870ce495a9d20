import { useQueryParams } from "@medusajs/dashboard/hooks"
import { createDataTableColumnHelper, Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useLocation } from "react-router-dom"
import { LINKED, RowLink } from "../row-link"
import { useRuns } from "../../hooks/api/runs"
import { useFormat } from "../../hooks/use-format"
import type { Connection } from "../../../api/admin/marketplaces/connections/types"
import type { Run } from "../../../api/admin/marketplaces/runs/types"
import { RunError } from "../run-error"
import { RunState } from "../run-progress"
import { TableSection } from "../table-section"

const PAGE_SIZE = 10
const PREFIX = "runs"

const helper = createDataTableColumnHelper<Run>()

export const RunsSection = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const { date, number } = useFormat()
  const { search } = useLocation()
  const { offset } = useQueryParams(["offset"], PREFIX)
  const query = useRuns({
    connection_id: connection.id,
    limit: PAGE_SIZE,
    offset: Number(offset ?? 0),
  })
  const hrefOf = ({ id }: Run) => `/settings/marketplaces/${connection.id}/runs/${id}${search}`
  const columns = [
    helper.accessor("started_at", {
      ...LINKED,
      header: t("run.startedAt"),
      cell: ({ row: { original } }) => (
        <RowLink to={hrefOf(original)} className="text-ui-fg-interactive-hover dark:text-ui-fg-interactive">
          {original.started_at ? date(original.started_at) : t("run.state.queued")}
        </RowLink>
      ),
    }),
    helper.accessor("trigger", {
      header: t("run.trigger"),
      cell: ({ row: { original } }) =>
        t(`run.triggers.${original.params?.dry_run ? "preview" : original.trigger}`),
    }),
    helper.accessor("state", {
      header: t("run.result"),
      cell: ({ row }) => (
        <div className="flex items-center gap-x-2">
          <div className="shrink-0">
            <RunState run={row.original} />
          </div>
          {row.original.error && (
            <Text size="small" className="line-clamp-3 min-w-48 max-w-96 whitespace-normal">
              <RunError error={row.original.error} />
            </Text>
          )}
        </div>
      ),
    }),
    ...(["seen", "created", "held", "failed"] as const).map((name) =>
      helper.accessor(`counts.${name}`, {
        header: t(`run.columns.${name}`),
        cell: ({ getValue }) => number(getValue()),
      })
    ),
  ]
  return (
    <TableSection
      query={query}
      prefix={PREFIX}
      heading={t("run.title")}
      subHeading={t("run.hint")}
      data={query.data?.runs}
      columns={columns}
      rowHref={hrefOf}
      rowCount={query.data?.count}
      pageSize={PAGE_SIZE}
      enableSearch={false}
      emptyState={{ empty: { heading: t("run.none"), description: t("run.noneHint") } }}
    />
  )
}
