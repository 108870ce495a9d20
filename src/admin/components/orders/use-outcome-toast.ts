import { toast } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import type { BulkAnswer } from "../../../api/admin/marketplaces/types"
import { summarize } from "./outcomes"

export type Done =
  | "accept"
  | "refuse"
  | "acknowledge"
  | "confirm_cancellation"
  | "discard_cancellation"
  | "retry"
  | "ignore"
  | "resend"
  | "mark-done"
  | "skip"

/** Shows the outcome of a change of several: what was done to how many, what still waits, and why some were refused. */
export function useOutcomeToast() {
  const { t } = useTranslation("marketplaces")
  return (answer: BulkAnswer, what: Done) => {
    const { done, waiting, refused, remaining } = summarize(answer)
    const rest = [
      waiting && t("outcome.waiting", { count: waiting }),
      refused.length && t("outcome.refused", { count: refused.length }),
      ...new Set(refused.slice(0, 3).map(({ message }) => message)),
      remaining && t("outcome.remaining", { count: remaining }),
    ].filter(Boolean)
    const said = done ? t(`outcome.did.${what}`, { count: done }) : t("outcome.none")
    if (rest.length) toast.warning(said, { description: rest.join(" ") })
    else toast.success(said)
  }
}
