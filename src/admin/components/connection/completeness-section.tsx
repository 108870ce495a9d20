import { SectionRow } from "@medusajs/dashboard/components"
import { Button, Container, InlineTip, Text, toast } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useCompare, useCompleteness } from "../../hooks/api/connections"
import { useFormat } from "../../hooks/use-format"
import type { Connection } from "../../lib/types"
import { QueryState } from "../query-state"
import { SectionHeader } from "../section-header"

/** Every open order of the marketplace against ours. */
export const CompletenessSection = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const { date, number } = useFormat()
  const query = useCompleteness(connection.id)
  const compare = useCompare(connection.id)
  const start = () =>
    compare.mutate(undefined, {
      onSuccess: ({ is_live }) => {
        if (!is_live) toast.info(t("completeness.goesOn"))
      },
    })
  const report = query.data
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t("completeness.title")} hint={t("completeness.hint")}>
        <Button size="small" variant="secondary" onClick={start} isLoading={compare.isPending}>
          {t("completeness.compare")}
        </Button>
      </SectionHeader>
      <QueryState query={query}>
        {report?.checked_at ? (
          <>
            <div className="flex flex-col gap-y-2 px-6 py-4" role="status">
              <InlineTip
                variant={report.missing.length ? "warning" : "success"}
                label={t(report.missing.length ? "completeness.missing" : "completeness.complete")}
              >
                {report.missing.slice(0, 50).join(", ") || t("completeness.completeHint")}
              </InlineTip>
              {!!report.unreadable?.length && (
                <InlineTip variant="warning" label={t("completeness.unreadable")}>
                  {report.unreadable.join(" ")}
                </InlineTip>
              )}
            </div>
            <SectionRow title={t("completeness.open")} value={number(report.marketplace_open)} />
            <SectionRow title={t("completeness.imported")} value={number(report.imported)} />
            <SectionRow title={t("connections.toFix")} value={number(report.held)} />
            <SectionRow title={t("completeness.ignored")} value={number(report.ignored)} />
            <SectionRow title={t("completeness.checkedAt")} value={date(report.checked_at)} />
          </>
        ) : (
          <Text size="small" className="text-ui-fg-subtle px-6 py-4">
            {t("completeness.never")}
          </Text>
        )}
      </QueryState>
    </Container>
  )
}
