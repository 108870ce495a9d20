import { toast } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import {
  useCancellationReasons,
  useChangeOrder,
  useMarketplaceOrder,
} from "../../hooks/api/marketplace-orders"
import { useMarketplace } from "../../hooks/api/marketplaces"
import type { MarketplaceOrder } from "../../../api/admin/marketplaces/orders/types"
import { QueryState } from "../query-state"
import { ReasonPrompt } from "../reason-prompt"
import { ItemChecks, useItemChoice } from "./item-checks"

type Props = { order: Pick<MarketplaceOrder, "id" | "marketplace_id">; onClose: () => void }

/** Cancels at the marketplace, with one of its own reasons where it has a list, and some items where it takes that. */
export const CancelPrompt = ({ order, onClose }: Props) => {
  const { t } = useTranslation("marketplaces")
  const reasons = useCancellationReasons(order.id, true)
  const change = useChangeOrder(order.id)
  const isByItem = useMarketplace(order.marketplace_id)?.capabilities.cancels === "item"
  const details = useMarketplaceOrder(order.id, undefined, isByItem)
  const choice = useItemChoice((isByItem && details.data?.order.open_items.cancel) || [])
  // Beside a cancellation that is on its way, the whole order would name its items once more.
  const isPart = choice.isSome || details.data?.order.actions.some(({ type }) => type === "cancel")
  const isWaiting = isByItem && details.isPending
  const state = reasons.data && !isWaiting ? "known" : reasons.isFetching || isWaiting ? "loading" : "unknown"
  return (
    <ReasonPrompt
      title={
        choice.isSome
          ? t("items.cancelTitle", { count: choice.chosen.length, all: choice.open.length })
          : t("orders.cancelTitle", { count: 1 })
      }
      description={t("orders.cancelText")}
      confirmText={t("orders.cancel")}
      isPending={change.isPending || (choice.isSome && !choice.chosen.length)}
      reasons={state}
      choices={reasons.data?.cancellation_reasons.map(({ code, label }) => ({ value: code, label }))}
      onClose={onClose}
      onConfirm={(reason) =>
        change.mutate(
          {
            change: "cancel",
            reason,
            ...(isPart && choice.open.length > 0 && { line_external_ids: choice.chosen }),
          },
          {
            onSuccess: () => {
              toast.success(t("orders.cancelPlanned"))
              onClose()
            },
          }
        )
      }
    >
      {details.data && choice.open.length > 1 && (
        <ItemChecks label={t("items.cancel")} lines={details.data.order.lines} choice={choice} />
      )}
      {isByItem && details.isError && <QueryState query={details}>{null}</QueryState>}
      {reasons.isError && !reasons.isFetching && <QueryState query={reasons}>{null}</QueryState>}
    </ReasonPrompt>
  )
}
