import { Button, toast, usePrompt } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useMarketplace } from "../../hooks/api/marketplaces"
import { useAcknowledge, useChangeOrder, useDecideCancellations } from "../../hooks/api/marketplace-orders"
import type { MarketplaceOrder } from "../../lib/types"
import { ReasonPrompt } from "../reason-prompt"

type WithReason = "refuse" | "ignore" | "cancel"

/** What a person can decide of an order where it stands. What cannot be undone asks for a reason first. */
export const OrderDecisions = ({ order }: { order: MarketplaceOrder }) => {
  const { t } = useTranslation("marketplaces")
  const prompt = usePrompt()
  const change = useChangeOrder(order.id)
  const acknowledge = useAcknowledge()
  const cancellations = useDecideCancellations()
  const capabilities = useMarketplace(order.marketplace_id)?.capabilities
  const [asking, setAsking] = useState<WithReason>()
  const { state, imported_at, is_test } = order
  const decides = state === "to_accept" && capabilities?.decides !== "none"
  const isOutside = !imported_at && ["to_accept", "waiting", "ready", "ignored"].includes(state)
  const cancels =
    !is_test && ["ready", "imported", "partly_shipped"].includes(state) && capabilities?.cancels !== "none"
  const isMass = order.problem?.mend === "confirm_cancellations"
  const decideCancellation = (decision: "confirm" | "discard") =>
    cancellations.mutate({ ids: [order.id], decision }, { onSuccess: done })
  const confirmCancellation = async () => {
    const sure = await prompt({
      title: t("order.confirmCancellationTitle"),
      description: t("order.confirmCancellationText"),
      confirmText: t("order.confirmCancellation"),
      cancelText: t("actions.cancel"),
    })
    if (sure) decideCancellation("confirm")
  }
  const done = () => {
    toast.success(t("order.done"))
    setAsking(undefined)
  }
  const decide = (decision: "accept" | "retry") => () =>
    change.mutate({ change: decision }, { onSuccess: done })
  return (
    <div className="flex flex-wrap gap-2">
      {decides && (
        <>
          <Button size="small" isLoading={change.isPending} onClick={decide("accept")}>
            {t("orders.accept")}
          </Button>
          <Button size="small" variant="secondary" onClick={() => setAsking("refuse")}>
            {t("orders.refuse")}
          </Button>
        </>
      )}
      {isOutside && (order.problem || state === "ignored") && (
        <Button size="small" variant="secondary" isLoading={change.isPending} onClick={decide("retry")}>
          {t(state === "ignored" ? "orders.takeBack" : "orders.retry")}
        </Button>
      )}
      {isOutside && state !== "ignored" && (
        <Button size="small" variant="secondary" onClick={() => setAsking("ignore")}>
          {t("orders.ignore")}
        </Button>
      )}
      {cancels && (
        <Button size="small" variant="secondary" onClick={() => setAsking("cancel")}>
          {t("orders.cancel")}
        </Button>
      )}
      {imported_at && order.problem && !isMass && (
        <Button
          size="small"
          variant="secondary"
          isLoading={acknowledge.isPending}
          onClick={() => acknowledge.mutate({ ids: [order.id] }, { onSuccess: done })}
        >
          {t("order.acknowledge")}
        </Button>
      )}
      {isMass && (
        <>
          <Button size="small" variant="secondary" onClick={confirmCancellation}>
            {t("order.confirmCancellation")}
          </Button>
          <Button size="small" variant="secondary" onClick={() => decideCancellation("discard")}>
            {t("order.discardCancellation")}
          </Button>
        </>
      )}
      {asking && (
        <ReasonPrompt
          title={t(`orders.${asking}Title`, { count: 1 })}
          description={t(`orders.${asking}Text`)}
          confirmText={t(`orders.${asking}`)}
          onClose={() => setAsking(undefined)}
          onConfirm={(reason) => change.mutate({ change: asking, reason }, { onSuccess: done })}
        />
      )}
    </div>
  )
}
