import { Badge, StatusBadge, Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { isOver } from "../hooks/api/runs"
import { useFormat } from "../hooks/use-format"
import type { Run } from "../../api/admin/marketplaces/runs/types"
import { RunError } from "./run-error"
import { Tip } from "./tip"

const COLORS = { queued: "grey", running: "blue", done: "green", failed: "red" } as const
const COUNTS = ["seen", "created", "updated", "held", "ignored", "failed"] as const

export const RunState = ({ run }: { run: Run }) => {
  const { t } = useTranslation("marketplaces")
  return <StatusBadge color={COLORS[run.state]}>{t(`run.state.${run.state}`)}</StatusBadge>
}

/** Where a run stands, with its counts. Read out as it changes. */
export const RunProgress = ({ run }: { run: Run }) => {
  const { t } = useTranslation("marketplaces")
  const { number } = useFormat()
  return (
    <div role="status" className="flex flex-col gap-y-3">
      <div className="flex flex-wrap items-center gap-2">
        <RunState run={run} />
        {COUNTS.filter((name) => run.counts[name] > 0 || name === "seen").map((name) => (
          <Badge key={name} size="2xsmall">
            {t(`run.counts.${name === "created" && run.params?.dry_run ? "would_create" : name}`)}{" "}
            {number(run.counts[name])}
          </Badge>
        ))}
      </div>
      {!isOver(run) && (
        <Text size="small" className="text-ui-fg-subtle">
          {t("run.leave")}
        </Text>
      )}
      {run.error && (
        <Tip
          variant={run.state === "failed" ? "error" : "warning"}
          label={t(run.state === "failed" ? "run.failed" : "run.incomplete")}
        >
          <RunError error={run.error} />
        </Tip>
      )}
    </div>
  )
}
