import { useTranslation } from "react-i18next"
import type { MarketplaceAction } from "../../../api/admin/marketplaces/actions/types"

/** What was decided here of each item, in words: done, or on its way. */
export function useDecidedItems(actions: MarketplaceAction[]): Map<string, string> {
  const { t } = useTranslation("marketplaces")
  const isSaid = ({ state }: MarketplaceAction) => state !== "skipped" && state !== "needs_attention"
  const words = (decision: "accept" | "refuse", { state }: MarketplaceAction) =>
    state === "confirmed" || state === "done_elsewhere"
      ? t(`items.decided.${decision}`)
      : t(`orders.underWay.${decision}`)
  return new Map(
    actions.filter(isSaid).flatMap((action): [string, string][] => {
      const { type, params } = action
      if (type !== "accept" && type !== "refuse") return []
      return [
        ...(params.item_external_ids ?? []).map((id): [string, string] => [id, words(type, action)]),
        ...(params.refused_item_external_ids ?? []).map((id): [string, string] => [
          id,
          words("refuse", action),
        ]),
      ]
    })
  )
}
