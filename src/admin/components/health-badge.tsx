import { StatusBadge } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import type { Connection } from "../lib/types"

const COLORS = { ok: "green", degraded: "orange", paused: "grey", new: "blue" } as const

export const HealthBadge = ({ status }: { status: Connection["health"]["status"] }) => {
  const { t } = useTranslation("marketplaces")
  return <StatusBadge color={COLORS[status]}>{t(`health.${status}`)}</StatusBadge>
}
