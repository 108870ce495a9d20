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

export const LabelBadge = ({ state }: Pick<ShownLabel, "state">) => {
  const { t } = useTranslation("marketplaces")
  return <StatusBadge color={COLORS[state]}>{t(`labels.state.${state}`)}</StatusBadge>
}
