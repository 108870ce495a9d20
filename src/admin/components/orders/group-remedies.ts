import type { ProblemGroup } from "../../../api/admin/marketplaces/orders/types"

/** What can be decided for all orders of one problem, or the chosen ones, at once. */
export type GroupRemedy =
  "accept" | "refuse" | "acknowledge" | "confirm_cancellation" | "discard_cancellation" | "retry" | "ignore"

export function groupRemedies({
  remedy,
  is_blocking,
}: Pick<ProblemGroup, "remedy" | "is_blocking">): GroupRemedy[] {
  if (remedy === "confirm_cancellations") return ["confirm_cancellation", "discard_cancellation"]
  if (remedy === "accept_or_refuse") return ["accept", "refuse"]
  return is_blocking ? ["retry", "ignore"] : ["acknowledge"]
}
