import { SectionRow } from "@medusajs/dashboard/components"
import { Badge, Button, Container, Text, toast } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import { useCompare, useCompleteness } from "../../hooks/api/connections"
import { useFormat } from "../../hooks/use-format"
import type { Connection } from "../../../api/admin/marketplaces/connections/types"
import type { Difference } from "../../../orders/completeness"
import { QueryState } from "../query-state"
import { SectionHeader } from "../section-header"
import { TechnicalDetails } from "../technical-details"
import { Tip } from "../tip"

const MOST = 50

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
        {report?.last_failure && (
          <div className="px-6 py-4" role="alert">
            <Tip variant="error" label={t("completeness.notMade", { date: date(report.last_failure.at) })}>
              {report.last_failure.message}
            </Tip>
          </div>
        )}
        {report?.checked_at ? (
          <>
            <div className="flex flex-col gap-y-2 px-6 py-4" role="status">
              <Outcome differences={report.differences} isWhole={!report.failed.length} />
              {report.failed.map(({ part, message }) => (
                <Tip
                  key={part + message}
                  variant="warning"
                  label={t("completeness.lacks", {
                    part: t(`completeness.parts.${part}`, { defaultValue: part }),
                  })}
                >
                  {message}
                </Tip>
              ))}
              {!!report.unreadable?.length && (
                <>
                  <Tip variant="warning" label={t("completeness.unreadable")} />
                  <TechnicalDetails texts={report.unreadable} />
                </>
              )}
            </div>
            {report.differences.length > 0 && <Differences differences={report.differences} />}
            <SectionRow title={t("completeness.open")} value={number(report.marketplace_open)} />
            <SectionRow title={t("completeness.imported")} value={number(report.imported)} />
            <SectionRow title={t("connections.toFix")} value={number(report.held)} />
            <SectionRow title={t("connections.waiting")} value={number(report.waiting)} />
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

type Props = { differences: Difference[] }

const Outcome = ({ differences, isWhole }: Props & { isWhole: boolean }) => {
  const { t } = useTranslation("marketplaces")
  const open = differences.filter(({ fixed }) => !fixed).length
  if (open)
    return (
      <Tip variant="warning" label={t("completeness.differs")}>
        {t("completeness.look", { count: open })}
      </Tip>
    )
  if (!isWhole) return null
  return (
    <Tip variant="success" label={t("completeness.complete")}>
      {t(differences.length ? "completeness.allFixed" : "completeness.completeHint")}
    </Tip>
  )
}

/** What needs a look first, then what the comparison has put right itself. */
const Differences = ({ differences }: Props) => {
  const { t } = useTranslation("marketplaces")
  const sorted = [...differences].sort((one, other) => Number(one.fixed) - Number(other.fixed))
  const more = sorted.length - MOST
  return (
    <div className="flex flex-col gap-y-2 px-6 py-4">
      <ul aria-label={t("completeness.differences")} className="max-h-80 divide-y overflow-y-auto">
        {sorted.slice(0, MOST).map(({ external_id, reason, fixed }) => (
          <li key={`${external_id} ${reason}`} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
            <Link
              to={`/marketplace-orders?tab=all&q=${encodeURIComponent(external_id)}`}
              className="txt-compact-small-plus break-all"
            >
              {external_id}
            </Link>
            <Text size="small" className="text-ui-fg-subtle min-w-0 flex-1">
              {t(`completeness.reasons.${reason}`, { defaultValue: reason })}
            </Text>
            <Badge size="2xsmall" color={fixed ? "green" : "orange"}>
              {t(fixed ? "completeness.fixed" : "completeness.toLook")}
            </Badge>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <Text size="small" className="text-ui-fg-subtle">
          {t("completeness.more", { count: more })}
        </Text>
      )}
    </div>
  )
}
