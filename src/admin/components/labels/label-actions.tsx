import { Button, toast, usePrompt } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import type { ShownLabel } from "../../../api/admin/labels/types"
import { useLabelAct, useMakeLabel } from "../../hooks/api/labels"
import { printLabels } from "../../lib/print-label"

const RETRIED: ShownLabel["state"][] = ["failed", "unclear"]

type Props = { label: ShownLabel; onCorrect?: () => void; isInRow?: boolean }

/** What the label is of. */
const subjectOf = ({ fulfillment_id, return_id }: ShownLabel) =>
  return_id === null ? { fulfillment_id: fulfillment_id ?? undefined } : { return_id }

/** What can be done about one label now. */
export const LabelActions = ({ label, onCorrect, isInRow = false }: Props) => {
  const { t } = useTranslation("marketplaces")
  const prompt = usePrompt()
  const act = useLabelAct()
  const make = useMakeLabel()
  const { id, state, is_canceling, printed_at } = label
  const run = (what: Parameters<typeof act.mutate>[0]["act"]) => act.mutate({ id, act: what })
  const cancel = async () => {
    const isSure = await prompt({
      title: t("labels.cancelTitle"),
      description: t("labels.cancelHint"),
      confirmText: t("labels.cancel"),
      cancelText: t("actions.cancel"),
    })
    if (isSure) run("cancel")
  }
  const print = async () => {
    const isAgain =
      printed_at === null ||
      (await prompt({
        title: t("labels.printAgainTitle"),
        description: t("labels.printAgainHint"),
        confirmText: t("labels.print"),
        cancelText: t("actions.cancel"),
        variant: "confirmation",
      }))
    if (!isAgain) return
    try {
      await printLabels([id])
      run("mark-printed")
    } catch (error) {
      toast.error(error instanceof Error ? error.message : t("state.error"))
    }
  }
  const canCancel = !["canceled", "cancel_requested"].includes(state) && !is_canceling
  return (
    <div className={isInRow ? "flex gap-2 whitespace-nowrap" : "flex flex-wrap gap-2"}>
      {state === "ready" && (
        <Button size="small" variant="secondary" onClick={() => void print()}>
          {t("labels.print")}
        </Button>
      )}
      {state === "needs_approval" && (
        <Button size="small" variant="secondary" isLoading={act.isPending} onClick={() => run("approve")}>
          {t("labels.approve")}
        </Button>
      )}
      {RETRIED.includes(state) && (
        <Button size="small" variant="secondary" isLoading={act.isPending} onClick={() => run("retry")}>
          {t("actions.tryAgain")}
        </Button>
      )}
      {onCorrect && state === "failed" && (
        <Button size="small" variant="secondary" onClick={onCorrect}>
          {t("labels.correct")}
        </Button>
      )}
      {state === "canceled" && (
        <Button
          size="small"
          variant="secondary"
          isLoading={make.isPending}
          onClick={() => make.mutate(subjectOf(label))}
        >
          {t("labels.make")}
        </Button>
      )}
      {canCancel && (
        <Button size="small" variant="transparent" isLoading={act.isPending} onClick={() => void cancel()}>
          {t("labels.cancel")}
        </Button>
      )}
    </div>
  )
}
