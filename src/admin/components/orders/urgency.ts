import type { MarketplaceAction } from "../../../api/admin/marketplaces/actions/types"
import type { ProblemGroup } from "../../../api/admin/marketplaces/orders/types"
import { problemFacts } from "../../../orders/problems"
import { byProblem } from "./by-problem"

/** A parcel that must not leave, what was not sent, what is held, and what is only to be known: in this order. */
export const URGENCIES = ["stop", "notSent", "blocks", "informs"] as const
export type Urgency = (typeof URGENCIES)[number]

/** One cause for which something waits for a person: of orders, or of what is sent. */
export type ToFixEntry = { key: string; urgency: Urgency; title: string | null; count: number } & (
  { group: ProblemGroup } | { actions: MarketplaceAction[] }
)

export const urgencyOf = ({ code, is_blocking }: Pick<ProblemGroup, "code" | "is_blocking">): Urgency =>
  problemFacts(code).stops_parcel ? "stop" : is_blocking ? "blocks" : "informs"

/** What is most urgent first; of the same urgency, what is due first. */
export function byUrgency(groups: ProblemGroup[], actions: MarketplaceAction[]): ToFixEntry[] {
  const ofOrders = groups.map((group): ToFixEntry & { due: string } => ({
    key: `orders-${group.code}`,
    urgency: urgencyOf(group),
    title: group.title,
    count: group.count,
    group,
    due: group.due_at ?? "9",
  }))
  const ofActions = byProblem(actions).map((same): ToFixEntry & { due: string } => ({
    key: `actions-${same[0].problem?.code ?? ""}`,
    urgency: same.some(({ state }) => state === "needs_attention") ? "notSent" : "informs",
    title: same[0].problem?.title ?? null,
    count: same.length,
    actions: same,
    due: same.map(({ created_at }) => created_at).sort()[0],
  }))
  const rank = ({ urgency }: ToFixEntry) => URGENCIES.indexOf(urgency)
  return [...ofOrders, ...ofActions].sort(
    (one, other) => rank(one) - rank(other) || (one.due < other.due ? -1 : one.due > other.due ? 1 : 0)
  )
}

/** The entries in the order in which they were first shown: nothing moves while it is worked on. New ones follow. */
export function inShownOrder(entries: ToFixEntry[], shown: readonly string[]): ToFixEntry[] {
  const placeOf = ({ key }: ToFixEntry) => {
    const place = shown.indexOf(key)
    return place < 0 ? shown.length : place
  }
  return [...entries].sort((one, other) => placeOf(one) - placeOf(other))
}
