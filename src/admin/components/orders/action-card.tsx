import { Button, InlineTip, StatusBadge, Text, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useChangeAction } from "../../hooks/api/actions"
import { useFormat } from "../../hooks/use-format"
import type { ActionState, MarketplaceAction } from "../../lib/types"
import { ReasonPrompt } from "../reason-prompt"

const COLORS: Record<ActionState, "grey" | "green" | "orange" | "blue" | "red"> = {
  pending: "grey",
  sending: "blue",
  sent: "blue",
  confirmed: "green",
  retrying: "orange",
  needs_attention: "red",
  skipped: "grey",
  done_elsewhere: "green",
}

type Closing = "skip" | "mark-done"

/** One thing that the marketplace is told: where it stands, why it waits, and what to do about it. */
export const ActionCard = ({ action }: { action: MarketplaceAction }) => {
  const { t } = useTranslation("marketplaces")
  const { date, distance } = useFormat()
  const change = useChangeAction(action.id)
  const [closing, setClosing] = useState<Closing>()
  const isOpen = ["pending", "retrying", "needs_attention"].includes(action.state)
  const done = () => {
    toast.success(t("order.done"))
    setClosing(undefined)
  }
  const last = action.attempts.at(-1)
  return (
    <div className="shadow-elevation-card-rest flex flex-col gap-y-2 rounded-lg px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Text size="small" leading="compact" weight="plus">
          {t(`action.types.${action.type}`)}
        </Text>
        <StatusBadge color={COLORS[action.state]}>{t(`action.states.${action.state}`)}</StatusBadge>
      </div>
      {action.confirmed_at && (
        <Text size="small" className="text-ui-fg-subtle">
          {t("action.confirmedAt", { date: date(action.confirmed_at) })}
        </Text>
      )}
      {isOpen && action.next_attempt_at && (
        <Text size="small" className="text-ui-fg-subtle">
          {t("action.next", { distance: distance(action.next_attempt_at) })}
        </Text>
      )}
      {action.problem && (
        <InlineTip variant="warning" label={action.problem.message}>
          {action.problem.hint}
        </InlineTip>
      )}
      {action.warning && (
        <InlineTip variant="warning" label={action.warning.message}>
          {action.warning.hint}
        </InlineTip>
      )}
      {isOpen && last?.message && (
        <Text size="small" className="text-ui-fg-subtle break-words">
          {t("action.said", { message: last.message })}
        </Text>
      )}
      {isOpen && (
        <div className="flex flex-wrap gap-2">
          <Button
            size="small"
            variant="secondary"
            isLoading={change.isPending}
            onClick={() => change.mutate({ change: "retry" }, { onSuccess: done })}
          >
            {t("action.resend")}
          </Button>
          <Button size="small" variant="transparent" onClick={() => setClosing("mark-done")}>
            {t("action.markDone")}
          </Button>
          <Button size="small" variant="transparent" onClick={() => setClosing("skip")}>
            {t("action.skip")}
          </Button>
        </div>
      )}
      {closing && (
        <ReasonPrompt
          title={t(closing === "skip" ? "action.skipTitle" : "action.markDoneTitle")}
          description={t(closing === "skip" ? "action.skipText" : "action.markDoneText")}
          confirmText={t(closing === "skip" ? "action.skip" : "action.markDone")}
          onClose={() => setClosing(undefined)}
          onConfirm={(reason) => change.mutate({ change: closing, reason }, { onSuccess: done })}
        />
      )}
    </div>
  )
}
