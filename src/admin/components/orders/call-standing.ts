import type { MarketplaceAction } from "../../../api/admin/marketplaces/actions/types"

/**
 * What is said of the last call. `unsettled`: whether it had an effect is not known; `soon`: the marketplace took it, and
 * it is looked for; null: there is nothing to say, or the problem says it.
 */
export function callStanding({
  state,
  sent_at,
  unsettled_since,
  next_attempt_at,
  problem,
}: MarketplaceAction): "unsettled" | "soon" | null {
  if (state === "sent") return problem || !next_attempt_at ? null : "soon"
  const isEnded = !["retrying", "needs_attention"].includes(state)
  if (isEnded || !unsettled_since || problem?.code === "refusal_being_checked") return null
  // Taken after it was called: that is what stays open then.
  return sent_at && new Date(sent_at) >= new Date(unsettled_since) ? null : "unsettled"
}
