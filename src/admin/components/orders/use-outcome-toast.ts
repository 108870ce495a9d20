import { toast } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import type { BulkAnswer } from "../../../api/admin/marketplaces/types"
import { summarize } from "./outcomes"

/** Shows the outcome of a change of several: how many are done, what still waits, and why some were refused. */
export function useOutcomeToast() {
  const { t } = useTranslation("marketplaces")
  return (answer: BulkAnswer) => {
    const { done, waiting, refused, remaining } = summarize(answer)
    const rest = [
      waiting && t("outcome.waiting", { count: waiting }),
      refused.length && t("outcome.refused", { count: refused.length }),
      ...new Set(refused.slice(0, 3).map(({ message }) => message)),
      remaining && t("outcome.remaining", { count: remaining }),
    ].filter(Boolean)
    const said = t("outcome.done", { count: done })
    if (rest.length) toast.warning(said, { description: rest.join(" ") })
    else toast.success(said)
  }
}
