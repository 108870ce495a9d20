import { toast } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useCancellationReasons, useChangeOrder } from "../../hooks/api/marketplace-orders"
import type { MarketplaceOrder } from "../../lib/types"
import { QueryState } from "../query-state"
import { ReasonPrompt } from "../reason-prompt"

type Props = { order: Pick<MarketplaceOrder, "id">; onClose: () => void }

/** Cancels at the marketplace, with one of its own reasons where it has a list. */
export const CancelPrompt = ({ order, onClose }: Props) => {
  const { t } = useTranslation("marketplaces")
  const reasons = useCancellationReasons(order.id, true)
  const change = useChangeOrder(order.id)
  return (
    <ReasonPrompt
      title={t("orders.cancelTitle", { count: 1 })}
      description={t("orders.cancelText")}
      confirmText={t("orders.cancel")}
      isPending={change.isPending}
      reasons={reasons.isFetching && !reasons.data ? "loading" : reasons.data ? "known" : "unknown"}
      choices={reasons.data?.cancellation_reasons.map(({ code, label }) => ({ value: code, label }))}
      onClose={onClose}
      onConfirm={(reason) =>
        change.mutate(
          { change: "cancel", reason },
          {
            onSuccess: () => {
              toast.success(t("orders.cancelPlanned"))
              onClose()
            },
          }
        )
      }
    >
      {reasons.isError && !reasons.isFetching && <QueryState query={reasons}>{null}</QueryState>}
    </ReasonPrompt>
  )
}
