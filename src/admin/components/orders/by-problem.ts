import type { MarketplaceAction } from "../../../api/admin/marketplaces/actions/types"

/** Actions with the same problem together, the largest group first. */
export function byProblem(actions: MarketplaceAction[]): MarketplaceAction[][] {
  const groups = new Map<string, MarketplaceAction[]>()
  for (const action of actions) {
    const code = action.problem?.code ?? ""
    groups.set(code, [...(groups.get(code) ?? []), action])
  }
  return [...groups.values()].sort((one, other) => other.length - one.length)
}
