import { SectionRow } from "@medusajs/dashboard/components"
import { useTranslation } from "react-i18next"
import { useFormat } from "../hooks/use-format"
import type { Run } from "../../api/admin/marketplaces/runs/types"
import { RunPreview } from "./run-preview"
import { RunProgress } from "./run-progress"

/** One run: what was asked for, when, what became of it and, of a dry run, order by order. */
export const RunDetails = ({ run }: { run: Run }) => {
  const { t } = useTranslation("marketplaces")
  const { date } = useFormat()
  const { since, external_ids, dry_run } = run.params ?? {}
  return (
    <div className="divide-y">
      <div className="px-6 py-4">
        <RunProgress run={run} />
      </div>
      <SectionRow title={t("run.trigger")} value={t(`run.triggers.${dry_run ? "preview" : run.trigger}`)} />
      {since && <SectionRow title={t("connect.destination.since")} value={date(since)} />}
      {external_ids && external_ids.length > 0 && (
        <SectionRow title={t("importOptions.numbers")} value={external_ids.join(", ")} />
      )}
      <SectionRow title={t("run.startedAt")} value={date(run.started_at)} />
      <SectionRow title={t("run.finishedAt")} value={date(run.finished_at)} />
      {dry_run && run.state === "done" && (
        <div className="px-6 py-4">
          <RunPreview run={run} />
        </div>
      )}
    </div>
  )
}
