import type { CarrierNames, MarketplaceCarrier } from "./carrier-names"
import { nameList } from "./name-list"
import { foldName } from "./normalize"
import { ruleWarning, type CarrierRuleInput } from "./rules"

/** Names that are gone are remembered so long as they are not too many. */
const MAX_REMOVED = 200

/** Carriers that the list has lost, the latest first. One that is listed again drops out. */
export function removedCarriers(
  before: { carriers: readonly MarketplaceCarrier[]; removed?: readonly MarketplaceCarrier[] } | null,
  now: readonly MarketplaceCarrier[]
): MarketplaceCarrier[] {
  const listed = nameList(now).byFold
  const removed = new Map<string, MarketplaceCarrier>()
  for (const carrier of [...(before?.carriers ?? []), ...(before?.removed ?? [])]) {
    const folded = foldName(carrier.name)
    if (!listed.has(folded) && !removed.has(folded)) removed.set(folded, carrier)
    if (removed.size === MAX_REMOVED) break
  }
  return [...removed.values()]
}

/** Whether the carrier of a rule was in the marketplace's list and has gone from it. */
export function isGone(
  rule: CarrierRuleInput,
  names: CarrierNames,
  live: readonly MarketplaceCarrier[] | null,
  removed: readonly MarketplaceCarrier[]
): boolean {
  const isListed = ruleWarning(rule, names, live) === null
  return !isListed && removed.length > 0 && ruleWarning(rule, names, removed) === null
}
