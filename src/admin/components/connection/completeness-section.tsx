import { SectionRow } from "@medusajs/dashboard/components"
import { Button, Container, InlineTip } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useCompleteness } from "../../hooks/api/connections"
import { useFormat } from "../../hooks/use-format"
import type { Connection } from "../../lib/types"
import { QueryState } from "../query-state"
import { SectionHeader } from "../section-header"

/** Every open order of the marketplace against ours. */
export const CompletenessSection = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const { date, number } = useFormat()
  const [asked, setAsked] = useState(false)
  const query = useCompleteness(connection.id, asked)
  const compare = () => (asked ? void query.refetch() : setAsked(true))
  const report = query.data
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t("completeness.title")} hint={t("completeness.hint")}>
        <Button size="small" variant="secondary" onClick={compare} isLoading={query.isFetching}>
          {t("completeness.compare")}
        </Button>
      </SectionHeader>
      {asked && (
        <QueryState query={query}>
          {report && (
            <>
              <div className="px-6 py-4" role="status">
                <InlineTip
                  variant={report.missing.length ? "warning" : "success"}
                  label={t(report.missing.length ? "completeness.missing" : "completeness.complete")}
                >
                  {report.missing.slice(0, 50).join(", ")}
                </InlineTip>
              </div>
              <SectionRow title={t("completeness.open")} value={number(report.marketplace_open)} />
              <SectionRow title={t("completeness.imported")} value={number(report.imported)} />
              <SectionRow title={t("connections.toFix")} value={number(report.held)} />
              <SectionRow title={t("completeness.ignored")} value={number(report.ignored)} />
              <SectionRow title={t("completeness.checkedAt")} value={date(report.checked_at)} />
            </>
          )}
        </QueryState>
      )}
    </Container>
  )
}
