import { useActions } from "../../hooks/api/actions"
import { useConnections } from "../../hooks/api/connections"
import { useProblems } from "../../hooks/api/marketplace-orders"
import type { ActionState } from "../../../orders/actions"
import { problemCodes } from "../../../orders/problems"
import type { Remedy } from "../../../orders/problems/define-problems"
import type { OrderFilters } from "./order-filters"
import { byUrgency } from "./urgency"

/** Actions that go no further without a person. */
const STANDING_STILL = { state: ["needs_attention"] as ActionState[], limit: 200, order: "created_at" }

const LOOKED_AT: (Remedy | null)[] = ["send_now", "mark_done"]

/** On their way, and yet a person should look: the marketplace takes one parcel, or shows nothing. */
const TO_LOOK_AT = {
  state: ["pending", "sent"] as ActionState[],
  problem: problemCodes(
    ({ subject, blocks, remedy }) => subject === "action" && !blocks && LOOKED_AT.includes(remedy)
  ) as string[],
  limit: 200,
  order: "created_at",
}

/** What waits for a person: orders by cause, and what could not be sent to the marketplaces. */
export function useToFix(filters: OrderFilters) {
  const problems = useProblems(filters)
  const connection_id = useConnectionsOf(filters)
  // The other filters are about orders, not about what is sent.
  const { connection_id: _connections, marketplace_id: _marketplaces, problem, is_test, ...rest } = filters
  const isAsked = connection_id?.length !== 0 && is_test !== "true" && !Object.values(rest).some(Boolean)
  const actions = useActions({ ...STANDING_STILL, connection_id, problem }, isAsked)
  const toLookAt = TO_LOOK_AT.problem.filter((code) => !problem || problem.includes(code))
  const isLookedAt = isAsked && toLookAt.length > 0
  const informing = useActions({ ...TO_LOOK_AT, connection_id, problem: toLookAt }, isLookedAt)
  const groups = problems.data?.problems ?? []
  const failed = isAsked ? actions.data : undefined
  const looked = isLookedAt ? informing.data : undefined
  const found = [...(failed?.actions ?? []), ...(looked?.actions ?? [])]
  return {
    query: problems.isPending || problems.isError || !isAsked ? problems : actions,
    entries: byUrgency(groups, found),
    /** Too many to be listed. */
    moreActions: (failed?.count ?? 0) + (looked?.count ?? 0) - found.length,
    count: groups.reduce((sum, { count }) => sum + count, failed?.count ?? 0),
  }
}

/** Actions know their connection and not their marketplace. Empty for none, undefined for all. */
function useConnectionsOf({ connection_id, marketplace_id }: OrderFilters): string[] | undefined {
  const all = useConnections({ limit: 200 }).data?.connections ?? []
  if (!marketplace_id) return connection_id
  const ids = all.filter((one) => marketplace_id.includes(one.marketplace_id)).map(({ id }) => id)
  return connection_id ? ids.filter((id) => connection_id.includes(id)) : ids
}
