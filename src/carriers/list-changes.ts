import type { MarketplaceCarrier } from "../marketplaces/port"
import { foldName } from "./normalise"
import { ruleWarning, type CarrierRuleInput } from "./rules"

/** Names that are gone are remembered so long as they are not too many. */
const MAX_REMOVED = 200

/** What was listed once and is not any more, the latest first. One that comes back is forgotten. */
export function removedCarriers(
  before: { carriers: readonly MarketplaceCarrier[]; removed?: readonly MarketplaceCarrier[] } | null,
  now: readonly MarketplaceCarrier[]
): MarketplaceCarrier[] {
  const listed = new Set(now.map(({ name }) => foldName(name)))
  const once = [...(before?.carriers ?? []), ...(before?.removed ?? [])]
  return once
    .filter(({ name }, index) => {
      const folded = foldName(name)
      return !listed.has(folded) && once.findIndex((one) => foldName(one.name) === folded) === index
    })
    .slice(0, MAX_REMOVED)
}

/** Whether the carrier of a rule was in the marketplace's list and has gone from it. */
export function isGone(
  rule: CarrierRuleInput,
  marketplace_id: string,
  live: readonly MarketplaceCarrier[] | null,
  removed: readonly MarketplaceCarrier[]
): boolean {
  return (
    live !== null &&
    ruleWarning(rule, marketplace_id, live) !== null &&
    ruleWarning(rule, marketplace_id, [...live, ...removed]) === null
  )
}
