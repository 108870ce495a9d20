import type { ProblemGroup } from "../../lib/types"

/** What can be decided for all orders of one problem, or the chosen ones, at once. */
export type GroupMend =
  "accept" | "refuse" | "acknowledge" | "confirm_cancellation" | "discard_cancellation" | "retry" | "ignore"

export function groupMends({ mend, is_blocking }: Pick<ProblemGroup, "mend" | "is_blocking">): GroupMend[] {
  if (mend === "confirm_cancellations") return ["confirm_cancellation", "discard_cancellation"]
  if (mend === "accept_or_refuse") return ["accept", "refuse"]
  return is_blocking ? ["retry", "ignore"] : ["acknowledge"]
}
