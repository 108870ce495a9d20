import { toast } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import type { BulkAnswer } from "../../../api/admin/marketplaces/types"
import { summarise } from "./outcomes"

/** Says what became of several at once: how many are done, what still waits, and why some were refused. */
export function useTold() {
  const { t } = useTranslation("marketplaces")
  return (answer: BulkAnswer) => {
    const { done, waiting, refused, remaining } = summarise(answer)
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
