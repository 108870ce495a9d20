import { StatusBadge } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import type { ShownLabel } from "../../../api/admin/labels/types"

const COLORS: Record<ShownLabel["state"], "green" | "orange" | "red" | "grey" | "blue"> = {
  pending: "blue",
  buying: "blue",
  needs_approval: "orange",
  unclear: "orange",
  ready: "green",
  failed: "red",
  cancel_requested: "orange",
  canceled: "grey",
}

export const LabelBadge = ({ state, kind }: Pick<ShownLabel, "state" | "kind">) => {
  const { t } = useTranslation("marketplaces")
  const words = t(`labels.state.${state}`)
  return (
    <StatusBadge color={COLORS[state]}>
      {kind === "return" ? t("labels.ofReturn", { state: words }) : words}
    </StatusBadge>
  )
}
