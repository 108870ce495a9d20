import type { Connection } from "../../api/admin/marketplaces/connections/types"

/**
 * Why nothing goes in or out: `paused` by a person, `stopped` until something is fixed, `down`: the marketplace does not
 * respond, `gone`: the connection was deleted.
 */
export type Interruption = "paused" | "stopped" | "down" | "gone"

export function interruptionOf({
  is_enabled,
  activated_at,
  health,
}: Pick<Connection, "is_enabled" | "activated_at" | "health">): Interruption | null {
  if (!activated_at) return null
  if (!is_enabled) return "paused"
  if (health.status === "paused") return "stopped"
  return health.code === "unreachable" ? "down" : null
}
