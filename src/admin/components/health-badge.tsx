import { StatusBadge } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import type { Connection } from "../../api/admin/marketplaces/connections/types"

const COLORS = { ok: "green", degraded: "orange", paused: "grey", new: "blue", off: "grey" } as const

/** A connection that is switched off is not "working", whatever its last health. */
export const HealthBadge = ({
  connection: { is_enabled, activated_at, health },
}: {
  connection: Pick<Connection, "is_enabled" | "activated_at" | "health">
}) => {
  const { t } = useTranslation("marketplaces")
  const status = !is_enabled && activated_at && health.status !== "paused" ? "off" : health.status
  return <StatusBadge color={COLORS[status]}>{t(`health.${status}`)}</StatusBadge>
}
